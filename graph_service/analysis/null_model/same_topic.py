"""Opportunities among the lessons that share a topic with the one really reused."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.ragged import Ragged, expand, spans
from graph_service.analysis.null_model.daily_totals import Calendar, Ledger, Stock, Wholes, calendar, ledger
from graph_service.analysis.null_model.opportunities import Held, Offer, measures, parts_of
from graph_service.analysis.null_model.topic_pools import TopicPools, topic_pools
from graph_service.analysis.null_model.trials import Trials


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """For finding out which lessons share a topic.

    marks: a word per lesson with the bit of each of its topics (every 64th topic has the same): without a common bit no common topic.
    pairs: each lesson with each of its `size` topics as one number, in order.
    """

    marks: NDArray[np.uint64]
    pairs: Indices
    size: int


def on_same_topics(columns: Columns, offer: Offer, events: Indices) -> Held:
    """The alternatives are the lessons of the view that share a topic with the one really reused, which must have one.

    `events` are all that trials will be made of.
    """
    day, lesson = columns.events.day, columns.events.lesson.astype(np.intp)
    days = calendar(day[events])
    pools = topic_pools(columns.lessons.topics, offer.lessons, lesson[events])
    numbers, totals = _ledgers(columns, offer, pools, days)
    index = _index(columns.lessons.topics, len(columns.topics.ids))

    def held(trials: Trials) -> Wholes:
        trial, entry = expand(pools.terms, lesson[trials.event])
        rank, pool = days.rank(day[trials.event])[trial], pools.terms.values[entry].astype(np.intp)
        found = np.concatenate((numbers.amounts(pool, rank), totals.amounts(pool * offer.groups + trials.group[trial], rank)))
        offered = np.add.reduceat(found * pools.sign[pool], np.flatnonzero(np.diff(trial, prepend=-1)), axis=1)
        return offered - _own(columns, offer, trials, index)

    return held


def _ledgers(columns: Columns, offer: Offer, pools: TopicPools, days: Calendar) -> tuple[Ledger, Ledger]:
    """The number of lessons in each pool, and the sums of f and f^2 over them by pool and group."""
    ever = np.flatnonzero(columns.lessons.published < columns.lessons.retired)
    row, entry = expand(pools.members, ever)
    pool, lesson = pools.members.values[entry].astype(np.intp), ever[row]
    since, until = days.rank(columns.lessons.published[lesson]), days.rank(columns.lessons.retired[lesson])
    number = Stock(pool, since, until, np.ones((1, len(pool)), np.int64))
    source, share = expand(offer.shares.places, lesson)
    shelf = pool[source] * offer.groups + offer.shares.places.values[share]
    parts = Stock(shelf, since[source], until[source], measures(offer.shares.part[share])[1:])
    shelves = len(pools.sign)
    return ledger(number, shelves=shelves, days=len(days)), ledger(parts, shelves=shelves * offer.groups, days=len(days))


def _own(columns: Columns, offer: Offer, trials: Trials, index: Index) -> Wholes:
    """The measures of the alternatives that the reuser learned. Each trial is held against what its reuser had learned so far."""
    own, person = columns.own, columns.events.person[trials.event]
    start = own.transitions.offsets[np.where(person == UNKNOWN, 0, person)]
    trial, move = spans(start.astype(np.intp), own.transitions_so_far[trials.event].astype(np.intp))
    mine, reused = own.transitions.values[move].astype(np.intp), columns.events.lesson[trials.event][trial].astype(np.intp)
    near = np.flatnonzero(offer.lessons[mine] & ((index.marks[mine] & index.marks[reused]) != 0))
    near = near[_share_topic(columns.lessons.topics, index, mine[near], reused[near])]
    change = measures(parts_of(offer.shares, mine[near], trials.group[trial[near]])) * own.sign[move[near]]
    held = np.zeros((3, len(person)), np.int64)
    for row, amount in zip(held, change, strict=True):
        np.add.at(row, trial[near], amount)
    return held


def _index(topics: Ragged, size: int) -> Index:
    lesson, entry = expand(topics, np.arange(len(topics)))
    topic, marks = topics.values[entry], np.zeros(len(topics), np.uint64)
    np.bitwise_or.at(marks, lesson, np.uint64(1) << (topic % 64).astype(np.uint64))
    return Index(marks, np.sort(lesson * size + topic), size)


def _share_topic(topics: Ragged, index: Index, one: Indices, other: Indices) -> Flags:
    """For each pair of lessons whether they have a topic in common."""
    source, entry = expand(topics, other)
    wanted = one[source] * index.size + topics.values[entry]
    at = np.searchsorted(index.pairs, wanted)
    at[at == len(index.pairs)] = 0
    found = np.zeros(len(one), np.bool_)
    found[source[index.pairs[at] == wanted]] = True
    return found
