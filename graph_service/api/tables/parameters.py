"""What narrows a table, as it stands in its address."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from graph_service.api.tables.catalog import Table
from graph_service.errors import InvalidInput

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LEVEL: Final = re.compile(r"\d{1,3}", re.ASCII)


def read_parameters(table: Table, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """By name. InvalidInput says which one is wrong, its value and the rule."""
    found: dict[str, Any] = {}
    for name, text in given:
        if name not in table.parameters:
            takes = f"takes {', '.join(table.parameters)}" if table.parameters else "takes no parameters"
            raise InvalidInput(f"{name} is no parameter of {table.name}, which {takes}.", field=name)
        if name in found:
            raise InvalidInput(f"{name} is given twice, as {found[name]!r} and {text!r}. Give it once.", field=name)
        found[name] = READ[name](name, text)
    _refuse_backwards(found)
    return found


def _refuse_backwards(found: Mapping[str, Any]) -> None:
    if "from" in found and "to" in found and found["to"] < found["from"]:
        raise InvalidInput(f"to is {found['to']}, which lies before from, {found['from']}. Swap the two.", field="to")


def _day(name: str, text: str) -> str:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InvalidInput(f"{name} is {text!r}; it must be a day that exists, like 2025-03-01.", field=name)


def _level(name: str, text: str) -> int:
    if not LEVEL.fullmatch(text):
        raise InvalidInput(f"{name} is {text!r}; it is 0 for the top of the department tree or a whole number up to 999.", field=name)
    return int(text)


def _text(name: str, text: str) -> str:
    if not text.strip():
        raise InvalidInput(f"{name} is {text!r}; it must not be empty. Leave it out if it is not meant.", field=name)
    return text


READ: Final[Mapping[str, Callable[[str, str], Any]]] = {"from": _day, "to": _day, "level": _level, "topic": _text, "text": _text}
