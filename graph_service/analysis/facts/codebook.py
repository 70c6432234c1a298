"""Dictionary encoding of single columns: ids as codes, enum names as their values, days and flags as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from graph_service.analysis.facts.arrays import ALWAYS, NEVER, UNKNOWN, Days, EnumCodes, Flags, Int32s
from graph_service.analysis.facts.ragged import Ragged, from_counts
from graph_service.model.enums import DescribedEnum

CodeById = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Codebook:
    """Id -> code for each node type; the code is the position in the sorted ids of the type."""

    departments: CodeById
    people: CodeById
    topics: CodeById
    projects: CodeById
    lessons: CodeById
    currencies: CodeById


def codes_of(ids: Iterable[str]) -> CodeById:
    """Id -> position among the sorted ids."""
    return {key: code for code, key in enumerate(sorted(ids))}


def coded(ids: Sequence[str | None], codes: CodeById) -> Int32s:
    """The code of each id; UNKNOWN for None and for ids without a code."""
    return np.array([UNKNOWN if key is None else codes.get(key, UNKNOWN) for key in ids], np.int32)


def kinds_of(names: Sequence[str | None], kinds: type[DescribedEnum]) -> EnumCodes:
    """The enum_code of each name; UNKNOWN for None and for names that are not in the enum."""
    return coded(names, {kind.value: code for code, kind in enumerate(kinds)}).astype(np.int8)


def flags_of(flags: Sequence[bool]) -> Flags:
    """The flags as a boolean array."""
    return np.array(flags, np.bool_)


def lists_of(lists: Sequence[Sequence[str]], codes: CodeById) -> Ragged:
    """The distinct codes of each list, sorted; ids without a code are left out."""
    values = coded(list(chain.from_iterable(lists)), codes).astype(np.int64)
    row = np.repeat(np.arange(len(lists)), np.array([len(row) for row in lists], np.intp))
    size = max(len(codes), 1)
    entry = np.unique((row * size + values)[values != UNKNOWN])
    return from_counts(np.bincount(entry // size, minlength=len(lists)), (entry % size).astype(np.int32))


def days_of(days: Sequence[int | None], absent: int) -> Days:
    """Day numbers as 32-bit integers, with `absent` for None. Values outside the range, which no calendar has, are clipped."""
    filled = np.array([absent if day is None else day for day in days], np.int64)
    return np.clip(filled, ALWAYS, NEVER).astype(np.int32)
