"""GraphQL types and field for recurrences of a problem although a lesson about it was available."""

from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.measures.missed_reuse import Forgone as ForgoneAnswer
from graph_service.analysis.measures.missed_reuse import MissedReuse as MissedReuseAnswer
from graph_service.analysis.measures.missed_reuse import missed_reuse
from graph_service.analysis.relevance.suggested_recurrences import MAX_LESSONS, MIN_SIMILARITY, suggest_recurrences
from graph_service.api.context import Info
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import Answers, Group, facts
from graph_service.api.person import Person
from graph_service.api.topic import Topic
from graph_service.compiler.resolvers import read_reference, read_references
from graph_service.page_size import MAXIMUM_PAGE_SIZE


@strawberry.type(description="What a reuse of the earlier lesson typically saved, by what those say who reused it.")
class Forgone:
    hours: float = strawberry.field(description="Half of those reuses saved as many hours or more, half as many or fewer (the median).")
    events: int = strawberry.field(description="How many reuses of it state hours, whenever they were made.")
    people: int = strawberry.field(description="How many different people made these.")

    @classmethod
    def of(cls, forgone: ForgoneAnswer) -> "Forgone":
        return cls(**facts(forgone))


@strawberry.type(description="A problem that came back although a lesson about it was there.")
class MissedReuse:
    answer: strawberry.Private[MissedReuseAnswer]

    @strawberry.field(description="The lesson that was there.")
    async def earlier(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.answer.earlier)

    @strawberry.field(description="The lesson that shows that the problem came back.")
    async def later(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.answer.later)

    @strawberry.field(
        description="True: the two read alike, and nobody has said yet whether it is the same problem. `linkRecurrence` puts it on record, "
        "`dismissRecurrence` says that it isn't, and then it is not suggested again. False: it is on record."
    )
    def suggested(self) -> bool:
        """True if the recurrence is not recorded yet."""
        return self.answer.likeness is not None

    @strawberry.field(
        description="How alike the two lessons read, when it is only suggested: 1 for the same words as often, 0 for no word in common. "
        f"A word weighs more the fewer lessons use it. From {MIN_SIMILARITY} a pair is suggested."
    )
    def likeness(self) -> float | None:
        """None for recorded recurrences."""
        return self.answer.likeness

    @strawberry.field(description="What both are about.")
    async def topics(self, info: Info) -> list[Topic]:
        """Batched: one statement for the whole list."""
        return await read_references(info, Topic, self.answer.topics)

    @strawberry.field(
        description="How many people were on both projects by the day the problem came back: assigned to them, or having learned something "
        "there. 0 means that nobody could have told."
    )
    def shared_people(self) -> int:
        """Includes people who are not discoverable."""
        return self.answer.shared_people

    @strawberry.field(description="Those of them who may be named.")
    async def who_shared(self, info: Info) -> list[Person]:
        """Batched: one statement for the whole list."""
        return await read_references(info, Person, self.answer.named)

    @strawberry.field(description="Where the earlier lesson was learned.")
    def known_in(self) -> list[Group]:
        return [Group.of(group) for group in self.answer.known_in]

    @strawberry.field(description="Where the later lesson was learned, so where the problem came back.")
    def came_back_in(self) -> list[Group]:
        return [Group.of(group) for group in self.answer.came_back_in]

    @strawberry.field(
        description="What it may have cost: what a reuse of the earlier lesson typically saved. Absent where no reuse of it states hours; "
        "nothing else says what a problem cost."
    )
    def forgone(self) -> Forgone | None:
        """None if no hours are known."""
        return None if self.answer.forgone is None else Forgone.of(self.answer.forgone)


@strawberry.type
class MissedReuseAnswers(Answers):
    """Adds the field `missedReuse` to `network`."""

    @strawberry.field(
        description="Where a problem came back although a lesson about it was available that day, and the project had not reused it before. "
        "First what is on record (a lesson's `recurrenceOf`), the newest first; then what is suggested, the likest first: a lesson that tells "
        "what went wrong, and of the earlier ones that share a topic with it, come from another project and were published before, the one "
        f"that reads most like it. Suggestions are looked for among the newest {MAX_LESSONS} such lessons of the window."
    )
    async def missed_reuse(
        self,
        info: Info,
        suggested: Annotated[
            bool | None,
            strawberry.argument(description="True: only suggestions. False: only what is on record. Both when left out."),
        ] = None,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 20,
    ) -> list[MissedReuse]:
        suggestions = (
            ()
            if suggested is False
            else await suggest_recurrences(LessonTexts(info.context.graph), self.question.columns, self.question.view)
        )
        found = await self.question.ask(partial(missed_reuse, suggestions=suggestions, recorded=suggested is not True, first=first))
        return [MissedReuse(answer=answer) for answer in found]
