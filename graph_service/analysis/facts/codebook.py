"""Cells as numbers: ids by their codes, names by their kinds, days and flags, a column at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

import numpy as np

from graph_service.analysis.facts.arrays import ALWAYS, NEVER, UNKNOWN, Days, EnumCodes, Flags, Int32s
from graph_service.analysis.facts.ragged import Ragged, from_counts

CodeById = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The code of every id: its place among the ids of its noun in order."""

    departments: CodeById
    people: CodeById
    topics: CodeById
    projects: CodeById
    lessons: CodeById
    currencies: CodeById


def codes_of(ids: Iterable[str]) -> CodeById:
    """The place of each id among them all in order."""
    return {key: code for code, key in enumerate(sorted(ids))}


def coded(ids: Sequence[str | None], codes: CodeById) -> Int32s:
    """The code of each, UNKNOWN without one."""
    return np.array([UNKNOWN if key is None else codes.get(key, UNKNOWN) for key in ids], np.int32)


def kinds_of(names: Sequence[str | None], kinds: type[IntEnum]) -> EnumCodes:
    """The number of each, UNKNOWN without one."""
    return coded(names, {kind.name: kind.value for kind in kinds}).astype(np.int8)


def flags_of(flags: Sequence[bool]) -> Flags:
    """As they are."""
    return np.array(flags, np.bool_)


def lists_of(lists: Sequence[Sequence[str]], codes: CodeById) -> Ragged:
    """The codes of each list, each once, in order; what has none is left out."""
    values = coded(list(chain.from_iterable(lists)), codes).astype(np.int64)
    row = np.repeat(np.arange(len(lists)), np.array([len(row) for row in lists], np.intp))
    size = max(len(codes), 1)
    entry = np.unique((row * size + values)[values != UNKNOWN])
    return from_counts(np.bincount(entry // size, minlength=len(lists)), (entry % size).astype(np.int32))


def days_of(days: Sequence[int | None], absent: int) -> Days:
    """Day numbers, those that no calendar shows cut off just within the range of 32 bits."""
    filled = np.array([absent if day is None else day for day in days], np.int64)
    return np.clip(filled, ALWAYS, NEVER).astype(np.int32)
