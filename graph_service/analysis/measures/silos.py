"""Silos: groups that reuse their own lessons more often than chance predicts, and open groups, which do so less often."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor, sqrt
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_fields
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.null_model.opportunities import Odds, any_lesson, by_others, odds_of
from graph_service.analysis.null_model.same_topic import same_topic_lessons
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import Transfers, count_everyone, count_people, roll_up_transfers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.analysis.statistics.significance import adjust, normal_tails, tails

ENOUGH_EVENTS: Final = 10  # fewer events are too little evidence for a verdict
ALARM: Final = 0.05  # false discovery rate of the verdicts
CLOSED: Final = 0.5  # minimum excess for the verdict SILO
EXACT_UP_TO: Final = 1_000  # events; above, the normal approximation is close enough for a verdict, and the convolution is slow
NOISE: Final = 1e-9  # per event; smaller differences are rounding errors


class Verdict(StrEnum):
    """SILO: reuses its own lessons far more than chance. OPEN: less than chance. TYPICAL: neither. TOO_LITTLE_EVIDENCE: under 10 events."""

    SILO = "SILO"
    TYPICAL = "TYPICAL"
    OPEN = "OPEN"
    TOO_LITTLE_EVIDENCE = "TOO_LITTLE_EVIDENCE"


@dataclass(frozen=True, slots=True)
class Silo:
    """The reuse of one group compared with its opportunities.

    events, people: the number of tested reuses made in the group, and of distinct known people who made them.
    without_topic: the number of further reuses excluded because on_topic is set and their lesson has no topic.
    internal: I, in lessons: the number of reused lessons that were the group's own (1/n rule). expected: its expectation under chance.
    excess: (I - expected) / (n - expected): 1 if the group reuses only its own lessons, 0 at chance. None without events, or if only its
    own lessons were available.
    p, p_open: p-values of the tests for more, and for less, than chance; None without events. q, q_open: the same adjusted for the number
    of groups tested; None under 10 events.
    z: (I - expected) in standard deviations, for display; None if the standard deviation is zero.
    e_index: (E - I) / (E + I), from -1 (all within) to 1 (all across), over all that the group gave and received, regardless of on_topic.
    """

    group: Group
    events: int
    people: int
    without_topic: int
    internal: float
    expected: float
    excess: float | None
    p: float | None
    q: float | None
    p_open: float | None
    q_open: float | None
    z: float | None
    e_index: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Silos:
    """`silos` by excess, highest first, None last; ties by group id. `e_index` is that of the whole network, None without any flow.

    events, people: the number of reuses behind e_index, and of distinct known people who made them.
    """

    silos: tuple[Silo, ...]
    e_index: float | None
    events: int
    people: int


def silos(columns: Columns, view: View, *, on_topic: bool = False) -> Silos:
    """Compares each group with its opportunities. Shares alone mislead: a group with half of all lessons reuses its own half the time by
    chance.

    Events are the reuses made in a group, without OWN and UNATTRIBUTED ones; one made in several groups is a whole event of each. Null
    model: on its day each event draws a lesson uniformly from A_i: the lessons available on that day plus the one actually reused, minus
    the reuser's own (on_topic: only lessons that share a topic with the reused one). Then B, the number of the group's own lessons drawn,
    is a sum of independent Bernoulli(p_i), where p_i is the mean of f_l(group) over A_i; an unattributed lesson counts with 0.

    p = P(B >= floor(I)), p_open = P(B <= ceil(I)), by the exact Poisson-binomial distribution (normal above 1,000 events); q by Benjamini &
    Hochberg (1995), separately for each side, over the groups with 10 events or more. Excess is Coleman's inbreeding homophily (1958),
    e_index the E-I index of Krackhardt & Stern (1988). SILO: q < 0.05 and excess >= 0.5; OPEN: q_open < 0.05. The result lists the groups
    that gave or received in such events.
    """
    parts, lessons = partition(columns.departments, view), lessons_in(columns, view)
    chosen, groups = events_in(columns, view, lessons) & by_others(columns.events), len(parts.groups)
    tested, alternatives = (columns.lessons.topics.counts > 0, same_topic_lessons) if on_topic else (lessons, any_lesson)
    odds = odds_of(columns, parts, lessons, view.topic, tested=tested, alternatives=alternatives)
    crossed = (roll_up_transfers(block, parts).only(chosen) for block in columns.transfers)
    read = (_read(columns, block, chances.among(chosen), groups) for block, chances in zip(crossed, odds, strict=True))
    tallies, tests = zip(*read, strict=True)
    tally = sum_fields(tallies)
    within, across = _ties(tally.flow.reshape(groups, groups))
    few = _few(tests, tally.events)
    found = [
        _silo(parts.groups[at], tally, at, few[at], _e_index(within[at], across[at])) for at in np.flatnonzero(within + across).tolist()
    ]
    return Silos(_judge(found), _e_index(within.sum(), across.sum() / 2) if found else None, int(chosen.sum()), tally.everyone)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Figures by group code. Of the tested events: their number, and the sums of f(group) of the reused lesson, p, p (1 - p) and the
    variance v.

    flow: F, by giver, then receiver. people: the number of distinct people who made the tested events; left_out: the number of further
    events that were excluded. everyone: the number of distinct people who made any event.
    """

    flow: Floats
    events: Indices
    internal: Floats
    expected: Floats
    doubt: Floats
    spread: Floats
    people: Indices
    left_out: Indices
    everyone: int


@dataclass(frozen=True, slots=True, eq=False)
class Tests:
    """p of each tested event, and its group."""

    group: Indices
    chance: Floats


def _read(columns: Columns, crossed: Transfers, odds: Odds, groups: int) -> tuple[Tally, Tests]:
    """The contribution of one block of transfers to the figures, and its tests."""
    person, group, mean = columns.events.person, odds.trials.group, odds.chances.mean
    tally = Tally(
        flow=sum_by(crossed.giver * groups + crossed.receiver, crossed.weight, groups**2),
        events=np.bincount(group, minlength=groups),
        internal=sum_by(group, odds.trials.internal, groups),
        expected=sum_by(group, mean, groups),
        doubt=sum_by(group, mean * (1 - mean), groups),
        spread=sum_by(group, odds.chances.variance, groups),
        people=count_people(person[odds.trials.event], group, groups),
        left_out=np.bincount(odds.left_out.group, minlength=groups),
        everyone=count_everyone(person[crossed.event]),
    )
    return tally, Tests(group, mean)


def _few(tests: Sequence[Tests], events: Indices) -> list[Floats]:
    """The p of each group with few enough events for the exact test, by group code; empty for the others."""
    small = events <= EXACT_UP_TO
    group, chance = (
        np.concatenate(rows)
        for rows in zip(*((test.group[kept], test.chance[kept]) for test in tests for kept in [small[test.group]]), strict=True)
    )
    return np.split(chance[np.argsort(group, kind="stable")], np.cumsum(np.where(small, events, 0))[:-1])


def _ties(flow: Floats) -> tuple[Floats, Floats]:
    """For each group, F[g, g] and the sum of the rest of its row and column."""
    within = flow.diagonal()
    return within, flow.sum(axis=0) + flow.sum(axis=1) - 2 * within


def _silo(group: Group, tally: Tally, at: int, few: Floats, e_index: float) -> Silo:
    """The silo before comparison with the other groups: q and verdict are filled in later."""
    events, internal, expected = int(tally.events[at]), float(tally.internal[at]), float(tally.expected[at])
    room, spread = events - expected, float(tally.spread[at])
    p, p_open = _test(internal, events, expected, float(tally.doubt[at]), few) if events else (None, None)
    return Silo(
        group=group,
        events=events,
        people=int(tally.people[at]),
        without_topic=int(tally.left_out[at]),
        internal=internal,
        expected=expected,
        excess=(internal - expected) / room if room > NOISE * events else None,
        p=p,
        q=None,
        p_open=p_open,
        q_open=None,
        z=(internal - expected) / sqrt(spread) if spread > NOISE * events else None,
        e_index=e_index,
        verdict=Verdict.TOO_LITTLE_EVIDENCE,
    )


def _test(internal: float, events: int, expected: float, doubt: float, few: Floats) -> tuple[float, float]:
    """p of the SILO side and of the OPEN side."""
    whole = round(internal, 9)  # sums of 1/n have rounding errors: 0.9999999999 is 1 and not 0
    if events > EXACT_UP_TO:
        return normal_tails(expected, doubt, at_least=floor(whole), at_most=ceil(whole))
    return tails(few, at_least=floor(whole), at_most=ceil(whole))


def _judge(found: Sequence[Silo]) -> tuple[Silo, ...]:
    """Adds q and verdict to the groups with enough events, and sorts all of them."""
    enough = [silo for silo in found if silo.events >= ENOUGH_EVENTS]
    q = adjust([silo.p for silo in enough if silo.p is not None])
    q_open = adjust([silo.p_open for silo in enough if silo.p_open is not None])
    judged = [_verdict(replace(silo, q=one, q_open=other)) for silo, one, other in zip(enough, q, q_open, strict=True)]
    rest = [silo for silo in found if silo.events < ENOUGH_EVENTS]
    return tuple(sorted(judged + rest, key=lambda silo: (silo.excess is None, -(silo.excess or 0), silo.group.id)))


def _verdict(silo: Silo) -> Silo:
    if silo.q is not None and silo.q < ALARM and silo.excess is not None and silo.excess >= CLOSED:
        return replace(silo, verdict=Verdict.SILO)
    if silo.q_open is not None and silo.q_open < ALARM:
        return replace(silo, verdict=Verdict.OPEN)
    return replace(silo, verdict=Verdict.TYPICAL)


def _e_index(within: float, across: float) -> float:
    return float((across - within) / (across + within))
