"""GraphQL types and field for recommended introductions."""

from functools import partial
from typing import Annotated

import strawberry

from graph_service.analysis.measures.introductions import SHOWN, introductions
from graph_service.analysis.measures.introductions import Introduction as IntroductionAnswer
from graph_service.api.context import Info
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import Answers, Group
from graph_service.api.person import Person
from graph_service.api.project import Project
from graph_service.api.topic import Topic
from graph_service.compiler.resolvers import read_reference, read_references
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size


@strawberry.type(description="Two people who should meet: one knows what the other is at work on, and their groups hardly share it yet.")
class Introduction:
    answer: strawberry.Private[IntroductionAnswer]

    @strawberry.field(name="from", description="The group that has the lessons.")
    def from_(self) -> Group:
        return Group.of(self.answer.giver)

    @strawberry.field(description="The group that could use them.")
    def to(self) -> Group:
        return Group.of(self.answer.receiver)

    @strawberry.field(
        description="How many lessons more of the first group the second would have reused, had chance chosen: expected - observed."
    )
    def gap(self) -> float:
        """In reuses."""
        return self.answer.gap

    @strawberry.field(
        description="How many lessons of the first group the second would have reused, had chance chosen each time among the lessons about the "
        "topic that were there that day. Only topics count on which the second group has projects planned or running, and the first a lesson "
        "that another department has already reused."
    )
    def expected(self) -> float:
        """In reuses."""
        return self.answer.expected

    @strawberry.field(description="How many it did reuse. A lesson learned by several groups, or about several topics, counts in parts.")
    def observed(self) -> float:
        """In reuses."""
        return self.answer.observed

    @strawberry.field(description="How many reuses the second group made on these topics, whosever lesson it was.")
    def events(self) -> int:
        """Each event is counted whole."""
        return self.answer.events

    @strawberry.field(description="How many different people made them.")
    def people(self) -> int:
        """Includes people who are not discoverable."""
        return self.answer.people

    @strawberry.field(description="Who knows: of the first group, whose lessons on the topics count most (as for `experts`).")
    async def giver(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Person, self.answer.who_gives)

    @strawberry.field(
        description="Who could use it: of the second group, at work on the project. The two have had nothing to do with each other yet."
    )
    async def receiver(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Person, self.answer.who_receives)

    @strawberry.field(description="What it is for: the project, planned or running, that is most about the topics.")
    async def project(self, info: Info) -> Project | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Project, self.answer.project)

    @strawberry.field(
        description=f"What to talk about: at most {SHOWN} lessons of the first person which that project has not had, the best first."
    )
    async def lessons(self, info: Info) -> list[Lesson]:
        """Batched: one statement for the whole list."""
        return await read_references(info, Lesson, self.answer.lessons)

    @strawberry.field(description="The topics on which there is a gap, the widest first.")
    async def topics(
        self, info: Info, first: Annotated[int | None, strawberry.argument(description="How many at the most; all when left out.")] = None
    ) -> list[Topic]:
        """Batched: one statement for the whole list."""
        if first is not None:
            check_page_size(first)
        return await read_references(info, Topic, self.answer.topics[:first])


@strawberry.type
class IntroductionAnswers(Answers):
    """Adds the field `introductions` to `network`."""

    @strawberry.field(
        description="Whom to bring together: one for each pair of groups of which the one takes less from the other than there is to take, on "
        "what it is at work on now. The widest gap first. Only people who are still there and may be named, and nobody more than "
        "twice. A window narrows what is held against chance, not who should meet, which is a matter "
        "of the chart's day."
    )
    async def introductions(
        self, first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 10
    ) -> list[Introduction]:
        return [Introduction(answer=answer) for answer in await self.question.ask(partial(introductions, first=first))]
