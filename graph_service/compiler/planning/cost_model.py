"""The cost model: estimates how many rows each way of finding or testing nodes reads. `planner` compares these ways.

The estimates use the sizes of the graph, never the values of a request, so that a plan serves all requests of the same structure.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import Enum
from math import prod, sqrt
from typing import Any, Final, TypeAlias

from graph_service.compiler.conditions.search_text import SEARCH
from graph_service.compiler.planning.statistics import Statistics
from graph_service.mapping.node_types import Node, Property, Relation

Where: TypeAlias = dict[str, Any]

# The cost of each step in rows: about one database hit of Neo4j. Reading a node of a label or an index, and following a relationship, costs 1.
COMPARE: Final = 0.2  # one property
MEMBER: Final = 0.3  # whether a node is in a set
SORT: Final = 0.5  # one row
EXPAND: Final = 3.0  # leaving a node, at least
DENSE: Final = 50  # relationships of a node from which on Neo4j keeps them by type
EXISTS: Final = 10.0  # starting a subquery for a row, in addition to leaving its node

# Guesses for what the statistics do not contain.
PAGE: Final = 50.0  # rows of a page; the actual size is a value of the request
LIST: Final = 10  # values of `in`
CHAIN: Final = 10.0  # nodes along a transitive relation
DISTINCT_VALUES: Final = 100
SKEW: Final = 16.0  # how many times the average of relationships a node has that relationships lead to
REPEATS: Final = 4  # nodes that have the same text
RARE: Final = 1e-4  # relationships of a node, if the graph has none of the type
TEXT_SELECTIVITY: Final = 0.02  # the fraction of the nodes that a full-text search finds
AGGREGATE_SELECTIVITY: Final = 0.3
UNSEEN: Final = 1 / 256  # the fraction of the nodes that has a value which a sample does not contain
SELECTIVITIES: Final = {"contains": 0.1, "startsWith": 0.05, "endsWith": 0.05, "isNull": 0.1, "lt": 0.3, "lte": 0.3, "gt": 0.3, "gte": 0.3}
"""The fraction of the nodes that a comparison selects; operators that are not listed select all nodes."""
INDEXED: Final = frozenset({"eq", "in", "lt", "lte", "gt", "gte"})
"""The operators that an index can answer."""


@dataclass(frozen=True, slots=True)
class CostModel:
    """Estimates selectivities and costs of conditions, for a graph of this size."""

    statistics: Statistics

    def scanned(self, node: Node, where: Where | None) -> float:
        """About how many nodes of the label are read to test a condition: fewer than all if an index answers a part of it."""
        (properties,) = [part["AND"] for part in split_conjunction(node, where or {}) if is_on_properties(part)] or [[]]
        return self.nodes(node) * min(
            (self._property_selectivity(node, part) for part in properties if self._can_use_index(node, part)), default=1.0
        )

    def selectivity(self, node: Node, where: Where | None) -> float:
        """About which fraction of the nodes meets a condition."""
        return prod(self._part_selectivity(node, part) for part in split_conjunction(node, where or {}))

    def degree(self, relation: Relation, node: Node, *, reached: bool = False) -> float:
        """About how many nodes a relation leads to from a node of its type. reached: from one that another relationship leads to."""
        average = max(self.statistics.relationships(relation.relationship) / self.nodes(node), RARE)
        if reached:
            first = relation.through or relation
            number = self.statistics.relationships(first.relationship) / self.nodes(node)
            average *= max(self.statistics.degrees.get((first.relationship, first.incoming), 0) / max(number, RARE), 1)
        return average * CHAIN if relation.transitive else average if relation.many else min(average, 1.0)

    def reverse_degree(self, relation: Relation, *, asked: bool = False, reached: bool = False) -> float:
        """About how many nodes lead to a related node. Both a node that people ask for, and one that relationships lead to, have many."""
        number = self.statistics.relationships(relation.relationship) / self.nodes(relation.target)
        if asked or reached:
            guess = number * SKEW if reached and number > 1 else number
            number = max(number, self.statistics.degrees.get((relation.relationship, not relation.incoming), guess))
        return number * CHAIN if relation.transitive else number

    def leaving(self, node: Node) -> float:
        """The cost of leaving a node by its relationships of one type: Neo4j reads those of all types, unless there are many."""
        relations = {(each.relationship, each.incoming): each for each in node.relations.values() if not each.through}
        number = sum(self.statistics.relationships(each.relationship) for each in relations.values()) / self.nodes(node)
        return number if EXPAND < number < DENSE else EXPAND

    def has_index(self, node: Node, name: str) -> bool:
        """Whether an index has a property; assumed if the sizes of the graph are not known."""
        return not self.statistics.labels or self.statistics.distinct_values(node.label, name) is not None

    def nodes(self, node: Node) -> int:
        """The number of nodes of the label."""
        return self.statistics.nodes(node.label)

    def tests_cost(self, node: Node, parts: Sequence[Where], passing: float | None = None) -> float:
        """The cost of testing several conditions on one node. Those on its properties are tested first, the others on the nodes that meet these.

        passing: the fraction of the nodes that meets the conditions on properties, if it is not that of all nodes of the label.
        """
        on_properties = [part for part in parts if is_on_properties(part)]
        if passing is None:
            passing = prod(self._part_selectivity(node, part) for part in on_properties)
        others = sum(self.test_cost(node, part) for part in parts if not is_on_properties(part))
        return sum(self.test_cost(node, part) for part in on_properties) + passing * others

    def passing(self, node: Node, where: Where | None) -> float:
        """About which fraction of the nodes meets the conditions on properties among several that must all hold."""
        return prod(self._part_selectivity(node, part) for part in split_conjunction(node, where or {}) if is_on_properties(part))

    def test_cost(self, node: Node, where: Where, *, reached: bool = False) -> float:
        """The cost of testing a condition on one node by following its relationships. reached: a relationship leads to the node."""
        return sum(self._entry_cost(node, key, condition, reached) for key, condition in where.items() if condition)

    def _entry_cost(self, node: Node, key: str, condition: Any, reached: bool) -> float:
        if key in ("AND", "OR"):
            return sum(self.test_cost(node, where, reached=reached) for where in condition if where)
        if key == "NOT":
            return self.test_cost(node, condition, reached=reached)
        if key in node.properties or key == SEARCH:
            return COMPARE
        if key in node.aggregates:
            return 1 + self.degree(node.aggregates[key], node)
        relation = node.relations[key]
        wheres: Where = condition if relation.many else {"some": condition}
        return sum(
            self._quantifier_cost(node, relation, quantifier, where, reached=reached)
            for quantifier, where in wheres.items()
            if where is not None
        )

    def _quantifier_cost(self, node: Node, relation: Relation, quantifier: str, where: Where, *, reached: bool) -> float:
        tested = self.tested(node, relation, quantifier, where, reached=reached)
        leaving = self.leaving(node)
        if relation.through:  # the nodes between, as many of them as lead to the tested nodes
            between = self.statistics.relationships(relation.through.relationship) / self.nodes(node)
            leaving += 2 * EXPAND * between * min(tested / self.degree(relation, node, reached=reached), 1)
        return EXISTS + leaving + tested * (1 + self.test_cost(relation.target, where, reached=True))

    def tested(self, node: Node, relation: Relation, quantifier: str, where: Where, *, reached: bool = False) -> float:
        """About how many related nodes of one node are tested until one decides; for `single` all of them.

        The selectivity of the deciding condition is often a guess, so the estimate is the geometric mean of two numbers of tested nodes: the one
        that follows from the selectivity, and all related nodes.
        """
        degree, selectivity = self.degree(relation, node, reached=reached), self.selectivity(relation.target, where)
        deciding = {"single": 0.0, "all": 1 - selectivity}.get(quantifier, selectivity)
        return sqrt(_at_least_one(deciding, degree) / deciding * degree) if deciding else degree

    def _part_selectivity(self, node: Node, part: Where) -> float:
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return 1.0
        if key == "AND":
            return prod(self._property_selectivity(node, each) for each in condition)
        if key == "OR":
            return min(1.0, sum(self.selectivity(node, where) for where in condition))
        if key == "NOT":
            return 1 - self.selectivity(node, condition)
        if key == SEARCH:
            return TEXT_SELECTIVITY
        if key in node.aggregates:
            return AGGREGATE_SELECTIVITY
        relation = node.relations[key]
        wheres: Where = condition if relation.many else {"some": condition}
        return prod(
            self._quantifier_selectivity(node, relation, quantifier, where) for quantifier, where in wheres.items() if where is not None
        )

    def _quantifier_selectivity(self, node: Node, relation: Relation, quantifier: str, where: Where) -> float:
        """About which fraction of the nodes has some, no, exactly one, or only related nodes that meet a condition.

        A few related nodes are those that people ask for: more nodes than the average lead to them.
        """
        degree, selectivity = self.degree(relation, node), self.selectivity(relation.target, where)
        if selectivity * self.nodes(relation.target) <= LIST:
            average, frequent = (max(self.reverse_degree(relation, asked=each), RARE) for each in (False, True))
            selectivity = min(selectivity * frequent / average, max(selectivity, 0.5))
        if quantifier == "none":
            return 1 - _at_least_one(selectivity, degree)
        if quantifier == "all":
            return 1 - _at_least_one(1 - selectivity, degree)
        if quantifier == "single":
            return min(1.0, degree * selectivity) * (1 - selectivity) ** max(degree - 1, 0)
        return _at_least_one(selectivity, degree)

    def _property_selectivity(self, node: Node, part: Where) -> float:
        ((name, given),) = part.items()
        operators: dict[str, Any] = given or {}
        frequent = self.statistics.frequent.get((node.label, name), 0)
        selectivity = max(1 / self._distinct_values(node, node.properties[name]), frequent)
        # A part of a text selects at least the nodes with the text that it is a part of.
        parts = {operator: max(SELECTIVITIES[operator], frequent) for operator in ("contains", "startsWith", "endsWith")}
        selectivities = SELECTIVITIES | parts | {"eq": selectivity, "in": min(1.0, LIST * selectivity)}
        return prod(
            self._share(node, name, value) if operator == "eq" and isinstance(value, bool | Enum) else selectivities.get(operator, 1.0)
            for operator, value in operators.items()
        )

    def _share(self, node: Node, name: str, value: Any) -> float:
        """The fraction of the nodes that has a value which is part of the structure of a request."""
        plain = value.value if isinstance(value, Enum) else value
        rare = 1 / self._distinct_values(node, node.properties[name])
        if (node.label, name) in self.statistics.sampled:
            rare = min(rare, UNSEEN)
        return self.statistics.shares.get((node.label, name, plain), rare)

    def _distinct_values(self, node: Node, prop: Property) -> int:
        known = self.statistics.distinct_values(node.label, prop.name)
        if known is not None:
            return max(known, 1)
        sampled = self.statistics.sampled_values(node.label, prop.name)
        if sampled:
            return sampled
        if prop.type is bool:
            return 2
        if prop.type is str:
            return max(self.nodes(node) // REPEATS, 1)
        return len(prop.type) if isinstance(prop.type, type) and issubclass(prop.type, Enum) else DISTINCT_VALUES

    def _can_use_index(self, node: Node, part: Where) -> bool:
        ((name, operators),) = part.items()
        return bool(operators) and bool(operators.keys() & INDEXED) and self.has_index(node, name)


def _at_least_one(selectivity: float, number: float) -> float:
    """The probability that at least one of so many nodes meets a condition; a number below 1 is the probability that there is a node at all."""
    return selectivity * number if number < 1 else 1 - (1 - selectivity) ** number


def split_conjunction(node: Node, where: Where) -> list[Where]:
    """The conditions that must all hold, one by one; nested ANDs are flattened. Those on properties are one part: {"AND": [...]}."""
    parts = list(_flatten(node, where))
    on_properties = [part for part in parts if part.keys() <= node.properties.keys()]
    others = [part for part in parts if not part.keys() <= node.properties.keys()]
    return ([{"AND": on_properties}] if on_properties else []) + others


def _flatten(node: Node, where: Where) -> Generator[Where]:
    for key, condition in where.items():
        relation = node.relations.get(key)
        if key == "AND" and condition is not None and None not in condition:
            for each in condition:
                yield from _flatten(node, each)
        elif relation and relation.many and condition:
            yield from ({key: {quantifier: where}} for quantifier, where in condition.items())
        else:
            yield {key: condition}


def is_on_properties(part: Where) -> bool:
    return "AND" in part and bool(part["AND"]) and not is_null_in(part["AND"])


def is_null_in(conditions: Any) -> bool:
    """Whether a list of conditions contains null, which the compiler refuses."""
    return isinstance(conditions, list) and None in conditions


def related_condition(relation: Relation, condition: Where) -> Where | None:
    """The condition that some related node, or the one related node, has to meet; None for other quantifiers."""
    if not relation.many:
        return condition
    return condition.get("some") if condition.keys() == {"some"} else None
