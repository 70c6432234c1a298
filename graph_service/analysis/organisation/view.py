"""The filter of every question: window, level, topic and chart. They select rows of columns and cause no further database query."""

from dataclasses import dataclass
from datetime import date

from graph_service.errors import InvalidInput
from graph_service.model.days import day_after


@dataclass(frozen=True, slots=True)
class View:
    """The filter of a question.

    chart: the day whose department tree rolls figures up. start, end: the window, half-open; it masks events, never the lessons that
    were available. level: the depth in the tree, 0 for its roots; None for the departments themselves. topic: with
    everything narrower; it restricts events and available lessons alike.
    """

    chart: date
    start: date | None = None
    end: date | None = None
    level: int | None = None
    topic: str | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise InvalidInput(f"The window ends on {self.end}, before it starts on {self.start}. Swap the two.", field="window")
        if self.level is not None and self.level < 0:
            raise InvalidInput(f"level is {self.level}; it is 0 for the roots of the department tree or a positive number.", field="level")


def as_of(day: date) -> View:
    """Everything up to the end of a day, by the chart of that day."""
    return View(chart=day, end=day_after(day))
