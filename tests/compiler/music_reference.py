"""Computes the expected result of a query from plain rows, without Cypher and without the compiler.

GraphQL itself (aliases, fragments, directives, variables) is left to graphql-core, which runs the schema's SDL with the resolvers
below. Rules: a comparison with an absent value does not hold, and NOT is the exact complement; `all` holds of nothing; text operators
compare small letters (str.lower, which agrees with Neo4j's toLower; then İ is i, ß is ss, and both small sigmas are one) unless mode is EXACT; absent values come last in either direction; ties go by id and then by the relationship's properties, in the direction of the
last key; a relation to many leaves deleted records out unless they are included; text is ordered by code point; figures leave absent values out; a dated relationship holds from its first day up to, not including, its last.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cmp_to_key
from itertools import product
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, build_schema, execute_sync, parse

from tests.compiler.music_data import Music, Row


def node_id(label: str, id_: str) -> str:
    """The nodeId of a node."""
    return base64.urlsafe_b64encode(f"{label}:{id_}".encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Relationship:
    """A relation of a node type."""

    relationship: str
    to: str
    incoming: bool = False
    many: bool = True
    dated: bool = False
    distinct: bool = False
    edges: bool = False


PLAYED = ("instrument", "from", "to")
RELATIONSHIPS = {
    "Musician": {
        "times": Relationship("PLAYED_IN", "Band", edges=True),
        "roles": Relationship("PLAYED_IN", "Band", edges=True, dated=True),
        "bands": Relationship("PLAYED_IN", "Band", distinct=True),
        "band": Relationship("PLAYED_IN", "Band", many=False, dated=True),
    },
    "Band": {
        "players": Relationship("PLAYED_IN", "Musician", incoming=True, dated=True, distinct=True),
        "lineup": Relationship("PLAYED_IN", "Musician", incoming=True, edges=True),
        "records": Relationship("MADE_BY", "Record", incoming=True),
    },
    "Record": {
        "band": Relationship("MADE_BY", "Band", many=False),
        "house": Relationship("OUT_ON", "House", many=False),
        "samples": Relationship("SAMPLES", "Record"),
        "sampledBy": Relationship("SAMPLES", "Record", incoming=True),
    },
    "House": {
        "records": Relationship("OUT_ON", "Record", incoming=True),
        "owner": Relationship("OWNED_BY", "House", many=False, dated=True),
    },
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, operand: value == operand,
    "in": lambda value, operand: value in operand,
    "gt": lambda value, operand: value > operand,
    "gte": lambda value, operand: value >= operand,
    "lt": lambda value, operand: value < operand,
    "lte": lambda value, operand: value <= operand,
    "contains": lambda value, operand: operand in value,
    "startsWith": lambda value, operand: value.startswith(operand),
    "endsWith": lambda value, operand: value.endswith(operand),
}
PARTS: dict[str, Callable[[date], str]] = {
    "DAY": lambda day: day.isoformat(),
    "WEEK": lambda day: f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
    "MONTH": lambda day: f"{day.year}-{day.month:02}",
    "QUARTER": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "YEAR": lambda day: str(day.year),
}
MEASURED = {"Musician": ("born",), "Band": ("founded",), "Record": ("released", "pressedAt", "rating", "deletedOn"), "House": ()}
Item = tuple[Row, Row]  # a node, and the properties of the relationship that led to it


class ReferenceExecutor:
    """Executes queries on the rows of some music, as of a given day."""

    def __init__(self, sdl: str, music: Music, today: str) -> None:
        self.music, self.today = music, today
        self.schema: GraphQLSchema = build_schema(sdl)
        for label, ways in RELATIONSHIPS.items():
            self._object(label).fields["nodeId"].resolve = lambda row, _, label=label: node_id(label, row["id"])
            for name, relationship in ways.items():
                self._object(label).fields[name].resolve = self._follower(relationship)
                if relationship.many:
                    self._object(label).fields[f"{name}Aggregate"].resolve = self._measurer(relationship)
                    self._object(label).fields[f"{name}Grouped"].resolve = self._grouper(relationship)
            root, single, plural = self._object("Query"), label.lower(), f"{label.lower()}s"
            root.fields[single].resolve = lambda _, __, id, label=label: self.music.nodes[label].get(id)  # noqa: A006
            root.fields[plural].resolve = lambda _, __, label=label, includeDeleted=False, **arguments: self._page(  # noqa: N803
                label, self._all(label, includeDeleted), (), **arguments
            )
            root.fields[f"{plural}Aggregate"].resolve = lambda _, __, label=label, where=None, includeDeleted=False: self._figures(  # noqa: N803
                label, self._all(label, includeDeleted), where
            )
            root.fields[f"{plural}Grouped"].resolve = lambda _, __, label=label, includeDeleted=False, **arguments: self._groups(  # noqa: N803
                label, self._all(label, includeDeleted), **arguments
            )
        self._object("House").fields["owners"].resolve = lambda row, _, on=None: self._chain(row, on)
        self._object("Record").fields["price"].resolve = lambda row, _: row["price"] and f"{row['price']} {row['currency']}"

    def answer(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        result = execute_sync(self.schema, parse(query), variable_values=variables)
        assert not result.errors, result.errors
        return result.data or {}

    def _object(self, name: str) -> GraphQLObjectType:
        type_ = self.schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        return type_

    # Relationships

    def _all(self, label: str, include_deleted: bool) -> list[Item]:
        return [(row, {}) for row in self.music.nodes[label].values() if include_deleted or not row.get("deletedOn")]

    def _follow(self, relationship: Relationship, row: Row, on: str | None = None, *, include_deleted: bool = False) -> list[Item]:
        day = on or self.today
        items: list[Item] = []
        for start, end, properties in self.music.links[relationship.relationship]:
            source, target = (end, start) if relationship.incoming else (start, end)
            if source == row["id"] and (not relationship.dated or _is_valid_on(properties, day)):
                node = self.music.nodes[relationship.to][target]
                if include_deleted or not relationship.many or not node.get("deletedOn"):
                    items.append((node, properties if relationship.edges else {}))
        return list({node["id"]: (node, edge) for node, edge in items}.values()) if relationship.distinct else items

    def _follower(self, relationship: Relationship) -> Callable[..., Any]:
        def follow(row: Row, _: Any, on: str | None = None, includeDeleted: bool = False, **arguments: Any) -> Any:  # noqa: N803
            items = self._follow(relationship, row, on, include_deleted=includeDeleted)
            if relationship.many:
                return self._page(relationship.to, items, PLAYED if relationship.edges else (), **arguments)
            return items[0][0] if items else None

        return follow

    def _measurer(self, relationship: Relationship) -> Callable[..., Any]:
        return lambda row, _, on=None, where=None, includeDeleted=False: self._figures(  # noqa: N803
            relationship.to, self._follow(relationship, row, on, include_deleted=includeDeleted), where
        )

    def _chain(self, row: Row, on: str | None) -> list[Row]:
        above = self._follow(RELATIONSHIPS["House"]["owner"], row, on)
        return [above[0][0], *self._chain(above[0][0], on)] if above else []

    # Conditions

    def _holds(self, label: str, row: Row, where: dict[str, Any]) -> bool:
        return all(self._part_holds(label, row, key, condition) for key, condition in where.items())

    def _part_holds(self, label: str, row: Row, key: str, condition: Any) -> bool:
        if key == "search":
            return bool(_words(condition) & _words(f"{row['title']} {row['kind']}"))
        if key == "AND":
            return all(self._holds(label, row, where) for where in condition)
        if key == "OR":
            return any(self._holds(label, row, where) for where in condition)
        if key == "NOT":
            return not self._holds(label, row, condition)
        if key.endswith("Aggregate"):
            return self._figures_hold(label, row, key, condition)
        if key == "owners":
            holding = {name: [self._holds(label, owner, where) for owner in self._chain(row, None)] for name, where in condition.items()}
            return all(_quantified(name, results) for name, results in holding.items())
        if key not in RELATIONSHIPS[label]:
            return _value_holds(key, row[key], condition)
        relationship = RELATIONSHIPS[label][key]
        related = [node for node, _ in self._follow(relationship, row)]
        return all(
            _quantified(name, [self._holds(relationship.to, node, where) for node in related])
            for name, where in _quantifiers(relationship, condition)
        )

    # Figures

    def _figures(self, label: str, items: list[Item], where: Any = None) -> dict[str, Any]:
        """All aggregates; graphql-core picks the ones that the schema has."""
        matching = [item for item in items if self._holds(label, item[0], where or {})]
        figures: dict[str, Any] = {name: _measure(name, [node[name] for node, _ in matching]) for name in MEASURED[label]}
        figures["count"] = len(matching)
        figures["edge"] = {name: _measure(name, [edge[name] for _, edge in matching if edge]) for name in PLAYED}
        totals: dict[str, int] = {}
        for node, _ in matching if label == "Record" else ():
            if node["price"] is not None:
                totals[node["currency"]] = totals.get(node["currency"], 0) + node["price"]
        figures["price"] = [{"currency": unit, "sum": f"{totals[unit]} {unit}"} for unit in sorted(totals)]
        return figures

    # Groups

    def _grouper(self, relationship: Relationship) -> Callable[..., Any]:
        return lambda row, _, on=None, includeDeleted=False, **arguments: self._groups(  # noqa: N803
            relationship.to, self._follow(relationship, row, on, include_deleted=includeDeleted), **arguments
        )

    def _groups(self, label: str, items: list[Item], *, by: list[str], first: int, where: Any = None, sort: Any = None) -> dict[str, Any]:
        groups: dict[tuple[Any, ...], list[Item]] = {}
        for item in items:
            if self._holds(label, item[0], where or {}):
                for keys in product(*(self._keys(label, item[0], name) for name in by)):
                    groups.setdefault(keys, []).append(item)
        rows = [{**self._figures(label, members), "keys": [dict(key) for key in keys]} for keys, members in groups.items()]
        rows.sort(key=lambda group: [(key["value"] is None, key["value"] or "", key["id"] or "") for key in group["keys"]])
        for sort_key in reversed(sort or []):
            ((name, order),) = sort_key.items()
            rows = _sorted_groups(rows, name, order)
        return {"nodes": rows[:first], "totalCount": len(rows)}

    def _keys(self, label: str, row: Row, name: str) -> list[tuple[tuple[str, Any], ...]]:
        """The group keys of a node: one, or one per related node."""
        field = "".join(part if not place else part.capitalize() for place, part in enumerate(name.lower().split("_")))
        if field in RELATIONSHIPS[label]:
            related = {node["id"]: node for node, _ in self._follow(RELATIONSHIPS[label][field], row)}.values()
            values = [(node.get("name", node.get("title")), node["id"]) for node in related] or [(None, None)]
            return [self._key(f"{label}.{field}", value, id_) for value, id_ in values]
        if field not in row:
            field, part = field[: -len(name.split("_")[-1])], name.split("_")[-1]
            value = row[field] and PARTS[part](date.fromisoformat(row[field][:10]))
        else:
            value = (
                {None: None, True: "true", False: "false"}.get(row[field], row[field]) if row[field] in (None, True, False) else row[field]
            )
        return [self._key(f"{label}.{field}", None if value is None else str(value), None)]

    @staticmethod
    def _key(path: str, value: str | None, id_: str | None) -> tuple[tuple[str, Any], ...]:
        identified = value if id_ is None else id_
        key = path if identified is None else f"{path}:{identified}"
        return (("name", path.partition(".")[2]), ("value", value), ("key", key), ("entityId", id_), ("id", id_))

    def _figures_hold(self, label: str, row: Row, key: str, conditions: dict[str, Any]) -> bool:
        relationship = RELATIONSHIPS[label][key.removesuffix("Aggregate")]
        figures = self._figures(relationship.to, self._follow(relationship, row))
        return all(
            _value_holds("count", figures["count"], condition)
            if name == "count"
            else all(_value_holds(name, figures[name][figure], operators) for figure, operators in condition.items())
            for name, condition in conditions.items()
        )

    # Pages

    def _sort_value(self, label: str, row: Row, name: str, order: Any) -> Any:
        """The value that a row is sorted by: a property, a property of a related node, or an aggregate of related nodes."""
        if isinstance(order, str):
            return row[name]
        ((inner, rest),) = order.items()
        relationship = RELATIONSHIPS[label][name.removesuffix("Aggregate")]
        related = self._follow(relationship, row)
        if not name.endswith("Aggregate"):
            return self._sort_value(relationship.to, related[0][0], inner, rest) if related else None
        conditions: list[Any] = []
        while inner == "filtered":
            conditions.append(rest["where"])
            ((inner, rest),) = rest["sort"].items()
        figures = self._figures(relationship.to, related, {"AND": conditions})
        return figures[inner] if inner == "count" else figures[inner][next(iter(rest))]

    def _page(
        self,
        label: str,
        items: list[Item],
        edge: tuple[str, ...],
        *,
        first: int,
        where: Any = None,
        sort: Any = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> dict[str, Any]:
        sort_keys = [(name, order) for sort_key in sort or [] for name, order in sort_key.items()]
        keys = [_leaf(name, order) for name, order in sort_keys]
        descending = keys[-1][1] if keys else False
        order = [*keys, ("id", descending), *((name, descending) for name in edge)]

        def position(item: Item) -> list[Any]:
            node, properties = item
            return [
                *(self._sort_value(label, node, name, direction) for name, direction in sort_keys),
                node["id"],
                *(properties[name] for name in edge),
            ]

        def compare(one: list[Any], other: list[Any]) -> int:
            return next((result for result in map(_compare, order, one, other) if result), 0)

        matching = [item for item in items if self._holds(label, item[0], where or {})]
        matching.sort(key=lambda item: cmp_to_key(compare)(position(item)))
        rest = [item for item in matching if after is None or compare(position(item), json.loads(after)) > 0]
        rest = [item for item in rest if before is None or compare(position(item), json.loads(before)) < 0]
        chosen = rest[:first] if last is None else rest[max(len(rest) - last, 0) :]
        edges = [{"cursor": json.dumps(position(item)), "node": item[0], **item[1]} for item in chosen]
        info = {
            "hasNextPage": len(rest) > first if last is None else before is not None,
            "hasPreviousPage": after is not None if last is None else len(rest) > last,
            "startCursor": edges[0]["cursor"] if edges else None,
            "endCursor": edges[-1]["cursor"] if edges else None,
        }
        return {"nodes": [edge_row["node"] for edge_row in edges], "edges": edges, "totalCount": len(matching), "pageInfo": info}


def _sorted_groups(groups: list[dict[str, Any]], name: str, order: Any) -> list[dict[str, Any]]:
    """Sorts by one key. The sort is stable, and missing values come last."""
    if name == "key":
        places = [
            lambda group, place=place, part=part: group["keys"][place][part]
            for place in range(len(groups[0]["keys"]) if groups else 0)
            for part in ("value", "id")
        ]
        for place, value in reversed(list(enumerate(places))):
            groups = _by_value(groups, value, descending=order == "DESC" and place % 2 == 0)
        return groups
    if name == "count":
        return _by_value(groups, lambda group: group["count"], descending=order == "DESC")
    ((figure, direction),) = order.items()
    return _by_value(groups, lambda group: group[name][figure] and _typed(name, group[name][figure]), descending=direction == "DESC")


def _by_value(groups: list[dict[str, Any]], value: Callable[[dict[str, Any]], Any], *, descending: bool) -> list[dict[str, Any]]:
    present = sorted((group for group in groups if value(group) is not None), key=value, reverse=descending)
    return [*present, *(group for group in groups if value(group) is None)]


def _words(text: str) -> set[str]:
    """The words of a text. The words that are searched for are plain letters."""
    return set(re.findall(r"[a-z]+", text.lower()))


def _leaf(name: str, order: Any) -> tuple[str, bool]:
    """The property at the end of a sort key, and whether the direction is descending."""
    if isinstance(order, str):
        return name, order == "DESC"
    if "where" in order:
        return _leaf(name, order["sort"])
    ((inner, rest),) = order.items()
    return _leaf(name if inner in ("sum", "avg", "min", "max") else inner, rest)


def _measure(name: str, values: list[Any]) -> dict[str, Any]:
    present = sorted((value for value in values if value is not None), key=lambda value: _typed(name, value))
    figures = {"min": present[0] if present else None, "max": present[-1] if present else None}
    if all(isinstance(value, int | float) for value in present):
        figures |= {"sum": float(sum(present)), "avg": sum(present) / len(present) if present else None}
    return figures


def _is_valid_on(properties: Row, day: str) -> bool:
    return (properties["from"] is None or properties["from"] <= day) and (properties["to"] is None or day < properties["to"])


def _quantifiers(relationship: Relationship, condition: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(condition.items()) if relationship.many else [("some", condition)]


def _quantified(quantifier: str, results: list[bool]) -> bool:
    return {"some": any(results), "all": all(results), "none": not any(results), "single": results.count(True) == 1}[quantifier]


def _value_holds(key: str, value: Any, operators: dict[str, Any]) -> bool:
    exact = operators.get("mode") == "EXACT"
    return all(_operator_holds(operator, value, operand, key, exact=exact) for operator, operand in operators.items() if operator != "mode")


def _operator_holds(operator: str, value: Any, operand: Any, key: str, *, exact: bool) -> bool:
    if operator == "isNull" or operand is None:
        return (value is None) is (operand is not False)
    if value is None:
        return False
    if operator in ("contains", "startsWith", "endsWith") and not exact:
        value, operand = _fold(value), _fold(operand)
    return COMPARISONS[operator](_typed(key, value), [_typed(key, item) for item in operand] if operator == "in" else _typed(key, operand))


def _fold(text: str) -> str:
    """Small letters, with the three that Unicode gives a second small form."""
    return text.lower().replace("i\u0307", "i").replace("ß", "ss").replace("ς", "σ")


def _compare(key: tuple[str, bool], one: Any, other: Any) -> int:
    name, descending = key
    if one is None or other is None:
        return (one is None) - (other is None)
    one, other = _typed(name, one), _typed(name, other)
    return ((one > other) - (one < other)) * (-1 if descending else 1)


def _typed(name: str, value: Any) -> Any:
    """Makes values comparable. Dates compare as text; times do not, because a fraction of a second is optional."""
    return datetime.fromisoformat(value) if name == "pressedAt" else value
