"""The GraphQL schema of a set of node types: their fields and the root fields that query them."""

import inspect
from collections.abc import Iterable, Mapping
from typing import Literal

from strawberry import ID
from strawberry.types.field import StrawberryField

from graph_service.mapping.annotations import node_of
from graph_service.mapping.arguments import day_argument, group_arguments, list_arguments, page_arguments, search_arguments
from graph_service.mapping.inputs import define_grouping_keys, define_inputs
from graph_service.mapping.node_interface import NODE_ID, NODE_ID_DESCRIPTION, NodeInterface, implement_node_interface
from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.outputs import define_aggregate, define_connection, define_groups, define_match, property_field
from graph_service.mapping.registry import Registry, define_type, make_argument, make_field, node_words, nullable_if, to_words
from graph_service.page_size import MAXIMUM_PAGE_SIZE

RootKind = Literal["node", "lookup", "page", "aggregate", "groups", "search", "change"]
"""What a root field returns; COMPILERS (compiler/statements.py) has the statement of each kind."""


class SchemaTypes:
    """The types of one schema. `search` maps the name of a root field to the class whose full-text index it searches.

    `query` is the root type; `roots` gives the node type and the kind of each of its fields.
    """

    def __init__(self, nodes: Iterable[Node], search: Mapping[str, type] | None = None) -> None:
        self.nodes = list(nodes)
        self.registry = Registry()
        self.roots: dict[str, tuple[Node, RootKind]] = {}
        for node in self.nodes:
            define_grouping_keys(self.registry, node)
        for node in self.nodes:
            self._define_node(node)
        fields = (
            self._root_fields() | _lookup_fields() | {name: self._search_field(name, node_of(cls)) for name, cls in (search or {}).items()}
        )
        self.query = self.registry.define_object("NodeQuery", "Reads the nodes of the graph.", fields)

    @property
    def row_types(self) -> set[str]:
        """Names of the object types whose fields are read from rows."""
        return self.registry.row_types | {node.name for node in self.nodes}

    @property
    def by_name(self) -> dict[str, Node]:
        """The node types by the name of their GraphQL type."""
        return {node.name: node for node in self.nodes}

    def _define_node(self, node: Node) -> None:
        fields = {"id": property_field(self.registry, node.properties["id"]), NODE_ID: make_field(ID, NODE_ID_DESCRIPTION)}
        fields |= {prop.name: property_field(self.registry, prop) for prop in node.properties.values()}
        fields |= {name: self._relation_field(node, relation) for name, relation in node.relations.items()}
        fields |= {name: self._aggregate_field(node, name, relation) for name, relation in node.aggregates.items()}
        fields |= {name: self._groups_field(relation) for name, relation in node.groups.items()}
        define_type(node.cls, inspect.getdoc(node.cls) or "", fields)
        implement_node_interface(node.cls)
        define_inputs(self.registry, node)
        define_connection(self.registry, node, f"{node.name}Connection", f"{node.name}Edge")
        define_aggregate(self.registry, node, f"{node.name}Aggregate")
        define_groups(self.registry, node)

    def _relation_field(self, node: Node, relation: Relation) -> StrawberryField:
        target, on = relation.target, day_argument(relation)
        if relation.transitive:
            return make_field(list[target.cls], relation.description, on)
        if not relation.many:
            return make_field(nullable_if(relation.nullable, target.cls), relation.description, on)
        connection = self.registry.get(f"{target.name}Connection")
        if relation.edge_properties:
            prefix = _type_prefix(node, relation)
            connection = define_connection(self.registry, target, f"{prefix}Connection", f"{prefix}Edge", relation.edge_properties)
        return make_field(connection, relation.description, [*on, *page_arguments(self.registry, target)])

    def _aggregate_field(self, node: Node, name: str, relation: Relation) -> StrawberryField:
        target = relation.target
        aggregate = self.registry.get(f"{target.name}Aggregate")
        if relation.edge_properties:
            aggregate = define_aggregate(self.registry, target, f"{_type_prefix(node, relation)}Aggregate", relation.edge_properties)
        arguments = [*day_argument(relation), *list_arguments(self.registry, target)]
        return make_field(aggregate, f"Aggregates of `{relation.name}`.", arguments)

    def _groups_field(self, relation: Relation) -> StrawberryField:
        arguments = [*day_argument(relation), *group_arguments(self.registry, relation.target)]
        groups = self.registry.get(f"{relation.target.name}Groups")
        return make_field(groups, f"Aggregates of {to_words(relation.name)}, one row per group.", arguments)

    def _root_fields(self) -> dict[str, StrawberryField]:
        fields: dict[str, StrawberryField] = {}
        for node in self.nodes:
            fields |= self._root_fields_of(node)
            self.roots |= {
                node.singular: (node, "node"),
                node.plural: (node, "page"),
                f"{node.plural}Grouped": (node, "groups"),
                f"{node.plural}Aggregate": (node, "aggregate"),
            }
        return fields

    def _root_fields_of(self, node: Node) -> dict[str, StrawberryField]:
        one, many = node_words(node)
        connection, groups, aggregate = (self.registry.get(f"{node.name}{suffix}") for suffix in ("Connection", "Groups", "Aggregate"))
        by_id = [make_argument("id", ID, f"The ID of the {one}.")]
        return {
            node.singular: make_field(node.cls | None, f"The {one} with this ID; null if there is none.", by_id),
            node.plural: make_field(connection, f"All {many}, in pages.", page_arguments(self.registry, node)),
            f"{node.plural}Grouped": make_field(
                groups, f"Aggregates of all {many}, one row per group.", group_arguments(self.registry, node)
            ),
            f"{node.plural}Aggregate": make_field(aggregate, f"Aggregates of all {many}.", list_arguments(self.registry, node)),
        }

    def _search_field(self, name: str, node: Node) -> StrawberryField:
        _, many = node_words(node)
        self.roots[name] = (node, "search")
        description = f"The {many} whose text contains any of these words, best match first."
        return make_field(list[define_match(self.registry, node)], description, search_arguments(self.registry, node))


def _lookup_fields() -> dict[str, StrawberryField]:
    """The root fields `node` and `nodes` (compiler/execution/node_lookup.py)."""
    by_id = make_argument(NODE_ID, ID, "The `nodeId` of the node.")
    by_ids = make_argument("nodeIds", list[ID], f"The `nodeId` of each node; at most {MAXIMUM_PAGE_SIZE:,}.")
    return {
        "node": make_field(NodeInterface | None, "The node with this `nodeId`; null if there is none.", [by_id]),
        "nodes": make_field(
            list[NodeInterface | None], "The nodes with these values of `nodeId`, in this order; null where there is none.", [by_ids]
        ),
    }


def _type_prefix(node: Node, relation: Relation) -> str:
    """Prefix of the types that belong to one relation, because they include its relationship properties: MusicianTimes."""
    return f"{node.name}{relation.name[0].upper()}{relation.name[1:]}"
