"""GraphQL types for months, quarters and years."""

import strawberry

from graph_service.analysis.scope.periods import Every
from graph_service.analysis.scope.periods import Period as PeriodAnswer
from graph_service.api.network.question import describe
from graph_service.mapping.scalars import Date

describe(
    Every,
    "How long a period is.",
    {
        "MONTH": "A month of the calendar.",
        "QUARTER": "Three months, from January, April, July or October on.",
        "YEAR": "A year of the calendar.",
    },
)


@strawberry.type(description="A stretch of days.")
class Days:
    from_: Date = strawberry.field(name="from", description="The first day.")
    to: Date = strawberry.field(description="The day after the last.")

    @classmethod
    def of(cls, period: PeriodAnswer) -> "Days":
        return cls(from_=Date(period.start.isoformat()), to=Date(period.end.isoformat()))
