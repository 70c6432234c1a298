"""Expected and observed draws of each pair of groups: how many lessons of one the other would have reused by chance, and how many it did."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct, sum_by
from graph_service.analysis.facts.arrays import Flags, Floats, Indices
from graph_service.analysis.facts.ragged import expand, spans
from graph_service.analysis.null_model.daily_totals import rank_days
from graph_service.analysis.null_model.lesson_draws import chances_of_draws
from graph_service.analysis.null_model.opportunities import by_others
from graph_service.analysis.organisation.groups import partition_departments
from graph_service.analysis.organisation.transfers import Shares, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True, eq=False)
class PairDraws:
    """The draws by the group that learned the lessons (row) and the group that drew them (column), in reuses: groups x groups, in the
    order of the partition, UNATTRIBUTED last. `expected` by chance, and `observed`.
    """

    expected: Floats
    observed: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """Each event once, whole, for every group it was made in: the event, the group, and the chance that it draws any one lesson of A_i.

    shares: of all lessons, among `groups` groups.
    """

    event: Indices
    receiver: Indices
    chance: Floats
    shares: Shares
    groups: int

    def sum_lessons(self, lesson: Indices, receiver: Indices, amount: Floats) -> Floats:
        """The sum of amount x f(giver) over these lessons, by giver and receiver."""
        source, entry = expand(self.shares.places, lesson)
        cell = self.shares.places.values[entry] * self.groups + receiver[source]
        return sum_by(cell, amount[source] * self.shares.share[entry], self.groups**2).reshape(self.groups, self.groups)


def pair_draws(columns: Columns, view: View) -> PairDraws:
    """Compares the reuses of each ordered pair of groups with chance, by the null model of silos.

    Events are the reuses of the view, without OWN and UNATTRIBUTED ones; an event made in several groups counts whole in each. On its day
    an event draws a lesson evenly from A_i: the lessons then available and the one really reused, without the reuser's own. So

        expected[a, b] = sum over the events of b of the mean of f_l(a) over A_i
        observed[a, b] = sum over the events of b of f(a) of the lesson really reused

    The diagonals are `expected` and `internal` of silos; each column of both adds up to the number of events of b.
    """
    lessons = lessons_in(columns, view)
    draws = _draws(columns, view, lessons)
    reused = columns.events.lesson[draws.event].astype(np.intp)
    unavailable = np.flatnonzero(~columns.available[draws.event])
    expected = _available(columns, lessons, draws) - _own(columns, lessons, draws)
    expected += draws.sum_lessons(reused[unavailable], draws.receiver[unavailable], draws.chance[unavailable])
    return PairDraws(expected, draws.sum_lessons(reused, draws.receiver, np.ones(len(reused))))


def _draws(columns: Columns, view: View, lessons: Flags) -> _Draws:
    partition = partition_departments(columns.departments, view)
    chosen, size = np.flatnonzero(events_in(columns, view, lessons) & by_others(columns.events)), len(partition.groups)
    source, entry = expand(columns.reused_in.places, chosen)
    pair = distinct(source * size + partition.of[columns.reused_in.places.values[entry]])
    at, chance = pair // size, chances_of_draws(columns, lessons, chosen)
    return _Draws(chosen[at], pair % size, chance[at], roll_up_shares(columns.learned_in, partition), size)


def _available(columns: Columns, lessons: Flags, draws: _Draws) -> Floats:
    """Over the lessons available on the day of each draw, its chance x f(giver), summed by giver and receiver."""
    days = rank_days(columns.events.day[draws.event])
    width = len(days) + 1
    ever = np.flatnonzero(lessons & (columns.lessons.published < columns.lessons.retired))
    source, entry = expand(draws.shares.places, ever)
    giver, share = draws.shares.places.values[entry] * width, draws.shares.share[entry]
    since, until = days.rank(columns.lessons.published[ever])[source], days.rank(columns.lessons.retired[ever])[source]
    change = sum_by(giver + since, share, draws.groups * width) - sum_by(giver + until, share, draws.groups * width)
    on_day = np.cumsum(change.reshape(draws.groups, width), axis=1)
    drawn = sum_by(draws.receiver * width + days.rank(columns.events.day[draws.event]), draws.chance, draws.groups * width)
    return on_day @ drawn.reshape(draws.groups, width).T


def _own(columns: Columns, lessons: Flags, draws: _Draws) -> Floats:
    """The same over the lessons that the reuser had learned and that were available on the day, for draws by learners.

    A run is one person's draws in one group. Each publication or retirement of the person's lessons counts with the chances of the draws
    that followed it: the sum from its position to the end of the run.
    """
    own, learner = columns.own, np.flatnonzero(columns.own.transitions_so_far[draws.event])
    person = columns.events.person[draws.event[learner]].astype(np.intp)
    runs, run = np.unique(person * draws.groups + draws.receiver[learner], return_inverse=True)
    start = own.transitions.offsets[runs // draws.groups].astype(np.intp)
    count = own.transitions.offsets[runs // draws.groups + 1] - start
    at, transition = spans(start, count)
    end = np.cumsum(count)
    position = (end - count)[run] + own.transitions_so_far[draws.event[learner]] - 1
    before = np.concatenate(([0.0], np.cumsum(sum_by(position, draws.chance[learner], len(transition)))))
    following = (before[end[at]] - before[:-1]) * own.sign[transition].astype(np.float64)
    lesson = own.transitions.values[transition].astype(np.intp)
    kept = np.flatnonzero(lessons[lesson])
    return draws.sum_lessons(lesson[kept], (runs % draws.groups)[at[kept]], following[kept])
