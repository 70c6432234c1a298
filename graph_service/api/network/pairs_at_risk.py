"""GraphQL type and field for pairs of groups whose exchange depends on one person."""

import strawberry

from graph_service.analysis.measures.pairs_at_risk import PairAtRisk as PairAtRiskAnswer
from graph_service.analysis.measures.pairs_at_risk import pairs_at_risk
from graph_service.api.context import Info
from graph_service.api.network.question import Answers, Group
from graph_service.api.person import Person
from graph_service.compiler.resolvers import read_reference


@strawberry.type(description="Two groups, more than half of whose exchange in one direction rests on one person.")
class PairAtRisk:
    from_: Group = strawberry.field(name="from", description="Where the lessons were learned.")
    to: Group = strawberry.field(description="Where they were reused.")
    person_id: strawberry.Private[str | None]
    share: float = strawberry.field(
        description="The share of these reuses that would be missing without the person, from 0 to 1: those the person made, and those of "
        "lessons that nobody else learned."
    )
    events: int = strawberry.field(description="How many reuses there are between the two in all, each counted whole.")
    people: int = strawberry.field(description="How many different people made them.")

    @strawberry.field(description="The person; absent where it is somebody who may not be named.")
    async def person(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return None if self.person_id is None else await read_reference(info, Person, self.person_id)

    @classmethod
    def of(cls, pair: PairAtRiskAnswer) -> "PairAtRisk":
        return cls(
            from_=Group.of(pair.giver),
            to=Group.of(pair.receiver),
            person_id=pair.person,
            share=pair.share,
            events=pair.events,
            people=pair.people,
        )


@strawberry.type
class PairAtRiskAnswers(Answers):
    """Adds the field `pairsAtRisk` to `network`."""

    @strawberry.field(
        description="Pairs of different groups with at least five reuses, more than half of which rest on one person; on two where nearly all "
        "lessons come from one and nearly all reuses from another. The largest share first, then by the groups."
    )
    async def pairs_at_risk(self) -> list[PairAtRisk]:
        return [PairAtRisk.of(pair) for pair in await self.question.ask(pairs_at_risk)]
