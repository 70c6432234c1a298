"""How a measure is declared. registry.py lists all of them, and the GraphQL API follows from the declarations.

A measure is a pure function. Its positional parameters are named after its inputs: `columns`, `view`, `today`, another measure, or a value
that the API prepares (api/network/evaluation.py). Its keyword-only parameters are the arguments of the GraphQL field, each annotated with
its description; a parameter of type TextScores becomes an argument for a text to search for. The first paragraph of its docstring describes
the field.

A result is a dataclass, which becomes the GraphQL type of the same name: its docstring describes the type, the text below an attribute the
field. An attribute of type PersonId, LessonId ... becomes a field for the node, which is read only when it is selected. A function in the
annotation selects a part of the list: its keyword-only parameters are the arguments of that field.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.view import View
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size

T = TypeVar("T")

First: TypeAlias = Annotated[int, f"The maximum number of items, up to {MAXIMUM_PAGE_SIZE:,}."]
"""The argument `first` of a measure that returns a list."""

Cost: TypeAlias = Callable[[Columns, View], int]
"""Estimates the work of a measure before it runs, in units of about 0.1 microseconds, the time to read one event or one group once."""

UNITS_PER_ROW: Final = 10  # reading a row from the database takes at least as long as ten units
MINIMUM_ROWS: Final = 500  # a measure takes about a millisecond even where there is nothing to compute


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    shared: requests with the same columns, view and arguments share one result, which is kept in memory as long as the columns are. For
    results that take long to compute but are small. attribute: the attribute of the result that the field returns; None for the whole
    result.
    """

    function: Callable[..., Any]
    cost: Cost
    shared: bool = False
    attribute: str | None = None

    def cost_in_rows(self, columns: Columns, view: View) -> int:
        """The cost in rows, the unit of the cost of a request."""
        return MINIMUM_ROWS + self.cost(columns, view) // UNITS_PER_ROW

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def description(self) -> str:
        """The first paragraph of the function's docstring."""
        return " ".join((inspect.getdoc(self.function) or "").partition("\n\n")[0].split())

    @property
    def inputs(self) -> list[str]:
        """The names of the positional parameters."""
        return [parameter.name for parameter in self._parameters if parameter.kind is not parameter.KEYWORD_ONLY]

    @property
    def arguments(self) -> list[inspect.Parameter]:
        """The keyword-only parameters."""
        return keyword_parameters(self.function)

    @property
    def defaults(self) -> dict[str, Any]:
        """The default of each argument that has one."""
        return {each.name: each.default for each in self.arguments if each.default is not each.empty}

    @property
    def _parameters(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.function).parameters.values())


def keyword_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The keyword-only parameters of a function, in its order."""
    return [each for each in inspect.signature(function).parameters.values() if each.kind is each.KEYWORD_ONLY]


def page(default: int, maximum: int = MAXIMUM_PAGE_SIZE) -> Callable[..., Any]:
    """Selects the first items of a list: at most `first` of them, by default `default`. Raises InvalidInput above the maximum."""

    def select(items: Sequence[T], *, first: Annotated[int, f"The maximum number of items, up to {maximum:,}."] = default) -> Sequence[T]:
        return items[: check_page_size(first, maximum=maximum)]

    return select
