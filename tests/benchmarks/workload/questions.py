"""Random questions about the seeded organisation: conditions to a given depth, lists in any order, and counts."""

from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any

from strawberry import ID

from graph_service.mapping.node_types import Node, Property, Relation
from graph_service.mapping.scalars import Date

OPERATORS: dict[str, tuple[str, ...]] = {
    "id": ("eq", "in"),
    "text": ("eq", "in", "contains", "startsWith"),
    "date": ("eq", "gte", "lt"),
    "other": ("eq",),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition on a property."""

    prop: Property
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Related:
    """A condition on related nodes. quantifier: some, none, all or single; empty for a relation to one node."""

    relation: Relation
    quantifier: str
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Combined:
    """AND, OR or NOT (of one part)."""

    operator: str
    parts: tuple["Condition", ...]


Condition = Comparison | Related | Combined


@dataclass(frozen=True, slots=True)
class Question:
    """A list or its count. order: relations to one node, the property at their end, and whether it is descending."""

    node: Node
    condition: Condition | None
    order: tuple[tuple[Relation, ...], Property, bool] | None
    with_count: bool

    def document(self) -> str:
        """The GraphQL document."""
        arguments = [f"where: {{{graphql(self.condition)}}}"] if self.condition else []
        fields = ["totalCount"] if self.with_count else []
        if self.order:
            path, prop, descending = self.order
            sort = f"{prop.name}: {'DESC' if descending else 'ASC'}"
            for relation in reversed(path):
                sort = f"{relation.name}: {{{sort}}}"
            arguments += ["first: 20", f"sort: [{{{sort}}}]"]
            fields.append("nodes { id }")
        called = f"({', '.join(arguments)})" if arguments else ""
        return f"{{ {self.node.plural}{called} {{ {' '.join(fields)} }} }}"


def graphql(condition: Condition) -> str:
    """The condition as an entry of `where`."""
    match condition:
        case Comparison(prop, operator, value):
            return f"{prop.name}: {{{operator}: {_literal(value)}}}"
        case Related(relation, "", inner):
            return f"{relation.name}: {{{graphql(inner)}}}"
        case Related(relation, quantifier, inner):
            return f"{relation.name}: {{{quantifier}: {{{graphql(inner)}}}}}"
        case Combined("NOT", (part,)):
            return f"NOT: {{{graphql(part)}}}"
        case Combined(operator, parts):
            return f"{operator}: [{', '.join(f'{{{graphql(part)}}}' for part in parts)}]"


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return value.value if isinstance(value, Enum) else str(value).lower() if isinstance(value, bool) else f'"{value}"'


class QuestionGenerator:
    """Random questions with values that exist. values: samples of each property, by label and name."""

    def __init__(self, nodes: list[Node], values: dict[tuple[str, str], list[Any]], chance: Random) -> None:
        self._nodes, self._values, self._chance = nodes, values, chance

    def question(self) -> Question:
        """A random question."""
        chance = self._chance
        node = chance.choice(self._nodes)
        condition = self._condition(node, chance.randint(1, 4)) if chance.random() < 0.9 else None
        order = self._order(node) if chance.random() < 0.55 else None
        return Question(node, condition, order, with_count=order is None or chance.random() < 0.3)

    def _order(self, node: Node) -> tuple[tuple[Relation, ...], Property, bool]:
        path: list[Relation] = []
        while self._chance.random() < 0.4 and (single := [each for each in self._relations(node) if not each.many]):
            path.append(self._chance.choice(single))
            node = path[-1].target
        sortable = [prop for prop in node.properties.values() if (node.label, prop.name) in self._values]
        return tuple(path), self._chance.choice(sortable), self._chance.random() < 0.5

    def _condition(self, node: Node, depth: int) -> Condition:
        chance = self._chance
        kind = chance.random()
        if depth == 1 or kind < 0.15:
            return self._comparison(node)
        relations = self._relations(node)
        if kind < 0.7 and relations:
            relation = chance.choice(relations)
            quantifier = chance.choices(["some", "none", "all", "single"], [8, 2, 1, 1])[0] if relation.many else ""
            return Related(relation, quantifier, self._condition(relation.target, depth - 1))
        operator = chance.choices(["AND", "OR", "NOT"], [4, 3, 2])[0]
        number = 1 if operator == "NOT" else chance.randint(2, 3)
        return Combined(operator, tuple(self._condition(node, depth - 1) for _ in range(number)))

    def _relations(self, node: Node) -> list[Relation]:
        """The relations to types of which there are nodes."""
        return [each for each in node.relations.values() if not each.transitive and (each.target.label, "id") in self._values]

    def _comparison(self, node: Node) -> Comparison:
        chance = self._chance
        names = [name for label, name in self._values if label == node.label]
        name = "id" if chance.random() < 0.5 else chance.choice(names)
        prop, values = node.properties[name], self._values[node.label, name]
        kind = "id" if prop.type is ID else "text" if prop.type is str else "date" if prop.type is Date else "other"
        operator = chance.choice(OPERATORS[kind])
        value: Any = chance.choice(values)
        if operator == "in":
            value = chance.sample(values, min(3, len(values)))
        elif operator in ("contains", "startsWith"):
            value = value[:5]
        return Comparison(prop, operator, value)
