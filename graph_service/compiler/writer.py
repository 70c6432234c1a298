"""What a statement is made of: names handed out in order, and values that only ever travel as parameters."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

from graph_service.compiler.markers import Relation
from graph_service.compiler.scalars import Date, DateTime
from graph_service.errors import InvalidInput

# Neo4j's planner takes up to twice as long with each further level, and no timeout stops it: 1 s at 10, a minute at 20.
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Statement:
    """One Cypher statement that returns one record with one value."""

    text: LiteralString
    parameters: dict[str, Any]


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

    today: str
    parameters: dict[str, Any] = field(default_factory=dict)
    _names: int = 0
    _levels: int = 0

    def name(self, of: str) -> str:
        """A fresh variable: n0, e1 ..."""
        self._names += 1
        return f"{of}{self._names - 1}"

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

    def bind(self, value: Any) -> str:
        """The parameter that carries this value: $p0, $p1 ..."""
        parameter = f"p{len(self.parameters)}"
        self.parameters[parameter] = value
        return f"${parameter}"

    def bind_day(self, day: str | None) -> str:
        """A day as an expression; today when none is given."""
        if day is not None:
            return f"date({self.bind(day)})"
        self.parameters["today"] = self.today
        return "date($today)"

    def statement(self, text: str) -> Statement:
        """The finished statement. The one place where a text becomes literal: it holds names from markers, operators from tables and
        names handed out here, never a value."""
        return Statement(cast(LiteralString, text), self.parameters)


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
    named = f"[{edge}:{relation.marker.relationship}]"
    return f"({start})<-{named}-({end})" if relation.marker.incoming else f"({start})-{named}->({end})"


def holds_on(edge: str, day: str) -> str:
    """Whether a dated relationship holds on a day: from is the first day, to the first day after."""
    return f"({edge}.from IS NULL OR {edge}.from <= {day}) AND ({edge}.to IS NULL OR {day} < {edge}.to)"
