"""A sequence of rows that spills to a temporary file, so that an import of any size needs little memory.

- Each step of an import (reading, matching, conversion, validation, comparison, writing, result files) iterates over such a sequence from the
  step before it and makes another one.
- A row carries everything that concerns it alone: its values, and the existing node with its id. What rules must know about all rows is kept
  small: the ids that other rows refer to, days and states by id where a rule compares them, eight bytes per key to find duplicates, one byte
  per line for its outcome.
- What depends on a whole column, such as the order of day and month, follows from its distinct texts, which are collected only if one of them
  is not accepted as it is.
- Rules that need only one row are collected and run together over each row (StagedTable.rows).
- The temporary file is anonymous and is deleted when the process ends. It is in the folder for temporary files (TMPDIR).
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from tempfile import TemporaryFile, gettempdir
from typing import IO, Any, Generic, TypeVar, overload

from graph_service.errors import Conflict

T = TypeVar("T")
Row = TypeVar("Row", bound=tuple[Any, ...])
MAX_IN_MEMORY = 5_000  # rows in memory, before they go to a file
ROWS_PER_PART = 1_000  # rows that are written and read at a time
BUFFER_SIZE = 1 << 20  # bytes


class StoredRows(Sequence[T], Generic[T]):
    """An append-only sequence. `pack` turns a row into plain values, and `unpack` turns these into an equal row.

    A row that was read from the file is a copy of the appended one: to change rows, make another sequence.
    """

    __slots__ = ("_file", "_last", "_pack", "_parts", "_recent", "_unpack")

    def __init__(self, pack: Callable[[T], object], unpack: Callable[[Any], T], rows: Iterable[T] = ()) -> None:
        self._file: IO[bytes] | None = None
        self._pack, self._unpack = pack, unpack
        self._recent: list[T] = []
        self._parts: list[int] = []  # where each part begins in the file
        self._last: tuple[int, list[T]] = (-1, [])  # the part that was read last
        self.extend(rows)

    def __del__(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # a full disk was reported when it was written
                self._file.close()

    def append(self, row: T) -> None:
        """Adds a row at the end."""
        self._recent.append(row)
        if len(self._recent) >= (ROWS_PER_PART if self._parts else MAX_IN_MEMORY + ROWS_PER_PART):
            try:
                self._write()
            except OSError as error:
                raise Conflict(
                    f"The rows cannot be kept in the folder for temporary files, {gettempdir()}: {error.strerror}. Free space there, or name "
                    "another folder in TMPDIR."
                ) from error

    def extend(self, rows: Iterable[T]) -> None:
        """Adds rows at the end."""
        for row in rows:
            self.append(row)

    def __len__(self) -> int:
        return len(self._parts) * ROWS_PER_PART + len(self._recent)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._parts)):
            yield from self._read(number)
        yield from self._recent

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return [self[at] for at in range(start, stop, step)]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        number, place = divmod(at, ROWS_PER_PART)
        if number >= len(self._parts):
            return self._recent[at - len(self._parts) * ROWS_PER_PART]
        if self._last[0] != number:
            self._last = number, self._read(number)
        return self._last[1][place]

    def _write(self) -> None:
        """Writes all full parts."""
        file = self._file = self._file or TemporaryFile(buffering=BUFFER_SIZE)  # noqa: SIM115 - closed with the sequence
        file.seek(0, 2)
        whole = len(self._recent) - len(self._recent) % ROWS_PER_PART
        for start in range(0, whole, ROWS_PER_PART):
            self._parts.append(file.tell())
            pickle.dump(list(map(self._pack, self._recent[start : start + ROWS_PER_PART])), file, pickle.HIGHEST_PROTOCOL)
        del self._recent[:whole]

    def _read(self, number: int) -> list[T]:
        if self._file is None:
            return []
        self._file.seek(self._parts[number])
        return list(map(self._unpack, pickle.load(self._file)))  # noqa: S301 - only this process writes the file


def stored_tuples(rows: Iterable[T] = ()) -> StoredRows[T]:
    """Stores tuples of plain values as they are."""
    return StoredRows(lambda row: row, lambda row: row, rows)


def find_in_order(rows: Iterable[Row]) -> Callable[[int], Row | None]:
    """A function that returns the row whose first value is the line, or None. Rows and calls must be in the order of the lines."""
    remaining = iter(rows)
    row = next(remaining, None)

    def find(line: int) -> Row | None:
        nonlocal row
        while row is not None and row[0] < line:
            row = next(remaining, None)
        return row if row is not None and row[0] == line else None

    return find


def in_parts(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Splits rows into lists of at most `size`, in order."""
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part
