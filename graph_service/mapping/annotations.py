"""Markers: one class says what a node is. The GraphQL types, the filters, the sort keys and the Cypher of reads all follow from it.

    @node("Lesson")
    class Lesson:
        \"\"\"Something people learned on a project.\"\"\"

        title: str
        \"\"\"One line that says it all.\"\"\"
        learners: Many["Person"] = related("LEARNED_BY")

Nothing is resolved when a class is declared, so that modules may name each other's classes as text (imported under TYPE_CHECKING
alone); `read_nodes` is told all of them and resolves the names among these.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import NoneType
from typing import Any, Generic, LiteralString, TypeVar, get_args, get_origin, get_type_hints

from strawberry.utils.str_converters import to_camel_case

T = TypeVar("T")


class Many(Generic[T]):
    """Any number of related nodes: a connection in the schema."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A marker: the attribute is a property of the node or relationship."""

    description: str | None = None
    beside: LiteralString | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A marker: the attribute is a relationship of the node."""

    relationship: LiteralString
    incoming: bool = False
    dated: bool = False
    distinct: bool = False
    chain: bool = False
    edge: type | None = None
    description: str | None = None


def stored(*, description: str | None = None, beside: LiteralString | None = None) -> Any:
    """A property. `beside` names a second property that gives the value its meaning (a unit, a currency): both are read as a pair
    for the field's scalar to put into words, and the field can be neither filtered nor sorted by."""
    return Stored(description, beside)


def related(
    relationship: LiteralString,
    *,
    incoming: bool = False,
    dated: bool = False,
    distinct: bool = False,
    chain: bool = False,
    edge: type | None = None,
    description: str | None = None,
) -> Any:
    """A relationship, to one node or, on `Many`, to any number.

    dated: it holds from its property `from` up to, not including, `to`; read as it stands on one day (argument `on`, today by default).
    distinct: several relationships may lead to the same node, which is listed once.
    edge: a class marked @edge whose attributes are the relationship's properties; a node is listed once per relationship then.
    chain: the relationship followed to its end, nearest node first; a plain list.

    A list that is neither distinct nor has an edge tells its items apart by their id alone: between two nodes there is one
    relationship then. A relationship to one node leads to one at most, dated on each day.
    """
    return Related(relationship, incoming, dated, distinct, chain, edge, description)


@dataclass(frozen=True, slots=True)
class Property:
    """A property as read: GraphQL name (the graph's name too), type, whether it may be absent."""

    name: str
    type: Any
    nullable: bool
    beside: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship as read: its marker, the node it leads to, and how many of them there may be."""

    name: str
    marker: Related
    target: "Node"
    many: bool
    nullable: bool
    edge: tuple[Property, ...]
    description: str | None


@dataclass(frozen=True, slots=True)
class FullText:
    """The full-text index over a node's texts: its name in the database, and the properties it covers."""

    index: LiteralString
    properties: tuple[LiteralString, ...]


@dataclass(slots=True, eq=False)
class Node:
    """What the compiler knows of one node type. Keys are GraphQL field names."""

    label: LiteralString
    origin: type
    plural: str
    text: FullText | None = None
    properties: dict[str, Property] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the GraphQL type."""
        return self.origin.__name__

    @property
    def aggregates(self) -> dict[str, Relation]:
        """The relations that have figures, by the field that holds them."""
        return {f"{name}Aggregate": relation for name, relation in self.relations.items() if relation.many and not relation.marker.chain}

    @property
    def groups(self) -> dict[str, Relation]:
        """The relations whose nodes can be grouped, by the field that holds the groups."""
        return {name.replace("Aggregate", "Grouped"): relation for name, relation in self.aggregates.items()}


def node(label: LiteralString, *, plural: str | None = None, text: FullText | None = None) -> Callable[[type[T]], type[T]]:
    """Declares the class to be the node type of that label. `plural` is for words that do not simply take an s. A node has an `id`."""

    def declare(cls: type[T]) -> type[T]:
        made = Node(label, cls, plural or f"{cls.__name__[0].lower()}{cls.__name__[1:]}s", text)
        setattr(cls, "__node__", made)  # noqa: B010 - the class is not ours to type
        return cls

    return declare


def edge(cls: type[T]) -> type[T]:
    """Declares the class to hold the properties of a relationship."""
    setattr(cls, "__edge__", True)  # noqa: B010
    return cls


def node_of(cls: type) -> Node:
    """The node a class declares. TypeError when it was not marked."""
    found: Node | None = cls.__dict__.get("__node__")
    if found is None:
        raise TypeError(f"{cls.__name__} is not marked with @node.")
    return found


def field_of(node: Node) -> str:
    """The name of a field that holds one of them."""
    return lower_first(node.name)


def lower_first(name: str) -> str:
    """The name of a class as the name of a field."""
    return name[0].lower() + name[1:]


def read_nodes(classes: Iterable[type]) -> list[Node]:
    """Resolves the attributes of all node classes. NameError names a class that is missing (one imported for type checking alone and
    not given here), TypeError an attribute that is marked wrongly."""
    nodes = {cls.__name__: node_of(cls) for cls in classes}
    for found in nodes.values():
        _read_node(found, nodes)
    return list(nodes.values())


def _read_node(found: Node, nodes: Mapping[str, Node]) -> None:
    for attribute, hint, marker, description in _attributes(found.origin, {name: n.origin for name, n in nodes.items()}):
        name, (bare, nullable) = to_camel_case(attribute), _bare(hint)
        if isinstance(marker, Related):
            found.relations[name] = _read_relation(f"{found.name}.{attribute}", name, bare, nullable, marker, description, nodes)
        elif get_origin(bare) is Many or "__node__" in getattr(bare, "__dict__", {}):
            raise TypeError(f"{found.name}.{attribute} leads to nodes: give it related(...), which names the relationship.")
        else:
            found.properties[name] = Property(name, bare, nullable, marker.beside if isinstance(marker, Stored) else None, description)
    if "id" not in found.properties:
        raise TypeError(f"{found.name} has no id. Nodes are found, and ties in lists broken, by it.")


def _read_relation(
    place: str, name: str, bare: Any, nullable: bool, marker: Related, description: str | None, nodes: Mapping[str, Node]
) -> Relation:
    many = get_origin(bare) in (Many, list)
    to = get_args(bare)[0] if many else bare
    target = nodes.get(getattr(to, "__name__", ""))
    if target is None:
        raise TypeError(f"{place} has related(...) but leads to {to!r}, which is none of the nodes given: {', '.join(nodes)}.")
    if (get_origin(bare) is list) is not marker.chain:
        raise TypeError(f"{place}: a chain is a list[{target.name}], any other number of nodes is Many[{target.name}].")
    return Relation(name, marker, target, many, nullable, _read_edge(marker.edge), description)


def _read_edge(cls: type | None) -> tuple[Property, ...]:
    if cls is None:
        return ()
    if "__edge__" not in cls.__dict__:
        raise TypeError(f"{cls.__name__} is not marked with @edge.")
    read = [(name.rstrip("_"), _bare(hint), description) for name, hint, _, description in _attributes(cls, {})]
    return tuple(Property(to_camel_case(name), bare, nullable, None, description) for name, (bare, nullable), description in read)


def _attributes(cls: type, names: Mapping[str, type]) -> list[tuple[str, Any, object, str | None]]:
    """(attribute, type, marker, description) of each, in the order of the class."""
    texts = attribute_texts(cls)
    hints = get_type_hints(cls, localns=dict(names))
    markers: list[tuple[str, Any, Any]] = [(name, hint, cls.__dict__.get(name)) for name, hint in hints.items()]
    return [(name, hint, marker, getattr(marker, "description", None) or texts.get(name)) for name, hint, marker in markers]


def _bare(hint: Any) -> tuple[Any, bool]:
    """(the type without None, whether None was allowed)."""
    rest = [argument for argument in get_args(hint) if argument is not NoneType]
    return (rest[0], True) if NoneType in get_args(hint) else (hint, False)


def attribute_texts(cls: type) -> dict[str, str]:
    """The text written under each attribute of a class, by attribute: it describes the field made from it."""
    declaration = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    texts: dict[str, str] = {}
    for above, below in pairwise(declaration.body if isinstance(declaration, ast.ClassDef) else ()):
        match above, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                texts[name] = " ".join(inspect.cleandoc(text).split())
            case _:
                pass
    return texts
