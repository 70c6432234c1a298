"""The inputs around the nodes: what may be asked in `where`, and what lists may be sorted by."""

from enum import Enum
from typing import Any

import strawberry

from graph_service.mapping.aggregates import figures_of, has_figures
from graph_service.mapping.annotations import Node
from graph_service.mapping.grouping_keys import group_keys
from graph_service.mapping.operators import IS_NULL, operators_of
from graph_service.mapping.registry import Registry, words


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


def fill_inputs(registry: Registry, node: Node) -> None:
    """Makes what may be asked of a node in `where`, in `sort`, and of figures over many of them."""
    _fill_where(registry, node)
    _fill_sort(registry, node)
    _fill_figures(registry, node)


def _fill_where(registry: Registry, node: Node) -> None:
    _, many = words(node)
    where = registry.of(f"{node.name}Where")
    fields = {p.name: (_operators(registry, p.type), f"Filters by `{p.name}`.") for p in node.properties.values() if p.beside is None}
    for relation in node.relations.values():
        if not relation.marker.chain:
            condition = _quantifiers(registry, relation.target) if relation.many else registry.of(f"{relation.target.name}Where")
            fields[relation.name] = (condition, f"Filters by `{relation.name}`.")
    for name, relation in node.aggregates.items():
        fields[name] = (registry.of(f"{relation.target.name}AggregateWhere"), f"Filters by aggregates of `{relation.name}`.")
    if node.text:
        fields["search"] = (
            str,
            f"Full-text search: at least one of these words occurs in {' or '.join(f'`{p}`' for p in node.text.properties)}.",
        )
    fields |= {
        "AND": (list[where], "All of these conditions hold."),
        "OR": (list[where], "At least one of these conditions holds."),
        "NOT": (where, "This condition does not hold."),
    }
    registry.input(f"{node.name}Where", f"Conditions on {many}; all of them must hold.", fields)


def _quantifiers(registry: Registry, node: Node) -> Any:
    _, many = words(node)
    where = registry.of(f"{node.name}Where")
    texts = {
        "some": f"At least one of the {many} meets this condition.",
        "all": f"All of the {many} meet this condition (also true if there are none).",
        "none": f"None of the {many} meets this condition.",
        "single": f"Exactly one of the {many} meets this condition.",
    }
    return registry.input(
        f"{node.name}Quantifiers", f"Conditions on how many of the related {many} match.", {k: (where, t) for k, t in texts.items()}
    )


def _operators(registry: Registry, kind: Any) -> Any:
    """The operators for one type of value: TextFilter, DateFilter, LessonStatusFilter ..."""
    operators = {name: (list[kind] if each.listed else kind, each.description) for name, each in operators_of(kind).items()}
    operators[IS_NULL] = (bool, "True matches absent values, false matches present values.")
    if kind is str:
        operators["mode"] = (TextMode, "How `contains`, `startsWith` and `endsWith` compare text; IGNORE_CASE by default.")
    return registry.input(f"{_type_name(kind)}Filter", "Conditions on one value; all of them must hold.", operators)


def _fill_sort(registry: Registry, node: Node) -> None:
    _, many = words(node)
    keys: dict[str, tuple[Any, str]] = {p.name: (Direction, f"Sorts by `{p.name}`.") for p in node.properties.values() if p.beside is None}
    for relation in node.relations.values():
        if not relation.many:
            keys[relation.name] = (registry.of(f"{relation.target.name}Sort"), f"Sorts by a field of `{relation.name}`.")
    for name, relation in node.aggregates.items():
        keys[name] = (registry.of(f"{relation.target.name}AggregateSort"), f"Sorts by an aggregate of `{relation.name}`.")
    registry.input(f"{node.name}Sort", f"One sort key for {many}. A list holds several, in order of priority.", keys, one_of=True)


def _fill_figures(registry: Registry, node: Node) -> None:
    _, many = words(node)
    conditions: dict[str, tuple[Any, str]] = {"count": (_operators(registry, int), f"Filters by the number of {many}.")}
    keys: dict[str, tuple[Any, str]] = {"count": (Direction, f"Sorts by the number of {many}.")}
    for prop in node.properties.values():
        if has_figures(prop):
            conditions[prop.name] = (_figures_where(registry, prop.type), f"Filters by aggregates of `{prop.name}`.")
            keys[prop.name] = (_figures_sort(registry, prop.type), f"Sorts by an aggregate of `{prop.name}`.")
    registry.input(f"{node.name}AggregateWhere", f"Conditions on aggregates of {many}; all of them must hold.", conditions)
    registry.input(f"{node.name}AggregateSort", f"One aggregate of {many} to sort by.", keys, one_of=True)
    by_key = {"key": (Direction, "Sorts by the values of the keys; absent values come last.")}
    registry.input(f"{node.name}GroupSort", f"One sort key for groups of {many}.", by_key | keys, one_of=True)


def fill_keys(registry: Registry, node: Node) -> None:
    """Makes the enumeration of what lists of a node may be grouped by. Before all else: an enumeration cannot be mentioned first."""
    _, many = words(node)
    members = {name: strawberry.enum_value(name, description=key.description) for name, key in group_keys(node).items()}
    registry.enum(f"{node.name}Key", f"What {many} can be grouped by.", members)


def _figures_where(registry: Registry, kind: Any) -> Any:
    fields = {name: (_operators(registry, figure.type_over(kind)), figure.description) for name, figure in figures_of(kind).items()}
    return registry.input(f"{figures_name(kind)}Where", "Conditions on aggregates of one field; all of them must hold.", fields)


def _figures_sort(registry: Registry, kind: Any) -> Any:
    fields = {name: (Direction, figure.description) for name, figure in figures_of(kind).items()}
    return registry.input(f"{figures_name(kind)}Sort", "The aggregate to sort by.", fields, one_of=True)


def figures_name(kind: Any) -> str:
    """The name of the type that holds the figures over values of this type: DateFigures, FloatFigures ..."""
    return f"{_type_name(kind)}Figures"


def _type_name(kind: Any) -> str:
    return {str: "Text", bool: "Boolean", int: "Int", float: "Float"}.get(kind) or kind.__name__
