"""The inputs around the nodes: what may be asked in `where`, and what lists may be sorted by."""

from enum import Enum
from typing import Any

import strawberry

from graph_service.mapping.aggregates import figures_of, has_figures
from graph_service.mapping.annotations import Node
from graph_service.mapping.grouping_keys import group_keys
from graph_service.mapping.operators import IS_NULL, operators_of
from graph_service.mapping.registry import Registry, spoken, words


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


def fill_inputs(registry: Registry, node: Node) -> None:
    """Makes what may be asked of a node in `where`, in `sort`, and of figures over many of them."""
    _fill_where(registry, node)
    _fill_sort(registry, node)
    _fill_figures(registry, node)


def _fill_where(registry: Registry, node: Node) -> None:
    one, many = words(node)
    where = registry.of(f"{node.name}Where")
    fields = {p.name: (_operators(registry, p.type), f"By {spoken(p.name)}.") for p in node.properties.values() if p.beside is None}
    for relation in node.relations.values():
        if not relation.marker.chain:
            condition = _quantifiers(registry, relation.target) if relation.many else registry.of(f"{relation.target.name}Where")
            fields[relation.name] = (condition, f"By its {spoken(relation.name)}.")
    for name, relation in node.aggregates.items():
        fields[name] = (registry.of(f"{relation.target.name}AggregateWhere"), f"By figures over its {spoken(relation.name)}.")
    if node.text:
        fields["search"] = (str, f"At least one of these words is in its text ({', '.join(spoken(p) for p in node.text.properties)}).")
    fields |= {
        "AND": (list[where], "All of these hold."),
        "OR": (list[where], "At least one of these holds."),
        "NOT": (where, "This does not hold."),
    }
    registry.input(f"{node.name}Where", f"What to ask of {many}. A {one} must meet all that is given.", fields)


def _quantifiers(registry: Registry, node: Node) -> Any:
    _, many = words(node)
    where = registry.of(f"{node.name}Where")
    texts = {
        "some": f"At least one of the {many} meets this.",
        "all": f"Each of the {many} meets this (true where there are none).",
        "none": f"None of the {many} meets this.",
        "single": f"Exactly one of the {many} meets this.",
    }
    return registry.input(
        f"{node.name}Quantifiers", f"How many of the related {many} must meet a condition.", {k: (where, t) for k, t in texts.items()}
    )


def _operators(registry: Registry, kind: Any) -> Any:
    """The operators for one type of value: TextFilter, DateFilter, LessonStatusFilter ..."""
    operators = {name: (list[kind] if each.listed else kind, each.description) for name, each in operators_of(kind).items()}
    operators[IS_NULL] = (bool, "True: absent. False: present.")
    if kind is str:
        operators["mode"] = (TextMode, "How contains, startsWith and endsWith compare; IGNORE_CASE when left out.")
    return registry.input(f"{_type_name(kind)}Filter", "What to ask of one value; all that is given must hold.", operators)


def _fill_sort(registry: Registry, node: Node) -> None:
    _, many = words(node)
    keys: dict[str, tuple[Any, str]] = {p.name: (Direction, f"By {spoken(p.name)}.") for p in node.properties.values() if p.beside is None}
    for relation in node.relations.values():
        if not relation.many:
            keys[relation.name] = (registry.of(f"{relation.target.name}Sort"), f"By something of its {spoken(relation.name)}.")
    for name, relation in node.aggregates.items():
        keys[name] = (registry.of(f"{relation.target.name}AggregateSort"), f"By a figure over its {spoken(relation.name)}.")
    registry.input(f"{node.name}Sort", f"One key to sort {many} by. Several keys are given as a list.", keys, one_of=True)


def _fill_figures(registry: Registry, node: Node) -> None:
    _, many = words(node)
    conditions: dict[str, tuple[Any, str]] = {"count": (_operators(registry, int), "By how many there are.")}
    keys: dict[str, tuple[Any, str]] = {"count": (Direction, "By how many there are.")}
    for prop in node.properties.values():
        if has_figures(prop):
            conditions[prop.name] = (_figures_where(registry, prop.type), f"By figures over {spoken(prop.name)}.")
            keys[prop.name] = (_figures_sort(registry, prop.type), f"By a figure over {spoken(prop.name)}.")
    registry.input(f"{node.name}AggregateWhere", f"What to ask of figures over {many}; all that is given must hold.", conditions)
    registry.input(f"{node.name}AggregateSort", f"One figure over {many} to sort by.", keys, one_of=True)
    by_key = {"key": (Direction, "By the values of the keys, absent ones last.")}
    registry.input(f"{node.name}GroupSort", f"What to sort groups of {many} by.", by_key | keys, one_of=True)


def fill_keys(registry: Registry, node: Node) -> None:
    """Makes the enumeration of what lists of a node may be grouped by. Before all else: an enumeration cannot be mentioned first."""
    _, many = words(node)
    members = {name: strawberry.enum_value(name, description=key.description) for name, key in group_keys(node).items()}
    registry.enum(f"{node.name}Key", f"What {many} can be grouped by.", members)


def _figures_where(registry: Registry, kind: Any) -> Any:
    fields = {name: (_operators(registry, figure.type_over(kind)), figure.description) for name, figure in figures_of(kind).items()}
    return registry.input(f"{figures_name(kind)}Where", "What to ask of figures over many values; all that is given must hold.", fields)


def _figures_sort(registry: Registry, kind: Any) -> Any:
    fields = {name: (Direction, figure.description) for name, figure in figures_of(kind).items()}
    return registry.input(f"{figures_name(kind)}Sort", "The figure to sort by.", fields, one_of=True)


def figures_name(kind: Any) -> str:
    """The name of the type that holds the figures over values of this type: DateFigures, FloatFigures ..."""
    return f"{_type_name(kind)}Figures"


def _type_name(kind: Any) -> str:
    return {str: "Text", bool: "Boolean", int: "Int", float: "Float"}.get(kind) or kind.__name__
