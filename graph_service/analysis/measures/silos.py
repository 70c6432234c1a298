"""Silos: groups that reuse their own lessons more often than chance explains, and open groups, which do so less often."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, sqrt
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_fields
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.null_model.opportunities import Odds, any_lesson, by_others, odds_of
from graph_service.analysis.null_model.same_topic import same_topic_lessons
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import Transfers, count_everyone, count_people, roll_up_transfers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.analysis.statistics.significance import adjust, normal_tails, tails
from graph_service.model.enums import DescribedEnum

MIN_EVENTS: Final = 10  # fewer events are too little evidence for a verdict
MAX_FALSE_DISCOVERY_RATE: Final = 0.05  # of the verdicts SILO and of the verdicts OPEN
MIN_EXCESS: Final = 0.5  # for the verdict SILO
MAX_OPEN_EXCESS: Final = (
    -0.1
)  # for the verdict OPEN; without this limit, a few popular lessons gave half of the simulated organisations an open group
MAX_EXACT_EVENTS: Final = 1_000  # with more, the normal approximation is close enough for a verdict, and the convolution is slow
ROUNDING_ERROR: Final = 1e-9  # per event


class Verdict(DescribedEnum):
    """What the comparison with chance says about a group."""

    SILO = "SILO", "silo", "The group reuses its own lessons far more often than chance explains: q < 0.05 and excess >= 0.5."
    TYPICAL = "TYPICAL", "not a silo", "Neither a silo nor open: excess is below 0.5, or chance could explain it."
    OPEN = "OPEN", "open to others", "The group reuses lessons of others more often than chance explains: qOpen < 0.05 and excess <= -0.1."
    TOO_LITTLE_EVIDENCE = "TOO_LITTLE_EVIDENCE", "too few reuses to tell", "The group made fewer than ten reuses."


@dataclass(frozen=True, slots=True)
class Silo:
    """How often a group reuses its own lessons, compared with what chance would give."""

    group: Group
    """The group."""
    events: int
    """The number of reuses that the group's people made of lessons they had not learned themselves."""
    people: int
    """The number of different people who made them."""
    without_topic: int
    """The number of further reuses that were left out because their lesson has no topic; 0 unless `onTopic` is set."""
    internal: float
    """How many of these reuses were of the group's own lessons. A lesson learned by n groups counts 1/n for each."""
    expected: float
    """How many would be of its own lessons by chance: if each reuse had drawn any lesson that was available on its day."""
    excess: float | None
    """Inbreeding homophily (Coleman 1958): (internal - expected) / (events - expected). 1: the group reuses only its own lessons; 0: as
    often as by chance; below 0: less often. Absent without reuses, or if only its own lessons were available."""
    p: float | None
    """The probability that chance alone gives as many reuses of its own lessons, or more (exact Poisson-binomial test)."""
    q: float | None
    """p, adjusted for the number of groups that are tested (Benjamini and Hochberg 1995). Absent below ten reuses."""
    p_open: float | None
    """The probability that chance alone gives as few reuses of its own lessons, or fewer."""
    q_open: float | None
    """pOpen, adjusted for the number of groups that are tested. Absent below ten reuses."""
    z: float | None
    """(internal - expected) in standard deviations, for display; the verdict does not use it."""
    e_index: float | None
    """E-I index of the group (Krackhardt and Stern 1988): from -1, all exchange is within the group, to 1, all exchange is with others.
    Reuses of people's own lessons are left out, although `within` of `flow` includes them."""
    verdict: Verdict
    """What the comparison says."""


@dataclass(frozen=True, slots=True)
class Silos:
    """All groups that gave or received, and the index of the whole network."""

    silos: tuple[Silo, ...]
    """By excess, highest first, None last; ties by group ID."""
    e_index: float | None
    """E-I index of the whole network; absent without any flow."""
    events: int
    """The number of reuses behind the index."""
    people: int
    """The number of different people who made them."""


def silos(
    columns: Columns,
    view: View,
    *,
    on_topic: Annotated[bool, "Compares each reuse only with lessons that share a topic with the reused lesson."] = False,
) -> Silos:
    """Lists the groups, those that reuse mostly their own lessons first. Each group is compared with chance: a group that learned
    half of all lessons reuses its own half of the time by chance.

    Events are the reuses made in a group, without OWN and UNATTRIBUTED ones; an event made in several groups counts whole in each. Null
    model: on its day event i draws a lesson uniformly from A_i: the lessons available on that day plus the one actually reused, minus the
    reuser's own (on_topic: only lessons that share a topic with the reused one). Then B, the number of the group's own lessons drawn, is a
    sum of independent Bernoulli(p_i), where p_i is the mean over the lessons l in A_i of f_l(group), the share of the group in lesson l;
    an unattributed lesson counts as 0.

    p = P(B >= floor(internal)), p_open = P(B <= ceil(internal)), by the exact Poisson-binomial distribution (normal above 1,000 events); q
    by Benjamini & Hochberg (1995), separately for each side, over the groups with 10 events or more. Excess is Coleman's inbreeding
    homophily (1958), e_index the E-I index of Krackhardt & Stern (1988) over all that a group gave and received, regardless of on_topic.
    SILO: q < 0.05 and excess >= 0.5; OPEN: q_open < 0.05 and excess <= -0.1. The result lists the groups that gave or received lessons in
    such events.
    """
    partition, lessons = partition_departments(columns.departments, view), lessons_in(columns, view)
    chosen, groups = events_in(columns, view, lessons) & by_others(columns.events), len(partition.groups)
    tested, alternatives = (columns.lessons.topics.counts > 0, same_topic_lessons) if on_topic else (lessons, any_lesson)
    odds_by_block = odds_of(columns, partition, lessons, view.topic, tested=tested, alternatives=alternatives)
    transfers = (roll_up_transfers(block, partition).only(chosen) for block in cancellable(columns.transfers))
    sums = (_sum_block(columns, block, odds.among(chosen), groups) for block, odds in zip(transfers, odds_by_block, strict=True))
    totals, probabilities = zip(*sums, strict=True)
    total = sum_fields(totals)
    within, across = _ties(total.flow.reshape(groups, groups))
    exact = _exact_probabilities(probabilities, total.events)
    listed = np.flatnonzero(within + across).tolist()
    tests = [
        _compare_with_chance(partition.groups[code], total, code, exact[code], _e_index(within[code], across[code])) for code in listed
    ]
    return Silos(_judge(tests), _e_index(within.sum(), across.sum() / 2) if tests else None, int(chosen.sum()), total.everyone)


def e_index(silos: Silos) -> float | None:
    """E-I index of the whole network (Krackhardt and Stern 1988): from -1, all reuse stays within its group, to 1, all reuse is across
    groups. Absent without any reuse. Reuses of people's own lessons are left out, although `within` of `flow` includes them.
    """
    return silos.e_index


@dataclass(frozen=True, slots=True, eq=False)
class GroupTotals:
    """Figures by group code. Of the tested events: their number, and the sums of f(group) of the reused lesson, of p, of p (1 - p) and of
    the variance v (see opportunities.py).

    flow: the reuses, by giver, then receiver. people: the number of distinct people who made the tested events; left_out: the number of
    further events that were excluded. everyone: the number of distinct people who made any event.
    """

    flow: Floats
    events: Indices
    internal: Floats
    expected: Floats
    test_variance: Floats
    variance: Floats
    people: Indices
    left_out: Indices
    everyone: int


@dataclass(frozen=True, slots=True, eq=False)
class TrialProbabilities:
    """p of each tested event, and its group."""

    group: Indices
    p: Floats


def _sum_block(columns: Columns, transfers: Transfers, odds: Odds, groups: int) -> tuple[GroupTotals, TrialProbabilities]:
    """The totals of one block of transfers, and the probabilities of its tested events."""
    person, group, mean = columns.events.person, odds.trials.group, odds.chances.mean
    totals = GroupTotals(
        flow=sum_by(transfers.giver * groups + transfers.receiver, transfers.weight, groups**2),
        events=np.bincount(group, minlength=groups),
        internal=sum_by(group, odds.trials.internal, groups),
        expected=sum_by(group, mean, groups),
        test_variance=sum_by(group, mean * (1 - mean), groups),
        variance=sum_by(group, odds.chances.variance, groups),
        people=count_people(person[odds.trials.event], group, groups),
        left_out=np.bincount(odds.left_out.group, minlength=groups),
        everyone=count_everyone(person[transfers.event]),
    )
    return totals, TrialProbabilities(group, mean)


def _exact_probabilities(blocks: Sequence[TrialProbabilities], events: Indices) -> list[Floats]:
    """The p of each group with few enough events for the exact test, by group code; empty for the others."""
    small = events <= MAX_EXACT_EVENTS
    group, p = (
        np.concatenate(rows)
        for rows in zip(*((block.group[kept], block.p[kept]) for block in blocks for kept in [small[block.group]]), strict=True)
    )
    return np.split(p[np.argsort(group, kind="stable")], np.cumsum(np.where(small, events, 0))[:-1])


def _ties(flow: Floats) -> tuple[Floats, Floats]:
    """For each group, the flow within it, and the flow between it and the others in both directions."""
    within = flow.diagonal()
    return within, flow.sum(axis=0) + flow.sum(axis=1) - 2 * within


def _compare_with_chance(group: Group, total: GroupTotals, code: int, probabilities: Floats, e_index: float) -> Silo:
    """The silo before comparison with the other groups: q and verdict are filled in later."""
    events, internal, expected = int(total.events[code]), float(total.internal[code]), float(total.expected[code])
    maximum, variance = events - expected, float(total.variance[code])
    p, p_open = _p_values(internal, events, expected, float(total.test_variance[code]), probabilities) if events else (None, None)
    return Silo(
        group=group,
        events=events,
        people=int(total.people[code]),
        without_topic=int(total.left_out[code]),
        internal=internal,
        expected=expected,
        excess=(internal - expected) / maximum if maximum > ROUNDING_ERROR * events else None,
        p=p,
        q=None,
        p_open=p_open,
        q_open=None,
        z=(internal - expected) / sqrt(variance) if variance > ROUNDING_ERROR * events else None,
        e_index=e_index,
        verdict=Verdict.TOO_LITTLE_EVIDENCE,
    )


def _p_values(internal: float, events: int, expected: float, variance: float, probabilities: Floats) -> tuple[float, float]:
    """p of the SILO side and of the OPEN side."""
    whole = round(internal, 9)  # sums of 1/n have rounding errors: 0.9999999999 is 1 and not 0
    if events > MAX_EXACT_EVENTS:
        return normal_tails(expected, variance, at_least=floor(whole), at_most=ceil(whole))
    return tails(probabilities, at_least=floor(whole), at_most=ceil(whole))


def _judge(tests: Sequence[Silo]) -> tuple[Silo, ...]:
    """Adds q and verdict to the groups with at least MIN_EVENTS events, and sorts all groups."""
    enough = [silo for silo in tests if silo.events >= MIN_EVENTS]
    q_values = adjust([silo.p for silo in enough if silo.p is not None])
    q_open_values = adjust([silo.p_open for silo in enough if silo.p_open is not None])
    judged = [_verdict(replace(silo, q=q, q_open=q_open)) for silo, q, q_open in zip(enough, q_values, q_open_values, strict=True)]
    rest = [silo for silo in tests if silo.events < MIN_EVENTS]
    return tuple(sorted(judged + rest, key=lambda silo: (silo.excess is None, -(silo.excess or 0), silo.group.id)))


def _verdict(silo: Silo) -> Silo:
    if silo.excess is not None:
        if silo.excess >= MIN_EXCESS and _is_significant(silo.q):
            return replace(silo, verdict=Verdict.SILO)
        if silo.excess <= MAX_OPEN_EXCESS and _is_significant(silo.q_open):
            return replace(silo, verdict=Verdict.OPEN)
    return replace(silo, verdict=Verdict.TYPICAL)


def _is_significant(q: float | None) -> bool:
    return q is not None and q < MAX_FALSE_DISCOVERY_RATE


def _e_index(within: float, across: float) -> float:
    return float((across - within) / (across + within))
