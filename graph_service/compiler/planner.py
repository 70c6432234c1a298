"""The planner: estimates how many rows each way to answer a question reads, and takes the cheapest.

Neo4j tests a condition on related nodes once for each listed node. Where few related nodes meet it, the planner starts from these, and
collects the listed nodes before the rest of the statement runs:

    { lessons(where: {project: {id: {eq: "p1"}}}) { totalCount } }
        WITH COLLECT { MATCH (n2:Project) WHERE n2.id = $p0 MATCH (n1)-[:LEARNED_ON]->(n2) RETURN n1 } AS set0
        WITH set0, {totalCount: size(set0)} AS row RETURN row

| condition | start |
|---|---|
| on properties | the nodes of the label, from an index where there is one |
| on some related node, or the one related node | the start of the condition on it, then backwards along the relationship |
| AND | the cheapest of the parts; the others are tested on its nodes |
| OR | the starts of all parts, if each has one |
| search | the full-text index |
| NOT, none, all, single, aggregates | none |

A condition that is not the start is tested by following relationships from each row, or by membership in a set of nodes that is
collected once, whichever reads fewer rows. The estimates use the sizes of the graph, never the values of a request, so that a plan
serves all requests of the same structure.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from math import prod
from typing import Any, Final, TypeAlias

from graph_service.compiler.expressions import chain_pattern, conjunction, relationship_pattern, valid_on, where_clause
from graph_service.compiler.node_source import not_hidden
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.compiler.text_matches import SEARCH, match_text
from graph_service.mapping.node_types import Node, Property, Relation

Where: TypeAlias = dict[str, Any]
CompileWhere: TypeAlias = Callable[[StatementBuilder, Node, str, Where | None], str]
"""compile_where of filters.py, which imports this module."""

# The cost of each step in rows. Reading a node of a label or an index, and following a relationship, costs 1.
COMPARE: Final = 0.2  # one property
MEMBER: Final = 0.3  # whether a node is in a set
SORT: Final = 0.5  # one row
EXISTS: Final = 16.0  # a subquery that is started for a row, beside the relationships it follows
# A set is collected whole, and after the first relationship its nodes may have many more than the average: by this factor for each step.
SKEW: Final = 8.0
MAX_UNITED: Final = 8  # starts of one OR: each is planned by itself

# Guesses where the graph has no numbers.
PAGE: Final = 50.0  # rows of a page: its size is a value
LIST: Final = 10  # values of `in`
CHAIN: Final = 10.0  # nodes along a transitive relation
DISTINCT_VALUES: Final = 100
REPEATS: Final = 4  # nodes with the same text
RARE: Final = 1e-4  # relationships of a node, where the graph has none
TEXT_SHARE: Final = 0.02  # the share of the nodes that a full-text search finds
AGGREGATE_SHARE: Final = 0.3
SHARES: Final = {"contains": 0.1, "startsWith": 0.05, "endsWith": 0.05, "isNull": 0.1, "lt": 0.3, "lte": 0.3, "gt": 0.3, "gte": 0.3}
"""The share of the nodes that a comparison selects; all nodes for operators that are not listed."""
INDEXED: Final = frozenset({"eq", "in", "lt", "lte", "gt", "gte"})
"""The operators that an index can answer."""


@dataclass(frozen=True, slots=True)
class Start:
    """A way to find the nodes that meet a condition without testing every node of their label.

    rows: about how many meet it. work: the cost of finding them. unique: whether each is found once. single: whether there is at most one.
    steps: the relationships on the way. match: the Cypher that binds a variable to them.
    """

    rows: float
    work: float
    match: Callable[[str], str]
    unique: bool = True
    single: bool = False
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Planner:
    """Estimates the conditions of one statement."""

    builder: StatementBuilder
    compile_where: CompileWhere

    def collect(self, start: Start) -> str:
        """The variable of the set of the nodes that a start finds."""
        variable = self.builder.new_variable("n")
        return self.builder.collect_set(f"{start.match(variable)} RETURN {'' if start.unique else 'DISTINCT '}{variable}")

    def find_start(self, node: Node, where: Where) -> Start | None:
        """The cheapest start of all conditions together; None if each node of the label has to be tested."""
        parts = split_conjunction(node, where)
        options = self._options(node, parts)
        if not options:
            return None
        _, start, position = min(options, key=lambda option: option[0])
        return self._with_tests(node, start, parts[:position] + parts[position + 1 :])

    def find_driver(self, node: Node, where: Where, tested: float) -> tuple[Start, list[Where]] | None:
        """The start from related nodes that is cheaper than testing this many nodes of the label, and the conditions left to test."""
        parts = split_conjunction(node, where)
        scan = tested * (1 + sum(self._test_cost(node, part) for part in parts))
        options = [option for option in self._options(node, parts) if not _is_on_properties(parts[option[2]])]
        if not options:
            return None
        cost, start, position = min(options, key=lambda option: option[0] + SORT * option[1].rows)
        return (start, parts[:position] + parts[position + 1 :]) if cost + SORT * start.rows < scan else None

    def _options(self, node: Node, parts: list[Where]) -> list[tuple[float, Start, int]]:
        """(cost with the tests of the other parts, start, position of its part) for each part that has a start."""
        costs = [self._test_cost(node, part) for part in parts]
        total = sum(costs)
        starts = [(self._part_start(node, part), position) for position, part in enumerate(parts)]
        return [(start.work + start.rows * (total - costs[position]), start, position) for start, position in starts if start is not None]

    def membership(self, node: Node, variable: str, part: Where) -> str | None:
        """n0 IN set0, if collecting the set costs less than following the relationships of each tested row; otherwise None."""
        tested = self.builder.tested_rows
        start = self._part_start(node, part) if tested else None
        if start is None or SKEW ** max(start.steps - 1, 0) * start.work + MEMBER * tested >= tested * self._test_cost(node, part):
            return None
        return f"{variable} IN {self.collect(start)}"

    def find_excluded(self, node: Node, where: Where, tested: float) -> Start | None:
        """The start of the nodes that a condition excludes, if it is only a negation, and that is cheaper than testing each node."""
        parts = split_conjunction(node, where)
        excluded = _negated(node, parts[0]) if len(parts) == 1 else None
        start = self.find_start(node, excluded) if excluded else None
        return start if start and start.work + MEMBER * tested < tested * (1 + self._test_cost(node, where)) else None

    def scanned(self, node: Node, where: Where | None) -> float:
        """About how many nodes of the label are read to test a condition: fewer than all if an index answers a part of it."""
        (properties,) = [part["AND"] for part in split_conjunction(node, where or {}) if _is_on_properties(part)] or [[]]
        return self._nodes(node) * min(
            (self._property_share(node, part) for part in properties if self._can_use_index(node, part)), default=1.0
        )

    def share(self, node: Node, where: Where | None) -> float:
        """About which share of the nodes meets a condition."""
        return prod(self._part_share(node, part) for part in split_conjunction(node, where or {}))

    def degree(self, relation: Relation, node: Node) -> float:
        """About how many nodes a relation leads to from a node of its type."""
        average = max(self.builder.statistics.relationships(relation.relationship) / self._nodes(node), RARE)
        return average * CHAIN if relation.transitive else average if relation.many else min(average, 1.0)

    def has_index(self, node: Node, name: str) -> bool:
        """Whether an index has a property; assumed if the sizes of the graph are not known."""
        statistics = self.builder.statistics
        return not statistics.labels or statistics.distinct_values(node.label, name) is not None

    def _nodes(self, node: Node) -> int:
        return self.builder.statistics.nodes(node.label)

    def _part_start(self, node: Node, part: Where) -> Start | None:
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return None
        if key == "AND":
            return self.property_start(node, condition)
        if key == "OR":
            return self._union(node, condition)
        if key == SEARCH and node.fulltext:
            rows = TEXT_SHARE * self._nodes(node)
            return Start(rows, rows, partial(match_text, self.builder, node, condition))
        relation = node.relations.get(key)
        where = related_condition(relation, condition) if relation else None
        return self._related_start(node, relation, where) if relation and where else None

    def property_start(self, node: Node, parts: list[Where]) -> Start:
        """The nodes that meet conditions on their properties, each given as {property: operators}."""
        where = {"AND": parts}
        work = self.scanned(node, where) * (1 + COMPARE * (len(parts) - 1))
        single = any(part.keys() == {"id"} and part["id"] and part["id"].get("eq") is not None for part in parts)

        return Start(self._nodes(node) * self.share(node, where), work, partial(self._match_label, node, where), single=single)

    def _match_label(self, node: Node, where: Where, variable: str) -> str:
        return f"MATCH ({variable}:{node.label}){where_clause(self.compile_where(self.builder, node, variable, where))}"

    def _union(self, node: Node, alternatives: list[Where]) -> Start | None:
        """From the start of each alternative; those on properties have one together."""
        on_properties = [where for where in alternatives if where and where.keys() <= node.properties.keys()]
        others = [where for where in alternatives if not where or not where.keys() <= node.properties.keys()]
        found = [self.find_start(node, where) for where in others if where] if len(others) <= MAX_UNITED else []
        starts = [start for start in found if start is not None]
        if len(starts) < len(others):
            return None
        starts += [self._any_property_start(node, on_properties)] if on_properties else []

        def match(variable: str) -> str:
            return f"UNWIND {' + '.join(self.collect(start) for start in starts)} AS {variable} WITH DISTINCT {variable}"

        rows = sum(start.rows for start in starts)
        return Start(rows, sum(start.work for start in starts) + rows * MEMBER, match, steps=max(start.steps for start in starts))

    def _any_property_start(self, node: Node, alternatives: list[Where]) -> Start:
        """The nodes that meet at least one of several conditions on their properties."""
        match = partial(self._match_label, node, {"OR": alternatives})
        rows = self._nodes(node) * min(1.0, sum(self.share(node, where) for where in alternatives))
        return Start(rows, min(self._nodes(node), sum(self.scanned(node, where) for where in alternatives)), match)

    def _related_start(self, node: Node, relation: Relation, where: Where) -> Start | None:
        """From the related nodes backwards."""
        end = self.find_start(relation.target, where)
        if end is None:
            return None
        backwards = self.builder.statistics.relationships(relation.relationship) / self._nodes(relation.target)
        backwards *= CHAIN if relation.transitive else 1.0

        def match(variable: str) -> str:
            builder, related = self.builder, self.builder.new_variable("n")
            with builder.nested():
                start = end.match(related)
            edge = builder.new_relationship()
            validity = valid_on(edge, builder.bind_day(None)) if relation.dated else ""
            visible = not_hidden(relation.target, related, {}) if relation.many else ""
            if relation.transitive:
                return f"{start} MATCH {chain_pattern(relation, variable, edge, related, validity)}{where_clause(visible)}"
            pattern = relationship_pattern(relation, variable, edge if relation.dated else "", related)
            return f"{start} MATCH {pattern}{where_clause(conjunction(validity, visible))}"

        rows = min(self._nodes(node), end.rows * backwards)
        repeats = relation.transitive or relation.distinct or bool(relation.edge_properties) or relation.through is not None
        unique = end.unique and (not relation.many or (end.single and not repeats))
        return Start(rows, end.work + end.rows * (1 + backwards), match, unique, steps=end.steps + 1)

    def _with_tests(self, node: Node, start: Start, tests: list[Where]) -> Start:
        """The start with further conditions that its nodes have to meet."""
        if not tests:
            return start
        where: Where = {"AND": tests}

        def match(variable: str) -> str:
            found = start.match(variable)
            with self.builder.testing(start.rows):
                condition = self.compile_where(self.builder, node, variable, where)
            return f"{found} WITH {'' if start.unique else 'DISTINCT '}{variable}{where_clause(condition)}"

        work = start.work + start.rows * sum(self._test_cost(node, test) for test in tests)
        return Start(start.rows * self.share(node, where), work, match, single=start.single, steps=start.steps)

    def _test_cost(self, node: Node, where: Where) -> float:
        """The cost of testing a condition on one node by following its relationships."""
        return sum(self._entry_cost(node, key, condition) for key, condition in where.items() if condition)

    def _entry_cost(self, node: Node, key: str, condition: Any) -> float:
        if key in ("AND", "OR"):
            return sum(self._test_cost(node, where) for where in condition if where)
        if key == "NOT":
            return self._test_cost(node, condition)
        if key in node.properties or key == SEARCH:
            return COMPARE
        if key in node.aggregates:
            return 1 + self.degree(node.aggregates[key], node)
        relation = node.relations[key]
        wheres = condition.values() if relation.many else (condition,)
        degree = self.degree(relation, node)
        return sum(EXISTS + degree * (1 + self._test_cost(relation.target, where)) for where in wheres if where is not None)

    def _part_share(self, node: Node, part: Where) -> float:
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return 1.0
        if key == "AND":
            return prod(self._property_share(node, each) for each in condition)
        if key == "OR":
            return min(1.0, sum(self.share(node, where) for where in condition))
        if key == "NOT":
            return 1 - self.share(node, condition)
        if key == SEARCH:
            return TEXT_SHARE
        if key in node.aggregates:
            return AGGREGATE_SHARE
        relation = node.relations[key]
        if relation.many and condition.keys() == {"none"} and condition["none"] is not None:
            return 1 - self._some_share(node, relation, condition["none"])
        where = related_condition(relation, condition)
        return 1.0 if where is None else self._some_share(node, relation, where)

    def _some_share(self, node: Node, relation: Relation, where: Where) -> float:
        """About which share of the nodes has a related node that meets a condition."""
        return 1 - (1 - self.share(relation.target, where)) ** self.degree(relation, node)

    def _property_share(self, node: Node, part: Where) -> float:
        ((name, operators),) = part.items()
        share = 1 / self._distinct_values(node, node.properties[name])
        shares = {"eq": share, "in": min(1.0, LIST * share)} | SHARES
        return prod(shares.get(operator, 1.0) for operator in operators or ())

    def _distinct_values(self, node: Node, prop: Property) -> int:
        known = self.builder.statistics.distinct_values(node.label, prop.name)
        if known is not None:
            return max(known, 1)
        if prop.type is bool:
            return 2
        if prop.type is str:
            return max(self._nodes(node) // REPEATS, 1)
        return len(prop.type) if isinstance(prop.type, type) and issubclass(prop.type, Enum) else DISTINCT_VALUES

    def _can_use_index(self, node: Node, part: Where) -> bool:
        ((name, operators),) = part.items()
        return bool(operators) and bool(operators.keys() & INDEXED) and self.has_index(node, name)


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


def _is_on_properties(part: Where) -> bool:
    return "AND" in part and bool(part["AND"]) and not is_null_in(part["AND"])


def is_null_in(conditions: Any) -> bool:
    """Whether a list of conditions contains null, which the compiler refuses."""
    return isinstance(conditions, list) and None in conditions


def _negated(node: Node, part: Where) -> Where | None:
    """The condition that must not hold; None if the part is no negation."""
    ((key, condition),) = part.items()
    if key == "NOT":
        return condition
    is_none = key in node.relations and bool(condition) and condition.keys() == {"none"}
    return {key: {"some": condition["none"]}} if is_none and condition["none"] else None


def related_condition(relation: Relation, condition: Where) -> Where | None:
    """The condition that some related node, or the one related node, has to meet; None for other quantifiers."""
    if not relation.many:
        return condition
    return condition.get("some") if condition.keys() == {"some"} else None
