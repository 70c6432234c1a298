"""Conditions as the planner sees them: the arguments of filters, taken apart.

{AND: [{title: {eq: "x"}}, {project: {id: {eq: "p1"}}}], topics: {some: {id: {eq: "t1"}}, none: {id: {eq: "t2"}}}}
    four parts that must all hold: on properties, on the project, and two on topics
"""

from collections.abc import Generator, Iterable
from enum import Enum
from typing import Any, Final, TypeAlias

from graph_service.mapping.node_types import Node, Relation

Where: TypeAlias = dict[str, Any]
SEARCH: Final = "search"
"""The key of a filter that searches the full-text index."""


def split_conjunction(node: Node, where: Where) -> list[Where]:
    """The conditions that must all hold, one by one; nested ANDs are flattened.

    Those on properties are one part: {"AND": [...]}. Several conditions on the one related node are one.
    """
    properties: list[Where] = []
    others: dict[tuple[str, int], list[Where]] = {}
    for part in _flatten(node, where):
        ((key, condition),) = part.items()
        if key in node.properties:
            properties.append(part)
        else:
            relation = node.relations.get(key)
            is_one = relation and not relation.many and not relation.dated and condition
            others.setdefault((key, 0 if is_one else len(others) + 1), []).append(part)
    joined = [parts[0] if len(parts) == 1 else {key: {"AND": [part[key] for part in parts]}} for (key, _), parts in others.items()]
    return ([{"AND": properties}] if properties else []) + joined


def _flatten(node: Node, where: Where) -> Generator[Where]:
    for key, condition in where.items():
        relation = node.relations.get(key)
        if key == "AND" and condition is not None and None not in condition:
            for each in condition:
                yield from _flatten(node, each)
        elif relation and relation.many and condition and len(condition) > 1:
            yield from ({key: {quantifier: where}} for quantifier, where in condition.items())
        else:
            yield where if len(where) == 1 else {key: condition}


def is_on_properties(part: Where) -> bool:
    """Whether it is the part of `split_conjunction` with the conditions on properties."""
    return "AND" in part and bool(part["AND"]) and not is_null_in(part["AND"])


def has_known_selectivity(node: Node, where: Where) -> bool:
    """Whether all conditions compare properties with values that are part of the structure of a request; or there are none."""
    entries = [entry for part in split_conjunction(node, where) for entry in (part["AND"] if is_on_properties(part) else [part])]
    return all(
        key in node.properties and operators and operators.keys() == {"eq"} and isinstance(operators["eq"], bool | Enum)
        for entry in entries
        for key, operators in entry.items()
    )


def is_null_in(conditions: Any) -> bool:
    """Whether a list of conditions contains null, which the compiler refuses."""
    return isinstance(conditions, list) and None in conditions


def quantified(relation: Relation, condition: Where) -> list[tuple[str, Where]]:
    """(quantifier, condition) of a condition on related nodes. The one related node has to exist, as for `some`."""
    wheres = condition if relation.many else {"some": condition}
    return [(quantifier, where) for quantifier, where in wheres.items() if where is not None]


def condition_on_some(relation: Relation, condition: Where) -> Where | None:
    """The condition that at least one related node has to meet; None if a node without any may meet the whole."""
    if not relation.many:
        return condition
    return next((condition[each] for each in ("some", "single") if each in condition), None) if len(condition) == 1 else None


def negated(node: Node, part: Where) -> Where | None:
    """The condition that must not hold; None if the part is no negation."""
    ((key, condition),) = part.items()
    return condition if key == "NOT" else some_of_none(node, part)


def some_of_none(node: Node, part: Where) -> Where | None:
    """The condition that some related node must not meet, for one that none has to meet."""
    ((key, condition),) = part.items()
    is_none = key in node.relations and bool(condition) and condition.keys() == {"none"}
    return {key: {"some": condition["none"]}} if is_none and condition["none"] else None


def flatten_alternatives(alternatives: Iterable[Where]) -> Generator[Where]:
    """The alternatives of an OR, with nested ORs flattened."""
    for where in alternatives:
        if where and where.keys() == {"OR"} and where["OR"] and not is_null_in(where["OR"]):
            yield from flatten_alternatives(where["OR"])
        else:
            yield where


def scan_name(node: Node, parts: list[Where], junction: str = ", ") -> str:
    """Lesson by status, phase; without conditions on properties: all Lesson nodes."""
    names = [name for part in parts for entry in part.get("AND") or () for name in entry]
    return f"{node.label} by {junction.join(dict.fromkeys(names))}" if names else f"all {node.label} nodes"
