"""What a statement is made of: names handed out in order, and values that only ever travel as parameters."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

from graph_service.compiler.cost import Cost, Factor, Term, add_up
from graph_service.compiler.values import TODAY, Given, Late, has_place
from graph_service.errors import InvalidInput, TooCostly
from graph_service.mapping.node_types import Relation
from graph_service.mapping.scalars import Date, DateTime

# Neo4j's planner takes up to twice as long with each further level, and no timeout stops it: 1 s at 10, a minute at 20.
DEEPEST = 10
WIDEST = 100  # and conditions on related nodes side by side cost it the more the more there are: 1 s for 64, 11 s for 128


@dataclass(frozen=True, slots=True)
class Statement:
    """One Cypher statement that returns one record with one value."""

    text: LiteralString
    constants: dict[str, Any]
    late: tuple[tuple[str, Late], ...]
    known_cost: Cost
    terms: tuple[Term, ...]
    """What it costs besides, request by request."""

    def parameters(self, given: Given) -> dict[str, Any]:
        """The parameters for what one request gave. InvalidInput when a value cannot be."""
        return self.constants | {name: late.filled(given) for name, late in self.late}

    def cost(self, given: Given) -> Cost:
        """What it costs for what one request gave. InvalidInput when a size cannot be."""
        return self.known_cost + add_up(self.terms, given) if self.terms else self.known_cost


Finish = Callable[[Any], Any]
"""Turns one value of a row into its part of the response."""


@dataclass(frozen=True, slots=True)
class Part:
    """An expression of a statement, and what finishes the value it gives; None where the value is the response already."""

    expression: str
    finish: Finish | None = None


@dataclass(slots=True)
class Writer:
    """Collects the parameters of one statement. The same selection gives the same names, so the same text."""

    _constants: dict[str, Any] = field(default_factory=dict[str, Any])
    _late: dict[str, Late] = field(default_factory=dict[str, Late])
    sets: dict[str, str] = field(default_factory=dict[str, str])
    """What is read in front of the statement, by the name it goes by."""
    known: dict[str, str] = field(default_factory=dict[str, str])
    """What stands in a column already and is not read again: by the expression that would read it, the column."""
    _terms: list[Term] = field(default_factory=list[Term])
    _within: tuple[str, ...] = ()
    _factors: tuple[Factor, ...] = ()
    _names: int = 0
    _edges: int = 0
    _levels: int = 0

    def name(self, of: str) -> str:
        """A fresh variable: n0, e1 ..."""
        self._names += 1
        return f"{of}{self._names - 1}"

    def edge(self) -> str:
        """A fresh variable for a relationship that is followed. TooCostly when there are more than could be planned."""
        self._edges += 1
        if self._edges > WIDEST:
            raise TooCostly(
                f"More than {WIDEST} relationships are followed in one field of the query. Ask for some of them in another one."
            )
        return self.name("e")

    @contextmanager
    def deeper(self) -> Generator[None]:
        """Inside it one node more is followed, in what is selected or in a condition. InvalidInput beyond what could be answered."""
        if self._levels == DEEPEST:
            raise InvalidInput(
                f"More than {DEEPEST} nodes are followed one from another. Ask for the last of them by their ids, in a further query."
            )
        self._levels += 1
        yield
        self._levels -= 1

    def collect(self, query: str) -> str:
        """The name of a list that is read once, in front of the statement: what the query, which stands for itself, returns."""
        name = f"set{len(self.sets)}"
        self.sets[name] = f"COLLECT {{ {query} }}"
        return name

    @contextmanager
    def rows(self, of: str, size: Factor = 1) -> Generator[None]:
        """Inside it stands what is read of each row of a field, of which there are `size` at the most."""
        outside = self._within, self._factors
        self._within, self._factors = (*self._within, of), (*self._factors, size)
        self._terms.append(Term(".".join(self._within), self._factors))
        yield
        self._within, self._factors = outside

    def bind(self, value: Any, prepare: Callable[[Any], Any] | None = None) -> str:
        """The parameter that carries this value, or what `prepare` makes of it: $p0, $p1 ... A value that is not known yet follows later."""
        parameter = f"p{len(self._constants) + len(self._late)}"
        if has_place(value):
            self._late[parameter] = Late(value, prepare)
        else:
            self._constants[parameter] = value if prepare is None else prepare(value)
        return f"${parameter}"

    def bind_day(self, day: str | None) -> str:
        """A day as an expression; today when none is given."""
        if day is not None:
            return f"date({self.bind(day)})"
        self._late["today"] = Late(TODAY)
        return "date($today)"

    def statement(self, text: str) -> Statement:
        """The finished statement. The one place where a text becomes literal: it holds names from markers, operators from tables and
        names handed out here, never a value."""
        names = list(self.sets)
        sets = (f"WITH {', '.join([*names[:n], f'{self.sets[name]} AS {name}'])} " for n, name in enumerate(names))
        known = add_up([term for term in self._terms if term.known], [])
        varying = tuple(term for term in self._terms if not term.known)
        return Statement(cast(LiteralString, "".join(sets) + text), self._constants, tuple(self._late.items()), known, varying)


def read_value(kind: Any, expression: str) -> str:
    """The expression that reads a value of this type so that it leaves as JSON can carry it."""
    return f"toString({expression})" if kind in (Date, DateTime) else expression


def cast_value(kind: Any, expression: str) -> str:
    """The expression that turns a parameter into a value of this type."""
    return {Date: f"date({expression})", DateTime: f"datetime({expression})"}.get(kind, expression)


def cast_values(kind: Any, expression: str) -> str:
    """The same for a parameter that is a list."""
    cast_one = cast_value(kind, "value")
    return expression if cast_one == "value" else f"[value IN {expression} | {cast_one}]"


def hop(relation: Relation, start: str, edge: str, end: str) -> str:
    """The pattern from a node to its related node. End labels are left out: a relationship type has one label at each end."""
    named = f"[{edge}:{relation.relationship}]"
    return f"({start})<-{named}-({end})" if relation.incoming else f"({start})-{named}->({end})"


def holds_on(edge: str, day: str) -> str:
    """Whether a dated relationship holds on a day: from is the first day, to the first day after."""
    return f"({edge}.from IS NULL OR {edge}.from <= {day}) AND ({edge}.to IS NULL OR {day} < {edge}.to)"
