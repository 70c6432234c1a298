"""The network period by period, over GraphQL."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

from graph_service.analysis.scope.periods import MOST_PERIODS, Every, periods
from graph_service.api.network.period import Days
from graph_service.api.network.question import Answers, Question

if TYPE_CHECKING:
    from graph_service.api.network.network import Network


@strawberry.type(description="One period of the network.")
class Period:
    """One period of the network."""

    window: Days = strawberry.field(description="Its days; the first and the last period end where the window ends.")
    network: Annotated["Network", strawberry.lazy("graph_service.api.network.network")] = strawberry.field(
        description="What the network answers for these days alone."
    )


@strawberry.type
class TimelineAnswers(Answers):
    """What `network` says period by period."""

    @strawberry.field(
        description=f"The network period by period, without gaps, at most {MOST_PERIODS} of them. An open window begins with the first lesson "
        "published or reused and ends with the last."
    )
    async def timeline(
        self, every: Annotated[Every, strawberry.argument(description="How long a period is.")] = Every.QUARTER
    ) -> list[Period]:
        """Cut by network/periods.py."""
        columns, view = self.question.columns, self.question.view
        found = await self.question.ask(partial(periods, every=every))
        network = cast("type[Network]", type(self))  # the class that this one is a part of, which imports it
        return [Period(window=Days.of(period), network=network(question=Question(columns, period.of(view)))) for period in found]
