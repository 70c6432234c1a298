"""Output types around a node type: connections and edges, aggregates, groups and search matches."""

from collections.abc import Iterable
from typing import Any

import strawberry
from strawberry import ID
from strawberry.types.field import StrawberryField

from graph_service.mapping.aggregates import EDGE, aggregates_for, is_aggregated
from graph_service.mapping.inputs import aggregates_type_name
from graph_service.mapping.node_types import Node, Property
from graph_service.mapping.registry import Registry, make_field, node_words, nullable_if, to_words

HIGHLIGHT_MARK = "**"
"""Encloses each matched word in the highlights of a search."""


def property_field(registry: Registry, prop: Property) -> StrawberryField:
    if prop.is_name_values:
        fields = {
            "name": make_field(str, "The header of its column."),
            "value": make_field(str, "The text of its cell."),
        }
        pair = registry.define_object("ExtraField", "An additional column of an imported row: one that is no field of the service.", fields)
        return make_field(list[pair], prop.description)
    return make_field(nullable_if(prop.nullable, prop.type), prop.description)


def define_connection(registry: Registry, node: Node, name: str, edge_name: str, edge_properties: Iterable[Property] = ()) -> Any:
    """A page of nodes in the form of a Relay connection, with `nodes` and `totalCount`. Relationship properties are on the edges."""
    one, many = node_words(node)
    edge_fields = {
        "cursor": make_field(str, "The position in the list; pass it as `after` or `before` to continue from here."),
        **{prop.name: property_field(registry, prop) for prop in edge_properties},
        "node": make_field(node.cls, f"The {one}."),
    }
    registry.define_object(edge_name, f"A {one} in a list, with its cursor.", edge_fields)
    fields = {
        "nodes": make_field(list[node.cls], f"The {many} on this page."),
        "edges": make_field(list[registry.get(edge_name)], f"The {many} on this page, each with its cursor."),
        "totalCount": make_field(int, f"The number of {many} on all pages."),
        "pageInfo": make_field(strawberry.relay.PageInfo, "Whether there are more pages, and where they start."),
    }
    return registry.define_object(name, f"A page of {many}.", fields)


def define_aggregate(registry: Registry, node: Node, name: str, edge_properties: Iterable[Property] = ()) -> Any:
    """Aggregates of a list, with those of relationship properties in the field `edge`."""
    _, many = node_words(node)
    fields = _aggregate_fields(registry, node)
    edge_fields = {prop.name: _aggregates_of_property(registry, prop) for prop in edge_properties if is_aggregated(prop)}
    if edge_fields:
        description = "Aggregates of the relationship's own properties."
        fields[EDGE] = make_field(registry.define_object(f"{name}Edge", description, edge_fields), description)
    return registry.define_object(name, f"Aggregates of {many}.", fields)


def define_groups(registry: Registry, node: Node) -> Any:
    """The groups of a list: their keys, their aggregates, and how many there are."""
    one, many = node_words(node)
    key_fields = {
        "name": make_field(str, "The field or relationship of the key."),
        "value": make_field(
            str | None, "The value that the group has in common; the name of a related node. Absent for the group without a value."
        ),
        "key": make_field(ID, "Identifies the key together with its value, among those of all groups."),
        "entityId": make_field(ID | None, "The ID of the related node."),
        "id": make_field(ID | None, "The ID of the related node.", deprecated="Use `entityId`. A key of a group is no node."),
    }
    key = registry.define_object("GroupKey", "A key of a group with its value.", key_fields)
    group_fields = {"keys": make_field(list[key], "The keys of the group, in the order of `by`."), **_aggregate_fields(registry, node)}
    group = registry.define_object(f"{node.name}Group", f"Aggregates of the {many} in one group.", group_fields)
    fields = {
        "nodes": make_field(list[group], "The groups, at most `first` of them."),
        "totalCount": make_field(int, "The total number of groups."),
    }
    description = f"Groups of {many}. A {one} with several related nodes belongs to the group of each."
    return registry.define_object(f"{node.name}Groups", description, fields)


def define_match(registry: Registry, node: Node) -> Any:
    """One result of a search."""
    one, _ = node_words(node)
    fields = {
        "score": make_field(float, "How well it matches; comparable only within one response."),
        node.singular: make_field(node.cls, f"The {one}."),
        "highlights": make_field(list[str], f"Excerpts of its text, with matching words between {HIGHLIGHT_MARK} and {HIGHLIGHT_MARK}."),
    }
    return registry.define_object(f"{node.name}Match", f"A {one} that matches, and how well.", fields)


def _aggregate_fields(registry: Registry, node: Node) -> dict[str, StrawberryField]:
    _, many = node_words(node)
    properties = node.properties.values()
    fields = {"count": make_field(int, f"The number of {many}.")}
    fields |= {prop.name: _aggregates_of_property(registry, prop) for prop in properties if is_aggregated(prop)}
    return fields | {prop.name: _sums_by_unit(registry, prop, prop.unit) for prop in properties if prop.unit}


def _aggregates_of_property(registry: Registry, prop: Property) -> StrawberryField:
    fields = {
        name: make_field(function.result_type(prop.type) | None, function.description)
        for name, function in aggregates_for(prop.type).items()
    }
    type_ = registry.define_object(aggregates_type_name(prop.type), "Aggregates of one field; absent values are ignored.", fields)
    return make_field(type_, f"Aggregates of `{prop.name}`.")


def _sums_by_unit(registry: Registry, prop: Property, unit: str) -> StrawberryField:
    words = to_words(unit)
    fields = {unit: make_field(str, f"The {words} of the sum."), "sum": make_field(prop.type, "The sum.")}
    description = f"A sum in one {words}. Values that differ in {words} are never added together."
    type_ = registry.define_object(f"{unit[0].upper()}{unit[1:]}Sum", description, fields)
    return make_field(list[type_], f"The sums of `{prop.name}`, one per {words}.")
