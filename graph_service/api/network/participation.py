"""GraphQL type and field for participation."""

import strawberry

from graph_service.analysis.measures.participation import participation
from graph_service.api.network.question import Answers, facts


@strawberry.type(description="Who took part in the window: projects that left a lesson, people who recorded or reused one, and how soon.")
class Participation:
    closed_projects: int = strawberry.field(description="How many projects were closed.")
    with_lesson: int = strawberry.field(description="How many of them have a published lesson.")
    lessons: int = strawberry.field(description="How many lessons were learned, drafts too.")
    events: int = strawberry.field(description="How many reuses there were.")
    learners: int = strawberry.field(description="How many different people learned these lessons.")
    reusers: int = strawberry.field(description="How many different people made these reuses.")
    people: int = strawberry.field(description="How many different people did one or the other.")
    median_days: float | None = strawberry.field(
        description="How many days passed from learning or reusing to the record of it: half took longer. What was imported from tables "
        "is left out; absent where all of it was."
    )


@strawberry.type
class ParticipationAnswers(Answers):
    """Adds the field `participation` to `network`."""

    @strawberry.field(description="Projects that left a lesson, people who recorded or reused one, and how soon.")
    async def participation(self) -> Participation:
        return Participation(**facts(await self.question.ask(participation)))
