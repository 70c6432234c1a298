"""Opportunities among the lessons that share a topic with the one really reused."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.ragged import Ragged, expand, spans
from graph_service.analysis.null_model.daily_totals import DayRanks, Int64s, Intervals, RunningTotals, rank_days, running_totals
from graph_service.analysis.null_model.opportunities import AlternativeSums, Catalogue, Trials, moments, parts_in
from graph_service.analysis.null_model.topic_pools import TopicPools, topic_pools


@dataclass(frozen=True, slots=True, eq=False)
class TopicIndex:
    """For testing whether two lessons share a topic.

    bits: a 64-bit word per lesson with the bit of each of its topics (topic modulo 64): without a common bit there is no common topic.
    pairs: each lesson with each of its topics as the number lesson * topics + topic, in order. topics: how many topics there are.
    """

    bits: NDArray[np.uint64]
    pairs: Indices
    topics: int


def same_topic_lessons(columns: Columns, catalogue: Catalogue, events: Indices) -> AlternativeSums:
    """The alternatives are the lessons of the view that share a topic with the one really reused, which must have a topic.

    `events`: all events of which trials will be made.
    """
    day, lesson = columns.events.day, columns.events.lesson.astype(np.intp)
    days = rank_days(day[events])
    pools = topic_pools(columns.lessons.topics, catalogue.lessons, lesson[events])
    numbers, sums = _running_sums(columns, catalogue, pools, days)
    index = _topic_index(columns.lessons.topics, len(columns.topics.ids))

    def alternative_sums(trials: Trials) -> Int64s:
        trial, entry = expand(pools.terms, lesson[trials.event])
        rank, pool = days.rank(day[trials.event])[trial], pools.terms.values[entry].astype(np.intp)
        terms = np.concatenate((numbers.at(pool, rank), sums.at(pool * catalogue.groups + trials.group[trial], rank)))
        available = np.add.reduceat(terms * pools.sign[pool], np.flatnonzero(np.diff(trial, prepend=-1)), axis=1)
        return available - _own_sums(columns, catalogue, trials, index)

    return alternative_sums


def _running_sums(columns: Columns, catalogue: Catalogue, pools: TopicPools, days: DayRanks) -> tuple[RunningTotals, RunningTotals]:
    """The number of lessons in each pool, and the sums of f and f^2 over them by pool and group."""
    ever = np.flatnonzero(columns.lessons.published < columns.lessons.retired)
    row, entry = expand(pools.members, ever)
    pool, lesson = pools.members.values[entry].astype(np.intp), ever[row]
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    lessons = Intervals(pool, since, until, np.ones((1, len(pool)), np.int64))
    source, share = expand(catalogue.shares.places, lesson)
    cell = pool[source] * catalogue.groups + catalogue.shares.places.values[share]
    shares = Intervals(cell, since[source], until[source], moments(catalogue.shares.share[share])[1:])
    size = len(pools.sign)
    return running_totals(lessons, cells=size, days=len(days)), running_totals(shares, cells=size * catalogue.groups, days=len(days))


def _own_sums(columns: Columns, catalogue: Catalogue, trials: Trials, index: TopicIndex) -> Int64s:
    """The sums of the moments over the alternatives that each trial's reuser learned before its day."""
    own, person = columns.own, columns.events.person[trials.event]
    start = own.transitions.offsets[np.where(person == UNKNOWN, 0, person)]
    trial, transition = spans(start.astype(np.intp), own.transitions_so_far[trials.event].astype(np.intp))
    mine, reused = own.transitions.values[transition].astype(np.intp), columns.events.lesson[trials.event][trial].astype(np.intp)
    near = np.flatnonzero(catalogue.lessons[mine] & ((index.bits[mine] & index.bits[reused]) != 0))
    near = near[_share_topic(columns.lessons.topics, index, mine[near], reused[near])]
    change = moments(parts_in(catalogue.shares, mine[near], trials.group[trial[near]])) * own.sign[transition[near]]
    sums = np.zeros((3, len(person)), np.int64)
    for row, amount in zip(sums, change, strict=True):
        np.add.at(row, trial[near], amount)
    return sums


def _topic_index(topics: Ragged, size: int) -> TopicIndex:
    lesson, entry = expand(topics, np.arange(len(topics)))
    topic, bits = topics.values[entry], np.zeros(len(topics), np.uint64)
    np.bitwise_or.at(bits, lesson, np.uint64(1) << (topic % 64).astype(np.uint64))
    return TopicIndex(bits, np.sort(lesson * size + topic), size)


def _share_topic(topics: Ragged, index: TopicIndex, left: Indices, right: Indices) -> Flags:
    """For each pair of lessons whether they have a topic in common."""
    source, entry = expand(topics, right)
    wanted = left[source] * index.topics + topics.values[entry]
    at = np.searchsorted(index.pairs, wanted)
    at[at == len(index.pairs)] = 0
    common = np.zeros(len(left), np.bool_)
    common[source[index.pairs[at] == wanted]] = True
    return common
