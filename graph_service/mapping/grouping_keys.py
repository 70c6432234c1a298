"""Keys: what a list may be grouped by. Adding a part of a date is one line in PARTS."""

from dataclasses import dataclass
from enum import Enum

from graph_service.mapping.annotations import Node, Property, Relation
from graph_service.mapping.scalars import Date, DateTime

PARTS = {
    "DAY": ("toString(date({x}))", "day, such as 2025-03-01"),
    "WEEK": ("toString({x}.weekYear) + '-W' + right('0' + toString({x}.week), 2)", "ISO 8601 week, such as 2025-W09"),
    "MONTH": ("substring(toString({x}), 0, 7)", "month, such as 2025-03"),
    "QUARTER": ("toString({x}.year) + '-Q' + toString({x}.quarter)", "quarter, such as 2025-Q1"),
    "YEAR": ("toString({x}.year)", "year, such as 2025"),
}


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What a list may be grouped by: a property as it is or a part of it, or a relationship."""

    field: Property | Relation
    part: str | None
    description: str


def group_keys(node: Node) -> dict[str, GroupKey]:
    """What lists of this node may be grouped by, by name. Words that people wrote are no key, nor are ids and amounts."""
    keys: dict[str, GroupKey] = {}
    for prop in node.properties.values():
        if prop.type in (Date, DateTime):
            keys |= {f"{_upper(prop.name)}_{part}": GroupKey(prop, part, f"One group per {text}.") for part, (_, text) in PARTS.items()}
        elif _is_key(node, prop):
            keys[_upper(prop.name)] = GroupKey(prop, None, prop.description or "")
    relations = [relation for relation in node.relations.values() if not relation.marker.chain]
    return keys | {_upper(relation.name): GroupKey(relation, None, relation.description or "") for relation in relations}


def _is_key(node: Node, prop: Property) -> bool:
    if prop.type is str:
        return prop.name not in (node.text.properties if node.text else ())
    return prop.type in (bool, int) or (isinstance(prop.type, type) and issubclass(prop.type, Enum))


def _upper(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)
