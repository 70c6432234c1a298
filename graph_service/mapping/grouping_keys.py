"""Grouping keys: what a list can be grouped by. To add a part of a date, add a line to DATE_PARTS."""

from dataclasses import dataclass
from enum import Enum

from graph_service.mapping.node_types import Node, Property, Relation
from graph_service.mapping.scalars import Date, DateTime

DATE_PARTS = {
    "DAY": ("toString(date({x}))", "One group per day, such as 2025-03-01."),
    "WEEK": ("toString({x}.weekYear) + '-W' + right('0' + toString({x}.week), 2)", "One group per ISO 8601 week, such as 2025-W09."),
    "MONTH": ("substring(toString({x}), 0, 7)", "One group per month, such as 2025-03."),
    "QUARTER": ("toString({x}.year) + '-Q' + toString({x}.quarter)", "One group per quarter, such as 2025-Q1."),
    "YEAR": ("toString({x}.year)", "One group per year, such as 2025."),
}
"""Name of the part: the Cypher that makes text of the date {x}, and the description in the schema."""


@dataclass(frozen=True, slots=True)
class GroupingKey:
    """A property, a part of a date, or a related node to group by."""

    field: Property | Relation
    date_part: str | None
    description: str


def grouping_keys(node: Node) -> dict[str, GroupingKey]:
    """What nodes of this type can be grouped by: STATUS, LEARNED_ON_QUARTER, PROJECT ... Free text, ids and amounts are no keys."""
    keys: dict[str, GroupingKey] = {}
    for prop in node.properties.values():
        name = _upper_snake_case(prop.name)
        if prop.type in (Date, DateTime):
            keys |= {f"{name}_{part}": GroupingKey(prop, part, description) for part, (_, description) in DATE_PARTS.items()}
        elif _is_category(node, prop):
            keys[name] = GroupingKey(prop, None, prop.description or "")
    relations = [relation for relation in node.relations.values() if not relation.transitive]
    return keys | {_upper_snake_case(relation.name): GroupingKey(relation, None, relation.description or "") for relation in relations}


def _is_category(node: Node, prop: Property) -> bool:
    if prop.type is str:
        return prop.name not in (node.fulltext.properties if node.fulltext else ())
    return prop.type in (bool, int) or (isinstance(prop.type, type) and issubclass(prop.type, Enum))


def _upper_snake_case(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)
