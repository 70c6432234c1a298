"""Aggregate functions: their Cypher, the types they apply to, and their description. To add one, add a line to AGGREGATES."""

from dataclasses import dataclass
from typing import Any

from graph_service.mapping.node_types import Property
from graph_service.mapping.scalars import Date, DateTime

NUMERIC_TYPES = (int, float)
ORDERED_TYPES = (*NUMERIC_TYPES, Date, DateTime)
EDGE = "edge"
"""The GraphQL field that holds the aggregates of relationship properties."""


@dataclass(frozen=True, slots=True)
class AggregateFunction:
    """One aggregate function over the expression {x}. `nullable` means that it is null when there are no values."""

    cypher: str
    types: tuple[Any, ...]
    keeps_type: bool
    nullable: bool
    description: str

    def result_type(self, type_: Any) -> Any:
        """The type of the result over values of this type: the same type, or float."""
        return type_ if self.keeps_type else float


AGGREGATES = {
    "sum": AggregateFunction(
        "sum({x})",
        NUMERIC_TYPES,
        keeps_type=False,
        nullable=False,
        description="The sum; 0 if there are no values. Absent if it is too large for a number.",
    ),
    "avg": AggregateFunction(
        "avg({x})", NUMERIC_TYPES, keeps_type=False, nullable=True, description="The mean; absent if there are no values."
    ),
    "min": AggregateFunction(
        "min({x})",
        ORDERED_TYPES,
        keeps_type=True,
        nullable=True,
        description="The smallest or earliest value; absent if there are no values.",
    ),
    "max": AggregateFunction(
        "max({x})", ORDERED_TYPES, keeps_type=True, nullable=True, description="The largest or latest value; absent if there are no values."
    ),
}


def aggregates_for(type_: Any) -> dict[str, AggregateFunction]:
    """The aggregate functions that apply to values of this type; none for text."""
    return {name: function for name, function in AGGREGATES.items() if type_ in function.types}


def is_aggregated(prop: Property) -> bool:
    """Whether the property has aggregates. One with a unit has sums per unit instead."""
    return prop.unit is None and bool(aggregates_for(prop.type))
