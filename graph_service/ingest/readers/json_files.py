"""Reads JSON arrays of objects and JSON Lines."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, cast

from graph_service.ingest.readers.encodings import decode, find_encoding
from graph_service.ingest.readers.raw_table import Notice, NoticeKind, RawRow, RawTable, stored_raw_rows
from graph_service.ingest.stored_rows import StoredRows, stored_tuples

LIST_SEPARATOR = "|"


def read_json(name: str, data: bytes, encoding: str | None = None) -> RawTable:
    """Reads an array of objects, an object whose only array of objects is the table, or one object per line."""
    text = decode(data, encoding).text
    table = RawTable(name, "", [], has_header=True)
    objects = _array(text)
    if objects is None:
        objects = list(_parse_lines(text.split("\n")))
    if objects:
        columns = tuple(dict.fromkeys(key for _, value in objects if isinstance(value, dict) for key in cast("dict[str, Any]", value)))
        table.rows = stored_raw_rows(chain([RawRow(1, columns)], (_row(number, value, columns) for number, value in objects)))
    else:
        table.notices.append(Notice(NoticeKind.FAULT, "contains no JSON objects. Write a list like [{...}, {...}].", name))
    return table


def read_json_lines(name: str, open_binary: Callable[[], BinaryIO], encoding: str | None = None) -> RawTable:
    """Reads one object per line, without the file as a whole in memory."""
    with open_binary() as file:
        found = find_encoding(file, encoding)
    columns: dict[str, None] = {}
    objects: StoredRows[tuple[int, Any]] = stored_tuples()
    with open_binary() as file, io.TextIOWrapper(file, found.name, found.errors, newline="\n") as lines:
        for number, value in _parse_lines(lines):
            if isinstance(value, dict):
                columns |= dict.fromkeys(cast("dict[str, Any]", value))
            objects.append((number, cast("Any", value)))
    rows = (_row(number, value, columns) for number, value in objects)
    return RawTable(name, "", stored_raw_rows(chain([RawRow(1, tuple(columns))], rows)), has_header=True)


def _array(text: str) -> list[tuple[int, Any]] | None:
    """The objects of a JSON array, numbered from 1; None if the text is not one JSON value that contains objects."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        value = _parse(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        lists = [entry for entry in cast("dict[str, Any]", value).values() if _is_table(entry)]
        value = lists[0] if len(lists) == 1 else cast("list[Any]", [value])
    return list(enumerate(cast("list[Any]", value), 1))


def _is_table(value: Any) -> bool:
    entries = cast("list[Any]", value) if isinstance(value, list) else []
    return bool(entries) and all(isinstance(entry, dict) for entry in entries)


def _parse_lines(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, _parse(line)
            except (ValueError, RecursionError) as error:
                yield number, f"the line is not valid JSON: {error}"


def _parse(text: str) -> Any:
    # Numbers stay text, because converting an amount like 0.10 to a float would lose precision.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _row(number: int, value: Any, columns: Iterable[str]) -> RawRow:
    if not isinstance(value, dict):
        return RawRow(
            number, (), value if isinstance(value, str) and "JSON" in value else 'the entry must be one JSON object, like {"id": "..."}'
        )
    values = cast("dict[str, Any]", value)
    return RawRow(number, [_text(values.get(column)) for column in columns])


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if all(isinstance(entry, str) for entry in cast("list[Any]", value)):
            return LIST_SEPARATOR.join(cast("list[str]", value))
        case _:
            return json.dumps(value, ensure_ascii=False)
