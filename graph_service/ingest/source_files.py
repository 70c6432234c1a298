"""Reads a folder of CSV and JSON Lines files into tables of text rows with line numbers."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from graph_service.errors import InvalidInput
from graph_service.ingest.report import REFUSED_FILE

TABLE_SUFFIXES = (".csv", ".jsonl")
UNREAD_SUFFIXES = (".xlsx", ".xls", ".ods", ".tsv", ".json", ".CSV", ".JSONL")
LONGEST_CELL = 10_000_000  # characters; the csv module's default limit of 131,072 is too short for a long text


@dataclass(frozen=True, slots=True)
class Line:
    """One row as text. `cells` is None if the row does not match the columns of its table."""

    number: int
    cells: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its columns and its rows, not yet validated."""

    name: str
    file: str
    columns: tuple[str, ...]
    lines: list[Line]


def read_folder(folder: Path, names: Iterable[str]) -> list[Table]:
    """Reads the tables of a folder whose file names match `names`, in the order of `names`.

    Raises InvalidInput if there is no table, a table name is unknown, a table has two files, or an entire file cannot be read.
    Other file types and the file of refused rows are ignored.
    """
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is not a folder. Name the one that holds the tables.")
    known = list(names)
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name != REFUSED_FILE and path.is_file() and _is_table(path, known):
            if path.stem in found:
                raise InvalidInput(f"{found[path.stem].name} and {path.name} are the same table. Keep one of them.")
            found[path.stem] = path
    if not found:
        raise InvalidInput(f"{folder} holds no table. Tables are called {', '.join(f'{name}.csv' for name in known)}.")
    return [_read(found[name], name) for name in known if name in found]


def _is_table(path: Path, known: Sequence[str]) -> bool:
    if path.suffix in TABLE_SUFFIXES and path.stem not in known:
        raise InvalidInput(f"{path.name} is not the name of a table. Tables are called {', '.join(known)}, with .csv or .jsonl.")
    if path.suffix in UNREAD_SUFFIXES and path.stem.lower() in known:
        raise InvalidInput(f"{path.name} cannot be read. Save it as {path.stem.lower()}.csv: commas between the cells, UTF-8.")
    return path.suffix in TABLE_SUFFIXES


def _read(path: Path, name: str) -> Table:
    text = _decode(path)
    columns, lines = _read_csv(path, text) if path.suffix == ".csv" else _read_jsonl(path, text)
    return Table(name, path.name, columns, lines)


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"{path.name} is not UTF-8 (line {line}). Save it again as CSV UTF-8.") from error


def _read_csv(path: Path, text: str) -> tuple[tuple[str, ...], list[Line]]:
    records = _csv_records(path, text)
    _, header = next(records, (1, list[str]()))
    columns = tuple(name.strip() for name in header)
    if not columns:
        raise InvalidInput(f"{path.name} is empty. Its first line names the columns.")
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise InvalidInput(f"{path.name} has the column {twice[0]!r} twice. Keep one of them.")
    return columns, [Line(number, cells if len(cells) == len(columns) else None) for number, cells in records]


def _csv_records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    # A quoted cell may contain line breaks. line_num is the last line of a record, so the next record starts on the following line.
    limit = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput(f"{path.name}, the row that begins on line {begins}, cannot be read as CSV: {error}.") from error
    finally:
        csv.field_size_limit(limit)


def _read_jsonl(path: Path, text: str) -> tuple[tuple[str, ...], list[Line]]:
    objects = [(number, _json_object(path, number, line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    columns = tuple(dict.fromkeys(name for _, cells in objects for name in cells))
    if not columns:
        raise InvalidInput(f"{path.name} is empty. Each of its lines is one JSON object.")
    return columns, [Line(number, _json_cells(cells, columns)) for number, cells in objects]


def _json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        # Numbers are kept as text, because converting an amount like 0.10 to a float would lose precision.
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path.name}, line {number}, is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise InvalidInput(f'{path.name}, line {number}, is not a JSON object. Each line is one, like {{"id": "..."}}.')
    return cast("dict[str, Any]", found)


def _json_cells(cells: dict[str, Any], columns: Sequence[str]) -> list[str] | None:
    found = [_json_text(cells.get(name)) for name in columns]
    return None if None in found else found  # pyright: ignore[reportReturnType] - no None is left


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
