"""Lessons by the topics they share: which sets of lessons make up "those that share a topic with this one"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts, ragged

SMALL: Final = 4  # topics; a larger set has too many subsets to count by

TopicSet = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TopicPools:
    """Sets of lessons, for counting those that share a topic.

    `members` lists for each lesson the pools it lies in; `terms` those whose sum, each with its `sign`, is the lessons that share a topic
    with it.
    """

    members: Ragged
    terms: Ragged
    sign: NDArray[np.int64]


def topic_pools(topics: Ragged, offered: Flags, reused: Indices) -> TopicPools:
    """The pools for the lessons in `reused`, of those offered; the others have no terms.

    How many have one of several topics is found by inclusion and exclusion: those with each one, less those with each two, and so on.
    So a lesson is listed once per subset of its topics, not once for each lesson it shares one with. A set of more than SMALL topics
    has a pool of its own.
    """
    kinds, kind = _kinds(topics)
    wanted = [kinds[code] for code in np.flatnonzero(np.bincount(kind[reused], minlength=len(kinds))).tolist()]
    small = dict.fromkeys(part for topic_set in wanted if len(topic_set) <= SMALL for part in _parts(topic_set))
    large = [topic_set for topic_set in wanted if len(topic_set) > SMALL]
    code = {topic_set: at for at, topic_set in enumerate([*small, *large])}
    sign = [1 if len(topic_set) > SMALL or len(topic_set) % 2 else -1 for topic_set in code]
    met, asked = _by_topic(large), set(wanted)
    members = [[code[part] for part in _parts(topic_set) if part in code] + _met(topic_set, met, code) for topic_set in kinds]
    terms = [[code[part] for part in _terms(topic_set)] if topic_set in asked else [] for topic_set in kinds]
    return TopicPools(_rows(members, kind, offered), _rows(terms, kind, offered), np.array(sign, np.int64))


def _kinds(topics: Ragged) -> tuple[list[TopicSet], Indices]:
    """The different sets of topics that lessons have, and which of them each lesson has."""
    values, offsets = topics.values.tolist(), topics.offsets.tolist()
    code: dict[TopicSet, int] = {}
    kind = [code.setdefault(tuple(sorted(values[start:end])), len(code)) for start, end in pairwise(offsets)]
    return list(code), np.array(kind, np.intp)


def _parts(topic_set: TopicSet) -> Iterator[TopicSet]:
    """The subsets of 1 to SMALL topics."""
    return (part for size in range(1, min(len(topic_set), SMALL) + 1) for part in combinations(topic_set, size))


def _terms(topic_set: TopicSet) -> Iterable[TopicSet]:
    return _parts(topic_set) if len(topic_set) <= SMALL else (topic_set,)


def _by_topic(topic_sets: Iterable[TopicSet]) -> Mapping[int, list[TopicSet]]:
    found: dict[int, list[TopicSet]] = defaultdict(list)
    for topic_set in topic_sets:
        for topic in topic_set:
            found[topic].append(topic_set)
    return found


def _met(topic_set: TopicSet, large: Mapping[int, Sequence[TopicSet]], code: Mapping[TopicSet, int]) -> list[int]:
    """The large sets that share a topic with this one."""
    return sorted({code[other] for topic in topic_set for other in large.get(topic, ())})


def _rows(lists: Sequence[Sequence[int]], kind: Indices, offered: Flags) -> Ragged:
    """Each lesson's list by its kind; an empty one for lessons that aren't offered."""
    by_kind = ragged(lists)
    _, entry = expand(by_kind, kind[offered])
    return from_counts(np.where(offered, by_kind.counts[kind], 0), by_kind.values[entry])
