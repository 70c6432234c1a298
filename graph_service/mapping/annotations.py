"""Annotations that map a class to a node type. GraphQL types, filters, sort keys and the Cypher of reads all follow from them.

    @node("Lesson")
    class Lesson:
        \"\"\"Something people learned on a project.\"\"\"

        id: ID
        title: str
        \"\"\"One line that sums it up.\"\"\"
        learners: Many["Person"] = related("LEARNED_BY")

The class docstring describes the GraphQL type; the text below an attribute describes its field. Types are resolved later, by
`resolve_nodes`, so modules can name each other's classes in quotes and import them under TYPE_CHECKING only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, LiteralString, TypeVar

from graph_service.mapping.node_types import FullTextIndex, HiddenWhen, Node, Step, lower_first
from graph_service.mapping.read_rules import ReadRule

T = TypeVar("T")


class Many(Generic[T]):
    """Any number of related nodes: a connection in the schema."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The annotation that `stored` leaves on a class."""

    description: str | None = None
    unit: LiteralString | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """The annotation that `related` leaves on a class."""

    relationship: LiteralString
    incoming: bool = False
    dated: bool = False
    distinct: bool = False
    transitive: bool = False
    edge: type | None = None
    description: str | None = None
    through: Step | None = None


def stored(*, description: str | None = None, unit: LiteralString | None = None) -> Any:
    """Annotates a property that needs more than its type.

    unit: the name of a second property that holds the unit of the value, such as its currency. Both are read as a pair, which the
    field's scalar formats. Such a field has neither filters nor sort keys, and sums are given per unit.
    """
    return Stored(description, unit)


def related(
    relationship: LiteralString,
    *,
    incoming: bool = False,
    dated: bool = False,
    distinct: bool = False,
    transitive: bool = False,
    edge: type | None = None,
    description: str | None = None,
    through: Step | None = None,
) -> Any:
    """Annotates a relationship, to one node or, on `Many`, to any number.

    dated: the relationship is valid from its property `from` up to, but not including, `to`. It is read as of one day: the argument
    `on`, by default today.
    distinct: several relationships may lead to the same node; the node is listed once.
    edge: a class annotated with @edge whose attributes are the relationship's properties. A node is listed once per relationship.
    transitive: follows the relationship repeatedly, nearest node first. The field is a plain list.
    through: follows this relationship first, to any number of nodes, and the annotated one from there.

    A list without `distinct` or `edge` is ordered by id alone, so there must be at most one relationship between two nodes. A field
    for one node must lead to at most one (if dated: at most one on each day).
    """
    return Related(relationship, incoming, dated, distinct, transitive, edge, description, through)


def node(
    label: LiteralString,
    *,
    plural: str | None = None,
    fulltext: FullTextIndex | None = None,
    hidden_when: HiddenWhen | None = None,
    read_rule: ReadRule | None = None,
) -> Callable[[type[T]], type[T]]:
    """Declares a class as the node type of a label. The class must have an attribute `id`. `plural` is needed where adding an s is wrong.

    hidden_when: which of the nodes are left out unless a query includes them, for example because they were withdrawn. read_rule: which
    nodes and properties a caller may read; everything without one.
    """

    def declare(cls: type[T]) -> type[T]:
        declared = Node(label, cls, plural or f"{lower_first(cls.__name__)}s", fulltext, hidden_when, read_rule)
        setattr(cls, "__node__", declared)  # noqa: B010 - the attribute is not part of the class's type
        return cls

    return declare


def edge(cls: type[T]) -> type[T]:
    """Declares a class as the properties of a relationship."""
    setattr(cls, "__edge__", True)  # noqa: B010
    return cls


def node_of(cls: type) -> Node:
    """The node type that a class declares. TypeError if the class itself has no @node annotation (a base class does not count)."""
    declared: Node | None = cls.__dict__.get("__node__")
    if declared is None:
        raise TypeError(f"{cls.__name__} has no @node annotation.")
    return declared
