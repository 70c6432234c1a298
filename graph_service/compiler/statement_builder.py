"""StatementBuilder collects what a Cypher statement needs besides its text: variable names, parameters, node sets and cost.

Values never enter the text. A constant of the document becomes a parameter at once; a value from the request becomes a `Deferred`
parameter, computed for each request.

    { lessons(first: 2) { totalCount } }           ->  parameters {"p0": 2}
    query($n: Int!) { lessons(first: $n) { ... } } ->  parameters {"p0": <value of $n>}
"""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import prod
from typing import Any, LiteralString, cast

from graph_service.compiler.operation_cost import Cost, CostTerm, Factor, total_cost
from graph_service.compiler.planning.cost_model import CostModel
from graph_service.compiler.planning.statistics import End, Statistics
from graph_service.compiler.request_values import TODAY, VIEWER, Deferred, RequestValues, has_placeholder
from graph_service.errors import InvalidInput, TooCostly
from graph_service.mapping.read_rules import UNRESTRICTED, LimitedNodes, Viewer
from graph_service.page_size import DEFAULT_PAGE_SIZE

# Neo4j's planner takes up to twice as long with each level, and no timeout stops it: 1 s at 10 levels, a minute at 20.
MAX_NESTING = 10
# Planning time also grows with conditions on related nodes side by side: 1 s for 64, 11 s for 128.
MAX_RELATIONSHIPS = 100

PostProcess = Callable[[Any], Any]
"""Converts one value of a row to its part of the response."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A Cypher expression, and how its value becomes part of the response (None: unchanged)."""

    expression: str
    post_process: PostProcess | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to execute a part of a statement, with the estimates of the cost model."""

    way: str
    estimated_rows: float
    estimated_cost: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What the planner chose for a part of a statement, and the rejected alternatives, cheapest first."""

    part: str
    chosen: Option
    alternatives: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A Cypher statement that returns one record with one value, and what its parameters and its cost are computed from."""

    text: LiteralString
    constants: dict[str, Any]
    deferred: tuple[tuple[str, Deferred], ...]
    constant_cost: Cost
    cost_terms: tuple[CostTerm, ...]
    """The terms that differ between requests."""
    decisions: tuple[Decision, ...] = ()
    """The decisions of the planner; empty if they were not recorded."""

    def parameters(self, values: RequestValues) -> dict[str, Any]:
        """The parameters for one request. Raises InvalidInput if a value is out of range."""
        return self.constants | {name: deferred.resolve(values) for name, deferred in self.deferred}

    def cost(self, values: RequestValues) -> Cost:
        """The cost for one request. Raises InvalidInput if a page size is out of range."""
        return self.constant_cost + total_cost(self.cost_terms, values) if self.cost_terms else self.constant_cost


@dataclass(slots=True)
class StatementBuilder:
    """Builds one statement. The same selection always gets the same names, so it gives the same text."""

    node_sets: dict[str, str] = field(default_factory=dict[str, str])
    """Sets of nodes that are collected at the start of the statement: variable -> COLLECT subquery."""
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    """Values that a variable already holds, so that they are not read twice: expression -> variable."""
    statistics: Statistics = field(default_factory=Statistics)
    viewer: Viewer = UNRESTRICTED
    tested_rows: float = 0.0
    """About how many rows the condition that is being compiled is tested on; 0 where it does not matter."""
    reached_by: End | None = None
    """The end of the relationship that leads to these rows, if one does."""
    plans: dict[Any, tuple[Any, Any]] = field(default_factory=dict[Any, tuple[Any, Any]])
    """The planner's results for each condition, by its identity and use, so that it is analysed once; they keep the condition alive."""
    collects_own: bool = False
    """Whether the limited nodes that the viewer may read are collected once, instead of testing each limited node that a statement comes to."""
    own_conditions: int = 0
    """How many conditions test whether the viewer may read a limited node."""
    decisions: list[Decision] | None = None
    """The decisions of the planner so far; None if they are not recorded."""
    costs: CostModel = field(init=False)
    """The estimates for the size of the graph."""
    _constants: dict[str, Any] = field(default_factory=dict[str, Any])
    _deferred: dict[str, Deferred] = field(default_factory=dict[str, Deferred])
    _cost_terms: list[CostTerm] = field(default_factory=list[CostTerm])
    _path: tuple[str, ...] = ()
    _factors: tuple[Factor, ...] = ()
    _variables: int = 0
    _relationships: int = 0
    _nesting: int = 0
    _sets: int = 0

    def __post_init__(self) -> None:
        self.costs = CostModel(self.statistics)

    def new_variable(self, prefix: str) -> str:
        """An unused variable: n0, e1 ..."""
        self._variables += 1
        return f"{prefix}{self._variables - 1}"

    def new_relationship(self) -> str:
        """An unused variable for a relationship. Raises TooCostly beyond MAX_RELATIONSHIPS."""
        self._relationships += 1
        if self._relationships > MAX_RELATIONSHIPS:
            raise TooCostly(
                f"One field of the query follows more than {MAX_RELATIONSHIPS} relationships. Move some of them to another query."
            )
        return self.new_variable("e")

    @contextmanager
    def nested(self) -> Generator[None]:
        """Counts one more level of related nodes, in the selection or in a condition. Raises InvalidInput beyond MAX_NESTING levels."""
        if self._nesting == MAX_NESTING:
            raise InvalidInput(
                f"The query follows relationships through more than {MAX_NESTING} levels of nodes. "
                "Request the ids of the deepest nodes, and query those nodes in a second query."
            )
        self._nesting += 1
        yield
        self._nesting -= 1

    @contextmanager
    def testing(self, rows: float, reached_by: End | None = None) -> Generator[None]:
        """Conditions that are compiled inside the context are tested on about this many rows, which this end of a relationship leads to."""
        outer = self.tested_rows, self.reached_by
        self.tested_rows, self.reached_by = rows, reached_by
        yield
        self.tested_rows, self.reached_by = outer

    def decide(self, part: str, options: list[Option]) -> int:
        """The position of the cheapest option, or of the first of several equal ones. Records the decision."""
        costs = [option.estimated_cost for option in options]
        chosen = costs.index(min(costs))
        self.record(part, options, chosen)
        return chosen

    def record(self, part: str, options: list[Option], chosen: int) -> None:
        """Records a decision, if decisions are recorded."""
        if self.decisions is not None:
            rejected = sorted(options[:chosen] + options[chosen + 1 :], key=lambda option: option.estimated_cost)
            self.decisions.append(Decision(part, options[chosen], tuple(rejected)))

    @property
    def outer_rows(self) -> int:
        """About how many rows the field that is being compiled is computed for. Page sizes that come with the request count as the default."""
        return prod(factor if isinstance(factor, int) else DEFAULT_PAGE_SIZE for factor in self._factors)

    @contextmanager
    def counted_rows(self, field: str, factor: Factor = 1) -> Generator[None]:
        """Adds the rows of a field to the cost. Fields inside the context are counted once per row of this one."""
        outer = self._path, self._factors
        self._path, self._factors = (*self._path, field), (*self._factors, factor)
        self._cost_terms.append(CostTerm(".".join(self._path), self._factors))
        yield
        self._path, self._factors = outer

    def collect_set(self, query: str) -> str:
        """The variable of a node set: the result of an independent query, collected once at the start of the statement."""
        subquery = f"COLLECT {{ {query} }}"
        collected = next((variable for variable, each in self.node_sets.items() if each == subquery), None)
        if collected is None:
            collected, self._sets = f"set{self._sets}", self._sets + 1
            self.node_sets[collected] = subquery
        return collected

    def lazily(self, compile_expression: Callable[[], str]) -> str:
        """An expression whose node sets are collected only if it is evaluated."""
        outer, self.node_sets = self.node_sets, dict(self.node_sets)
        expression = compile_expression()
        collected, self.node_sets = self.node_sets, outer
        if len(collected) == len(outer):
            return expression
        return f"head(COLLECT {{ {_with_sets(collected, len(outer))}RETURN {expression} AS result }})"

    def viewer_condition(self, condition: LiteralString, variable: str) -> str:
        """A condition on the node `viewed` with the parameters $viewer and $today, for this variable."""
        self._deferred |= {"viewer": Deferred(VIEWER), "today": Deferred(TODAY)}
        return re.sub(r"\bviewed\b", variable, " ".join(condition.split()))

    def own_node_condition(self, limited: LimitedNodes, variable: str) -> str:
        """The condition that the viewer may read this limited node: EXISTS { ... }, or n0 IN set0."""
        self.own_conditions += 1
        if not self.collects_own:
            return self.viewer_condition(limited.is_own, variable)
        return f"{variable} IN {self.collect_set(self.viewer_condition(limited.own, 'viewed'))}"

    def bind(self, value: Any, prepare: Callable[[Any], Any] | None = None) -> str:
        """The parameter ($p0, $p1 ...) that carries this value, or the result of `prepare` for it."""
        parameter = f"p{len(self._constants) + len(self._deferred)}"
        if has_placeholder(value):
            self._deferred[parameter] = Deferred(value, prepare)
        else:
            self._constants[parameter] = value if prepare is None else prepare(value)
        return f"${parameter}"

    def bind_day(self, day: Any) -> str:
        """The day as a Cypher date; for None, the current day."""
        if day is not None:
            return f"date({self.bind(day)})"
        self._deferred["today"] = Deferred(TODAY)
        return "date($today)"

    def build(self, text: str) -> Statement:
        """The finished statement, with its node sets in front: WITH COLLECT { ... } AS set0 ...

        This is the one place where assembled text becomes a LiteralString. It consists of names from annotations, operators from
        tables and variables from this builder, never of values.
        """
        constant_cost = total_cost([term for term in self._cost_terms if term.is_constant], [])
        varying = tuple(term for term in self._cost_terms if not term.is_constant)
        return Statement(
            cast(LiteralString, _with_sets(self.node_sets) + text),
            self._constants,
            tuple(self._deferred.items()),
            constant_cost,
            varying,
            tuple(self.decisions or ()),
        )


def _with_sets(node_sets: dict[str, str], known: int = 0) -> str:
    """WITH COLLECT { ... } AS set0 WITH set0, COLLECT { ... } AS set1 ..., but for those that are known already."""
    names = list(node_sets)
    return "".join(f"WITH {', '.join([*names[:n], f'{node_sets[name]} AS {name}'])} " for n, name in enumerate(names) if n >= known)
