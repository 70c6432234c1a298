"""Input types of a node type: filters (`where`), sort keys (`sort`) and the enum of grouping keys (`by`)."""

from enum import Enum
from typing import Any

import strawberry

from graph_service.mapping.aggregates import aggregates_for, is_aggregated
from graph_service.mapping.grouping_keys import grouping_keys
from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.operators import IS_NULL, operators_for
from graph_service.mapping.registry import Registry, node_words


@strawberry.enum(description="The sort order. Absent values come last in both directions.")
class Direction(Enum):
    """The sort order."""

    ASC = strawberry.enum_value("ASC", description="Ascending: smallest, earliest or alphabetically first value first.")
    DESC = strawberry.enum_value("DESC", description="Descending: largest, latest or alphabetically last value first.")


@strawberry.enum(description="How text is compared.")
class TextMode(Enum):
    """How text is compared."""

    IGNORE_CASE = strawberry.enum_value("IGNORE_CASE", description="Upper and lower case are treated as equal.")
    EXACT = strawberry.enum_value("EXACT", description="Upper and lower case are distinguished.")


FILTERED = "filtered"  # the sort key for an aggregate of the related nodes that meet a condition

Fields = dict[str, tuple[Any, str]]
"""Fields of an input type by name: (type, description)."""


def define_inputs(registry: Registry, node: Node) -> None:
    """Defines LessonWhere, LessonSort, LessonAggregateWhere, LessonAggregateSort and LessonGroupSort, with the types that they use."""
    _define_where(registry, node)
    _define_sort(registry, node)
    _define_aggregate_inputs(registry, node)


def define_grouping_keys(registry: Registry, node: Node) -> None:
    """Defines the enum LessonKey. Enums must exist before anything refers to them, so this runs first, for all node types."""
    _, many = node_words(node)
    members = {name: strawberry.enum_value(name, description=key.description) for name, key in grouping_keys(node).items()}
    registry.define_enum(f"{node.name}Key", f"What {many} can be grouped by.", members)


def _define_where(registry: Registry, node: Node) -> None:
    _, many = node_words(node)
    where = registry.get(f"{node.name}Where")
    fields: Fields = {
        prop.name: (_filter_type(registry, prop.type), f"Filters by `{prop.name}`.")
        for prop in node.properties.values()
        if prop.is_comparable
    }
    fields |= {name: _relation_condition(registry, each) for name, each in node.relations.items()}
    for name, relation in node.aggregates.items():
        fields[name] = (
            registry.get(f"{relation.target.name}AggregateWhere"),
            f"Filters by aggregates of `{relation.name}`.",
        )
    if node.fulltext:
        searched = " or ".join(f"`{name}`" for name in node.fulltext.properties)
        fields["search"] = (str, f"Full-text search: at least one of these words occurs in {searched}.")
    fields |= {
        "AND": (list[where], "All of these conditions hold."),
        "OR": (list[where], "At least one of these conditions holds."),
        "NOT": (where, "This condition does not hold."),
    }
    registry.define_input(f"{node.name}Where", f"Conditions on {many}; all of them must hold.", fields)


def _relation_condition(registry: Registry, relation: Relation) -> tuple[Any, str]:
    if relation.many:
        return _quantifiers(registry, relation.target), f"Filters by `{relation.name}`."
    return registry.get(f"{relation.target.name}Where"), f"Filters by `{relation.name}`."


def _quantifiers(registry: Registry, node: Node) -> Any:
    _, many = node_words(node)
    where = registry.get(f"{node.name}Where")
    fields: Fields = {
        "some": (where, f"At least one of the {many} meets this condition."),
        "all": (where, f"All of the {many} meet this condition (also true if there are none)."),
        "none": (where, f"None of the {many} meets this condition."),
        "single": (where, f"Exactly one of the {many} meets this condition."),
    }
    return registry.define_input(f"{node.name}Quantifiers", f"Conditions on how many of the related {many} match.", fields)


def _filter_type(registry: Registry, type_: Any) -> Any:
    """TextFilter, DateFilter, LessonStatusFilter ..."""
    fields: Fields = {
        name: (list[type_] if operator.takes_list else type_, operator.description) for name, operator in operators_for(type_).items()
    }
    fields[IS_NULL] = (bool, "True matches absent values, false matches present values.")
    if type_ is str:
        fields["mode"] = (TextMode, "How `contains`, `startsWith` and `endsWith` compare text; IGNORE_CASE by default.")
    return registry.define_input(f"{_type_name(type_)}Filter", "Conditions on one value; all of them must hold.", fields)


def _define_sort(registry: Registry, node: Node) -> None:
    _, many = node_words(node)
    fields: Fields = {prop.name: (Direction, f"Sorts by `{prop.name}`.") for prop in node.properties.values() if prop.is_comparable}
    for name, relation in node.relations.items():
        if not relation.many:
            fields[name] = (registry.get(f"{relation.target.name}Sort"), f"Sorts by a field of `{name}`.")
    for name, relation in node.aggregates.items():
        fields[name] = (registry.get(f"{relation.target.name}AggregateSort"), f"Sorts by an aggregate of `{relation.name}`.")
    registry.define_input(f"{node.name}Sort", f"One sort key for {many}. A list holds several, in order of priority.", fields, one_of=True)


def _define_aggregate_inputs(registry: Registry, node: Node) -> None:
    _, many = node_words(node)
    conditions: Fields = {"count": (_filter_type(registry, int), f"Filters by the number of {many}.")}
    sort_keys: Fields = {"count": (Direction, f"Sorts by the number of {many}.")}
    for prop in node.properties.values():
        if is_aggregated(prop):
            conditions[prop.name] = (_aggregates_where(registry, prop.type), f"Filters by aggregates of `{prop.name}`.")
            sort_keys[prop.name] = (_aggregates_sort(registry, prop.type), f"Sorts by an aggregate of `{prop.name}`.")
    registry.define_input(f"{node.name}AggregateWhere", f"Conditions on aggregates of {many}; all of them must hold.", conditions)
    filtered: Fields = {
        "where": (registry.get(f"{node.name}Where"), f"Which {many} are taken into account."),
        "sort": (registry.get(f"{node.name}AggregateSort"), f"The aggregate of these {many}."),
    }
    described = f"Sorts by an aggregate of the {many} that meet a condition."
    of_some: Fields = {FILTERED: (registry.define_input(f"{node.name}FilteredSort", described, filtered, required=True), described)}
    registry.define_input(f"{node.name}AggregateSort", f"One aggregate of {many} to sort by.", sort_keys | of_some, one_of=True)
    by_key: Fields = {"key": (Direction, "Sorts by the values of the keys; absent values come last.")}
    registry.define_input(f"{node.name}GroupSort", f"One sort key for groups of {many}.", by_key | sort_keys, one_of=True)


def _aggregates_where(registry: Registry, type_: Any) -> Any:
    fields: Fields = {
        name: (_filter_type(registry, function.result_type(type_)), function.description)
        for name, function in aggregates_for(type_).items()
    }
    return registry.define_input(
        f"{aggregates_type_name(type_)}Where", "Conditions on aggregates of one field; all of them must hold.", fields
    )


def _aggregates_sort(registry: Registry, type_: Any) -> Any:
    fields: Fields = {name: (Direction, function.description) for name, function in aggregates_for(type_).items()}
    return registry.define_input(f"{aggregates_type_name(type_)}Sort", "The aggregate to sort by.", fields, one_of=True)


def aggregates_type_name(type_: Any) -> str:
    """The GraphQL type of all aggregates over values of this type: DateFigures, FloatFigures ..."""
    return f"{_type_name(type_)}Figures"


def _type_name(type_: Any) -> str:
    return {str: "Text", bool: "Boolean", int: "Int", float: "Float"}.get(type_) or type_.__name__
