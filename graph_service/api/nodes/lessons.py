"""Lessons: what people learned on projects."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.api import read_rules
from graph_service.api.nodes.enums import Audience, LessonStatus, Phase
from graph_service.language.lesson_stems import STEMS
from graph_service.mapping.annotations import Many, node, related
from graph_service.mapping.node_types import FullTextIndex
from graph_service.mapping.scalars import Date, DateTime, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.departments import Department
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse
    from graph_service.api.nodes.topics import Topic


@node(
    "Lesson",
    fulltext=FullTextIndex("lesson_text", tuple(STEMS), tuple(STEMS.values())),
    read_rule=read_rules.LESSONS,
)
class Lesson:
    """Something people learned on a project, recorded so that others can use it."""

    id: ID
    """The lesson's ID."""
    title: str
    """The lesson in one line."""
    context: str | None
    """What happened."""
    went_well: str | None
    """What went well and is worth repeating."""
    went_wrong: str | None
    """What went wrong and should be avoided."""
    recommendation: str | None
    """What to do next time."""
    phase: Phase | None
    """The phase of a project in which the lesson is useful."""
    status: LessonStatus
    """Whether the lesson can be used."""
    audience: Audience | None
    """Who may read the lesson; absent if everybody may."""
    learned_on: Date
    """The day it was learned; can be earlier than the day it was recorded."""
    published_on: Date | None
    """The day it became visible to everyone."""
    retired_on: Date | None
    """The first day it was no longer recommended."""
    recorded_at: DateTime
    """When the lesson was recorded."""
    revised_at: DateTime | None
    """When the lesson was last revised, or its status last changed."""
    submitted_at: DateTime | None
    """When the lesson was last submitted for review."""
    language: str | None
    """The language of its texts (ISO 639-1, such as en or de), in which their words are stemmed for search: recognised, or stated by
    somebody. Absent if the texts are too short or too mixed to tell."""
    source_url: str | None
    """The web address of the original, if it was written elsewhere."""
    project_text: str | None
    """For a draft whose project does not exist yet: the name of the project, as the author wrote it."""
    learners_text: str | None
    """For a draft: the names of learners who are not in the graph yet, as the author wrote them, separated by semicolons."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    learners: Many["Person"] = related("LEARNED_BY", description="The people who learned it.")
    recorded_by: Many["Person"] = related("RECORDED_BY", description="The people who recorded it for its learners.")
    project: Optional["Project"] = related(
        "LEARNED_ON", description="The project on which it was learned; absent for some imported history."
    )
    departments: Many["Department"] = related("LEARNED_IN", description="The home departments of its learners on the day it was learned.")
    restricted_to_people: Many["Person"] = related(
        "RESTRICTED_TO_PERSON", description="The people who may read the lesson besides its learners, if not everybody may."
    )
    restricted_to_departments: Many["Department"] = related(
        "RESTRICTED_TO_DEPARTMENT", description="The departments whose members may read the lesson, if not everybody may."
    )
    topics: Many["Topic"] = related("ABOUT", description="The topics of the lesson.")
    reuses: Many["Reuse"] = related("REUSE_OF", incoming=True, description="Every use of the lesson, with its result.")
    builds_on: Many["Lesson"] = related("BUILDS_ON", description="The lessons it builds on.")
    built_on_by: Many["Lesson"] = related("BUILDS_ON", incoming=True, description="The lessons that build on it.")
    supersedes: Many["Lesson"] = related("SUPERSEDES", description="The lessons it replaces.")
    superseded_by: Many["Lesson"] = related("SUPERSEDES", incoming=True, description="The lessons that replace it.")
    recurrence_of: Many["Lesson"] = related("RECURRENCE_OF", description="Earlier lessons about the same problem, which came back.")
    recurrences: Many["Lesson"] = related("RECURRENCE_OF", incoming=True, description="Later lessons about the same problem.")
