"""Revises lessons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import refuse_other_learners, refuse_other_lesson
from graph_service.domain.authorization.readability import is_readable, require_nameable
from graph_service.domain.capture.unlinked_drafts import check_names
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson
from graph_service.domain.lessons.languages import derived_properties
from graph_service.domain.lessons.rules import BUILDS_ON_CYCLE_QUERY, authors_of, read_lesson, refuse_cycle, refuse_day
from graph_service.domain.lessons.write import LESSON_PARSERS, LINKS, parse_links, write_lesson
from graph_service.domain.organisation.attribution import attribute_lessons
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Unset,
    parse_properties,
    parse_short_text,
)
from graph_service.model.labels import Label

DELETE_LESSON_LINKS_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})-[link:LEARNED_BY|LEARNED_ON|ABOUT|BUILDS_ON]->(other)
WHERE type(link) IN $types AND NOT (type(link) = 'BUILDS_ON' AND other.id IN $kept)
DELETE link
"""
EARLIER_LESSONS_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})-[:BUILDS_ON]->(other)
WHERE other.audience IS NOT NULL
RETURN other.id AS id, other.audience AS audience
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseLesson:
    """New values for a lesson."""

    lesson: str
    title: str | Unset = UNSET
    context: str | Unset | None = UNSET
    went_well: str | Unset | None = UNSET
    went_wrong: str | Unset | None = UNSET
    recommendation: str | Unset | None = UNSET
    phase: str | Unset | None = UNSET
    learned_on: Day | Unset = UNSET
    learners: Sequence[str] | Unset = UNSET
    """The IDs of all people who learned it; replaces the current list."""
    project: str | Unset = UNSET
    """The ID of the project where it was learned."""
    topics: Sequence[str] | Unset | None = UNSET
    """The IDs of all its topics; replaces the current list."""
    builds_on: Sequence[str] | Unset | None = UNSET
    """The IDs of all lessons it builds on; replaces the current list."""
    language: str | Unset | None = UNSET
    """The language of the texts (ISO 639-1, such as en or de), in which they are found; null to recognise it. If omitted, it is recognised
    again when texts change, unless somebody has corrected it."""
    source_url: str | Unset | None = UNSET
    project_text: str | Unset | None = UNSET
    """For a draft whose project does not exist yet: the name of the project. Choosing a project clears it."""
    learners_text: str | Unset | None = UNSET
    """For a draft: the names of learners who are not in the graph yet."""
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@command_handler("reviseLesson", "lesson", role=Role.CONTRIBUTOR)
async def revise_lesson(context: CommandContext, command: ReviseLesson) -> Change:
    """Updates the fields that are set. New learners or a new day also change the lesson's departments and the scope of its reuses.

    Contributors may revise their own lessons until these are published, also together with others. Fails with CONFLICT if the lesson has
    changed since the caller read it, if a reuse would precede the lesson, if a recurrence would precede the lesson it points to, or if the
    lesson would build on itself, and with CONFIRMATION_REQUIRED if a new day or project makes the day unlikely and `confirm` is not set.
    """
    return await revise(context, command)


async def revise(
    context: CommandContext, command: ReviseLesson, also: Mapping[str, Any] = MappingProxyType({}), by: str | None = None
) -> Change:
    """Carries out `revise_lesson`. also: further properties to set. by: the person who is logged as acting."""
    lesson = parse_short_text(command.lesson, "lesson")
    properties = parse_properties(command, LESSON_PARSERS)
    links = parse_links(command)
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    refuse_other_lesson(context, lesson, before["status"], authors_of(before))
    check_names(before["status"], properties, chooses_project="project" in links)
    if "learners" in links:
        refuse_other_learners(context, links["learners"])
        await require_nameable(context, links["learners"], "learners")
    if "learnedOn" in properties:
        context.past_day(properties["learnedOn"], "learnedOn")
        await refuse_day(context.tx, lesson, properties["learnedOn"])
    await _delete_links(context, lesson, links)
    keeps_day = "learnedOn" not in properties and "project" not in links
    properties.update(also)
    change = Change(Label.LESSON, lesson, (*properties, *links), by, (by,) if by else ())
    written = properties | derived_properties(properties, before["texts"])
    change = await write_lesson(context, change, written, links, confirmed=command.confirm or keeps_day)
    if "learnedOn" in properties or "learners" in links:
        await attribute_lessons(context.tx, [lesson])
    return change


async def _delete_links(context: CommandContext, lesson: str, links: Mapping[str, list[str]]) -> None:
    """Deletes the links that are replaced; those with lessons that the caller may not read stay. Raises Conflict if a lesson would build on itself."""
    tx = context.tx
    limited = await tx.run(EARLIER_LESSONS_QUERY, {"id": lesson}) if "buildsOn" in links else []
    kept = [row["id"] for row in limited if not await is_readable(context, row["id"], row["audience"])]
    await tx.run(DELETE_LESSON_LINKS_QUERY, {"id": lesson, "types": [LINKS[field] for field in links], "kept": kept})
    for other in links.get("buildsOn", []):
        refuse_cycle("buildsOn", lesson, other, await tx.run(BUILDS_ON_CYCLE_QUERY, {"other": other, "lesson": lesson}))
