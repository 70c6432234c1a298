"""Which lessons a reuse is held against: all of the view, or those that share a topic with the one reused."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.network.columns import Codes, Flags, Ragged, expand, ragged

SMALL_SET: Final = 4  # topics; a larger set has too many subsets to count by

TopicSet = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """Sets of lessons whose signed sum is what a reuser could choose from.

    `members` lists for each lesson the pools it lies in, `asked` the pools that make up its alternatives when it is the one reused;
    `sign` says of each pool whether it is added (1) or taken off (-1).
    """

    members: Ragged
    asked: Ragged
    sign: NDArray[np.int64]


def one_pool(offered: Flags) -> Pools:
    """All lessons offered are each other's alternatives."""
    rows = Ragged(np.concatenate(([0], np.cumsum(offered))).astype(np.int32), np.zeros(int(offered.sum()), np.int32))
    return Pools(rows, rows, np.ones(1, np.int64))


def topic_pools(topics: Ragged, offered: Flags, reused: Codes) -> Pools:
    """The alternatives of each lesson in `reused` are the lessons offered that share a topic with it.

    How many have one of several topics is found by inclusion and exclusion: those with each one, less those with each two, and so on.
    So a lesson is listed once per set of its topics, not once for every lesson it is held against. Lessons that have one of more than
    SMALL_SET topics are listed as a pool of their own.
    """
    kinds, kind = _kinds(topics)
    wanted = [kinds[code] for code in np.unique(kind[reused]).tolist()]
    small = dict.fromkeys(part for topic_set in wanted if len(topic_set) <= SMALL_SET for part in _parts(topic_set))
    large = [topic_set for topic_set in wanted if len(topic_set) > SMALL_SET]
    code = {topic_set: at for at, topic_set in enumerate([*small, *large])}
    sign = [1 if len(topic_set) > SMALL_SET or len(topic_set) % 2 else -1 for topic_set in code]
    met = _by_topic(large)
    members = [[code[part] for part in _parts(topic_set) if part in code] + _met(topic_set, met, code) for topic_set in kinds]
    asked = [[code[part] for part in _terms(topic_set) if part in code] for topic_set in kinds]
    return Pools(_rows(members, kind, offered), _rows(asked, kind, offered), np.array(sign, np.int64))


def _kinds(topics: Ragged) -> tuple[list[TopicSet], Codes]:
    """The different sets of topics that lessons have, and which of them each lesson has."""
    values, offsets = topics.values.tolist(), topics.offsets.tolist()
    code: dict[TopicSet, int] = {}
    kind = [code.setdefault(tuple(sorted(values[start:end])), len(code)) for start, end in pairwise(offsets)]
    return list(code), np.array(kind, np.intp)


def _parts(topic_set: TopicSet) -> Iterator[TopicSet]:
    """The subsets of up to SMALL_SET topics, without the empty one."""
    return (part for size in range(1, min(len(topic_set), SMALL_SET) + 1) for part in combinations(topic_set, size))


def _by_topic(topic_sets: Iterable[TopicSet]) -> dict[int, list[TopicSet]]:
    found: dict[int, list[TopicSet]] = defaultdict(list)
    for topic_set in topic_sets:
        for topic in topic_set:
            found[topic].append(topic_set)
    return found


def _met(topic_set: TopicSet, met: Mapping[int, Sequence[TopicSet]], code: Mapping[TopicSet, int]) -> list[int]:
    """The large pools that have a topic of this set."""
    return sorted({code[large] for topic in topic_set for large in met.get(topic, ())})


def _terms(topic_set: TopicSet) -> Iterable[TopicSet]:
    return _parts(topic_set) if len(topic_set) <= SMALL_SET else (topic_set,)


def _rows(lists: Sequence[Sequence[int]], kind: Codes, offered: Flags) -> Ragged:
    """Each lesson's list by its kind; an empty one for lessons that aren't offered."""
    by_kind = ragged(lists)
    counts = np.where(offered, np.diff(by_kind.offsets)[kind], 0)
    _, entry = expand(by_kind, kind[offered])
    return Ragged(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), by_kind.values[entry])
