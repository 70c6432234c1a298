"""The query parameters of a table."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from graph_service.api.tables.catalog import Table
from graph_service.errors import InvalidInput
from graph_service.mapping.scalars import parse_date

LEVEL: Final = re.compile(r"\d{1,3}", re.ASCII)


def parse_parameters(table: Table, items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The parsed values by name. InvalidInput states the parameter, its value and the rule."""
    values: dict[str, Any] = {}
    for name, text in items:
        if name not in table.parameters:
            accepted = ", ".join(table.parameters) or "no parameters"
            raise InvalidInput(f"{name} is not a parameter of the table {table.name}, which accepts {accepted}.", field=name)
        if name in values:
            raise InvalidInput(f"{name} is set twice, to {values[name]!r} and {text!r}. Set it once.", field=name)
        values[name] = PARSERS[name](name, text)
    for name in table.required:
        if name not in values:
            raise InvalidInput(f"{name} is missing. The table {table.name} needs it, as in ?{name}=ID.", field=name)
    _check_window(values)
    return values


def _check_window(values: Mapping[str, Any]) -> None:
    if "from" in values and "to" in values and values["to"] < values["from"]:
        raise InvalidInput(f"to is {values['to']}, which is before from, {values['from']}. Swap them.", field="to")


def _parse_day(name: str, text: str) -> str:
    try:
        return parse_date(text)
    except ValueError:
        raise InvalidInput(f"{name} is {text!r}; it must be an existing day, written like 2025-03-01.", field=name) from None


def _parse_level(name: str, text: str) -> int:
    if not LEVEL.fullmatch(text):
        raise InvalidInput(f"{name} is {text!r}; it must be a whole number from 0, the top of the department tree, to 999.", field=name)
    return int(text)


def _parse_text(name: str, text: str) -> str:
    if not text.strip():
        raise InvalidInput(f"{name} is {text!r}; it must not be empty. Omit it if you do not need it.", field=name)
    return text


PARSERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "from": _parse_day,
    "to": _parse_day,
    "level": _parse_level,
    "topic": _parse_text,
    "project": _parse_text,
    "text": _parse_text,
}
