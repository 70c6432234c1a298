"""A checksum of each table of the columns, by which two processes can compare what they hold.

It depends on the values only, not on the order of rows nor on codes: a code is replaced by the id or text that it stands for. It finds
differences that nobody intended; it is no protection against somebody who constructs two tables with one checksum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.encoding import disassemble
from graph_service.analysis.facts.column import Array, Column
from graph_service.analysis.facts.ragged import Ragged
from graph_service.analysis.facts.row_operations import Arrays
from graph_service.analysis.facts.table_registry import CATEGORY_COLUMNS, CODED_TABLES, TABLES, Table

Hashes = NDArray[np.uint64]
BITS: Final = 52  # of a checksum: a Prometheus gauge is a float, which represents integers of 53 bits
TEXTS_PER_BLOCK: Final = 10_000  # bounds the memory while texts are hashed


@dataclass(frozen=True, slots=True)
class TableChecksum:
    """The number of rows of a table, and a number of 52 bits that depends on the values in all of them."""

    rows: int
    checksum: int


def checksums_of(columns: Columns) -> dict[str, TableChecksum]:
    """Table name -> its checksum, for all tables. 300,000 reuses take about 0.3 s; numpy releases the GIL for most of it."""
    arrays = disassemble(columns)
    dictionaries = {table.label: hash_texts(arrays[table.name]["ids"]) for table in CODED_TABLES}
    dictionaries |= {dictionary: hash_texts(getattr(columns, dictionary)) for _, _, dictionary in CATEGORY_COLUMNS}
    return {table.name: _table_checksum(table, arrays[table.name], dictionaries) for table in TABLES}


def _table_checksum(table: Table, arrays: Arrays, dictionaries: Mapping[str, Hashes]) -> TableChecksum:
    salts = hash_texts(list(table.columns))
    rows = np.uint64(0)
    for salt, (name, column) in zip(salts, table.columns.items(), strict=True):
        rows = rows + _mix(_hash_values(arrays[name], column, dictionaries) ^ salt)
    hashes = _mix(np.atleast_1d(rows))
    return TableChecksum(len(hashes), int(hashes.sum(dtype=np.uint64)) >> (64 - BITS))


def _hash_values(values: Array, column: Column, dictionaries: Mapping[str, Hashes]) -> Hashes:
    """A hash for each row."""
    if isinstance(values, Ragged):
        total = np.concatenate(([np.uint64(0)], np.cumsum(dictionaries[column.dictionary or ""][values.values], dtype=np.uint64)))
        return total[values.offsets[1:]] - total[values.offsets[:-1]]
    if not isinstance(values, np.ndarray):
        return hash_texts(values)
    if column.dictionary is not None:
        return np.append(dictionaries[column.dictionary], np.uint64(0))[values]  # UNKNOWN is the last
    return _bits(values)


def _bits(values: NDArray[Any]) -> Hashes:
    """Equal numbers have equal bits, whatever their type: NaN has one form, and -0.0 is 0.0."""
    if values.dtype.kind == "f":
        return (np.where(np.isnan(values), np.nan, values) + 0.0).astype(np.float64).view(np.uint64)
    return values.astype(np.int64).view(np.uint64)


def hash_texts(texts: Sequence[str]) -> Hashes:
    """A hash of the UTF-8 bytes of each text: multilinear hashing (Lemire and Kaser 2014), then the finalizer of SplitMix64."""
    blocks = [_hash_block(texts[start : start + TEXTS_PER_BLOCK]) for start in range(0, len(texts), TEXTS_PER_BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.uint64)


def _hash_block(texts: Sequence[str]) -> Hashes:
    encoded = [text.encode("utf-8", "surrogatepass") + b"\xff" for text in texts]  # no text is empty, and none is the start of another
    lengths = np.fromiter(map(len, encoded), np.intp, len(encoded))
    starts = np.cumsum(lengths) - lengths
    data = np.frombuffer(b"".join(encoded), np.uint8).astype(np.uint64)
    weights = _mix(np.arange(1, int(lengths.max()) + 1, dtype=np.uint64))
    position = np.arange(len(data)) - np.repeat(starts, lengths)
    return _mix(cast("Hashes", np.add.reduceat(data * weights[position], starts)))


def _mix(values: Hashes) -> Hashes:
    """The finalizer of SplitMix64 (Steele, Lea and Flood 2014): each bit of the result depends on every bit of the value."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
