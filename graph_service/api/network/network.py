"""Root field `network`: all fields below it are views of the same columns."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.organisation.view import View
from graph_service.api.context import Info
from graph_service.api.network.benefits import BenefitAnswers
from graph_service.api.network.brokers import BrokerAnswers
from graph_service.api.network.communities import CommunityAnswers
from graph_service.api.network.departure import DepartureAnswers
from graph_service.api.network.flow import FlowAnswers
from graph_service.api.network.introductions import IntroductionAnswers
from graph_service.api.network.missed_reuse import MissedReuseAnswers
from graph_service.api.network.most_reused import MostReusedAnswers
from graph_service.api.network.node_graph import NodeGraphAnswers
from graph_service.api.network.pairs_at_risk import PairAtRiskAnswers
from graph_service.api.network.participation import ParticipationAnswers
from graph_service.api.network.people_e_index import PeopleEIndexAnswers
from graph_service.api.network.question import Question
from graph_service.api.network.shelf import ShelfAnswers
from graph_service.api.network.silos import SiloAnswers
from graph_service.api.network.story_balance import StoryBalanceAnswers
from graph_service.api.network.timeline import TimelineAnswers
from graph_service.mapping.scalars import Date


@strawberry.input(description="A stretch of time. Either end may be left open.")
class Window:
    from_: Date | None = strawberry.field(default=None, name="from", description="The first day.")
    to: Date | None = strawberry.field(default=None, description="The day after the last.")


@strawberry.type(description="The network between departments, as far as the arguments narrow it. All answers are of one moment.")
class Network(
    FlowAnswers,
    SiloAnswers,
    PeopleEIndexAnswers,
    MostReusedAnswers,
    MissedReuseAnswers,
    BrokerAnswers,
    PairAtRiskAnswers,
    DepartureAnswers,
    IntroductionAnswers,
    CommunityAnswers,
    ShelfAnswers,
    BenefitAnswers,
    StoryBalanceAnswers,
    ParticipationAnswers,
    TimelineAnswers,
    NodeGraphAnswers,
):
    """All network measures for one view."""


@strawberry.type
class NetworkQuery:
    """Root field `network`."""

    @strawberry.field(description="The network between departments: silos, how knowledge flows, what reuse saved and what nobody reuses.")
    async def network(
        self,
        info: Info,
        window: Annotated[
            Window | None,
            strawberry.argument(
                description="Only reuses of this time, and where lessons are counted, those published in it; all when left out."
            ),
        ] = None,
        level: Annotated[
            int | None,
            strawberry.argument(
                description="How deep to look into the department tree; 0 is its top. Every department itself when left out."
            ),
        ] = None,
        topic: Annotated[ID | None, strawberry.argument(description="Only lessons about this topic, or a narrower one.")] = None,
        chart: Annotated[
            Date | None, strawberry.argument(description="The day whose organisation chart is used; today when left out.")
        ] = None,
    ) -> Network:
        """All fields below are views of the same columns. Raises NotFound once, here, for an unknown topic, and not in every field."""
        columns = await info.context.resources.snapshots.current()
        if topic is not None:
            known_code(columns.topics.ids, topic, noun="topic", field="topic")
        view = View(
            chart=date.fromisoformat(chart or info.context.today),
            start=_day(window.from_ if window else None),
            end=_day(window.to if window else None),
            level=level,
            topic=topic,
        )
        return Network(question=Question(columns, view))


def _day(text: Date | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
