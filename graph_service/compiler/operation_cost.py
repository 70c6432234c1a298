"""The cost of an operation, known before it runs: an upper bound for the number of rows it returns.

    { departments(first: 10) { nodes { projects(first: 5) { nodes { name owner { name } } } } } }

costs 10 departments + 10 * 5 projects + 10 * 5 * 1 owners = 110 rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from graph_service.compiler.request_values import Deferred, RequestValues, has_placeholder
from graph_service.errors import TooCostly

Factor: TypeAlias = int | Deferred
"""The maximum number of rows that a field returns for each row of its parent."""


@dataclass(frozen=True, slots=True)
class CostTerm:
    """The rows of one field: its path in the operation (lessons.reuses) and the factors of all fields on that path."""

    field: str
    factors: tuple[Factor, ...]

    @property
    def is_constant(self) -> bool:
        """Whether it is the same for every request."""
        return not any(isinstance(factor, Deferred) for factor in self.factors)

    def rows(self, values: RequestValues) -> int:
        """The product of the factors. Raises InvalidInput if a page size is out of range."""
        return prod(factor.resolve(values) if isinstance(factor, Deferred) else factor for factor in self.factors)


@dataclass(frozen=True, slots=True)
class Cost:
    """The total number of rows, and the field with the most."""

    rows: int = 0
    largest_field: str = ""
    largest_rows: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        larger = other if other.largest_rows > self.largest_rows else self
        return Cost(self.rows + other.rows, larger.largest_field, larger.largest_rows)


def size_factor(size: Deferred) -> Factor:
    """The page size as a factor: a number if the document itself gives it. Raises InvalidInput if that number is out of range."""
    return size if has_placeholder(size.template) else size.resolve([])


def total_cost(terms: Sequence[CostTerm], values: RequestValues) -> Cost:
    """The sum of all terms for the values of one request."""
    counts = [(term.rows(values), term.field) for term in terms]
    rows, field = max(counts, key=lambda count: count[0], default=(0, ""))
    return Cost(sum(rows for rows, _ in counts), field, rows)


def check_cost(cost: Cost, limit: int) -> None:
    """Raises TooCostly if the cost is over the limit. The error names the field with the most rows."""
    if cost.rows > limit:
        raise TooCostly(
            f"The operation may return {cost.rows:,} rows; the limit is {limit:,}. The largest part, {cost.largest_rows:,} rows, "
            f"comes from {cost.largest_field}: request a smaller page there, or read the list page by page."
        )
