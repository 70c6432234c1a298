"""GraphQL type and field for the network period by period."""

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
    window: Days = strawberry.field(description="Its days; the first and the last period end where the window ends.")
    network: Annotated["Network", strawberry.lazy("graph_service.api.network.network")] = strawberry.field(
        description="What the network answers for these days alone."
    )


@strawberry.type
class TimelineAnswers(Answers):
    """Adds the field `timeline` to `network`."""

    @strawberry.field(
        description=f"The network period by period, without gaps, at most {MOST_PERIODS} of them. An open window begins with the first lesson "
        "published or reused and ends with the last."
    )
    async def timeline(
        self, every: Annotated[Every, strawberry.argument(description="How long a period is.")] = Every.QUARTER
    ) -> list[Period]:
        """Divides the window with analysis/scope/periods.py."""
        columns, view = self.question.columns, self.question.view
        found = await self.question.ask(partial(periods, every=every))
        network = cast("type[Network]", type(self))  # self is a Network; importing the class here would be circular
        return [Period(window=Days.of(period), network=network(question=Question(columns, period.of(view)))) for period in found]
