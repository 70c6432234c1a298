"""GraphQL types and field for lessons recommended for a project."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.analysis.measures.lessons_for import Proof as ProofAnswer
from graph_service.analysis.measures.lessons_for import Suggestion, lessons_for
from graph_service.api.context import Info
from graph_service.api.enums import Phase
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import facts, measured
from graph_service.api.network.wording import score_project
from graph_service.api.project import Project
from graph_service.api.topic import Topic
from graph_service.compiler.resolvers import read_reference, read_references
from graph_service.page_size import MAXIMUM_PAGE_SIZE


@strawberry.type(description="What those said who judged whether a lesson had helped them.")
class Proof:
    judged: int = strawberry.field(description="How many reuses of the lesson were judged.")
    helped: int = strawberry.field(description="How many of them helped.")
    at_least: float = strawberry.field(
        description="The share that helps is at least this, with a confidence of 95% both ways (the lower bound of Wilson's interval)."
    )

    @classmethod
    def of(cls, proof: ProofAnswer) -> "Proof":
        return cls(**facts(proof))


@strawberry.type(description="What speaks for a lesson.")
class SuggestionReasons:
    answer: strawberry.Private[Suggestion]

    @strawberry.field(
        description="How alike its words are to the project's name and summary: 1 for the lesson most like them; absent without a common word."
    )
    def text(self) -> float | None:
        """Uses the full-text index."""
        return self.answer.text

    @strawberry.field(description="The topics that both are about.")
    async def topics(self, info: Info) -> list[Topic]:
        """Batched: one statement for the whole list."""
        return await read_references(info, Topic, self.answer.topics)

    @strawberry.field(description="How often people who had not learned it reused it.")
    def reuses(self) -> int:
        """Excludes OWN reuses."""
        return self.answer.reuses

    @strawberry.field(description="Projects that reused it, and also something which this project reused.")
    async def projects(self, info: Info) -> list[Project]:
        """Batched: one statement for the whole list."""
        return await read_references(info, Project, self.answer.projects)

    @strawberry.field(description="Whether it helped; absent where nobody said so yet.")
    def proof(self) -> Proof | None:
        """Over all judged reuses."""
        return None if self.answer.proof is None else Proof.of(self.answer.proof)

    @strawberry.field(description="Whether it is useful in the phase asked about.")
    def same_phase(self) -> bool:
        """False if no phase is requested."""
        return self.answer.same_phase


@strawberry.type(description="A lesson that a project could use now, and why.")
class LessonSuggestion:
    answer: strawberry.Private[Suggestion]

    @strawberry.field(description="The lesson.")
    async def lesson(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.answer.lesson)

    @strawberry.field(
        description="What ranks it: the more its words and topics are those of the project, the more often others reused it, and the more of "
        "those who judged found that it helped, the higher; a fifth more in the phase asked about. For comparing lessons within one answer."
    )
    def score(self) -> float:
        """Uses the formula in analysis/measures/lessons_for.py."""
        return self.answer.score

    @strawberry.field(description="Why.")
    def reasons(self) -> SuggestionReasons:
        """The components of the score."""
        return SuggestionReasons(answer=self.answer)


@strawberry.type
class LessonsForQuery:
    """Root field `lessonsFor`."""

    @strawberry.field(
        description="Lessons that a project could use now, the best first: about its topics or broader or narrower ones, or worded like its "
        "name and summary, or reused by projects that reused what it did. Without what the project or its people learned or reused already."
    )
    async def lessons_for(
        self,
        info: Info,
        project: Annotated[ID, strawberry.argument(description="The project.")],
        phase: Annotated[Phase | None, strawberry.argument(description="Prefers lessons that are useful in this phase.")] = None,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 10,
    ) -> list[LessonSuggestion]:
        columns = await info.context.resources.snapshots.current()
        text, today = await score_project(info, columns, project), date.fromisoformat(info.context.today)
        found = await measured(lessons_for, columns, project, text, today=today, phase=phase, first=first)
        return [LessonSuggestion(answer=answer) for answer in found]
