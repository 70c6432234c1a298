"""Drafts of projects that do not exist yet: the name is kept as text until a project of this name is created, or somebody chooses one."""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, LiteralString

from graph_service.domain.authorization.readability import is_readable
from graph_service.domain.commands import CommandContext
from graph_service.domain.parsing import quote
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.enums import LessonStatus
from graph_service.model.labels import Label

# Only drafts have the property, so its index is short. It is compared without regard to case, as people type it.
LINK_WAITING_DRAFTS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.projectText IS NOT NULL AND toLower(lesson.projectText) = toLower($name)
MATCH (project:Project {id: $project})
CREATE (lesson)-[:LEARNED_ON]->(project)
REMOVE lesson.projectText
RETURN lesson.id AS id
"""
# After projects were imported: each draft that waits for a project is linked to the only one of exactly this name.
LINK_ALL_WAITING_DRAFTS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.projectText IS NOT NULL
MATCH (project:Project {name: lesson.projectText})
WITH lesson, collect(project) AS projects
WHERE size(projects) = 1
WITH lesson, projects[0] AS project
CREATE (lesson)-[:LEARNED_ON]->(project)
REMOVE lesson.projectText
"""
# When the project gets its name by a change that is undone. Drafts that were revised since stay as they are.
UNLINK_DRAFTS_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
UNWIND $drafts AS id
MATCH (lesson:Lesson {id: id})-[link:LEARNED_ON]->(project:Project {id: $project})
WHERE lesson.publishedOn IS NULL
  AND (lesson.revisedAt IS NULL OR lesson.revisedAt < activity.at)
SET lesson.projectText = project.name
DELETE link
RETURN id
"""
AUDIENCES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN id, lesson.audience AS audience
"""


async def link_waiting_drafts(tx: WriteTransaction, project: str, name: str) -> tuple[tuple[Label, str], ...]:
    """Links the drafts that wait for a project of this name to this one. Returns them."""
    return tuple((Label.LESSON, row["id"]) for row in await tx.run(LINK_WAITING_DRAFTS_QUERY, {"project": project, "name": name}))


async def unlink_drafts(tx: WriteTransaction, seq: int, project: str | None, drafts: Sequence[str]) -> tuple[tuple[Label, str], ...]:
    """The opposite of link_waiting_drafts, for those that the change with this number linked: they wait for the project again. Returns them."""
    rows = await tx.run(UNLINK_DRAFTS_QUERY, {"seq": seq, "project": project, "drafts": list(drafts)}) if drafts else []
    return tuple((Label.LESSON, row["id"]) for row in rows)


async def warn_of_linked(context: CommandContext, drafts: Sequence[tuple[Label, str]]) -> tuple[str, ...]:
    """Says that drafts were linked to a project, as many as the caller may read; nothing for none."""
    rows = await context.tx.run(AUDIENCES_QUERY, {"ids": [id_ for _, id_ in drafts]}) if drafts else []
    count = sum([await is_readable(context, row["id"], row["audience"]) for row in rows])
    if not count:
        return ()
    return (
        "A draft that names this project now belongs to it." if count == 1 else f"{count} drafts that name this project now belong to it.",
    )


def refuse_unlinked(lesson: str, row: Mapping[str, Any]) -> None:
    """Raises Conflict if a draft has no project yet, or names of people who are not in the graph. row: of LESSON_QUERY."""
    if not row["hasProject"]:
        named = f" Its author wrote {row['projectText']!r}." if row["projectText"] else ""
        raise Conflict(f"lesson is {lesson!r}, which has no project yet.{named} Choose its project first.", field="lesson")
    if row["learnersText"]:
        raise Conflict(
            f"lesson is {lesson!r}, whose learners include names that the service does not know: {row['learnersText']}. Choose these people, or "
            "remove the names, before it is published.",
            field="lesson",
        )


def warn_of_unlinked(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps a draft from being published, for its author. row: of LESSON_QUERY."""
    named = f", and no project is called {quote(row['projectText'])}" if row["projectText"] else ""
    return (
        *(() if row["hasProject"] else (f"It has no project{named}. It needs one before it can be published.",)),
        *(
            (f"Nobody is called {row['learnersText']}. Choose these people, or remove the names, before it can be published.",)
            if row["learnersText"]
            else ()
        ),
    )


def check_names(status: str, properties: MutableMapping[str, Any], *, chooses_project: bool) -> None:
    """Clears the kept name in these new properties of a lesson if its project is chosen. Raises Conflict if names would be kept with a lesson that was
    published."""
    kept = [name for name in ("projectText", "learnersText") if properties.get(name)]
    if kept and status in (LessonStatus.PUBLISHED, LessonStatus.RETIRED):
        raise Conflict(f"{kept[0]} can be kept only with a DRAFT, but this lesson is {status}.", field=kept[0])
    if chooses_project:
        properties["projectText"] = None
