"""Sort keys, and the keyset cursors that go with them.

The order is total: it ends with the id (and, where a node may be listed several times, with the properties of the relationship).
Absent values come last in both directions. A cursor holds the values of all keys of one row, so going on behind it costs what
the first page costs and stays right when rows are added.

Text is ordered by code point. One corner is Neo4j's own: where no index is used it compares stored text with a parameter by UTF-16
unit. The two differ between characters beyond U+FFFF (emoji) and those from U+E000 to U+FFFF (full-width signs); a page that ends on
a row where exactly that decides its place may skip or repeat some.
"""

import zlib
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from graph_service.compiler.map_projection import Gathered
from graph_service.compiler.source import Source, both, count_rows, match, related_nodes, returned, write_figure
from graph_service.compiler.statement_builder import Writer, cast_value, read_value
from graph_service.compiler.values import Place, read_absences, read_cursor, write_cursor
from graph_service.errors import InvalidInput
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.scalars import Date, DateTime, parse_date, parse_datetime

PARSERS = {Date: parse_date, DateTime: parse_datetime}
JSON_TYPES: dict[Any, tuple[type, ...]] = {int: (int,), float: (float, int), bool: (bool,)}
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: what it is by, its expression, its type, its direction, whether it may be absent, and where those come.

    A key that is not a property of the row itself is `computed` once for each row; `expression` is the name it then goes by.
    """

    name: str
    expression: str
    type: Any
    descending: bool
    nullable: bool
    computed: str = ""
    absent_first: bool = False

    def order_by(self) -> str:
        """As it stands in ORDER BY. By itself, Neo4j puts absent values last in ascending and first in descending order."""
        plain = f"{self.expression} DESC" if self.descending else self.expression
        if not self.nullable or self.absent_first is self.descending:
            return plain
        return f"{self.expression} {'IS NOT NULL' if self.absent_first else 'IS NULL'}, {plain}"

    def reversed(self) -> "Key":
        """The same key from the other end."""
        return replace(self, descending=not self.descending, absent_first=not self.absent_first)


def read_keys(writer: Writer, source: Source, sort: list[dict[str, Any]] | None) -> list[Key]:
    """The keys of a list, the tie-breaks included. Ties are broken in the direction of the last key that was asked for."""
    node, variable = source.node, source.variable
    keys = [_read_key(writer, node, variable, name, asked) for each in sort or [] for name, asked in each.items()]
    descending = keys[-1].descending if keys else False
    if all(key.name != f"{node.label}.id" for key in keys):
        keys.append(_of_property(node, variable, "id", descending=descending))
    return keys + [Key(prop.name, f"{source.edge_variable}.{prop.name}", prop.type, descending, prop.nullable) for prop in source.edge]


def _read_key(writer: Writer, node: Node, variable: str, name: str, asked: Any) -> Key:
    if name in node.properties:
        return _of_property(node, variable, name, descending=asked.value == "DESC")
    key = (
        _of_figure(writer, node.aggregates[name], variable, asked)
        if name in node.aggregates
        else _of_one(writer, node.relations[name], variable, asked)
    )
    return replace(key, name=f"{node.label}.{name}.{key.name}", expression=writer.name("key"))


def _of_property(node: Node, variable: str, name: str, *, descending: bool) -> Key:
    prop = node.properties[name]
    return Key(f"{node.label}.{name}", f"{variable}.{name}", prop.type, descending, prop.nullable)


def _of_one(writer: Writer, relation: Relation, variable: str, asked: dict[str, Any]) -> Key:
    """By something of the one node that a relationship leads to."""
    ((name, inner),) = asked.items()
    source = related_nodes(writer, relation, variable, {})
    with writer.deeper():
        key = _read_key(writer, relation.target, source.variable, name, inner)
    value = returned(writer, [source.variable], key.computed or key.expression, "value")
    return replace(key, nullable=True, computed=f"head(COLLECT {{ {match(source)} {value} }})")


def _of_figure(writer: Writer, relation: Relation, variable: str, asked: dict[str, Any]) -> Key:
    """By a figure over the nodes that a relationship leads to."""
    ((name, inner),) = asked.items()
    source = related_nodes(writer, relation, variable, {})
    if name == "count":
        return Key("count", "", int, inner.value == "DESC", nullable=False, computed=count_rows(source))
    ((which, direction),) = inner.items()
    prop, figure = relation.target.properties[name], AGGREGATES[which]
    value = write_figure(source, prop, figure)
    return Key(f"{name}.{which}", "", figure.result_type(prop.type), direction.value == "DESC", figure.nullable, computed=value)


def order_by(keys: list[Key]) -> str:
    """The ORDER BY of these keys."""
    return "ORDER BY " + ", ".join(key.order_by() for key in keys)


def gather(writer: Writer, keys: list[Key]) -> tuple[list[str], list[Key]]:
    """Columns that hold what the keys need of a row's node and relationship, each as one map, and the keys over these maps.

    The database reads all properties of a map in one go, and does not look for each of them anew.
    """
    maps: dict[str, Gathered] = {}
    moved: list[Key] = []
    for key in keys:
        variable, _, name = key.expression.partition(".")
        if not key.computed:
            place = maps.setdefault(variable, Gathered(variable, writer.name("by")))
            key = replace(key, expression=place.take(name))
        moved.append(key)
    return [place.column() for place in maps.values()], moved


def cursor_values(keys: list[Key]) -> str:
    """The expression that reads the values a cursor is made of."""
    return f"[{', '.join(read_value(key.type, key.expression) for key in keys)}]"


def cursor_of(keys: list[Key], values: list[Any]) -> str:
    """A row's place in this order, as opaque text."""
    return write_cursor(_fingerprint(keys), values)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are read one after another: the condition that makes a row one of them, and the keys they are ordered by."""

    condition: str
    keys: list[Key]


def stretches(writer: Writer, keys: list[Key], cursor: str | Place | None, argument: str, *, backwards: bool, whole: bool) -> list[Stretch]:
    """What to read, in order, to get the rows behind the cursor (all without one), seen from the end that is read from.

    `keys` are in the order of the list. Of a `whole` label, rows that have the first key and rows that lack it are apart: an index gives
    the order of the first and knows nothing of the others. InvalidInput names the argument when its cursor was not made by this order.
    """
    places = None if cursor is None else _places(writer, keys, cursor, argument)
    read = from_end(keys, backwards=backwards)
    if not whole:
        return [Stretch(_behind(read, places) if places else "", read)]
    if not read[0].nullable or read[0].computed:
        return [Stretch(_condition(read, places), read)]
    first, rest = read[0], read[1:]
    having = [replace(first, nullable=False), *rest]
    among_having, among_lacking = (places, None) if places and places[0] else (None, places and places[1:])
    lacked = both(f"{first.expression} IS NULL", _condition(rest, among_lacking))
    in_order = [Stretch(_condition(having, among_having), having), Stretch(lacked, rest)]
    if first.absent_first:
        in_order.reverse()
    return in_order[1:] if places and (places[0] is None) is not first.absent_first else in_order


def _condition(keys: list[Key], places: list[str | None] | None) -> str:
    """What holds of the rows behind, or of all. That these have their first key holds of each, and is what lets an index give the order:
    an index holds no absent values, and the database does not know that there are none."""
    if places:
        return _behind(keys, places)
    return "" if keys[0].nullable or keys[0].computed else f"{keys[0].expression} IS NOT NULL"


def _places(writer: Writer, keys: list[Key], cursor: str | Place, argument: str) -> list[str | None]:
    """The parameters of the cursor's values, None for one that is absent."""
    absent = read_absences(cursor)
    if absent is None or len(absent) != len(keys) or any(none and not key.nullable for none, key in zip(absent, keys, strict=True)):
        raise _no_cursor(cursor, argument)
    return [None if none else writer.bind(cursor, partial(_read_value, keys, argument, number)) for number, none in enumerate(absent)]


def from_end(keys: list[Key], *, backwards: bool) -> list[Key]:
    """The keys as the list is read: from its beginning, or backwards from its end."""
    return [key.reversed() for key in keys] if backwards else keys


def _behind(keys: list[Key], places: list[str | None]) -> str:
    key, place, rest = keys[0], places[0], keys[1:]
    if place is None:  # what is tied; and, where absent values come first, all present ones
        tied = [f"{key.expression} IS NULL AND {_behind(rest, places[1:])}"] if rest else []
        return _any_of([*tied, *([f"{key.expression} IS NOT NULL"] if key.absent_first else [])])
    bound = cast_value(key.type, place)
    strictly = f"{key.expression} {'<' if key.descending else '>'} {bound}"
    tied = [f"{key.expression} = {bound} AND {_behind(rest, places[1:])}"] if rest else []
    if key.nullable:
        return _any_of([strictly, *([] if key.absent_first else [f"{key.expression} IS NULL"]), *tied])
    # The first condition looks redundant: it is what lets an index start at the cursor.
    return f"{key.expression} {'<=' if key.descending else '>='} {bound} AND {_any_of([strictly, *tied])}" if rest else strictly


def _any_of(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})" if parts else "false"


def _fingerprint(keys: list[Key]) -> int:
    return zlib.crc32(";".join(f"{key.name} {key.descending}" for key in keys).encode())


def _read_value(keys: list[Key], argument: str, number: int, cursor: str) -> Any:
    """The value of one key in a cursor."""
    try:
        fingerprint, *values = read_cursor(cursor)
        if fingerprint != _fingerprint(keys):
            raise ValueError
        _check(keys[number], values[number])
        return values[number]
    except (ValueError, TypeError, IndexError):  # bad base64, JSON, days and instants are ValueErrors all
        raise _no_cursor(cursor, argument) from None


def _no_cursor(cursor: object, argument: str) -> InvalidInput:
    shown = str(cursor) if len(str(cursor)) <= LONGEST_SHOWN else f"{str(cursor)[:LONGEST_SHOWN]}..."
    return InvalidInput(
        f"{shown!r} is no cursor of this list in this order. Pass one of the same query, or leave {argument} out.", field=argument
    )


def _check(key: Key, value: Any) -> None:
    if value is None:
        if not key.nullable:
            raise ValueError
    elif key.type in PARSERS:
        PARSERS[key.type](value)
    elif type(value) not in JSON_TYPES.get(key.type, (str,)):
        raise ValueError
