"""The null model: which lessons each reuse could have drawn instead, and the odds that chance would have drawn one of the reusing group.

For the event of trial i, made on day t, A_i holds the lessons available on t and the lesson really reused, without those that the
reuser learned. (With on_topic, A_i holds only lessons that share a topic with the one reused: see same_topic.py.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, enum_code
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.facts.tables import Events
from graph_service.analysis.null_model.daily_totals import DayRanks, Int64s, Intervals, rank_days, tabulate
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.transfers import BLOCK, Shares, Transfers, roll_up_shares, roll_up_transfers
from graph_service.model.enums import ReuseScope

UNIT: Final = 2**40  # sums are integers in steps of 1/UNIT: exact in any order, so that equal amounts cancel out to 0


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Each event once, whole, for every group it was made in, in the order of events. The trial: is its lesson the group's own?

    internal: f(group) of the lesson really reused, from 0 to 1.
    """

    event: Indices
    group: Indices
    internal: Floats

    def only(self, rows: Indices) -> "Trials":
        """The trials at these positions."""
        return Trials(self.event[rows], self.group[rows], self.internal[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The lessons that reusers can choose from: whether each belongs to the view, and its shares among this number of groups."""

    lessons: Flags
    shares: Shares
    groups: int


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """For each trial p_i, the mean of f_l(group) over the lessons l in A_i, and v_i, its variance over them."""

    mean: Floats
    variance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """The trials that are tested, the chances of each, and the trials left out because their lesson has no topic (on_topic only)."""

    trials: Trials
    chances: Chances
    left_out: Trials

    def among(self, events: Flags) -> "Odds":
        """The trials of the flagged events."""
        tested, left_out = np.flatnonzero(events[self.trials.event]), np.flatnonzero(events[self.left_out.event])
        kept = Chances(self.chances.mean[tested], self.chances.variance[tested])
        return Odds(self.trials.only(tested), kept, self.left_out.only(left_out))


AlternativeSums = Callable[[Trials], Int64s]
"""Gives the sums of the moments (see `moments`) over the alternatives of each trial, A_i without the lesson really reused: 3 x trials."""

Alternatives = Callable[[Columns, Catalogue, Indices], AlternativeSums]
"""A null model: prepares the sums for the trials that will be made of these events (`any_lesson`, or `same_topic_lessons`)."""


def odds_of(
    columns: Columns, partition: Partition, lessons: Flags, topic: str | None, *, tested: Flags, alternatives: Alternatives
) -> tuple[Odds, ...]:
    """The odds of all reuses of these lessons, which are those about the topic, by people who did not learn them; by block of transfers.

    tested: by lesson, whether its reuses are tested; the others are left out. A window masks events and never the lessons available, so the
    odds do not depend on it and are kept for the next window.
    """
    key = "odds", partition.of.tobytes(), topic, alternatives
    return columns.memo.recall(key, lambda: _odds_of(columns, partition, lessons, tested, alternatives))


def by_others(events: Events) -> Flags:
    """For each event whether its reuser did not learn the lesson and the departments of both sides are known."""
    return (events.scope == enum_code(ReuseScope.INTERNAL)) | (events.scope == enum_code(ReuseScope.CROSS))


def any_lesson(columns: Columns, catalogue: Catalogue, events: Indices) -> AlternativeSums:
    """Every lesson of the view is an alternative. `events`: all events of which trials will be made."""
    days = rank_days(columns.events.day[events])
    numbers, sums = _daily_sums(columns, catalogue, days)

    def alternative_sums(trials: Trials) -> Int64s:
        rank = days.rank(columns.events.day[trials.event])
        available = np.concatenate((numbers.take(rank, axis=1), sums.take(trials.group * (len(days) + 1) + rank, axis=1)))
        return available - _own_sums(columns, catalogue, trials)

    return alternative_sums


def chances(columns: Columns, trials: Trials, alternative_sums: AlternativeSums) -> Chances:
    """p_i and v_i of each trial."""
    unavailable = np.flatnonzero(~columns.available[trials.event])
    number, total, square = rows = alternative_sums(trials)
    for row, amount in zip(rows, moments(trials.internal[unavailable]), strict=True):
        row[unavailable] += amount
    number = np.maximum(number, 1)  # 0 only where the recorded scope contradicts the recorded learners
    mean = total / UNIT / number
    return Chances(mean, np.maximum(square / UNIT / number - mean**2, 0))


def moments(share: Floats) -> Int64s:
    """What is summed over lessons, one row each: 1, f and f^2, the last two in steps of 1/UNIT."""
    rounding = 0.5
    return np.stack(
        (np.ones(len(share), np.int64), (share * UNIT + rounding).astype(np.int64), (share * share * UNIT + rounding).astype(np.int64))
    )


def parts_in(shares: Shares, lesson: Indices, group: Indices) -> Floats:
    """f(group) of each of these lessons; 0 where the group has no part in it. `lesson` and `group` have one entry per pair."""
    first = shares.places.offsets[lesson]
    share = np.where(shares.places.values[first] == group, shares.share[first], 0.0)
    divided = np.flatnonzero(shares.places.offsets[lesson + 1] - first > 1)
    source, entry = expand(shares.places, lesson[divided])
    hit = np.flatnonzero(shares.places.values[entry] == group[divided][source])
    share[divided[source[hit]]] = shares.share[entry[hit]]
    return share


def _odds_of(columns: Columns, partition: Partition, lessons: Flags, tested: Flags, alternatives: Alternatives) -> tuple[Odds, ...]:
    made = lessons[columns.events.lesson] & by_others(columns.events)
    tested = made & tested[columns.events.lesson]
    catalogue = Catalogue(lessons, roll_up_shares(columns.learned_in, partition), len(partition.groups))
    alternative_sums = alternatives(columns, catalogue, np.flatnonzero(tested))
    blocks = (_trials(roll_up_transfers(block, partition).only(made)) for block in cancellable(columns.transfers))
    return tuple(_odds(columns, trials, tested, alternative_sums) for trials in blocks)


def _odds(columns: Columns, made: Trials, tested: Flags, alternative_sums: AlternativeSums) -> Odds:
    kept = tested[made.event]
    trials = made.only(np.flatnonzero(kept))
    return Odds(trials, chances(columns, trials, alternative_sums), made.only(np.flatnonzero(~kept)))


def _trials(transfers: Transfers) -> Trials:
    first = np.ones(len(transfers.event), np.bool_)
    first[1:] = (transfers.event[1:] != transfers.event[:-1]) | (transfers.receiver[1:] != transfers.receiver[:-1])
    trial, starts = np.cumsum(first) - 1, np.flatnonzero(first)
    home = np.flatnonzero(transfers.giver == transfers.receiver)
    made = sum_by(trial, transfers.weight, len(starts))  # g, as the f of a lesson add up to 1
    return Trials(transfers.event[starts], transfers.receiver[starts], sum_by(trial[home], transfers.weight[home], len(starts)) / made)


def _daily_sums(columns: Columns, catalogue: Catalogue, days: DayRanks) -> tuple[Int64s, Int64s]:
    """The number of lessons available on each day, and by group and day the sums of f and f^2 over them."""
    ever = np.flatnonzero(catalogue.lessons & (columns.lessons.published < columns.lessons.retired))
    pieces = np.array_split(ever, len(ever) // BLOCK + 1)
    numbers = tabulate((_lesson_intervals(columns, days, piece) for piece in pieces), amounts=1, cells=1, days=len(days))
    shares = (_share_intervals(columns, catalogue, days, piece) for piece in pieces)
    return numbers, tabulate(shares, amounts=2, cells=catalogue.groups, days=len(days))


def _lesson_intervals(columns: Columns, days: DayRanks, lesson: Indices) -> Intervals:
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    return Intervals(np.zeros_like(lesson), since, until, np.ones((1, len(lesson)), np.int64))


def _share_intervals(columns: Columns, catalogue: Catalogue, days: DayRanks, lesson: Indices) -> Intervals:
    source, entry = expand(catalogue.shares.places, lesson)
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    group, amounts = catalogue.shares.places.values[entry].astype(np.intp), moments(catalogue.shares.share[entry])[1:]
    return Intervals(group, since[source], until[source], amounts)


def _own_sums(columns: Columns, catalogue: Catalogue, trials: Trials) -> Int64s:
    """The sums of the moments over the lessons that each trial's reuser learned and that are available on its day.

    Trials are in the order of people, and most of a person's trials are of one group. So each run of one person and group lists the
    person's lessons once, with running sums over their publications and retirements; a trial looks up how many of these preceded it.
    """
    own = columns.own
    learner = np.flatnonzero(own.transitions_so_far[trials.event])
    event, group = trials.event[learner], trials.group[learner]
    person = columns.events.person[event]
    starts = np.ones(len(learner), np.bool_)
    starts[1:] = (person[1:] != person[:-1]) | (group[1:] != group[:-1])
    run, entry = expand(own.transitions, person[starts].astype(np.intp))
    lesson = own.transitions.values[entry].astype(np.intp)
    change = moments(parts_in(catalogue.shares, lesson, group[starts][run])) * (own.sign[entry] * catalogue.lessons[lesson])
    running = np.zeros((3, len(lesson) + 1), np.int64)
    np.cumsum(change, axis=1, out=running[:, 1:])
    start = np.searchsorted(run, np.arange(int(starts.sum())))[np.cumsum(starts) - 1]
    sums = np.zeros((3, len(trials.event)), np.int64)
    for row, amount in zip(sums, running.take(start + own.transitions_so_far[event], axis=1) - running.take(start, axis=1), strict=True):
        row[learner] = amount
    return sums
