"""Merges a lesson into another, both before they are published: two people wrote down the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson, refuse_outdated_version
from graph_service.domain.curation.reviews import add_review, find_actor
from graph_service.domain.lessons.languages import derived_properties
from graph_service.domain.lessons.retire import retire
from graph_service.domain.lessons.rules import read_lesson
from graph_service.domain.lessons.supersession import SUPERSEDE_LESSON_QUERY
from graph_service.domain.lessons.write import LESSON_PARSERS, UPDATE_LESSON_QUERY
from graph_service.domain.organisation.attribution import attribute_lessons
from graph_service.domain.parsing import UNSET, Unset, parse_properties, parse_short_text
from graph_service.errors import Conflict, InvalidInput
from graph_service.model.enums import UNPUBLISHED_STATUSES, Audience, ReviewDecision
from graph_service.model.labels import Label

# A link that would close a cycle, or lead from a lesson to a later one, is left out.
MERGE_LINKS_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})
MATCH (merged:Lesson {id: $merged})
WITH lesson, merged,
  [(merged)-[:LEARNED_BY]->(person) | person] AS learners,
  [(merged)-[:RECORDED_BY]->(person) | person] AS recorders,
  [(merged)-[:ABOUT]->(topic) | topic] AS topics,
  [(merged)-[:LEARNED_ON]->(project) WHERE NOT EXISTS { (lesson)-[:LEARNED_ON]->() } | project] AS projects,
  COLLECT {
    MATCH (merged)-[:BUILDS_ON]->(earlier)
    WHERE earlier <> lesson AND NOT EXISTS { (earlier)-[:BUILDS_ON]->*(lesson) }
    RETURN earlier
  } AS earlier,
  COLLECT {
    MATCH (merged)-[:RECURRENCE_OF]->(known)
    WHERE known <> lesson AND known.learnedOn <= lesson.learnedOn AND NOT EXISTS { (known)-[:RECURRENCE_OF]->*(lesson) }
    RETURN known
  } AS known
FOREACH (person IN learners | MERGE (lesson)-[:LEARNED_BY]->(person))
FOREACH (person IN recorders | MERGE (lesson)-[:RECORDED_BY]->(person))
FOREACH (project IN projects | CREATE (lesson)-[:LEARNED_ON]->(project))
FOREACH (topic IN topics | MERGE (lesson)-[:ABOUT]->(topic))
FOREACH (other IN earlier | MERGE (lesson)-[:BUILDS_ON]->(other))
FOREACH (other IN known | MERGE (lesson)-[:RECURRENCE_OF]->(other))
"""
DELETE_MUTUAL_LINKS_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})-[link:BUILDS_ON|RECURRENCE_OF]-(:Lesson {id: $merged})
USING INDEX SEEK lesson:Lesson(id)
DELETE link
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLessons:
    """The lesson that remains, the one that is merged into it, and the texts that the remaining one then has. A text that is omitted stays as it is."""

    lesson: str
    """The ID of the lesson that remains."""
    merged: str
    """The ID of the lesson that is merged into it and then retired."""
    title: str | Unset = UNSET
    context: str | Unset | None = UNSET
    went_well: str | Unset | None = UNSET
    went_wrong: str | Unset | None = UNSET
    recommendation: str | Unset | None = UNSET
    phase: str | Unset | None = UNSET
    by: str | None = None
    """The ID of the person who merges them; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the remaining lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the remaining lesson had when you read it, null if it had none. If it was revised since, nothing is written."""
    expected_merged_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the other lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@command_handler("mergeLessons", "lesson", "merged", role=Role.CURATOR)
async def merge_lessons(context: CommandContext, command: MergeLessons) -> Change:
    """Merges a lesson into another one; neither may be published yet. The remaining lesson gets the learners, the topics and the links of both
    and the texts in the input; its day stays, and so does its project, if it has one. The other one is retired and superseded by it, and keeps
    its texts.

    Fails with CONFLICT if one of them is published, retired or restricted, or has changed since the caller read it.
    """
    lesson, merged = parse_short_text(command.lesson, "lesson"), parse_short_text(command.merged, "merged")
    if lesson == merged:
        raise InvalidInput(f"merged is {merged!r}, the same lesson as `lesson`.", field="merged")
    before, other = await read_lesson(context, lesson, "lesson"), await read_lesson(context, merged, "merged")
    await refuse_outdated_lesson(context, lesson, before, command)
    await refuse_outdated_version(context, merged, other, None, command.expected_merged_revised_at, "merged")
    _refuse_unmergeable(lesson, before, "lesson")
    _refuse_unmergeable(merged, other, "merged")
    by = await find_actor(context, command.by, required=False)
    properties = parse_properties(command, LESSON_PARSERS) | _merge_names(before, other)
    await _merge(context, {"lesson": lesson, "merged": merged}, properties | derived_properties(properties, before["texts"]))
    await add_review(context, merged, by, ReviewDecision.MERGED)
    project = ("project",) if other["hasProject"] and not before["hasProject"] else ()
    changed = (*properties, *project, "learners", "topics", "buildsOn", "recurrenceOf", "supersedes")
    return Change(Label.LESSON, lesson, changed, by, (by,) if by else ())


def _merge_names(before: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str | None]:
    """The names of learners and of a project that are not in the graph, as the remaining lesson keeps them; only those that change."""
    people = [name for row in (before, other) for name in (row["learnersText"] or "").split("; ") if name]
    names = {
        "learnersText": "; ".join(dict.fromkeys(people)) or None,
        "projectText": None if before["hasProject"] or other["hasProject"] else before["projectText"] or other["projectText"],
    }
    return {name: text for name, text in names.items() if text != before[name]}


async def _merge(context: CommandContext, ids: Mapping[str, str], properties: Mapping[str, Any]) -> None:
    lesson, merged = ids["lesson"], ids["merged"]
    await context.tx.run(DELETE_MUTUAL_LINKS_QUERY, dict(ids))
    await context.tx.run(MERGE_LINKS_QUERY, dict(ids))
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": {**properties, "revisedAt": context.now}})
    await context.tx.run(SUPERSEDE_LESSON_QUERY, {"lesson": lesson, "older": merged})
    await retire(context, merged)
    await attribute_lessons(context.tx, [lesson])


def _refuse_unmergeable(lesson: str, before: Mapping[str, Any], field: str) -> None:
    if before["status"] not in UNPUBLISHED_STATUSES:
        raise Conflict(
            f"{field} is {lesson!r}, which is {before['status']}. Only lessons that are not published yet can be merged; supersedeLesson "
            "replaces a published one.",
            field=field,
        )
    if before["audience"] == Audience.NAMED:
        raise Conflict(f"{field} is {lesson!r}, which is restricted. Lift the restriction first.", field=field)
