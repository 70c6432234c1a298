"""The earlier versions of a lesson as a root field."""

from typing import Annotated, Final

import strawberry
from strawberry import ID

from graph_service.api.context import Info
from graph_service.api.nodes.enums import Phase
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.people import Person
from graph_service.compiler.execution.resolvers import read_reference, readable_ids
from graph_service.domain.lessons.versions import MAX_VERSIONS, Version, read_versions
from graph_service.mapping.read_rules import Clearance, Viewer
from graph_service.mapping.scalars import Date, DateTime

COST_IN_ROWS: Final = 50 * MAX_VERSIONS


@strawberry.type(description="A lesson as it was before a change.")
class LessonVersion:
    number: int = strawberry.field(description="Its number, which `restoreLessonVersion` takes: that of the change that replaced it.")
    at: DateTime = strawberry.field(description="When it was replaced.")
    caller: str | None = strawberry.field(
        description="The name of the caller who replaced it: of their token or their login. Only curators see it if the caller is a person, whom `by` names to others."
    )
    title: str = strawberry.field(description="The lesson in one line.")
    context: str | None = strawberry.field(description="What happened.")
    went_well: str | None = strawberry.field(description="What went well.")
    went_wrong: str | None = strawberry.field(description="What went wrong.")
    recommendation: str | None = strawberry.field(description="What to do next time.")
    phase: Phase | None = strawberry.field(description="The phase of a project in which the lesson is useful.")
    learned_on: Date = strawberry.field(description="The day it was learned.")
    source_url: str | None = strawberry.field(description="The web address of the original.")
    person_id: strawberry.Private[str | None] = None

    @strawberry.field(description="The person who replaced it, if known.")
    async def by(self, info: Info) -> Person | None:
        return None if self.person_id is None else await read_reference(info, Person, self.person_id)

    @classmethod
    def of(cls, version: Version, viewer: Viewer) -> "LessonVersion":
        """The version as its viewer sees it: a login has the name of its person, who may not be discoverable."""
        values = version.values
        return cls(
            number=version.number,
            at=DateTime(version.at),
            caller=version.caller if version.actor is None or viewer.clearance >= Clearance.CURATOR else None,
            title=values["title"],
            context=values.get("context"),
            went_well=values.get("wentWell"),
            went_wrong=values.get("wentWrong"),
            recommendation=values.get("recommendation"),
            phase=Phase(values["phase"]) if values.get("phase") else None,
            learned_on=Date(values["learnedOn"]),
            source_url=values.get("sourceUrl"),
            person_id=version.actor,
        )


@strawberry.type
class LessonVersionQuery:
    @strawberry.field(
        description=f"The earlier versions of a lesson, the latest first: at most {MAX_VERSIONS}. Only curators and its learners see them."
    )
    async def lesson_versions(
        self, info: Info, lesson: Annotated[ID, strawberry.argument(description="The ID of the lesson.")]
    ) -> list[LessonVersion]:
        info.context.charge(COST_IN_ROWS, "lessonVersions")
        if lesson not in await readable_ids(info.context, Lesson, [lesson]):
            return []
        versions = await read_versions(info.context.graph, lesson, info.context.caller)
        return [LessonVersion.of(version, info.context.viewer) for version in versions]
