"""The planner: compares the estimated cost of each way to execute a list, a count or a filter, and chooses the cheapest.

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

If the whole filter is a negation (`NOT`, or `none`), the alternative to testing each node is to collect the nodes that it excludes.

A condition that is not the start is tested by following relationships from each row, or by membership in a set of nodes that is
collected once, whichever costs less. Conditions on properties are tested before those that follow relationships, so these cost only what is
left of the rows. The estimates use the sizes of the graph, never the values of a request, so that a plan
serves all requests of the same structure.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from graph_service.compiler.conditions.search_text import SEARCH, match_text
from graph_service.compiler.conditions.visibility import visible_end
from graph_service.compiler.expressions import chain_pattern, conjunction, relationship_pattern, valid_on, where_clause
from graph_service.compiler.planning.cost_model import (
    COMPARE,
    LIST,
    MEMBER,
    SORT,
    TEXT_SELECTIVITY,
    CostModel,
    Where,
    is_null_in,
    is_on_properties,
    related_condition,
    split_conjunction,
)
from graph_service.compiler.statement_builder import Option, StatementBuilder
from graph_service.mapping.node_types import Node, Relation

CompileWhere: TypeAlias = Callable[[StatementBuilder, Node, str, Where | None], str]
"""compile_where of filters.py, which imports this module."""

MAX_UNITED: Final = 8  # starts of one OR: each is planned by itself


@dataclass(frozen=True, slots=True)
class Start:
    """A way to find the nodes that meet a condition without testing every node of their label.

    path: a description for `explain`. rows: the estimated number of nodes. work: the cost of finding them. unique: whether each node is found
    only once. single: whether there is at most one node. steps: the number of relationships that are followed. match: returns the Cypher that
    binds a variable to the nodes.
    """

    path: str
    rows: float
    work: float
    match: Callable[[str], str]
    unique: bool = True
    single: bool = False
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the conditions of one statement."""

    builder: StatementBuilder
    compile_where: CompileWhere

    @property
    def costs(self) -> CostModel:
        """The estimates for the size of the graph."""
        return CostModel(self.builder.statistics)

    def collect(self, start: Start) -> str:
        """The variable of the set of nodes that a start finds.

        collect(DISTINCT ...) removes duplicates. RETURN DISTINCT does not always: Neo4j 2026.09 returned a node twice if a transitive
        relation reached it from several ends.
        """
        variable = self.builder.new_variable("n")
        distinct = "" if start.unique else f" WITH collect(DISTINCT {variable}) AS found UNWIND found AS {variable}"
        return self.builder.collect_set(f"{start.match(variable)}{distinct} RETURN {variable}")

    def find_start(self, node: Node, where: Where) -> Start | None:
        """The cheapest start of all conditions together; None if each node of the label has to be tested."""
        parts = split_conjunction(node, where)
        options = self._options(node, parts)
        if not options:
            return None
        _, start, position = best = min(options, key=lambda option: option[0])
        return self._with_tests(node, start, parts[:position] + parts[position + 1 :], options, options.index(best))

    def choose_rows(self, node: Node, where: Where, tested: float, part: str, scan: str = "") -> tuple[Start | None, list[Where] | None]:
        """The cheapest way to find the rows of a list: a start, or None to test the nodes of the label, and the conditions left to test.

        If the conditions are None, the filter is a negation, and the start finds the nodes that it excludes. tested: about how many nodes of
        the label would be tested. part, scan: how `explain` names the decision, and testing the nodes of the label.
        """
        parts = split_conjunction(node, where)
        found: list[tuple[Start | None, list[Where] | None]] = [(None, parts)]
        passing = self.costs.passing(node, where) * (1 if scan else self.costs.nodes(node) / tested)
        cost = tested * (1 + self.costs.tests_cost(node, parts, min(passing, 1)))
        options = [Option(scan or _scan_name(node, parts), tested, cost)]
        for cost, start, position in self._options(node, parts):
            if not is_on_properties(parts[position]):
                found.append((start, parts[:position] + parts[position + 1 :]))
                options.append(Option(start.path, start.rows, cost + SORT * start.rows))
        excluded = _negated(node, parts[0]) if len(parts) == 1 else None
        if excluded and (start := self.find_start(node, excluded)):
            found.append((start, None))
            options.append(Option(f"all {node.label} nodes except: {start.path}", start.rows, start.work + MEMBER * tested))
        return found[self.builder.decide(part, options)]

    def _options(self, node: Node, parts: list[Where]) -> list[tuple[float, Start, int]]:
        """(cost with the tests of the other parts, start, position of its part) for each part that has a start."""
        starts = [(self._part_start(node, part), position) for position, part in enumerate(parts)]
        return [
            (start.work + start.rows * self.costs.tests_cost(node, parts[:position] + parts[position + 1 :]), start, position)
            for start, position in starts
            if start is not None
        ]

    def membership(self, node: Node, variable: str, part: Where) -> str | None:
        """n0 IN set0, if collecting the set costs less than following the relationships of each tested row; otherwise None."""
        tested = self.builder.tested_rows
        start = self._part_start(node, part) if tested else None
        if start is None:
            return None
        collected = start.work + MEMBER * tested
        options = [
            Option("following relationships from each row", tested, tested * self.costs.test_cost(node, part)),
            Option(f"membership in the set: {start.path}", start.rows, collected),
        ]
        is_member = self.builder.decide(f"test of {node.label}.{next(iter(part))}", options)
        return f"{variable} IN {self.collect(start)}" if is_member else None

    def _part_start(self, node: Node, part: Where) -> Start | None:
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return None
        if key == "AND":
            return self.property_start(node, condition)
        if key == "OR":
            return self._union(node, condition)
        if key == SEARCH and node.fulltext:
            rows = TEXT_SELECTIVITY * self.costs.nodes(node)
            return Start(f"{node.label} by full text", rows, rows, partial(match_text, self.builder, node, condition))
        relation = node.relations.get(key)
        where = related_condition(relation, condition) if relation else None
        return self._related_start(node, relation, where) if relation and where else None

    def property_start(self, node: Node, parts: list[Where]) -> Start:
        """The nodes that meet conditions on their properties, each given as {property: operators}."""
        where = {"AND": parts}
        work = self.costs.scanned(node, where) * (1 + COMPARE * (len(parts) - 1))
        single = any(part.keys() == {"id"} and part["id"] and part["id"].get("eq") is not None for part in parts)
        rows = self.costs.nodes(node) * self.costs.selectivity(node, where)
        return Start(_scan_name(node, [where]), rows, work, partial(self._match_label, node, where), single=single)

    def _match_label(self, node: Node, where: Where, variable: str) -> str:
        return f"MATCH ({variable}:{node.label}){where_clause(self.compile_where(self.builder, node, variable, where))}"

    def _union(self, node: Node, alternatives: list[Where]) -> Start | None:
        """From the start of each alternative; those on properties have one together."""
        alternatives = list(_flatten_alternatives(alternatives))
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
        path = f"union of ({') and ('.join(start.path for start in starts)})"
        return Start(path, rows, sum(start.work for start in starts) + rows * MEMBER, match, steps=max(start.steps for start in starts))

    def _any_property_start(self, node: Node, alternatives: list[Where]) -> Start:
        """The nodes that meet at least one of several conditions on their properties."""
        match = partial(self._match_label, node, {"OR": alternatives})
        rows = self.costs.nodes(node) * min(1.0, sum(self.costs.selectivity(node, where) for where in alternatives))
        path = _scan_name(node, [{"AND": alternatives}], " or ")
        return Start(path, rows, min(self.costs.nodes(node), sum(self.costs.scanned(node, where) for where in alternatives)), match)

    def _related_start(self, node: Node, relation: Relation, where: Where) -> Start | None:
        """From the related nodes backwards."""
        end = self.find_start(relation.target, where)
        if end is None:
            return None
        # Few nodes are those that people ask for, and relationships lead to those that have many.
        backwards = self.costs.reverse_degree(relation, asked=end.rows <= LIST, reached=end.steps > 0)
        found = min(end.rows * backwards, max(self.builder.statistics.relationships(relation.relationship), 1))

        def match(variable: str) -> str:
            builder, related = self.builder, self.builder.new_variable("n")
            with builder.nested():
                start = end.match(related)
            if not end.single:  # also keeps Neo4j from starting elsewhere
                start += f" WITH DISTINCT {related}"
            edge = builder.new_relationship()
            validity = valid_on(edge, builder.bind_day(None)) if relation.dated else ""
            restriction = visible_end(builder, relation, related, {})
            if relation.transitive:
                return f"{start} MATCH {chain_pattern(relation, variable, edge, related, validity)}{where_clause(restriction)}"
            pattern = relationship_pattern(relation, variable, edge if relation.dated else "", related)
            return f"{start} MATCH {pattern}{where_clause(conjunction(validity, restriction))}"

        rows = min(self.costs.nodes(node), found)
        # Several relationships with different periods or properties may lead to the same node.
        repeats = relation.transitive or relation.distinct or relation.dated or relation.edge_properties or relation.through is not None
        unique = end.unique and not repeats and (not relation.many or end.single)
        path = f"{end.path}, back along {node.label}.{relation.name}"
        return Start(path, rows, end.work + end.rows * self.costs.leaving(relation.target) + found, match, unique, steps=end.steps + 1)

    def _with_tests(self, node: Node, start: Start, tests: list[Where], options: list[tuple[float, Start, int]], chosen: int) -> Start:
        """The start, chosen from these options, with further conditions that its nodes have to meet."""
        if not tests:
            return start
        where: Where = {"AND": tests}

        def match(variable: str) -> str:
            self.builder.record(f"start from {node.label}", [Option(each.path, each.rows, cost) for cost, each, _ in options], chosen)
            found = start.match(variable)
            with self.builder.testing(start.rows * self.costs.passing(node, where)):
                condition = self.compile_where(self.builder, node, variable, where)
            return f"{found} WITH {'' if start.unique else 'DISTINCT '}{variable}{where_clause(condition)}"

        work = start.work + start.rows * self.costs.tests_cost(node, tests)
        return Start(start.path, start.rows * self.costs.selectivity(node, where), work, match, single=start.single, steps=start.steps)


def _scan_name(node: Node, parts: list[Where], junction: str = ", ") -> str:
    """Lesson by status, phase; without conditions on properties: all Lesson nodes."""
    names = [name for part in parts for entry in part.get("AND") or () for name in entry]
    return f"{node.label} by {junction.join(dict.fromkeys(names))}" if names else f"all {node.label} nodes"


def _negated(node: Node, part: Where) -> Where | None:
    """The condition that must not hold; None if the part is no negation."""
    ((key, condition),) = part.items()
    if key == "NOT":
        return condition
    is_none = key in node.relations and bool(condition) and condition.keys() == {"none"}
    return {key: {"some": condition["none"]}} if is_none and condition["none"] else None


def _flatten_alternatives(alternatives: Iterable[Where]) -> Generator[Where]:
    """The alternatives of an OR, with nested ORs flattened."""
    for where in alternatives:
        if where and where.keys() == {"OR"} and where["OR"] and not is_null_in(where["OR"]):
            yield from _flatten_alternatives(where["OR"])
        else:
            yield where
