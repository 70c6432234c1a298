"""Figures over many values: which there are, of what, and how each is written. Adding one is one line in FIGURES."""

from dataclasses import dataclass
from typing import Any

from graph_service.mapping.annotations import Property
from graph_service.mapping.scalars import Date, DateTime

NUMBERS = (int, float)
ORDERED = (*NUMBERS, Date, DateTime)
EDGE = "edge"
"""The field that holds the figures of the relationship's own properties."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its Cypher, the types it can be made of, whether it is of their type (else a Float), and whether none has it."""

    cypher: str
    of: tuple[Any, ...]
    same_type: bool
    nullable: bool
    description: str

    def type_over(self, kind: Any) -> Any:
        """Its type when it is made of values of this type."""
        return kind if self.same_type else float


FIGURES = {
    "sum": Figure("sum({x})", NUMBERS, same_type=False, nullable=False, description="The sum; 0 if there are no values."),
    "avg": Figure("avg({x})", NUMBERS, same_type=False, nullable=True, description="The mean; absent if there are no values."),
    "min": Figure(
        "min({x})", ORDERED, same_type=True, nullable=True, description="The smallest or earliest value; absent if there are no values."
    ),
    "max": Figure(
        "max({x})", ORDERED, same_type=True, nullable=True, description="The largest or latest value; absent if there are no values."
    ),
}


def figures_of(kind: Any) -> dict[str, Figure]:
    """The figures that values of this type have; none for text and the like."""
    return {name: figure for name, figure in FIGURES.items() if kind in figure.of}


def has_figures(prop: Property) -> bool:
    """Whether there are figures of this property."""
    return prop.beside is None and bool(figures_of(prop.type))
