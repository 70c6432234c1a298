"""Node types with their properties and relationships, as the compiler and the schema builder read them."""

from dataclasses import dataclass, field
from typing import Any, LiteralString

from graph_service.mapping.read_rules import ReadRule
from graph_service.mapping.scalars import NameValues


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship. `name` is both the GraphQL field and the property in the graph.

    `unit` names a second property that holds the unit of the value, such as its currency.
    """

    name: str
    type: Any
    nullable: bool
    unit: str | None
    description: str | None

    @property
    def is_name_values(self) -> bool:
        """Whether it holds pairs of names and values."""
        return self.type is NameValues

    @property
    def is_comparable(self) -> bool:
        """Whether lists can be filtered and sorted by it."""
        return self.unit is None and not self.is_name_values


@dataclass(frozen=True, slots=True)
class Relation:
    """A GraphQL field that follows a relationship to one node, or to several when `many`. The flags are explained at `related`."""

    name: str
    relationship: LiteralString
    target: "Node"
    many: bool
    nullable: bool
    incoming: bool
    dated: bool
    distinct: bool
    transitive: bool
    edge_properties: tuple[Property, ...]
    description: str | None
    through: "Step | None" = None


@dataclass(frozen=True, slots=True)
class Step:
    """A relationship that leads to the node at which a relation starts."""

    relationship: LiteralString
    incoming: bool = False


@dataclass(frozen=True, slots=True)
class FullTextIndex:
    """The full-text index of a node type: its name in the database and the properties it covers.

    stems: of an index that holds stems of words, the properties with the stems of `properties`, in the same order; the property `language`
    then has the language of each node.
    """

    name: LiteralString
    properties: tuple[LiteralString, ...]
    stems: tuple[LiteralString, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenWhen:
    """Hides the nodes of a type that have the property `property_name`, which should be indexed.

    Lists, aggregates, groups, searches, sort keys and conditions leave them out. The fields that return such nodes include them with the
    argument `argument`: true. A node that is referred to by its id, or by a field for one node, is always found.
    """

    property_name: LiteralString
    argument: LiteralString


@dataclass(slots=True, eq=False)
class Node:
    """A node type: its label, the class that declares it, and its fields by GraphQL name."""

    label: LiteralString
    cls: type
    plural: str
    fulltext: FullTextIndex | None = None
    hidden_when: HiddenWhen | None = None
    read_rule: ReadRule | None = None
    properties: dict[str, Property] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the GraphQL type: Lesson."""
        return self.cls.__name__

    @property
    def singular(self) -> str:
        """The name of a field that holds one node: lesson."""
        return lower_first(self.name)

    @property
    def related_types(self) -> dict[str, "Node"]:
        """The types that relations lead to, by the name of a field that holds one node: of the type, or of the relation."""
        relations = self.relations.items()
        return {relation.target.singular: relation.target for _, relation in relations} | {name: each.target for name, each in relations}

    @property
    def aggregates(self) -> dict[str, Relation]:
        """The relations that can be aggregated, by GraphQL field: {"reusesAggregate": ...}."""
        return {f"{name}Aggregate": relation for name, relation in self.relations.items() if relation.many and not relation.transitive}

    @property
    def groups(self) -> dict[str, Relation]:
        """The relations that can be grouped, by GraphQL field: {"reusesGrouped": ...}."""
        return {name.replace("Aggregate", "Grouped"): relation for name, relation in self.aggregates.items()}


def lower_first(name: str) -> str:
    """A class name as a field name: RecordReuse becomes recordReuse."""
    return name[0].lower() + name[1:]
