"""The planner: compares the estimated cost of each way to execute a list, a count or a filter, and chooses the cheapest.

Neo4j tests a condition on related nodes once for each listed node. Where few related nodes meet it, the planner starts from these, and
collects the listed nodes before the rest of the statement runs:

    { lessons(where: {project: {id: {eq: "p1"}}}) { totalCount } }
        WITH COLLECT { MATCH (n2:Project) WHERE n2.id = $p0 MATCH (n1)-[:LEARNED_ON]->(n2) RETURN n1 } AS set0
        WITH set0, {totalCount: size(set0)} AS row RETURN row

| condition | start |
|---|---|
| on properties | the nodes of the label, from an index where there is one |
| on some related node, or the one related node | the start of the condition on it, or all relationships of the type; then backwards |
| AND | the cheapest of the parts; the others are tested on its nodes |
| OR | the starts of all parts, if each has one |
| search | the full-text index |
| exactly one related node (single) | that of the condition on some related node; the number is tested on its nodes |
| NOT, none, all, aggregates | none |

If the whole filter is a negation (`NOT`, or `none`), the alternative to testing each node is to collect the nodes that it excludes.

A condition that is not the start is tested by following relationships from each row, or by membership in a set of nodes that is
collected once, whichever costs less; conditions on the nodes that these relationships lead to are planned in the same way. Conditions on
properties are tested first, then membership in sets, then the others, each only on the rows that those before it leave.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from graph_service.compiler.conditions.search_text import match_text
from graph_service.compiler.conditions.visibility import visible_end
from graph_service.compiler.expressions import chain_pattern, conjunction, relationship_pattern, valid_on, where_clause
from graph_service.compiler.planning.access_paths import AccessPath, Scan, Start, Test
from graph_service.compiler.planning.cost_model import (
    COMPARE_PROPERTY,
    EPSILON,
    MAX_NAMED_NODES,
    START_SUBQUERY,
    TEST_MEMBERSHIP,
    TEXT_SELECTIVITY,
    distinct_nodes,
    first_end,
    last_end,
)
from graph_service.compiler.planning.filter_parts import (
    SEARCH,
    Where,
    condition_on_some,
    flatten_alternatives,
    is_null_in,
    is_on_properties,
    negated,
    quantified,
    scan_name,
    some_of_none,
    split_conjunction,
)
from graph_service.compiler.planning.statistics import End
from graph_service.compiler.statement_builder import Option, StatementBuilder
from graph_service.mapping.node_types import Node, Relation

CompileWhere: TypeAlias = Callable[[StatementBuilder, Node, str, Where | None], str]
"""compile_where of filters.py, which imports this module."""

MAX_UNION_STARTS: Final = 8  # starts of one OR: each is planned by itself


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the conditions of one statement."""

    builder: StatementBuilder
    compile_where: CompileWhere

    def collect(self, start: Start) -> str:
        """The variable of the set of nodes that a start finds.

        collect(DISTINCT ...) removes duplicates. RETURN DISTINCT does not always: Neo4j 2026.09 returned a node twice if a transitive
        relation reached it from several ends.
        """
        _, known = self.builder.plans.get(id(start), (None, ""))
        if known not in self.builder.node_sets:
            variable = self.builder.new_variable("n")
            distinct = "" if start.unique else f" WITH collect(DISTINCT {variable}) AS found UNWIND found AS {variable}"
            known = self.builder.collect_set(f"{start.match(variable)}{distinct} RETURN {variable}")
            self.builder.plans[id(start)] = start, known
        return known

    def choose_access_path(self, node: Node, where: Where, scans: list[Scan], sort_cost: float = 0, part: str = "start") -> AccessPath:
        """The cheapest way to find the rows of a list.

        sort_cost: what a start costs in addition to finding its nodes. part: how `explain` names the decision.
        """
        paths = self._access_paths(node, where, scans, sort_cost)
        return paths[self.builder.decide(part, [option for option, _ in paths])][1]

    def rows_cost(self, node: Node, where: Where, scan: Scan | None = None, sort_cost: float = 0) -> float:
        """The cost of finding all rows of a list, by this scan, by default in no order, or from the cheapest start."""
        paths = self._access_paths(node, where, [scan or self.builder.costs.scan(node, where)], sort_cost)
        return min(option.estimated_cost for option, _ in paths)

    def _access_paths(self, node: Node, where: Where, scans: list[Scan], sort_cost: float = 0) -> list[tuple[Option, AccessPath]]:
        parts = self.split(node, where)
        others, passing = [each for each in parts if not is_on_properties(each)], self.builder.costs.property_selectivity(node, where)
        paths: list[tuple[Option, AccessPath]] = []
        for scan in scans:
            cost = scan.cost + self.tests_cost(node, others, scan.rows * passing)
            paths.append((Option(scan.way or scan_name(node, parts), scan.rows, cost), AccessPath(scan, None, parts)))
        for cost, start, rest in self._options(node, parts, others):
            paths.append((Option(start.way, start.rows, cost + sort_cost), AccessPath(scans[0], start, rest)))
        excluded = negated(node, parts[0]) if len(parts) == 1 else None
        if excluded and (start := self.find_start(node, excluded)):
            for scan in scans:
                name = f"{scan.way or f'all {node.label} nodes'} except: {start.way}"
                reading = 0.0 if scan.only_counts else scan.cost + TEST_MEMBERSHIP * scan.rows
                paths.append((Option(name, scan.rows, start.cost + reading), AccessPath(scan, start, None)))
        return paths

    def find_start(self, node: Node, where: Where) -> Start | None:
        """The cheapest start of all conditions together; None if each node of the label has to be tested."""
        key = id(where), node.label, "start"
        if key not in self.builder.plans:
            parts = self.split(node, where)
            options = self._options(node, parts, parts)
            chosen = min(range(len(options)), key=lambda position: options[position][0], default=-1)
            self.builder.plans[key] = where, self._with_tests(node, *options[chosen][1:], options, chosen) if options else None
        return self.builder.plans[key][1]

    def split(self, node: Node, where: Where) -> list[Where]:
        """The conditions that must all hold, one by one, as `split_conjunction` returns them; always the same objects for the same condition."""
        key = id(where), node.label
        if key not in self.builder.plans:
            self.builder.plans[key] = where, split_conjunction(node, where)
        return self.builder.plans[key][1]

    def _options(self, node: Node, parts: list[Where], candidates: list[Where]) -> list[tuple[float, Start, list[Where]]]:
        """(cost with the tests of the other conditions, start, these) for each candidate that has a start."""
        options: list[tuple[float, Start, list[Where]]] = []
        for part in candidates:
            if start := self._part_start(node, part):
                rest = parts if start.is_superset else [each for each in parts if each is not part]
                options.append((start.cost + self.tests_cost(node, rest, start.rows, start.reached_by), start, rest))
        return options

    def tests_cost(self, node: Node, parts: list[Where], rows: float, reached_by: End | None = None) -> float:
        """The cost of testing several conditions on so many nodes."""
        return sum(test.cost for test in self.order_tests(node, parts, rows, reached_by))

    def order_tests(self, node: Node, parts: list[Where], rows: float, reached_by: End | None = None) -> list[Test]:
        """The conditions in the order in which they are tested, each on the rows that those before it leave.

        reached_by: the end of the relationship that leads to the nodes, if one does.
        """
        tests: list[Test] = []
        followed: list[tuple[float, Test]] = []
        starts = {id(part): self._complete_start(node, part) for part in parts if not is_on_properties(part)}
        # Small sets are tested before large ones.
        for part in sorted(parts, key=lambda part: start.cost if (start := starts.get(id(part))) else 0):
            cost, start = self._test_cost(node, part, rows, reached_by), starts.get(id(part))
            passing = self.builder.costs.part_selectivity(node, part)
            if is_on_properties(part) or (start and start.cost + TEST_MEMBERSHIP * rows < cost):
                tests.append(Test(part, rows, start.cost + TEST_MEMBERSHIP * rows if start else cost))
                rows *= passing
            else:
                followed.append((cost / rows / max(1 - passing, EPSILON) if rows else 0, Test(part, rows, cost)))
        for _, test in sorted(followed, key=lambda ranked: ranked[0]):
            tests.append(replace(test, rows=rows, cost=test.cost * rows / test.rows if test.rows else 0))
            rows *= self.builder.costs.part_selectivity(node, test.part)
        return tests

    def order_alternatives(self, node: Node, alternatives: list[Where], rows: float, reached_by: End | None = None) -> list[Test]:
        """The alternatives of an OR in the order in which they are tested, each on the rows that none before it accepts."""
        ranked: list[tuple[float, Test]] = []
        for where in alternatives:
            cost = self.tests_cost(node, self.split(node, where), rows, reached_by) if where else 0
            ranked.append((cost / max(self.builder.costs.selectivity(node, where), EPSILON), Test(where, rows, cost)))
        tests: list[Test] = []
        left = 1.0
        for _, test in sorted(ranked, key=lambda each: each[0]):
            tests.append(replace(test, rows=rows * left, cost=test.cost * left))
            left *= max(1 - self.builder.costs.selectivity(node, test.part), 0)
        return tests

    def _test_cost(self, node: Node, part: Where, rows: float, reached_by: End | None) -> float:
        """The cost of testing one condition on so many nodes by following their relationships."""
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition) or key == SEARCH:
            return COMPARE_PROPERTY * rows
        if key == "AND":
            return COMPARE_PROPERTY * rows * len(condition)
        if key == "OR":
            return sum(test.cost for test in self.order_alternatives(node, condition, rows, reached_by))
        if key == "NOT":
            return self.tests_cost(node, self.split(node, condition), rows, reached_by)
        if key in node.aggregates:
            return rows * (
                START_SUBQUERY + self.builder.costs.expand_cost(node) + self.builder.costs.degree(node.aggregates[key], node, reached_by)
            )
        relation = node.relations[key]
        return sum(self._follow_cost(node, relation, *each, rows, reached_by) for each in quantified(relation, condition))

    def _follow_cost(self, node: Node, relation: Relation, quantifier: str, where: Where, rows: float, reached_by: End | None) -> float:
        tested = self.builder.costs.tested_neighbours(node, relation, quantifier, where, reached_by)
        leaving = self.builder.costs.subquery_cost(node, relation, tested, self.builder.costs.degree(relation, node, reached_by))
        tests = self.tests_cost(relation.target, self.split(relation.target, where), rows * tested, last_end(relation))
        return rows * (leaving + tested) + tests

    def _complete_start(self, node: Node, part: Where) -> Start | None:
        """A start of the condition, or of its negation for `none`, whose nodes need not be tested any more."""
        start = self._part_start(node, some_of_none(node, part) or part)
        return start if start and not start.is_superset and next(iter(part)) in node.relations else None

    def membership(self, node: Node, variable: str, part: Where) -> str | None:
        """n0 IN set0, if collecting the set costs less than following the relationships of each tested row; otherwise None."""
        tested = self.builder.tested_rows
        start = self._part_start(node, part) if tested else None
        if start is None:
            return None
        options = [
            Option("following relationships from each row", tested, self._test_cost(node, part, tested, self.builder.reached_by)),
            Option(f"membership in the set: {start.way}", start.rows, start.cost + TEST_MEMBERSHIP * tested),
        ]
        is_member = self.builder.decide(f"test of {node.label}.{next(iter(part))}", options)
        return f"{variable} IN {self.collect(start)}" if is_member else None

    def _part_start(self, node: Node, part: Where) -> Start | None:
        """The start of one condition; cached, because the conditions around it compare it repeatedly."""
        ((key, condition),) = part.items()
        if not condition or is_null_in(condition):
            return None
        if key == "AND":
            return self.property_start(node, condition)
        if key == SEARCH and node.fulltext:
            rows = TEXT_SELECTIVITY * self.builder.costs.nodes(node)
            return Start(f"{node.label} by full text", rows, rows, partial(match_text, self.builder, node, condition))
        relation = node.relations.get(key)
        where = condition_on_some(relation, condition) if relation else condition if key == "OR" else None
        if where is None:
            return None
        known = id(where), node.label, key, "single" in condition
        if known not in self.builder.plans:
            start = self._related_start(node, relation, where) if relation else self._union(node, condition)
            is_superset = relation is not None and relation.many and "single" in condition
            self.builder.plans[known] = where, start and replace(start, is_superset=is_superset)
        return self.builder.plans[known][1]

    def property_start(self, node: Node, parts: list[Where]) -> Start:
        """The nodes that meet conditions on their properties, each given as {property: operators}."""
        where = {"AND": parts}
        cost = self.builder.costs.rows_read(node, where) * (1 + COMPARE_PROPERTY * (len(parts) - 1))
        single = any(part.keys() == {"id"} and part["id"] and part["id"].get("eq") is not None for part in parts)
        rows = self.builder.costs.nodes(node) * self.builder.costs.selectivity(node, where)
        return Start(scan_name(node, [where]), rows, cost, partial(self._match_label, node, where), single=single)

    def _match_label(self, node: Node, where: Where, variable: str) -> str:
        return f"MATCH ({variable}:{node.label}){where_clause(self.compile_where(self.builder, node, variable, where))}"

    def _union(self, node: Node, alternatives: list[Where]) -> Start | None:
        """From the start of each alternative; those on properties have one together."""
        alternatives = list(flatten_alternatives(alternatives))
        on_properties = [where for where in alternatives if where and where.keys() <= node.properties.keys()]
        others = [where for where in alternatives if not where or not where.keys() <= node.properties.keys()]
        found = [self.find_start(node, where) for where in others if where] if len(others) <= MAX_UNION_STARTS else []
        starts = [start for start in found if start is not None]
        if len(starts) < len(others):
            return None
        starts += [self._any_property_start(node, on_properties)] if on_properties else []

        def match(variable: str) -> str:
            return f"UNWIND {' + '.join(self.collect(start) for start in starts)} AS {variable} WITH DISTINCT {variable}"

        rows = sum(start.rows for start in starts)
        way = f"union of ({') and ('.join(start.way for start in starts)})"
        reached_by = next((start.reached_by for start in starts if start.reached_by), None)
        return Start(way, rows, sum(start.cost for start in starts) + rows * TEST_MEMBERSHIP, match, reached_by=reached_by)

    def _any_property_start(self, node: Node, alternatives: list[Where]) -> Start:
        """The nodes that meet at least one of several conditions on their properties."""
        match = partial(self._match_label, node, {"OR": alternatives})
        rows = self.builder.costs.nodes(node) * min(1.0, sum(self.builder.costs.selectivity(node, where) for where in alternatives))
        way = scan_name(node, [{"AND": alternatives}], " or ")
        return Start(
            way, rows, min(self.builder.costs.nodes(node), sum(self.builder.costs.rows_read(node, where) for where in alternatives)), match
        )

    def _related_start(self, node: Node, relation: Relation, where: Where) -> Start:
        """From the related nodes backwards; or from all relationships of the type, of which there may be few."""
        leaving = self.builder.costs.expand_cost(relation.target)
        ends = [end for end in (self.find_start(relation.target, where), self._linked_start(relation, where)) if end]
        end = min(ends, key=lambda end: end.cost + end.rows * leaving)
        # A query that selects few nodes names them, and these have more than the average degree.
        backwards = self.builder.costs.reverse_degree(relation, named_in_query=end.rows <= MAX_NAMED_NODES, reached_by=end.reached_by)
        found = min(end.rows * backwards, max(self.builder.statistics.relationships(relation.relationship), 1))
        # Several relationships with different periods or properties may lead to the same node.
        repeats = relation.transitive or relation.distinct or relation.dated or relation.edge_properties or relation.through is not None
        return Start(
            f"{end.way}, back along {node.label}.{relation.name}",
            distinct_nodes(found, self.builder.costs.nodes(node)),
            end.cost + end.rows * leaving + found,
            partial(self._match_related, relation, end),
            unique=end.unique and not repeats and (not relation.many or end.single),
            reached_by=first_end(relation),
        )

    def _linked_start(self, relation: Relation, where: Where) -> Start:
        """The nodes that relationships of the type lead to, and that meet the condition."""
        target, number = relation.target, self.builder.statistics.relationships(relation.relationship)
        found = distinct_nodes(number, self.builder.costs.nodes(target))
        tests = self.tests_cost(target, self.split(target, where), found, last_end(relation))

        def match(variable: str) -> str:
            with self.builder.testing(found, last_end(relation)):
                condition = self.compile_where(self.builder, target, variable, where)
            pattern = relationship_pattern(replace(relation, through=None), "", "", variable)
            return f"MATCH {pattern} WITH DISTINCT {variable}{where_clause(condition)}"

        way, rows = f"all {relation.relationship} relationships", found * self.builder.costs.selectivity(target, where)
        return Start(way, rows, 2 * number + tests, match, reached_by=last_end(relation))

    def _match_related(self, relation: Relation, end: Start, variable: str) -> str:
        builder, related = self.builder, self.builder.new_variable("n")
        with builder.nested():
            start = end.match(related) + ("" if end.single else f" WITH DISTINCT {related}")  # also keeps Neo4j from starting elsewhere
        edge = builder.new_relationship()
        validity = valid_on(edge, builder.bind_day(None)) if relation.dated else ""
        restriction = visible_end(builder, relation, related, {})
        if relation.transitive:
            return f"{start} MATCH {chain_pattern(relation, variable, edge, related, validity)}{where_clause(restriction)}"
        pattern = relationship_pattern(relation, variable, edge if relation.dated else "", related)
        return f"{start} MATCH {pattern}{where_clause(conjunction(validity, restriction))}"

    def _with_tests(
        self, node: Node, start: Start, tests: list[Where], options: list[tuple[float, Start, list[Where]]], chosen: int
    ) -> Start:
        """The start, chosen from these options, with further conditions that its nodes have to meet."""
        if not tests:
            return start
        where: Where = {"AND": tests}

        def match(variable: str) -> str:
            self.builder.record(f"start from {node.label}", [Option(each.way, each.rows, cost) for cost, each, _ in options], chosen)
            found = start.match(variable)
            with self.builder.testing(start.rows, start.reached_by):
                condition = self.compile_where(self.builder, node, variable, where)
            return f"{found} WITH {'' if start.unique else 'DISTINCT '}{variable}{where_clause(condition)}"

        rows = start.rows * self.builder.costs.selectivity(node, where)
        return replace(start, rows=rows, cost=options[chosen][0], match=match, unique=True, is_superset=False)
