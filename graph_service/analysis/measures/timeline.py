"""The network period by period."""

from dataclasses import dataclass
from typing import Annotated

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.periods import Every, Period, periods


@dataclass(frozen=True, slots=True)
class TimelinePeriod:
    """One period of the network."""

    window: Period
    """The days of the period. The first period begins with the window, and the last one ends with it."""
    network: View
    """The network for these days only."""


def timeline(
    columns: Columns, view: View, *, every: Annotated[Every, "The length of a period."] = Every.QUARTER
) -> tuple[TimelinePeriod, ...]:
    """Returns the network period by period, without gaps; at most 240 periods. An open window begins with the first lesson that was
    published or reused and ends with the last.
    """
    return tuple(TimelinePeriod(period, period.of(view)) for period in periods(columns, view, every))
