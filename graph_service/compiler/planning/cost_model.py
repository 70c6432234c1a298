"""The cost model: estimates how many rows each way of finding or testing nodes reads. `planner` compares these ways.

The estimates use the sizes of the graph, never the values of a request, so that a plan serves all requests of the same structure.
"""

from dataclasses import dataclass, field
from enum import Enum
from math import exp, expm1, log1p, prod, sqrt
from typing import Any, Final, cast

from graph_service.compiler.planning.access_paths import Scan
from graph_service.compiler.planning.filter_parts import SEARCH, Where, is_null_in, is_on_properties, quantified, split_conjunction
from graph_service.compiler.planning.statistics import End, Statistics, round_count
from graph_service.mapping.node_types import Node, Property, Relation

# The cost of each step; 1 is about one database hit: reading a node from a label or an index, or following a relationship.
COMPARE_PROPERTY: Final = 0.2  # one property
TEST_MEMBERSHIP: Final = 0.3  # whether a node is in a set
SORT_ROW: Final = 0.5  # one row
EXPAND: Final = 3.0  # the least for expanding from a node
DENSE_NODE_DEGREE: Final = 50  # relationships of a node from which on Neo4j stores them by type
START_SUBQUERY: Final = 4.0  # starting a subquery for a row, in addition to expanding from its node

# Guesses for what the statistics do not contain.
ASSUMED_PAGE_SIZE: Final = 50  # rows of a page, if its size is a value of the request
ASSUMED_LIST_SIZE: Final = 10  # values of `in`, if the list is a value of the request
MAX_NAMED_NODES: Final = 16  # up to this many nodes, a query is taken to name them individually
CHAIN_LENGTH: Final = 10.0  # nodes along a transitive relation
DISTINCT_VALUES: Final = 100
DEGREE_SKEW: Final = 16.0  # the degree of a node reached by a relationship, as a multiple of the average degree
NODES_PER_TEXT: Final = 4  # nodes that have the same text
EPSILON: Final = 1e-4  # in place of 0, for example of the degree if the graph has no relationship of the type
TEXT_SELECTIVITY: Final = 0.02  # the fraction of the nodes that a full-text search finds
AGGREGATE_SELECTIVITY: Final = 0.3
UNSAMPLED_SHARE: Final = 1 / 256  # the fraction of the nodes that has a value which a sample does not contain
SELECTIVITIES: Final = {"contains": 0.1, "startsWith": 0.05, "endsWith": 0.05, "lt": 0.3, "lte": 0.3, "gt": 0.3, "gte": 0.3}
"""The fraction of the nodes with a property that a comparison selects; operators that are not listed select all nodes."""
INDEXED: Final = frozenset({"eq", "in", "lt", "lte", "gt", "gte"})
"""The operators that an index can answer."""


@dataclass(frozen=True, slots=True)
class CostModel:
    """Estimates selectivities and numbers of nodes, for a graph of this size."""

    statistics: Statistics
    known: dict[tuple[int, str], tuple[Where | None, float]] = field(default_factory=dict[Any, Any], compare=False)
    """The selectivity of conditions, by their identity and the label; with the condition, so that it is kept alive."""

    def nodes(self, node: Node) -> int:
        """The number of nodes of the label."""
        return self.statistics.nodes(node.label)

    def rows_read(self, node: Node, where: Where | None) -> float:
        """About how many nodes of the label are read to test a condition: fewer than all if an index answers a part of it."""
        properties = [each for part in split_conjunction(node, where or {}) if is_on_properties(part) for each in part["AND"]]
        return self.nodes(node) * min(
            (self._condition_selectivity(node, part) for part in properties if self._can_use_index(node, part)), default=1.0
        )

    def scan(self, node: Node, where: Where | None) -> Scan:
        """Testing the nodes of the label, in no order."""
        return Scan("", self.nodes(node), self.rows_read(node, where), only_counts=True)

    def has_index(self, node: Node, name: str) -> bool:
        """Whether an index has a property; assumed if the sizes of the graph are not known."""
        return not self.statistics.labels or self.statistics.distinct_values(node.label, name) is not None

    def present(self, node: Node, name: str) -> float:
        """The fraction of the nodes that has a property."""
        if name in node.properties and not node.properties[name].nullable:
            return 1.0
        with_property = min(self.statistics.nodes_with(node.label, name) / self.nodes(node), 1.0)
        return 1 - self.statistics.shares.get((node.label, name, None), 1 - with_property)

    def distinct(self, node: Node, name: str) -> int:
        """About how many different values of a property there are."""
        if name in node.properties:
            return self._distinct_values(node, node.properties[name])
        return max(self.statistics.distinct_values(node.label, name) or self.nodes(node), 1)

    def selectivity(self, node: Node, where: Where | None) -> float:
        """About which fraction of the nodes meets a condition."""
        key = id(where), node.label
        if key not in self.known:
            self.known[key] = where, prod(self.part_selectivity(node, part) for part in split_conjunction(node, where or {}))
        return self.known[key][1]

    def property_selectivity(self, node: Node, where: Where | None) -> float:
        """About which fraction of the nodes meets the conditions on properties among several that must all hold."""
        return prod(self.part_selectivity(node, part) for part in split_conjunction(node, where or {}) if is_on_properties(part))

    def degree(self, relation: Relation, node: Node, reached_by: End | None = None) -> float:
        """About how many nodes a relation leads to from a node of its type. reached_by: from one that such a relationship leads to."""
        average = max(self.statistics.relationships(relation.relationship) / self.nodes(node), EPSILON)
        if reached_by:
            number = self.statistics.relationships(first_end(relation)[0]) / self.nodes(node)
            joint = self.statistics.degrees.get((reached_by, first_end(relation)), number)
            average = max(average * joint / max(number, EPSILON), EPSILON)
        return average * CHAIN_LENGTH if relation.transitive else average if relation.many else min(average, 1.0)

    def reverse_degree(self, relation: Relation, *, named_in_query: bool = False, reached_by: End | None = None) -> float:
        """About how many nodes lead to a related node. A node that was reached by a relationship has more than the average, and one that a query
        names probably does."""
        number, end = self.statistics.relationships(relation.relationship) / self.nodes(relation.target), last_end(relation)
        guess = number * DEGREE_SKEW if reached_by and number > 1 else number
        if reached_by:
            number = self.statistics.degrees.get((reached_by, end), guess)
        elif named_in_query:
            number = sqrt(number * max(number, self.statistics.degrees.get((end, end), guess)))
        return number * CHAIN_LENGTH if relation.transitive else number

    def expand_cost(self, node: Node) -> float:
        """The cost of expanding from a node along one relationship type: Neo4j reads the relationships of all types, unless the node is dense."""
        relations = {(each.relationship, each.incoming): each for each in node.relations.values() if not each.through}
        number = sum(self.statistics.relationships(each.relationship) for each in relations.values()) / self.nodes(node)
        return number if EXPAND < number < DENSE_NODE_DEGREE else EXPAND

    def subquery_cost(self, node: Node, relation: Relation, tested: float, degree: float) -> float:
        """The cost of a subquery that expands from a node and stops after testing this many of its related nodes."""
        part = min(tested / degree, 1)
        leaving = START_SUBQUERY + max(self.expand_cost(node) * part, EXPAND)
        if not relation.through:
            return leaving
        # the nodes between, as many of them as lead to the tested nodes
        return leaving + 2 * EXPAND * part * self.statistics.relationships(relation.through.relationship) / self.nodes(node)

    def tested_neighbours(self, node: Node, relation: Relation, quantifier: str, where: Where, reached_by: End | None = None) -> float:
        """About how many related nodes of one node are tested until one decides; for `single` all of them.

        The selectivity of the deciding condition is often a guess, so the estimate is the geometric mean of two numbers of tested nodes: the one
        that follows from the selectivity, and all related nodes.
        """
        degree, selectivity = self.degree(relation, node, reached_by), self.selectivity(relation.target, where)
        deciding = {"single": 0.0, "all": 1 - selectivity}.get(quantifier, selectivity)
        return sqrt(_at_least_one(deciding, degree) / deciding * degree) if deciding else degree

    def part_selectivity(self, node: Node, part: Where) -> float:
        """About which fraction of the nodes meets one of the conditions of `split_conjunction`."""
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return 1.0
        if key == "AND":
            return prod(self._condition_selectivity(node, each) for each in condition)
        if key == "OR":
            return min(1.0, sum(self.selectivity(node, where) for where in condition))
        if key == "NOT":
            return 1 - self.selectivity(node, condition)
        if key == SEARCH:
            return TEXT_SELECTIVITY
        if key in node.aggregates:
            return AGGREGATE_SELECTIVITY
        relation = node.relations[key]
        return prod(self._quantifier_selectivity(node, relation, *each) for each in quantified(relation, condition))

    def _quantifier_selectivity(self, node: Node, relation: Relation, quantifier: str, where: Where) -> float:
        """About which fraction of the nodes has some, no, exactly one, or only related nodes that meet a condition.

        If only a few related nodes meet the condition, the query is taken to name them, and such nodes have more than the average degree.
        """
        degree, selectivity = self.degree(relation, node), self.selectivity(relation.target, where)
        if selectivity * self.nodes(relation.target) <= MAX_NAMED_NODES:
            average, frequent = (max(self.reverse_degree(relation, named_in_query=each), EPSILON) for each in (False, True))
            selectivity = min(selectivity * frequent / average, max(selectivity, 0.5))
        linked = min(max(self.statistics.linked.get(first_end(relation), min(degree, 1.0)), EPSILON), 1.0)  # nodes with any related node
        degree = max(degree / linked, 1.0)
        if quantifier == "none":
            return 1 - linked * _at_least_one(selectivity, degree)
        if quantifier == "all":
            return 1 - linked * _at_least_one(1 - selectivity, degree)
        if quantifier == "single":
            return linked * min(1.0, degree * selectivity) * (1 - selectivity) ** (degree - 1)
        return linked * _at_least_one(selectivity, degree)

    def _condition_selectivity(self, node: Node, part: Where) -> float:
        ((name, given),) = part.items()
        operators: dict[str, Any] = given or {}
        return prod(self._operator_selectivity(node, name, operator, value) for operator, value in operators.items())

    def _operator_selectivity(self, node: Node, name: str, operator: str, value: Any) -> float:
        present, frequent = self.present(node, name), self.statistics.frequent.get((node.label, name), 0)
        if operator == "isNull" or value is None:
            return present if value is False else 1 - present
        if operator == "eq" and isinstance(value, bool | Enum):
            return self._share(node, name, value)
        if operator in ("eq", "in"):
            selectivity = max(present / self._distinct_values(node, node.properties[name]), frequent)
            return min(1.0, selectivity * (list_size(value) if operator == "in" else 1))
        guess = present * SELECTIVITIES.get(operator, 1.0)
        if operator in ("startsWith", "contains"):
            # A sample says how many texts begin with the same letters; at least as many contain these.
            same_prefix = self.statistics.same_prefix.get((node.label, name), guess)
            return max(same_prefix if operator == "startsWith" else max(same_prefix, guess), frequent)
        return max(guess, frequent) if operator == "endsWith" else guess  # at least the nodes with the text that it is a part of

    def _share(self, node: Node, name: str, value: Any) -> float:
        """The fraction of the nodes that has a value which is part of the structure of a request."""
        plain = value.value if isinstance(value, Enum) else value
        rare = 1 / self._distinct_values(node, node.properties[name])
        if (node.label, name) in self.statistics.sampled:
            rare = min(rare, UNSAMPLED_SHARE)
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
            return max(self.nodes(node) // NODES_PER_TEXT, 1)
        return len(prop.type) if isinstance(prop.type, type) and issubclass(prop.type, Enum) else DISTINCT_VALUES

    def _can_use_index(self, node: Node, part: Where) -> bool:
        ((name, operators),) = part.items()
        return bool(operators) and bool(operators.keys() & INDEXED) and self.has_index(node, name)


def _at_least_one(selectivity: float, number: float) -> float:
    """The probability that at least one of so many nodes meets a condition; a number below 1 is the probability that there is a node at all."""
    return selectivity * number if number < 1 or selectivity >= 1 else -expm1(number * log1p(-selectivity))


def distinct_nodes(found: float, nodes: float) -> float:
    """About how many different ones of so many nodes are among those that relationships lead to."""
    return nodes * (1 - exp(-found / nodes))


def list_size(values: Any) -> int:
    """The order of magnitude of the number of values of `in`, if the document has them."""
    return max(round_count(len(cast("list[Any]", values))), 1) if isinstance(values, list) else ASSUMED_LIST_SIZE


def page_size(size: Any) -> int:
    """The order of magnitude of the number of rows of a page, if the document has it."""
    return round_count(size) if isinstance(size, int) and size > 0 else ASSUMED_PAGE_SIZE


def first_end(relation: Relation) -> End:
    """The end of a relationship by which a relation leaves its node."""
    first = relation.through or relation
    return first.relationship, first.incoming


def last_end(relation: Relation) -> End:
    """The end of a relationship by which a relation reaches the related nodes."""
    return relation.relationship, not relation.incoming
