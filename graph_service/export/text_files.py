"""Writes tables as CSV and JSON Lines files that the import reads back unchanged."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, cast

from graph_service.export.tables import Row
from graph_service.formula_guard import guard
from graph_service.ingest.cell_types import LIST_SEPARATOR

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel decodes the file in the code page of the machine


class Writer(Protocol):
    """Writes the tables of an export, one after another. Leaving the context completes the files."""

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a table."""
        ...

    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows to the current table."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class TextWriter:
    """A writer with one text file per table in `folder`."""

    suffix: str

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: Any = None

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a table."""
        self._close()
        self._file = (self._folder / f"{name}{self.suffix}").open("w", encoding="utf-8", newline="")
        self.write_header(columns)

    def write_header(self, columns: Sequence[str]) -> None:
        """Prepares the file of a table."""
        raise NotImplementedError

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()


class CsvWriter(TextWriter):
    """RFC 4180 in UTF-8 with a byte order mark. Texts that a spreadsheet could run as formulas are guarded; the import removes the guard."""

    suffix = ".csv"

    def write_header(self, columns: Sequence[str]) -> None:
        """Writes the byte order mark and the names of the columns."""
        self._file.write(BYTE_ORDER_MARK)
        self._rows = csv.writer(self._file, lineterminator="\r\n")
        self._rows.writerow(columns)

    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows to the current table."""
        self._rows.writerows([[_cell(value) for value in row] for row in rows])


class JsonLinesWriter(TextWriter):
    """One JSON object per line, with every column. A table without rows has no file, because the import refuses an empty one."""

    suffix = ".jsonl"

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a table; its file is opened with the first rows."""
        self._close()
        self._file, self._name, self._columns = None, name, columns

    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows to the current table."""
        lines = [json.dumps(dict(zip(self._columns, row, strict=True)), ensure_ascii=False) for row in rows]
        if lines and self._file is None:
            self._file = (self._folder / f"{self._name}{self.suffix}").open("w", encoding="utf-8", newline="")
        if lines:
            self._file.write("\n".join(lines) + "\n")


def _cell(value: Any) -> str:
    match value:
        case str():
            return guard(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return guard(LIST_SEPARATOR.join(cast("list[str]", value)))
        case _:
            return str(value)
