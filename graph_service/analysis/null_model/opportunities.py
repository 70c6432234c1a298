"""What a reuser could have chosen instead: the lessons on offer that day, and the part of them that came from a group.

For the event of trial i, made on day t, A_i holds the lessons available on t and the one really reused, without those the reuser
learned. (With on_topic only those that share a topic with the reused one: see topics.py.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.null_model.daily_totals import Calendar, Stock, Wholes, calendar, tabulate
from graph_service.analysis.null_model.trials import Trials
from graph_service.analysis.organisation.transfers import BLOCK, Shares

UNIT: Final = 2**40  # parts are added up in whole steps of 1/UNIT, exact in any order: what cancels out leaves nothing behind


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What there is to choose from: whether each lesson belongs to the view, and its shares among so many groups."""

    lessons: Flags
    shares: Shares
    groups: int


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """For each trial p_i, the mean of f_l(group) over the lessons l in A_i, and v_i, its variance over them."""

    mean: Floats
    variance: Floats


Held = Callable[[Trials], Wholes]
"""The measures (see `measures`) of the lessons a trial could have chosen instead of the one really reused: 3 x trials."""


def anything(columns: Columns, offer: Offer, events: Indices) -> Held:
    """Every lesson of the view is an alternative. `events` are all that trials will be made of."""
    days = calendar(columns.events.day[events])
    numbers, totals = _tables(columns, offer, days)

    def held(trials: Trials) -> Wholes:
        rank = days.rank(columns.events.day[trials.event])
        offered = np.concatenate((numbers.take(rank, axis=1), totals.take(trials.group * (len(days) + 1) + rank, axis=1)))
        return offered - _own(columns, offer, trials)

    return held


def chances(columns: Columns, trials: Trials, held: Held) -> Chances:
    """p_i and v_i of each trial."""
    missing = np.flatnonzero(~columns.available[trials.event])
    number, total, square = found = held(trials)
    for row, amount in zip(found, measures(trials.internal[missing]), strict=True):
        row[missing] += amount
    number = np.maximum(number, 1)  # 0 only where the scope on record contradicts the learners on record
    mean = total / UNIT / number
    return Chances(mean, np.maximum(square / UNIT / number - mean**2, 0))


def measures(part: Floats) -> Wholes:
    """What is added up over lessons, a row each: 1, f and f^2, the latter two in steps of 1/UNIT."""
    rounding = 0.5
    return np.stack(
        (np.ones(len(part), np.int64), (part * UNIT + rounding).astype(np.int64), (part * part * UNIT + rounding).astype(np.int64))
    )


def parts_of(shares: Shares, lesson: Indices, group: Indices) -> Floats:
    """f(group) of each of these lessons, 0 where the group has no part in it."""
    first = shares.places.offsets[lesson]
    found = np.where(shares.places.values[first] == group, shares.part[first], 0.0)
    several = np.flatnonzero(shares.places.offsets[lesson + 1] - first > 1)
    source, entry = expand(shares.places, lesson[several])
    hit = np.flatnonzero(shares.places.values[entry] == group[several][source])
    found[several[source[hit]]] = shares.part[entry[hit]]
    return found


def _tables(columns: Columns, offer: Offer, days: Calendar) -> tuple[Wholes, Wholes]:
    """The number of lessons available on each day, and by group and day the sums of f and f^2 over them."""
    ever = np.flatnonzero(offer.lessons & (columns.lessons.published < columns.lessons.retired))
    pieces = np.array_split(ever, len(ever) // BLOCK + 1)
    numbers = tabulate((_whole(columns, days, piece) for piece in pieces), measures=1, shelves=1, days=len(days))
    totals = tabulate((_parts(columns, offer, days, piece) for piece in pieces), measures=2, shelves=offer.groups, days=len(days))
    return numbers, totals


def _whole(columns: Columns, days: Calendar, lesson: Indices) -> Stock:
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    return Stock(np.zeros_like(lesson), since, until, np.ones((1, len(lesson)), np.int64))


def _parts(columns: Columns, offer: Offer, days: Calendar, lesson: Indices) -> Stock:
    source, entry = expand(offer.shares.places, lesson)
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    return Stock(offer.shares.places.values[entry].astype(np.intp), since[source], until[source], measures(offer.shares.part[entry])[1:])


def _own(columns: Columns, offer: Offer, trials: Trials) -> Wholes:
    """The measures of the lessons available on each trial's day that its reuser learned.

    Trials are by person, and a person's mostly of one group: each run of one person and group lists the person's lessons once and adds
    them up as they come and go, so that a trial only looks up how far that had got.
    """
    own = columns.own
    asking = np.flatnonzero(own.transitions_so_far[trials.event])
    event, group = trials.event[asking], trials.group[asking]
    person = columns.events.person[event]
    starts = np.ones(len(asking), np.bool_)
    starts[1:] = (person[1:] != person[:-1]) | (group[1:] != group[:-1])
    run, entry = expand(own.transitions, person[starts].astype(np.intp))
    lesson = own.transitions.values[entry].astype(np.intp)
    change = measures(parts_of(offer.shares, lesson, group[starts][run])) * (own.sign[entry] * offer.lessons[lesson])
    running = np.zeros((3, len(lesson) + 1), np.int64)
    np.cumsum(change, axis=1, out=running[:, 1:])
    start = np.searchsorted(run, np.arange(int(starts.sum())))[np.cumsum(starts) - 1]
    held = np.zeros((3, len(trials.event)), np.int64)
    for row, found in zip(held, running.take(start + own.transitions_so_far[event], axis=1) - running.take(start, axis=1), strict=True):
        row[asking] = found
    return held
