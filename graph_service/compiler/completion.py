"""Rows as they stand in the response, checked: what graphql-core does field by field, written once for a selection as a Python function.

The function is source text made of response keys, which GraphQL's grammar holds to letters, digits and underscores, and of the table
CHECKS: a lookup and a comparison a value, where a loop over the fields takes three times as long. Anything that is not plainly right
ends it: graphql-core then answers from the same rows, with its errors, paths and nulls.
"""

from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, TypeAlias, cast

from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLList, GraphQLNonNull, GraphQLObjectType

from graph_service.compiler.selection import Selected

Complete: TypeAlias = Callable[[Any], Any]

INT_MAX = 2**31 - 1


class Odd(Exception):
    """A value that graphql-core must look at."""


def _refuse(_value: Any) -> Any:
    raise Odd


def _number(value: Any) -> float:
    return float(value) if value.__class__ in (float, int) and isfinite(value) else _refuse(value)


TEXT = "{v}.__class__ is str"
CHECKS: dict[str, tuple[str, Complete | None]] = {
    "String": (TEXT, _refuse),
    "ID": (TEXT, _refuse),
    "Date": (TEXT, _refuse),
    "DateTime": (f"{TEXT} and {{v}}[19:20] == '.' and {{v}}[26:] == 'Z'", None),
    "Boolean": ("{v}.__class__ is bool", _refuse),
    "Int": (f"{{v}}.__class__ is int and -{INT_MAX} <= {{v}} <= {INT_MAX}", _refuse),
    "Float": ("{v}.__class__ is float and isfinite({v})", _number),
}
"""When a value of each type stands in the response as it is, and what is made of another one: by the type itself where none is said."""


def completer(parent: GraphQLObjectType, selected: Iterable[Selected]) -> Complete:
    """What makes the response of a row of this type, or of the rows of the root fields. It raises whatever an odd value leads to."""
    source = Source()
    source.write_object(parent, tuple(selected), "row", 1)
    source.write(1, "return row")
    exec(compile("\n".join(source.lines), "<completion>", "exec"), source.names)  # noqa: S102 - made of names and a table, see above
    return source.names["complete"]


class Source:
    """The function of one selection, line by line. What checks a value says whether it may have become another one under its name."""

    def __init__(self) -> None:
        self.lines = ["def complete(row):"]
        self.names: dict[str, Any] = {"odd": _refuse, "isfinite": isfinite}
        self._variables = 0

    def write(self, depth: int, line: str) -> None:
        """One line, indented."""
        self.lines.append(" " * depth + line)

    def write_object(self, kind: GraphQLObjectType, selected: tuple[Selected, ...], row: str, depth: int) -> bool:
        """The keys come in the order of the selection, which a row that has one key alone cannot miss."""
        self.write(depth, f"if {row}.__class__ is not dict: odd({row})")
        entries: list[str] = []
        changed = len(selected) > 1
        for each in selected:
            if each.name == "__typename":
                entries.append(f"{each.key!r}: {kind.name!r}")
                changed = True
                continue
            value = self._variable()
            entries.append(f"{each.key!r}: {value}")
            self.write(depth, f"{value} = {row}[{each.key!r}]")
            changed |= self._write_value(kind.fields[each.name].type, each, value, depth)
        if changed:
            self.write(depth, f"{row} = {{{', '.join(entries)}}}")
        return changed

    def _write_value(self, kind: Any, selected: Selected, value: str, depth: int) -> bool:
        if isinstance(kind, GraphQLNonNull):
            return self._write_present(cast("GraphQLNonNull[Any]", kind).of_type, selected, value, depth)
        self.write(depth, f"if {value} is not None:")
        return self._write_present(kind, selected, value, depth + 1)

    def _write_present(self, kind: Any, selected: Selected, value: str, depth: int) -> bool:
        if isinstance(kind, GraphQLList):
            return self._write_list(cast("GraphQLList[Any]", kind).of_type, selected, value, depth)
        if isinstance(kind, GraphQLObjectType):
            return self.write_object(kind, selected.below, value, depth)
        check, otherwise = CHECKS.get(kind.name, (None, None))
        made = self._name(otherwise or (_members(kind) if isinstance(kind, GraphQLEnumType) else _leaf(kind)))
        self.write(depth, f"{f'if not ({check.format(v=value)}): ' if check else ''}{value} = {made}({value})")
        return otherwise is not _refuse

    def _write_list(self, kind: Any, selected: Selected, value: str, depth: int) -> bool:
        item, made, at = self._variable(), self._variable(), len(self.lines)
        self.write(depth, f"if {value}.__class__ is not list: odd({value})")
        self.write(depth, f"for {item} in {value}:")
        if not self._write_value(kind, selected, item, depth + 1):
            return False
        self.lines.insert(at, f"{' ' * depth}{made} = []")
        self.write(depth + 1, f"{made}.append({item})")
        self.write(depth, f"{value} = {made}")
        return True

    def _variable(self) -> str:
        self._variables += 1
        return f"v{self._variables}"

    def _name(self, value: Any) -> str:
        name = f"value{len(self.names)}"
        self.names[name] = value
        return name


def _leaf(kind: GraphQLLeafType) -> Complete:
    coerce = cast("Complete", kind.coerce_output_value)
    return lambda value: _refuse(value) if value is None else coerce(value)


def _members(kind: GraphQLEnumType) -> Complete:
    coerce = _leaf(kind)

    class Members(dict[Any, Any]):
        """The names of an enum's values, each worked out once."""

        def __missing__(self, value: Any) -> Any:
            self[value] = coerce(value)
            return self[value]

    return Members().__getitem__
