"""GraphQL type and field for the most reused lessons."""

from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.measures.most_reused import Reused, most_reused
from graph_service.api.context import Info
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import Answers
from graph_service.compiler.resolvers import read_reference
from graph_service.page_size import MAXIMUM_PAGE_SIZE


@strawberry.type(description="A lesson that was reused, and how widely.")
class MostReused:
    lesson_id: strawberry.Private[str]
    reuses: int = strawberry.field(description="How many reuses were counted.")
    departments: int = strawberry.field(
        description="How many departments made them, at the level asked for; small ones that are merged count as one."
    )
    people: int = strawberry.field(description="How many different people made them.")

    @strawberry.field(description="The lesson.")
    async def lesson(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.lesson_id)

    @classmethod
    def of(cls, reused: Reused) -> "MostReused":
        return cls(lesson_id=reused.lesson, reuses=reused.reuses, departments=reused.departments, people=reused.people)


@strawberry.type
class MostReusedAnswers(Answers):
    """Adds the field `mostReused` to `network`."""

    @strawberry.field(description="The lessons reused most, the most reused first; those with the same number by id.")
    async def most_reused(
        self,
        across_departments: Annotated[
            bool, strawberry.argument(description="Only reuses by departments that had no part in learning the lesson.")
        ] = True,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 20,
    ) -> list[MostReused]:
        found = await self.question.ask(partial(most_reused, across=across_departments, first=first))
        return [MostReused.of(reused) for reused in found]
