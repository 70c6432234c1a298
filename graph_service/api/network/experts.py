"""GraphQL types and field for experts."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.analysis.measures.experts import LISTED, KnownLesson, Uptake, Wanted, experts
from graph_service.analysis.measures.experts import Expert as ExpertAnswer
from graph_service.analysis.measures.experts import Gain as GainAnswer
from graph_service.analysis.people.acquaintance import PathStep as PathStepAnswer
from graph_service.analysis.relevance.projects import has_topics
from graph_service.api.context import Info
from graph_service.api.lesson import Lesson
from graph_service.api.network.question import Group, measured
from graph_service.api.network.wording import score_project, score_text
from graph_service.api.person import Person
from graph_service.api.project import Project
from graph_service.api.reuse import Reuse
from graph_service.compiler.resolvers import read_reference
from graph_service.errors import InvalidInput
from graph_service.page_size import MAXIMUM_PAGE_SIZE


@strawberry.type(description="A lesson that speaks for somebody.")
class ExpertLesson:
    answer: strawberry.Private[KnownLesson]

    @strawberry.field(description="The lesson.")
    async def lesson(self, info: Info) -> Lesson | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Lesson, self.answer.lesson)

    @strawberry.field(description="How much it has to do with what was asked: 1 is most.")
    def relevance(self) -> float:
        """Relevance to the query; the same for every person."""
        return self.answer.relevance

    @strawberry.field(description="How many people learned it together; it counts for each of them with its share.")
    def learners(self) -> int:
        """Includes learners who are not discoverable."""
        return self.answer.learners

    @strawberry.field(description="How much of the person's score it makes, with all its reuses.")
    def score(self) -> float:
        """These scores add up to the person's score."""
        return self.answer.score


@strawberry.type(description="A reuse, by others, of a lesson that speaks for somebody.")
class ExpertReuse:
    answer: strawberry.Private[Uptake]

    @strawberry.field(description="The reuse.")
    async def reuse(self, info: Info) -> Reuse | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Reuse, self.answer.reuse)

    @strawberry.field(
        description="How much of the person's score it makes; 0 where it was judged to have had no effect or to have backfired."
    )
    def score(self) -> float:
        """Part of the score of its lesson."""
        return self.answer.score


@strawberry.type(description="A group that gained from somebody's lessons.")
class ExpertGain:
    group: Group = strawberry.field(description="The group.")
    events: int = strawberry.field(description="How many of the reuses it made, without those judged to have done no good.")
    people: int = strawberry.field(description="How many different people made them.")

    @classmethod
    def of(cls, gain: GainAnswer) -> "ExpertGain":
        return cls(group=Group.of(gain.group), events=gain.events, people=gain.people)


@strawberry.type(description="A step on the way to an expert: from the person before, who for the first step is the asker.")
class PathStep:
    answer: strawberry.Private[PathStepAnswer]

    @strawberry.field(description="Who knows the person before.")
    async def person(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Person, self.answer.person)

    @strawberry.field(description="The project both worked on, if there is one.")
    async def project(self, info: Info) -> Project | None:
        """Batched: one statement for the whole list."""
        return None if self.answer.project is None else await read_reference(info, Project, self.answer.project)

    @strawberry.field(description="Otherwise the newest time one of the two reused a lesson of the other.")
    async def reuse(self, info: Info) -> Reuse | None:
        """Batched: one statement for the whole list."""
        return None if self.answer.reuse is None else await read_reference(info, Reuse, self.answer.reuse)


Listed = Annotated[int, strawberry.argument(description=f"How many to list at the most, up to {LISTED}, those that count most first.")]


def listed(first: int) -> int:
    """Returns `first`. Raises InvalidInput if it is outside 0 to LISTED."""
    if not 0 <= first <= LISTED:
        raise InvalidInput(f"first is {first}; it must lie between 0 and {LISTED}.", field="first")
    return first


@strawberry.type(description="Somebody to ask, and why: the lessons they learned, and what others made of these.")
class Expert:
    answer: strawberry.Private[ExpertAnswer]

    @strawberry.field(description="Whom to ask.")
    async def person(self, info: Info) -> Person | None:
        """Batched: one statement for the whole list."""
        return await read_reference(info, Person, self.answer.person)

    @strawberry.field(
        description="What ranks them: a lesson learned today, by them alone, that is exactly about what was asked counts 1, and halves with "
        "every year and with its relevance; a lesson learned together is shared. A reuse of it by another department counts as much as a "
        "lesson, any other reuse by others a quarter. For comparing people within one answer."
    )
    def score(self) -> float:
        """Uses the formula in analysis/measures/experts.py."""
        return self.answer.score

    @strawberry.field(description="The lessons behind the score.")
    def lessons(self, first: Listed = 5) -> list[ExpertLesson]:
        return [ExpertLesson(answer=lesson) for lesson in self.answer.lessons[: listed(first)]]

    @strawberry.field(description="How many lessons there are behind the score.")
    def lesson_count(self) -> int:
        return self.answer.lesson_count

    @strawberry.field(description="The reuses behind the score, by people who had not learned the lesson themselves.")
    def reuses(self, first: Listed = 5) -> list[ExpertReuse]:
        return [ExpertReuse(answer=reuse) for reuse in self.answer.reuses[: listed(first)]]

    @strawberry.field(description="How many such reuses there are.")
    def reuse_count(self) -> int:
        return self.answer.reuse_count

    @strawberry.field(description="The groups that made these reuses, those with most first.")
    def gained(self, first: Listed = 5) -> list[ExpertGain]:
        return [ExpertGain.of(gain) for gain in self.answer.gained[: listed(first)]]

    @strawberry.field(description="How many such groups there are.")
    def gained_count(self) -> int:
        return len(self.answer.gained)

    @strawberry.field(
        description="How the asker gets to know them: the fewest people to go by, each of whom worked with the next on a project, or reused a "
        "lesson of theirs, or they one of his or hers. Only people who are still there and may be named. Absent without an asker, or where "
        "no way leads there."
    )
    def path(self) -> list[PathStep] | None:
        """The last step is the expert."""
        return None if self.answer.path is None else [PathStep(answer=step) for step in self.answer.path]


@strawberry.type
class ExpertsQuery:
    """Root field `experts`."""

    @strawberry.field(
        description="Whom to ask: people who learned lessons about something, the best first. Give a topic, a text or a project; of several "
        "things they know about all. Only people who are still there and may be named. Nobody is listed where nobody learned about it."
    )
    async def experts(
        self,
        info: Info,
        topic: Annotated[ID | None, strawberry.argument(description="About this topic; a broader or a narrower one counts half.")] = None,
        text: Annotated[
            str | None, strawberry.argument(description="Words, as for `search`: the better a lesson matches, the more.")
        ] = None,
        project: Annotated[
            ID | None,
            strawberry.argument(description="About the topics of this project; where it has none, what its name and summary say."),
        ] = None,
        away_from: Annotated[
            ID | None, strawberry.argument(description="Leaves out people of this department and of those below it today.")
        ] = None,
        asker: Annotated[ID | None, strawberry.argument(description="Who asks: each expert comes with the way from this person.")] = None,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 10,
    ) -> list[Expert]:
        columns = await info.context.resources.snapshots.current()
        wanted = Wanted(topic=topic, project=project, away_from=away_from, asker=asker)
        if text is not None:
            wanted = replace(wanted, text=await score_text(info, columns, text))
        elif project is not None and not has_topics(columns, project):
            wanted = replace(wanted, project=None, text=await score_project(info, columns, project))
        found = await measured(experts, columns, wanted, today=date.fromisoformat(info.context.today), first=first)
        return [Expert(answer=answer) for answer in found]
