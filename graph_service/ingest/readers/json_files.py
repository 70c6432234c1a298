"""Reads JSON arrays of objects and JSON Lines, one entry after the other, so that a file of any size needs little memory."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, TextIO, cast

from graph_service.errors import InvalidInput
from graph_service.ingest.readers.encodings import find_encoding
from graph_service.ingest.readers.raw_table import MAX_CELL_SIZE, MAX_COLUMNS, Notice, NoticeKind, RawRow, RawTable, stored_raw_rows
from graph_service.ingest.readers.text_file import TextFile
from graph_service.ingest.stored_rows import StoredRows, stored_tuples

LIST_SEPARATOR = "|"
BLOCK = 1 << 20  # characters
MAX_VALUE = 50_000_000  # characters of a JSON value, which is in memory as a whole
NO_OBJECT = 'the entry must be one JSON object, like {"id": "..."}'
TOO_DEEP = "the entry is nested too deeply"
SEPARATORS = re.compile(r"[\s,]*")
# Numbers stay text, because converting an amount like 0.10 to a float would lose precision.
# Control characters stay, too: the rules for texts say where they are.
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)

Entry = dict[str, str] | str  # the texts of an object, or why the entry is not one


def read_json(name: str, open_binary: Callable[[], BinaryIO], encoding: str | None = None) -> RawTable:
    """Reads an array of objects, one object per line, or an object whose only array of objects is the table.

    Raises InvalidInput if an array is not valid JSON to its end, or if there are too many columns.
    """
    with open_binary() as file:
        found = find_encoding(file, encoding)
    table = RawTable(name, "", [], has_header=True)
    if found.note:
        table.notices.append(Notice(NoticeKind.NOTE, found.note, name, cell=f"line {found.line}" if found.line else ""))
    columns: dict[str, None] = {}
    entries: StoredRows[tuple[int, Entry]] = stored_tuples()
    for number, entry in _entries(name, TextFile(open_binary, found.name, found.errors)):
        if isinstance(entry, dict):
            columns |= dict.fromkeys(entry)
            if len(columns) > MAX_COLUMNS:
                raise InvalidInput(f"{name} has more than {MAX_COLUMNS:,} different keys. Leave out those that are not needed.")
        entries.append((number, entry))
    if entries:
        table.rows = stored_raw_rows(chain([RawRow(1, tuple(columns))], (_row(number, entry, columns) for number, entry in entries)))
    else:
        table.notices.append(Notice(NoticeKind.FAULT, "contains no JSON objects. Write a list like [{...}, {...}].", name))
    return table


def _entries(name: str, file: TextFile) -> Iterator[tuple[int, Entry]]:
    """The entries of an array, numbered from 1, or the objects of a file with their lines."""
    if file.read(BLOCK).lstrip().startswith("["):
        with file.open() as text:
            yield from enumerate(map(_texts, _array_entries(name, text)), 1)
    elif not _has_lines(file) and (value := _read_object(name, file)) is not None:
        lists = [entry for entry in value.values() if _is_table(entry)]
        yield from enumerate(map(_texts, lists[0] if len(lists) == 1 else [value]), 1)
    else:
        yield from _parse_lines(file.lines())


def _array_entries(name: str, text: TextIO) -> Iterator[Any]:
    """The entries of an array, of which only a part is in memory. Raises InvalidInput with the line at which it is not valid."""
    buffer, line, is_last = text.read(BLOCK), 1, False  # the line in which the buffer begins, and whether the file ends with it
    at = buffer.index("[") + 1
    while not buffer.startswith("]", at := _skip_separators(buffer, at)):
        try:
            found = _decode(buffer, at, is_last=is_last)
        except json.JSONDecodeError as error:
            line += buffer.count("\n", 0, error.pos)
            near = buffer[max(0, error.pos - 40) : error.pos + 40]
            raise InvalidInput(f"{name} is not valid JSON in line {line}: {error.msg}, near {near!r}. Nothing of it was read.") from error
        if found is not None:
            value, at = found
            yield value
        elif len(buffer) - at > MAX_VALUE:
            raise InvalidInput(f"{name} contains an entry of more than {MAX_VALUE:,} characters. Nothing of it was read.")
        else:
            more = text.read(max(BLOCK, len(buffer) - at))
            line += buffer.count("\n", 0, at)
            buffer, at, is_last = buffer[at:] + more, 0, not more
    if rest := (buffer[at + 1 :] + text.read(BLOCK)).strip():
        raise InvalidInput(f"{name} has more after its list: {rest[:80]!r}. Write one list of all objects. Nothing of it was read.")


def _skip_separators(text: str, at: int) -> int:
    found = SEPARATORS.match(text, at)
    return found.end() if found else at


def _decode(text: str, at: int, *, is_last: bool) -> tuple[Any, int] | None:
    """A value and where it ends; None if it may go on after the text."""
    try:
        value, end = DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise json.JSONDecodeError(TOO_DEEP, text, at) from error
    except json.JSONDecodeError as error:
        if is_last or not (error.msg.startswith("Unterminated string") or error.pos > len(text) - 10):
            raise
        return None
    if is_last and end == len(text):
        raise json.JSONDecodeError("the list has no end", text, end)
    return (value, end) if end < len(text) else None


def _has_lines(file: TextFile) -> bool:
    """Whether the first line that is not blank is an object of its own, and another line follows."""
    with file.open() as text:
        lines = filter(str.strip, iter(lambda: text.readline(MAX_VALUE), ""))
        return isinstance(_parse(next(lines, "")), dict) and next(lines, None) is not None


def _read_object(name: str, file: TextFile) -> dict[str, Any] | None:
    """The object that the whole file is; None if it is none."""
    text = file.read(MAX_VALUE)
    if len(text) == MAX_VALUE:
        raise InvalidInput(
            f"{name} is neither a list of objects nor one object per line, and has at least {MAX_VALUE:,} characters. Write only the list."
        )
    value = _parse(text)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _is_table(value: Any) -> bool:
    entries = cast("list[Any]", value) if isinstance(value, list) else []
    return bool(entries) and all(isinstance(entry, dict) for entry in entries)


def _parse_lines(lines: Iterable[str]) -> Iterator[tuple[int, Entry]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            value = _parse(line)
            yield number, f"the line is not valid JSON: {value}" if isinstance(value, Exception) else _texts(value)


def _parse(text: str) -> Any:
    """The value, or the error."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return error


def _texts(value: Any) -> Entry:
    if not isinstance(value, dict):
        return NO_OBJECT
    try:
        texts = {key: _text(entry) for key, entry in cast("dict[str, Any]", value).items()}
    except RecursionError:
        return TOO_DEEP
    long = next((key for key, text in texts.items() if len(text) > MAX_CELL_SIZE), None)
    return texts if long is None else f"{long!r} has {len(texts[long]):,} characters; at most {MAX_CELL_SIZE:,} are read"


def _row(number: int, entry: Entry, columns: Iterable[str]) -> RawRow:
    if isinstance(entry, str):
        return RawRow(number, (), entry)
    return RawRow(number, [entry.get(column, "") for column in columns])


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
