"""Pools of lessons for counting, by inclusion and exclusion, how many lessons share a topic with a given one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts, ragged

MAX_SUBSET: Final = 4  # topics; a larger topic set has too many subsets for inclusion and exclusion

TopicSet = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TopicPools:
    """Sets of lessons, one per set of topics: of up to MAX_SUBSET topics the lessons with all of them, of more the lessons with any of them.

    members: for each lesson the pools that hold it. terms: for each lesson the pools whose sum, each with its `sign`, counts the lessons
    that share a topic with it.
    """

    members: Ragged
    terms: Ragged
    sign: NDArray[np.int64]


def topic_pools(topics: Ragged, offered: Flags, reused: Indices) -> TopicPools:
    """The pools for the lessons in `reused`. Only offered lessons are members; lessons that are not offered have no terms either.

    The number of lessons with at least one of several topics is found by inclusion and exclusion: those with each topic, minus those with
    each pair of topics, and so on. So a lesson is listed once per subset of its topics, not once per lesson with which it shares a topic.
    A set of more than MAX_SUBSET topics has a pool of its own.
    """
    topic_sets, kind = _topic_sets(topics)
    wanted = [topic_sets[code] for code in np.flatnonzero(np.bincount(kind[reused], minlength=len(topic_sets))).tolist()]
    small = dict.fromkeys(subset for topic_set in wanted if len(topic_set) <= MAX_SUBSET for subset in _subsets(topic_set))
    large = [topic_set for topic_set in wanted if len(topic_set) > MAX_SUBSET]
    code = {topic_set: at for at, topic_set in enumerate([*small, *large])}
    sign = [1 if len(topic_set) > MAX_SUBSET or len(topic_set) % 2 else -1 for topic_set in code]
    large_by_topic, counted = _by_topic(large), set(wanted)
    members = [
        [code[subset] for subset in _subsets(topic_set) if subset in code] + _sharing_a_topic(topic_set, large_by_topic, code)
        for topic_set in topic_sets
    ]
    terms = [[code[subset] for subset in _terms(topic_set)] if topic_set in counted else [] for topic_set in topic_sets]
    return TopicPools(_by_lesson(members, kind, offered), _by_lesson(terms, kind, offered), np.array(sign, np.int64))


def _topic_sets(topics: Ragged) -> tuple[list[TopicSet], Indices]:
    """The different sets of topics that lessons have, and the position of each lesson's set among them."""
    values, offsets = topics.values.tolist(), topics.offsets.tolist()
    code: dict[TopicSet, int] = {}
    kind = [code.setdefault(tuple(sorted(values[start:end])), len(code)) for start, end in pairwise(offsets)]
    return list(code), np.array(kind, np.intp)


def _subsets(topic_set: TopicSet) -> Iterator[TopicSet]:
    """The subsets of 1 to MAX_SUBSET topics."""
    return (subset for size in range(1, min(len(topic_set), MAX_SUBSET) + 1) for subset in combinations(topic_set, size))


def _terms(topic_set: TopicSet) -> Iterable[TopicSet]:
    return _subsets(topic_set) if len(topic_set) <= MAX_SUBSET else (topic_set,)


def _by_topic(topic_sets: Iterable[TopicSet]) -> Mapping[int, list[TopicSet]]:
    by_topic: dict[int, list[TopicSet]] = defaultdict(list)
    for topic_set in topic_sets:
        for topic in topic_set:
            by_topic[topic].append(topic_set)
    return by_topic


def _sharing_a_topic(topic_set: TopicSet, large_by_topic: Mapping[int, Sequence[TopicSet]], code: Mapping[TopicSet, int]) -> list[int]:
    """The codes of the large sets that share a topic with this one."""
    return sorted({code[large] for topic in topic_set for large in large_by_topic.get(topic, ())})


def _by_lesson(lists: Sequence[Sequence[int]], kind: Indices, offered: Flags) -> Ragged:
    """The list of each lesson's topic set; an empty one for lessons that are not offered."""
    by_kind = ragged(lists)
    _, entry = expand(by_kind, kind[offered])
    return from_counts(np.where(offered, by_kind.counts[kind], 0), by_kind.values[entry])
