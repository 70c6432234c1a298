"""GraphQL types and field for lessons without reuse."""

from datetime import date
from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.measures.shelf import Shelf as ShelfAnswer
from graph_service.analysis.measures.shelf import shelf
from graph_service.api.context import Info
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import Answers, Group, facts
from graph_service.compiler.resolvers import read_reference
from graph_service.page_size import MAXIMUM_PAGE_SIZE


@strawberry.type
class ShelfFigures:
    published: float = strawberry.field(
        description="How many lessons were published. One learned by several departments counts for each with its share."
    )
    reused: float = strawberry.field(description="How many of them were reused by somebody who had not learned them.")
    considered: float = strawberry.field(description="How many of the others a project at least went through and decided about.")
    retired: float = strawberry.field(description="How many of the rest were retired without either.")
    on_shelf: float = strawberry.field(description="How many are left: there for everybody, and nobody took them.")
    median_days: int | None = strawberry.field(
        description="After how many days half of the lessons had been reused by others, lessons still waiting taken into account "
        "(Kaplan and Meier); absent where that has not come yet."
    )
    events: int = strawberry.field(description="How many reuses by others there were, each counted whole.")
    people: int = strawberry.field(description="How many different people made them.")


@strawberry.type(description="What became of the lessons that one group published.")
class GroupShelf(ShelfFigures):
    group: Group = strawberry.field(description="The group.")


@strawberry.type(description="A day after publishing on which lessons were reused by others for the first time.")
class ShelfStep:
    day: int = strawberry.field(description="How many days after publishing.")
    at_risk: float = strawberry.field(description="How many lessons had been waiting that long.")
    share: float = strawberry.field(description="The share of lessons not yet reused after that day, from 1 down to 0.")


@strawberry.type(description="A lesson that nobody took from the shelf.")
class ShelvedLesson:
    lesson_id: strawberry.Private[str]
    days: int = strawberry.field(description="For how many days it has been there.")

    @strawberry.field(description="The lesson.")
    async def lesson(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.lesson_id)


@strawberry.type(description="Whether the lessons published in the window were taken from the shelf, and how long that took.")
class Shelf(ShelfFigures):
    groups: list[GroupShelf] = strawberry.field(description="The same for every group that published, by id.")
    curve: list[ShelfStep] = strawberry.field(description="How the share of lessons not yet reused falls with the days, for a chart.")
    lessons: list[ShelvedLesson] = strawberry.field(description="Lessons still on the shelf, the longest there first.")

    @classmethod
    def of(cls, answer: ShelfAnswer) -> "Shelf":
        return cls(
            **facts(answer.whole),
            groups=[GroupShelf(group=Group.of(group), **facts(figures)) for group, figures in answer.groups],
            curve=[ShelfStep(**facts(step)) for step in answer.curve],
            lessons=[ShelvedLesson(lesson_id=shelved.lesson, days=shelved.days) for shelved in answer.lessons],
        )


@strawberry.type
class ShelfAnswers(Answers):
    """Adds the field `shelf` to `network`."""

    @strawberry.field(description="Whether the lessons published in the window were taken from the shelf, and how long that took.")
    async def shelf(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=f"How many lessons to list at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 20,
    ) -> Shelf:
        return Shelf.of(await self.question.ask(partial(shelf, today=date.fromisoformat(info.context.today), first=first)))
