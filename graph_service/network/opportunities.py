"""What a reuser could have chosen instead: the lessons on offer that day, and the part of them that came from a group.

For the event of trial i, made on day t, A_i holds the lessons available on t and the one really reused, without those the reuser
learned; all of it within the pools of the reused lesson.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.network.columns import Codes, Columns, Floats, expand
from graph_service.network.crossings import Shares, Trials
from graph_service.network.pools import Pools
from graph_service.network.stock import Calendar, Stock, Wholes, amounts_on, calendar

UNIT: Final = 2**40  # parts are added up in whole steps of 1/UNIT: exact in any order, so what cancels out leaves nothing behind


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """For each trial p_i, the mean of f_l(group) over the lessons l in A_i, and v_i, its variance over them."""

    mean: Floats
    variance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Lessons by holder: a pool, or a pool and a person. A lesson has as many rows as it has holders."""

    holder: Codes
    lesson: Codes
    holders: int


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """What does a holder hold on the day of that rank, and how much of it is the group's?"""

    holder: Codes
    group: Codes
    rank: Codes


def chances(columns: Columns, pools: Pools, shares: Shares, trials: Trials, reused: Floats) -> Chances:
    """p_i and v_i of each trial, of which there is one at least; `reused` is f(group) of the lesson really reused."""
    events, lessons = columns.events, columns.lessons
    day, lesson = events.day[trials.event], events.lesson[trials.event]
    days = calendar(day)
    trial, entry = expand(pools.asked, lesson.astype(np.intp))
    pool = pools.asked.values[entry].astype(np.intp)
    people = len(columns.people) + 1  # an unknown reuser, code -1, is the last and learned nothing
    holder = pool * people + events.person[trials.event][trial] % people
    group, rank = trials.group[trial], days.rank(day)[trial]
    offered = _held(columns, _in_pools(pools), shares, days, Questions(pool, group, rank))
    own = _held(columns, _learned(columns, pools, people), shares, days, Questions(holder, group, rank))
    held = np.add.reduceat((offered - own) * pools.sign[pool], np.flatnonzero(np.diff(trial, prepend=-1)), axis=1)
    there = (lessons.published[lesson] <= day) & (day < lessons.retired[lesson])
    held += np.where(there, 0, np.stack((np.ones_like(reused), _steps(reused), _steps(reused**2))).astype(np.int64))
    return _moments(held)


def _moments(held: Wholes) -> Chances:
    number = np.maximum(held[0], 1)  # 0 only where the scope on record contradicts the learners
    mean, square = held[1] / UNIT / number, held[2] / UNIT / number
    return Chances(mean, np.maximum(square - mean**2, 0))


def _held(columns: Columns, holdings: Holdings, shares: Shares, days: Calendar, asked: Questions) -> Wholes:
    """Three rows, a column per question: the lessons held, the sum of f(group) over them and that of f(group)^2, both in steps of 1/UNIT."""
    since, until = days.rank(columns.lessons.published), days.rank(columns.lessons.retired)
    lesson, groups = holdings.lesson, shares.size
    whole = Stock(holdings.holder, since[lesson], until[lesson], np.ones((1, len(lesson)), np.int64))
    number = amounts_on(whole, asked.holder, asked.rank, shelves=holdings.holders, days=len(days))
    source, entry = expand(shares.groups, lesson)
    shelf, part, lesson = holdings.holder[source] * groups + shares.groups.values[entry], shares.part[entry], lesson[source]
    parts = Stock(shelf, since[lesson], until[lesson], np.stack((_steps(part), _steps(part**2))))
    return np.concatenate((number, amounts_on(parts, asked.holder * groups + asked.group, asked.rank, shelves=holdings.holders * groups, days=len(days))))


def _in_pools(pools: Pools) -> Holdings:
    lesson, entry = expand(pools.members, np.arange(len(pools.members)))
    return Holdings(pools.members.values[entry].astype(np.intp), lesson, len(pools.sign))


def _learned(columns: Columns, pools: Pools, people: int) -> Holdings:
    source, entry = expand(pools.members, columns.learned.lesson)
    holder = pools.members.values[entry].astype(np.intp) * people + columns.learned.person[source]
    return Holdings(holder, columns.learned.lesson[source], len(pools.sign) * people)


def _steps(part: Floats) -> Wholes:
    return np.rint(part * UNIT).astype(np.int64)
