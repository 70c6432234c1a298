"""GraphQL type and field for the E-I index of the person network."""

import strawberry

from graph_service.analysis.measures.people_e_index import people_e_index
from graph_service.api.network.question import Answers, facts


@strawberry.type(
    description="Whether people learn from their own group more than chance would have it. A raw index misleads: where one department has "
    "half of all people, half of all ties lie within it by chance."
)
class PeopleEIndex:
    e_index: float | None = strawberry.field(
        description="E-I index over pairs of people of whom one reused the other's lesson: from -1, all are of the same group, to 1, all are "
        "of different groups. Absent without such pairs."
    )
    expected: float | None = strawberry.field(
        description="What it would be on average had the same people, with the same ties, been dealt out to the groups by chance."
    )
    deviation: float | None = strawberry.field(description="How far it would vary by chance (standard deviation).")
    z: float | None = strawberry.field(
        description="How far it is from chance, in standard deviations. Below -2: people keep to their own group. Above 2: they seek others. "
        "In between: as chance would have it. Absent where chance leaves no room."
    )
    ties: int = strawberry.field(description="How many pairs of people there are.")
    people: int = strawberry.field(description="How many people are part of one; who has no department is left out.")
    events: int = strawberry.field(description="How many reuses stand behind these pairs.")


@strawberry.type
class PeopleEIndexAnswers(Answers):
    """Adds the field `peopleEIndex` to `network`."""

    @strawberry.field(name="peopleEIndex", description="Whether people learn from their own group more than chance would have it.")
    async def people_e_index(self) -> PeopleEIndex:
        return PeopleEIndex(**facts(await self.question.ask(people_e_index)))
