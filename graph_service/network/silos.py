"""Which groups reuse their own lessons more often than chance would have it, and which hardly ever."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor, sqrt
from typing import Final

import numpy as np

from graph_service.network.columns import Codes, Columns, Flags, Floats, ReuseScope
from graph_service.network.crossings import Crossings, Shares, Trials, count_people, cross, share, trials
from graph_service.network.false_discovery import adjust
from graph_service.network.groups import Group, partition
from graph_service.network.opportunities import chances
from graph_service.network.poisson_binomial import tails
from graph_service.network.pools import one_pool, topic_pools
from graph_service.network.view import View, events_in, lessons_in

ENOUGH_EVENTS: Final = 10  # fewer say too little for a verdict
ALARM: Final = 0.05  # how many in a hundred verdicts may be false
CLOSED: Final = 0.5  # from this excess on a group keeps to itself enough to be called a silo
NOISE: Final = 1e-9  # per event; a smaller difference is rounding


class Verdict(StrEnum):
    """SILO: reuses its own well beyond chance. OPEN: less than chance. TYPICAL: neither. TOO_LITTLE_EVIDENCE: under 10 events."""

    SILO = "SILO"
    TYPICAL = "TYPICAL"
    OPEN = "OPEN"
    TOO_LITTLE_EVIDENCE = "TOO_LITTLE_EVIDENCE"


@dataclass(frozen=True, slots=True)
class Silo:
    """How one group's reuse compares with what it could have reused instead.

    events, people: the reuses made in the group that are tested, and how many different known people made them.
    without_topic: how many more were left out because on_topic was asked and their lesson has no topic.
    internal: I, in lessons: how many of those reused were the group's own (1/n rule). expected: the same if chance had chosen.
    excess: (I - expected) / (n - expected): 1 when only its own is reused, 0 at chance. None without events, or where nothing but its
    own was on offer.
    p, p_open: of the test for more, and for less, than chance; None without events. q, q_open: the same adjusted for the number of
    groups tested; None under 10 events.
    z: (I - expected) in standard deviations, for display; None where there is no spread.
    e_index: (E - I) / (E + I), from -1 (all within) to 1 (all across), from all it gave and received, whatever on_topic says.
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
    """`silos` by excess, highest first, None last; ties by group id. `e_index` is that of the whole network, None where nothing flows.

    events, people: the reuses behind e_index, and how many different known people made them.
    """

    silos: tuple[Silo, ...]
    e_index: float | None
    events: int
    people: int


def silos(columns: Columns, view: View, *, on_topic: bool = False) -> Silos:
    """Holds each group against its opportunities: shares alone mislead, as who holds half of all lessons reuses their own half the time.

    Events are the reuses made in a group, without OWN and UNATTRIBUTED ones; one made in several groups is an event of each, whole.
    The null: on its day each event draws a lesson evenly from A_i, those then available and the one really reused, without the
    reuser's own (on_topic: only lessons that share a topic with the reused one). Then B, the number of the group's own lessons drawn,
    is a sum of independent Bernoulli(p_i), p_i being the mean of f_l(group) over A_i; an unattributed lesson counts with 0.

    p = P(B >= floor(I)), p_open = P(B <= ceil(I)), by the exact Poisson-binomial distribution (normal above 1,000 events); q by
    Benjamini & Hochberg (1995), each side by itself, over the groups with 10 events or more. Excess is Coleman's inbreeding homophily
    (1958), e_index the E-I index of Krackhardt & Stern (1988). SILO: q < 0.05 and excess >= 0.5; OPEN: q_open < 0.05.
    Listed are the groups that gave or received in such events.
    """
    parts, offered = partition(columns, view), lessons_in(columns, view)
    shares = share(columns.lessons.departments, parts)
    events = _by_others(columns, events_in(columns, view, offered))
    made = trials(columns, events, parts)
    crossed = cross(columns, made, shares)
    within, across = _ties(made, crossed, shares.size)
    testable = _with_topic(columns, made) if on_topic else np.ones(len(made.event), np.bool_)
    left_out = np.bincount(made.group[~testable], minlength=shares.size)
    samples = _samples(columns, offered, shares, made.only(testable), _internal(made, crossed)[testable], on_topic=on_topic)
    found = [
        _silo(parts.groups[at], samples[at], int(left_out[at]), _e_index(within[at], across[at]))
        for at in np.flatnonzero(within + across).tolist()
    ]
    people = count_people(columns.events.person[events], np.zeros_like(events), 1)
    return Silos(_judge(found), _e_index(within.sum(), across.sum() / 2), len(events), int(people[0]))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The events of one group, one entry each: the part of the lesson that was the group's own, p_i and v_i."""

    internal: Floats
    mean: Floats
    variance: Floats
    people: int


def _by_others(columns: Columns, events: Codes) -> Codes:
    scope = columns.events.scope[events]
    return events[(scope == ReuseScope.INTERNAL) | (scope == ReuseScope.CROSS)]


def _with_topic(columns: Columns, made: Trials) -> Flags:
    return (np.diff(columns.lessons.topics.offsets) > 0)[columns.events.lesson[made.event]]


def _internal(made: Trials, crossed: Crossings) -> Floats:
    """f(group) of each trial's lesson."""
    home = crossed.giver == made.group[crossed.trial]
    return np.bincount(crossed.trial[home], crossed.given[home], minlength=len(made.event))


def _ties(made: Trials, crossed: Crossings, size: int) -> tuple[Floats, Floats]:
    """Of each group F[g, g], and the rest of its row and column of F."""
    cell = crossed.giver * size + made.group[crossed.trial]
    flow = np.bincount(cell, crossed.given * made.part[crossed.trial], minlength=size**2).reshape(size, size)
    within = flow.diagonal()
    return within, flow.sum(axis=0) + flow.sum(axis=1) - 2 * within


def _samples(columns: Columns, offered: Flags, shares: Shares, made: Trials, internal: Floats, *, on_topic: bool) -> list[Sample]:
    """The sample of every group, by its code."""
    reused = columns.events.lesson[made.event]
    pools = topic_pools(columns.lessons.topics, offered, reused) if on_topic else one_pool(offered)
    chance = chances(columns, pools, shares, made, internal)
    people = count_people(columns.events.person[made.event], made.group, shares.size).tolist()
    order = np.argsort(made.group.astype(np.min_scalar_type(shares.size)), kind="stable")
    ends = np.cumsum(np.bincount(made.group, minlength=shares.size))[:-1]
    rows = (np.split(values[order], ends) for values in (internal, chance.mean, chance.variance))
    return [Sample(*row) for row in zip(*rows, people, strict=True)]


def _silo(group: Group, sample: Sample, without_topic: int, e_index: float) -> Silo:
    """The silo before the other groups are known: q and verdict are still to come."""
    events, internal, expected = len(sample.mean), float(sample.internal.sum()), float(sample.mean.sum())
    room, spread = events - expected, float(sample.variance.sum())
    noise = NOISE * events
    # Sums of 1/n carry rounding: 0.9999999999 is 1 and not 0.
    p, p_open = tails(sample.mean, at_least=floor(round(internal, 9)), at_most=ceil(round(internal, 9))) if events else (None, None)
    return Silo(
        group=group,
        events=events,
        people=sample.people,
        without_topic=without_topic,
        internal=internal,
        expected=expected,
        excess=(internal - expected) / room if room > noise else None,
        p=p,
        q=None,
        p_open=p_open,
        q_open=None,
        z=(internal - expected) / sqrt(spread) if spread > noise else None,
        e_index=e_index,
        verdict=Verdict.TOO_LITTLE_EVIDENCE,
    )


def _judge(found: Sequence[Silo]) -> tuple[Silo, ...]:
    """Gives q and verdict to those with enough events, and puts all in order."""
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
