"""Keyset pagination: a page continues after the sort key values in its cursor, instead of skipping rows.

    query($after: String) { lessons(sort: [{title: ASC}], after: $after) { nodes { title } } }
        ... MATCH (n0:Lesson) WHERE n0.title >= $p0 AND (n0.title > $p0 OR n0.title = $p0 AND n0.id > $p1) ...

So any page costs as much as the first, and rows inserted elsewhere do not shift it.

Known limit: without an index, Neo4j compares stored text with a parameter by UTF-16 code unit, but sorts by code point. The two differ
only between characters above U+FFFF (emoji) and those from U+E000 to U+FFFF (full-width forms). A page that ends between
two such rows may skip or repeat rows.
"""

import zlib
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson

from graph_service.compiler.expressions import cast_parameter, conjunction, to_json_value
from graph_service.compiler.lists.cursors import cursor_nulls, decode_cursor, encode_cursor
from graph_service.compiler.lists.sorting import SortKey, reading_order
from graph_service.compiler.request_values import Placeholder
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.scalars import Date, DateTime, parse_date, parse_datetime

PARSERS = {Date: parse_date, DateTime: parse_datetime}
JSON_TYPES: dict[Any, tuple[type, ...]] = {int: (int,), float: (float, int), bool: (bool,)}
MAX_SHOWN_LENGTH = 80  # characters of an invalid cursor that its error message repeats


@dataclass(frozen=True, slots=True)
class KeysetRange:
    """A contiguous part of the list: the condition that selects its rows, and the keys that order them."""

    condition: str
    keys: list[SortKey]
    walk: str = ""
    """The Cypher that reads the rows from their related nodes, in the order of the first key; empty if they are read from the label."""
    is_ordered: bool = False
    """Whether an index of the label gives the order of the first key."""


def keyset_ranges(
    builder: StatementBuilder,
    keys: list[SortKey],
    cursor: str | Placeholder | None,
    argument: str,
    *,
    backwards: bool,
    is_ordered: bool,
) -> list[KeysetRange]:
    """The ranges to read one after the other to get the rows after the cursor, or all rows if there is none.

    `keys` are in list order; the ranges are in reading order. is_ordered: the rows are read in the order of an index. Rows with
    and without the first key are then separate ranges: the index gives the order of the former but does not contain the latter.
    InvalidInput names the argument if its cursor belongs to another list or sort order.
    """
    cursor_parameters = None if cursor is None else _bind_cursor(builder, keys, cursor, argument)
    read_keys = reading_order(keys, backwards=backwards)
    if not is_ordered:
        return [KeysetRange(_after(read_keys, cursor_parameters) if cursor_parameters else "", read_keys)]
    if not read_keys[0].nullable or (read_keys[0].computed and not read_keys[0].walk):
        return [KeysetRange(_indexed_condition(read_keys, cursor_parameters), read_keys, is_ordered=not read_keys[0].computed)]
    return _split_by_first_key(read_keys, cursor_parameters)


def _split_by_first_key(keys: list[SortKey], cursor_parameters: list[str | None] | None) -> list[KeysetRange]:
    first, rest = keys[0], keys[1:]
    present_keys = [replace(first, nullable=False), *rest]
    cursor_is_null = cursor_parameters is not None and cursor_parameters[0] is None
    in_present = None if cursor_is_null else cursor_parameters
    in_missing = cursor_parameters[1:] if cursor_parameters is not None and cursor_is_null else None
    present = KeysetRange(_indexed_condition(present_keys, in_present), present_keys, _walk(first, in_present), not first.computed)
    missing = KeysetRange(conjunction(f"{first.expression} IS NULL", _indexed_condition(rest, in_missing)), rest)
    ranges = [missing, present] if first.nulls_first else [present, missing]
    starts_in_second = cursor_parameters is not None and cursor_is_null is not first.nulls_first
    return ranges[1:] if starts_in_second else ranges


def _walk(key: SortKey, cursor_parameters: list[str | None] | None) -> str:
    if key.walk is None:
        return ""
    start = cursor_parameters[0] if cursor_parameters else None
    bound = f"{key.walk.expression} {'<=' if key.descending else '>='} {cast_parameter(key.type, start)}" if start else ""
    return key.walk.match(key, bound)


def _indexed_condition(keys: list[SortKey], cursor_parameters: list[str | None] | None) -> str:
    """The condition for rows after the cursor, or for all rows.

    Without a cursor it only says that the first key is not null. This is always true here, but without it the planner does not use
    the order of an index, because indexes contain no nulls.
    """
    if cursor_parameters:
        return _after(keys, cursor_parameters)
    return "" if keys[0].nullable or keys[0].computed else f"{keys[0].expression} IS NOT NULL"


def _after(keys: list[SortKey], cursor_parameters: list[str | None]) -> str:
    """The condition for rows after the cursor; None stands for a null in the cursor."""
    key, parameter = keys[0], cursor_parameters[0]
    later_keys = _after(keys[1:], cursor_parameters[1:]) if len(keys) > 1 else ""
    if parameter is None:
        ties = [f"{key.expression} IS NULL AND {later_keys}"] if later_keys else []
        return _any_of([*ties, *([f"{key.expression} IS NOT NULL"] if key.nulls_first else [])])
    value = cast_parameter(key.type, parameter)
    beyond = f"{key.expression} {'<' if key.descending else '>'} {value}"
    ties = [f"{key.expression} = {value} AND {later_keys}"] if later_keys else []
    if key.nullable:
        return _any_of([beyond, *([] if key.nulls_first else [f"{key.expression} IS NULL"]), *ties])
    if not later_keys:
        return beyond
    # The first comparison is redundant, but it lets an index start at the cursor.
    return f"{key.expression} {'<=' if key.descending else '>='} {value} AND {_any_of([beyond, *ties])}"


def _any_of(conditions: list[str]) -> str:
    return f"({' OR '.join(conditions)})" if conditions else "false"


def cursor_expression(builder: StatementBuilder, keys: list[SortKey]) -> str:
    """The Cypher list of a row's cursor values: [n0.title, n0.id]. Last is the fingerprint of the conditions in the keys, if there are any."""
    values = [to_json_value(key.type, key.expression) for key in keys]
    conditions = _conditions(keys)
    return f"[{', '.join([*values, builder.bind(conditions, _fingerprint_values)] if conditions else values)}]"


def row_cursor(keys: list[SortKey], values: list[Any]) -> str:
    """The cursor of a row, from the values of `cursor_expression`."""
    return encode_cursor(_fingerprint(keys), values)


def _fingerprint(keys: list[SortKey]) -> int:
    """Identifies the list and its sort order, so that a cursor is not used with another one."""
    return zlib.crc32(";".join(f"{key.name} {key.descending}" for key in keys).encode())


def _conditions(keys: list[SortKey]) -> list[dict[str, Any]]:
    return [condition for key in keys for condition in key.conditions]


def _fingerprint_values(conditions: list[dict[str, Any]]) -> int:
    """Identifies the conditions of one request: keys computed with others are not comparable."""
    return zlib.crc32(orjson.dumps(conditions, option=orjson.OPT_SORT_KEYS))


def _bind_cursor(builder: StatementBuilder, keys: list[SortKey], cursor: str | Placeholder, argument: str) -> list[str | None]:
    """One parameter for each value of the cursor; None where the value is null."""
    nulls = cursor.nulls if isinstance(cursor, Placeholder) else cursor_nulls(cursor)
    conditions = _conditions(keys)
    nullable = [key.nullable for key in keys] + [False] * bool(conditions)
    if nulls is None or len(nulls) != len(nullable) or any(null and not allowed for null, allowed in zip(nulls, nullable, strict=True)):
        raise _invalid_cursor(cursor, argument)
    return [
        None if null else builder.bind([cursor, conditions], partial(_cursor_value, keys, argument, index))
        for index, null in enumerate(nulls[: len(keys)])
    ]


def _cursor_value(keys: list[SortKey], argument: str, index: int, bound: tuple[str, list[dict[str, Any]]]) -> Any:
    """The value of one key in a cursor. Raises InvalidInput unless the cursor belongs to these keys and the value has the key's type.

    bound: the cursor, and the conditions in the keys.
    """
    cursor, conditions = bound
    try:
        fingerprint, *values = decode_cursor(cursor)
        if fingerprint != _fingerprint(keys) or (conditions and values[-1] != _fingerprint_values(conditions)):
            raise ValueError
        _check_type(keys[index], values[index])
        return values[index]
    except (ValueError, TypeError, IndexError):  # invalid base64, JSON, dates and times all raise ValueError
        raise _invalid_cursor(cursor, argument) from None


def _check_type(key: SortKey, value: Any) -> None:
    if value is None:
        if not key.nullable:
            raise ValueError
    elif key.type in PARSERS:
        PARSERS[key.type](value)
    elif type(value) not in JSON_TYPES.get(key.type, (str,)):
        raise ValueError


def _invalid_cursor(cursor: object, argument: str) -> InvalidInput:
    shown = str(cursor) if len(str(cursor)) <= MAX_SHOWN_LENGTH else f"{str(cursor)[:MAX_SHOWN_LENGTH]}..."
    return InvalidInput(
        f"{argument} is {shown!r}, which is not a cursor of this list in this sort order. "
        f"Use a cursor from the same query, or leave {argument} out.",
        field=argument,
    )
