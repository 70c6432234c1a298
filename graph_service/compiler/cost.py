"""What an answer costs, known before anything runs: the rows asked for, multiplied down the nesting."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from graph_service.compiler.values import Given, Late, has_place
from graph_service.errors import TooCostly

Factor: TypeAlias = int | Late
"""How many rows a field gives for each row it stands in."""


@dataclass(frozen=True, slots=True)
class Term:
    """The rows of one field: its place in the question, and the factors that multiply up to how many it gives in all."""

    field: str
    factors: tuple[Factor, ...]

    @property
    def known(self) -> bool:
        """Whether it is the same for all requests."""
        return not any(isinstance(factor, Late) for factor in self.factors)

    def rows(self, given: Given) -> int:
        """How many. InvalidInput when a size that was given cannot be."""
        return prod(factor.filled(given) if isinstance(factor, Late) else factor for factor in self.factors)


@dataclass(frozen=True, slots=True)
class Cost:
    """Rows in all, and the field that gives the most of them."""

    rows: int = 0
    largest: str = ""
    largest_rows: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        more = other if other.largest_rows > self.largest_rows else self
        return Cost(self.rows + other.rows, more.largest, more.largest_rows)


def as_factor(size: Late) -> Factor:
    """A size that is known already as a number. InvalidInput when it cannot be."""
    return size if has_place(size.value) else size.filled([])


def add_up(terms: Sequence[Term], given: Given) -> Cost:
    """The cost of all these fields together."""
    counted = [(term.rows(given), term.field) for term in terms]
    rows, field = max(counted, key=lambda each: each[0], default=(0, ""))
    return Cost(sum(rows for rows, _ in counted), field, rows)


def refuse_beyond(cost: Cost, limit: int) -> None:
    """TooCostly when it is over the limit; the error says by how much, and what gives the most."""
    if cost.rows > limit:
        raise TooCostly(
            f"This asks for up to {cost.rows:,} rows; at most {limit:,} are answered. "
            f"Most of them, {cost.largest_rows:,}, come from {cost.largest}: ask for fewer there, or page by page."
        )
