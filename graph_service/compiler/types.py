"""The GraphQL types around the nodes: connections, edges, filters and sort keys, all derived from the markers."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from strawberry import ID
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph_service.compiler.markers import Node, Property, Relation
from graph_service.compiler.scalars import Date, DateTime

MAXIMUM_FIRST = 1000
ORDERED = (int, float, str, ID, Date, DateTime)
RESERVED = ("in", "from")  # words of Python's grammar: the attribute gets an underscore, the GraphQL name does not


@strawberry.enum(description="Which way to sort. Absent values come last either way.")
class Direction(Enum):
    """Which way to sort."""

    ASC = strawberry.enum_value("ASC", description="Smallest, earliest or first in the alphabet at the top.")
    DESC = strawberry.enum_value("DESC", description="Largest, latest or last in the alphabet at the top.")


@strawberry.enum(description="How text is compared.")
class TextMode(Enum):
    """How text is compared."""

    IGNORE_CASE = strawberry.enum_value("IGNORE_CASE", description="Capital and small letters are the same.")
    EXACT = strawberry.enum_value("EXACT", description="Capital and small letters differ.")


class Types:
    """All types of one schema. A type is handed out empty on first mention and filled later, so that types may mention each other."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = list(nodes)
        self._made: dict[str, Any] = {}
        self.roots: dict[str, tuple[Node, bool]] = {}
        """Root field name: its node, and whether it is a page (True) or one by its id (False)."""
        self.row_types: set[str] = {"PageInfo"}
        """Names of the object types whose fields are read from rows."""
        for node in self.nodes:
            self._fill_node(node)
        self.query = self._fill("NodeQuery", "What the graph holds.", self._roots())

    # What a node needs

    def _fill_node(self, node: Node) -> None:
        fields = {p.name: _field(_optional(p.type, p.nullable), p.description) for p in node.properties.values()}
        fields |= {r.name: self._relation_field(node, r) for r in node.relations.values()}
        _complete(node.origin, inspect.getdoc(node.origin) or "", fields)
        self._fill_filter(node)
        self._fill_sort(node)
        self._connection(node, f"{node.name}Connection", f"{node.name}Edge", ())
        self.row_types.add(node.name)

    def _relation_field(self, node: Node, relation: Relation) -> StrawberryField:
        target = relation.target
        on = [_argument("on", Date | None, "The day to look at; today when left out.")] if relation.marker.dated else []
        if relation.marker.chain:
            return _field(list[target.origin], relation.description, on)
        if not relation.many:
            return _field(_optional(target.origin, relation.nullable), relation.description, on)
        connection = self._of(f"{target.name}Connection")
        if relation.edge:
            own = f"{node.name}{relation.name[0].upper()}{relation.name[1:]}"
            connection = self._connection(target, f"{own}Connection", f"{own}Edge", relation.edge)
        return _field(connection, relation.description, [*on, *self._page_arguments(target)])

    def _connection(self, node: Node, name: str, edge_name: str, edge: Iterable[Property]) -> Any:
        one, many = _words(node)
        properties = {p.name: _field(_optional(p.type, p.nullable), p.description) for p in edge}
        self._fill(
            edge_name,
            f"One of the {many}, with its place in the list.",
            {
                "cursor": _field(str, "The place; pass it as `after` to go on behind it."),
                **properties,
                "node": _field(node.origin, f"The {one}."),
            },
        )
        return self._fill(
            name,
            f"A page of {many}.",
            {
                "nodes": _field(list[node.origin], f"The {many} of this page."),
                "edges": _field(list[self._of(edge_name)], "The same, each with its place in the list."),
                "totalCount": _field(int, "How many there are on all pages together."),
                "pageInfo": _field(strawberry.relay.PageInfo, "Whether there is more, and where to go on."),
            },
        )

    def _roots(self) -> dict[str, StrawberryField]:
        fields: dict[str, StrawberryField] = {}
        for node in self.nodes:
            one, many = _words(node)
            single = node.name[0].lower() + node.name[1:]
            self.roots |= {single: (node, False), node.plural: (node, True)}
            fields[single] = _field(node.origin | None, f"The {one} with this id, if there is one.", [_argument("id", ID, "Its id.")])
            fields[node.plural] = _field(self._of(f"{node.name}Connection"), f"All {many}, page by page.", self._page_arguments(node))
        return fields

    def _page_arguments(self, node: Node) -> list[StrawberryArgument]:
        one, many = _words(node)
        return [
            _argument("where", self._of(f"{node.name}Where") | None, f"Only the {many} for which all of this holds."),
            _argument(
                "sort",
                list[self._of(f"{node.name}Sort")] | None,
                "In this order: by the first key, then the next. Ties are broken by id, in the direction of the last key.",
            ),
            _argument("first", int, f"How many at the most, up to {MAXIMUM_FIRST:,}.", 20),
            _argument("after", str | None, f"Go on behind the {one} with this cursor."),
        ]

    # Filters and sort keys

    def _fill_filter(self, node: Node) -> None:
        one, many = _words(node)
        where = self._of(f"{node.name}Where")
        fields = {p.name: (self._operators(p.type), f"By {_spoken(p.name)}.") for p in node.properties.values() if p.beside is None}
        for relation in node.relations.values():
            if not relation.marker.chain:
                condition = self._quantifiers(relation.target) if relation.many else self._of(f"{relation.target.name}Where")
                fields[relation.name] = (condition, f"By its {_spoken(relation.name)}.")
        fields |= {
            "AND": (list[where], "All of these hold."),
            "OR": (list[where], "At least one of these holds."),
            "NOT": (where, "This does not hold."),
        }
        self._input(f"{node.name}Where", f"What to ask of {many}. A {one} must meet all that is given.", fields)

    def _quantifiers(self, node: Node) -> Any:
        _, many = _words(node)
        where = self._of(f"{node.name}Where")
        texts = {
            "some": f"At least one of the {many} meets this.",
            "all": f"Each of the {many} meets this (true where there are none).",
            "none": f"None of the {many} meets this.",
            "single": f"Exactly one of the {many} meets this.",
        }
        return self._input(
            f"{node.name}Quantifiers", f"How many of the related {many} must meet a condition.", {k: (where, t) for k, t in texts.items()}
        )

    def _operators(self, kind: Any) -> Any:
        """The operators for one type of value: TextFilter, DateFilter, LessonStatusFilter ..."""
        name = {str: "Text", bool: "Boolean", int: "Int", float: "Float"}.get(kind) or kind.__name__
        operators: dict[str, tuple[Any, str]] = {
            "eq": (kind, "Equal to this; null asks for absent values."),
            "in": (list[kind], "One of these."),
            "isNull": (bool, "True: absent. False: present."),
        }
        if kind in ORDERED:
            texts = {
                "gt": "Greater (later) than.",
                "gte": "At least (this or later).",
                "lt": "Less (earlier) than.",
                "lte": "At most (this or earlier).",
            }
            operators |= {operator: (kind, text) for operator, text in texts.items()}
        if kind is str:
            texts = {"contains": "Has this in it.", "startsWith": "Begins with this.", "endsWith": "Ends with this."}
            operators |= {operator: (str, text) for operator, text in texts.items()}
            operators["mode"] = (TextMode, "How contains, startsWith and endsWith compare; IGNORE_CASE when left out.")
        return self._input(f"{name}Filter", "What to ask of one value; all that is given must hold.", operators)

    def _fill_sort(self, node: Node) -> None:
        _, many = _words(node)
        keys = {p.name: (Direction, f"By {_spoken(p.name)}.") for p in node.properties.values() if p.beside is None}
        self._input(f"{node.name}Sort", f"One key to sort {many} by. Several keys are given as a list.", keys, one_of=True)

    # Making types

    def _of(self, name: str) -> Any:
        return self._made.setdefault(name, type(name, (), {}))

    def _fill(self, name: str, description: str, fields: Mapping[str, StrawberryField]) -> Any:
        self.row_types.add(name)
        return _complete(self._of(name), description, fields)

    def _input(self, name: str, description: str, fields: Mapping[str, tuple[Any, str]], *, one_of: bool = False) -> Any:
        cls = self._of(name)
        if not hasattr(cls, "__strawberry_definition__"):
            made = {key: _field(kind | None, text, default=strawberry.UNSET) for key, (kind, text) in fields.items()}
            _complete(cls, description, made, partial(strawberry.input, one_of=one_of))
        return cls


def _optional(kind: Any, nullable: bool) -> Any:
    return kind | None if nullable else kind


def _argument(name: str, kind: Any, description: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    return StrawberryArgument(name, name, StrawberryAnnotation(kind), description=description, default=default)


def _field(kind: Any, description: str | None, arguments: Iterable[StrawberryArgument] = (), default: Any = None) -> StrawberryField:
    made: StrawberryField = strawberry.field(description=description, default=default)
    made.type_annotation = StrawberryAnnotation(kind)
    made.arguments = list(arguments)  # without a resolver: rows are read by key (resolvers.py)
    return made


def _complete(cls: type, description: str, fields: Mapping[str, StrawberryField], make: Callable[..., Any] = strawberry.type) -> Any:
    cls.__annotations__ = {}
    for name, made in fields.items():
        attribute = f"{name}_" if name in RESERVED else name
        made.graphql_name = name
        cls.__annotations__[attribute] = made.type_annotation.annotation if made.type_annotation else Any
        setattr(cls, attribute, made)
    return make(cls, description=" ".join(description.split()))


def _words(node: Node) -> tuple[str, str]:
    """What one and many of them are called in a sentence."""
    return _spoken(node.name[0].lower() + node.name[1:]), _spoken(node.plural)


def _spoken(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
