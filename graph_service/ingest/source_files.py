"""Reads the CSV and JSON Lines files of a folder as rows of text with line numbers."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

from graph_service.errors import InvalidInput
from graph_service.formula_guard import unguarded
from graph_service.ingest.report import REFUSED_FILE, WARNINGS_FILE
from graph_service.ingest.stored_rows import StoredRows, stored_tuples
from graph_service.ingest.text_blocks import first_invalid_line

SUPPORTED_SUFFIXES = (".csv", ".jsonl")
UNSUPPORTED_SUFFIXES = (".xlsx", ".xls", ".ods", ".tsv", ".json", ".CSV", ".JSONL")
MAX_CELL_SIZE = 10_000_000  # characters; the csv module's default limit of 131,072 is too short for a long text


class SourceRow(NamedTuple):
    """One row as text, with its first line in the file. `cells` is None if the row does not match the columns of the file.

    `absent` are columns that the source of this row lacks, while that of another row has them: they change nothing.
    """

    line: int
    cells: Sequence[str] | None
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The columns and rows of one file, not yet validated. `table` is the import table that the file is named after.

    `faults` says what is wrong with a cell that its column does not accept, by line and column; with the column "", why a row has no cells.
    """

    table: str
    name: str
    columns: tuple[str, ...]
    rows: StoredRows[SourceRow]
    faults: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])


def read_folder(folder: Path, tables: Sequence[str]) -> list[SourceFile]:
    """Reads the files named after `tables`, in the order of `tables`.

    Raises InvalidInput if the folder has no such file, a file is named after no table, a table has two files, or a file cannot be read.
    Other file types and the files of refused rows and of warnings are ignored.
    """
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is not a folder. Choose the folder that contains your tables.")
    paths: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name not in (REFUSED_FILE, WARNINGS_FILE) and path.is_file() and _is_supported(path, tables):
            if path.stem in paths:
                raise InvalidInput(f"{paths[path.stem].name} and {path.name} are two files for the same table. Keep one of them.")
            paths[path.stem] = path
    if not paths:
        raise InvalidInput(f"{folder} contains no tables. Their files are named {', '.join(f'{table}.csv' for table in tables)}.")
    return [read_source_file(paths[table], table) for table in tables if table in paths]


def _is_supported(path: Path, tables: Iterable[str]) -> bool:
    if path.suffix in SUPPORTED_SUFFIXES and path.stem not in tables:
        raise InvalidInput(f"{path.name} is not named after a table. The tables are {', '.join(tables)}, with the suffix .csv or .jsonl.")
    if path.suffix in UNSUPPORTED_SUFFIXES and path.stem.lower() in tables:
        raise InvalidInput(f"{path.name} is not in a supported format. Save it as {path.stem.lower()}.csv: comma-separated, in UTF-8.")
    return path.suffix in SUPPORTED_SUFFIXES


def read_source_file(path: Path, table: str) -> SourceFile:
    """Reads a file of the import table that it is named after. Raises InvalidInput if the file as a whole cannot be read."""
    try:
        columns, rows = _read_csv(path) if path.suffix == ".csv" else _read_jsonl(path)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        with path.open("rb") as file:
            line = first_invalid_line(file)
        raise InvalidInput(f"{path.name}, line {line}: the text is not UTF-8. Save the file again as CSV UTF-8.") from error
    return SourceFile(table, path.name, columns, rows)


def stored_source_rows(rows: Iterable[SourceRow] = ()) -> StoredRows[SourceRow]:
    """A sequence of these rows that needs little memory."""
    return StoredRows(tuple, SourceRow._make, rows)


def _read_csv(path: Path) -> tuple[tuple[str, ...], StoredRows[SourceRow]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = _csv_records(path, file)
        _, header = next(records, (1, list[str]()))
        columns = tuple(name.strip() for name in header)
        if not columns:
            raise InvalidInput(f"{path.name} is empty. Its first line must contain the column names.")
        duplicates = [name for name in columns if columns.count(name) > 1]
        if duplicates:
            raise InvalidInput(f"{path.name} has two columns named {duplicates[0]!r}. Keep one of them.")
        rows = (SourceRow(line, unguarded(cells) if len(cells) == len(columns) else None) for line, cells in records)
        return columns, stored_source_rows(rows)


def _csv_records(path: Path, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yields the first line and the cells of each record that is not blank. A quoted cell may contain line breaks.

    A record of nothing but empty cells is blank.
    """
    limit = csv.field_size_limit(MAX_CELL_SIZE)
    reader = csv.reader(lines, strict=True)
    first_line = 1
    try:
        for cells in reader:
            if cells and (cells[0].strip() or any(map(str.strip, cells))):
                yield first_line, cells
            first_line = reader.line_num + 1  # line_num is the last line of the record
    except csv.Error as error:
        raise InvalidInput(f"{path.name}, line {first_line}: the row that starts here is not valid CSV: {error}.") from error
    finally:
        csv.field_size_limit(limit)


def _read_jsonl(path: Path) -> tuple[tuple[str, ...], StoredRows[SourceRow]]:
    columns: dict[str, None] = {}
    objects: StoredRows[tuple[int, dict[str, Any]]] = stored_tuples()
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                values = _json_object(path, number, line)
                columns |= dict.fromkeys(values)
                objects.append((number, values))
    if not columns:
        raise InvalidInput(f"{path.name} is empty. Each line must contain one JSON object.")
    return tuple(columns), stored_source_rows(SourceRow(number, _json_cells(values, columns)) for number, values in objects)


def _json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        # Numbers stay text, because converting an amount like 0.10 to a float would lose precision.
        value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path.name}, line {number}: the line is not valid JSON: {error}.") from error
    if not isinstance(value, dict):
        raise InvalidInput(f'{path.name}, line {number}: the line must contain one JSON object, like {{"id": "..."}}.')
    return cast("dict[str, Any]", value)


def _json_cells(values: dict[str, Any], columns: Iterable[str]) -> list[str] | None:
    cells = [_json_text(values.get(name)) for name in columns]
    return None if None in cells else cells  # pyright: ignore[reportReturnType] - no None is left


def _json_text(value: Any) -> str | None:
    """Converts a JSON value to the text of a CSV cell; None if it has no cell representation."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if all(isinstance(entry, str) for entry in cast("list[Any]", value)):
            return "|".join(cast("list[str]", value))
        case _:
            return None
