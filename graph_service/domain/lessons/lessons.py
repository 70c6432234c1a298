"""Lessons: recorded as drafts, published for everyone, retired when they no longer apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.activity import ImportInProgress, lock_activity_log
from graph_service.domain.authorization.permissions import refuse_other_learners, refuse_other_lesson, refuse_publishing
from graph_service.domain.authorization.readability import require_nameable, require_readable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, not_found
from graph_service.domain.lessons.rules import BUILDS_ON_CYCLE_QUERY, read_lesson, refuse_cycle, refuse_day
from graph_service.domain.organisation.attribution import attribute_lessons
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Parser,
    Unset,
    choice,
    drop_absent,
    optional,
    parse_date,
    parse_ids,
    parse_properties,
    parse_short_text,
    parse_text,
    parse_url,
)
from graph_service.domain.unlikely import find_unlikely_day, require_confirmation
from graph_service.errors import Conflict, InvalidInput
from graph_service.graph import WriteTransaction
from graph_service.model.enums import Audience, LessonStatus, Phase
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

LESSON_PARSERS: dict[str, Parser] = {
    "title": parse_short_text,
    "context": optional(parse_text),
    "wentWell": optional(parse_text),
    "wentWrong": optional(parse_text),
    "recommendation": optional(parse_text),
    "phase": optional(choice(Phase)),
    "learnedOn": parse_date,
    "sourceUrl": optional(parse_url),
}
# The relationships that a command sets, by input field.
LINKS = {
    "learners": RelationshipType.LEARNED_BY,
    "project": RelationshipType.LEARNED_ON,
    "topics": RelationshipType.ABOUT,
    "buildsOn": RelationshipType.BUILDS_ON,
}

UPDATE_LESSON_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})
SET lesson += $properties
"""
DELETE_LESSON_LINKS_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})-[link:LEARNED_BY|LEARNED_ON|ABOUT|BUILDS_ON]->()
WHERE type(link) IN $types
DELETE link
"""
# The most frequent write is one statement: it begins like LOCK_ACTIVITY_LOG_QUERY and ends like RECORD_ACTIVITY_QUERY. It returns no row
# while an import blocks commands, otherwise the ids that exist; an id that it does not return is unknown, and the transaction is rolled
# back. The departments of a lesson follow from its learners (see attribution.py); a new lesson has none to remove.
WRITE_LESSON_QUERY: LiteralString = """
MERGE (sequence:Sequence {name: 'activity'})
ON CREATE SET sequence.value = 0, sequence.graph = randomUUID()
ON MATCH SET sequence.locked = true
WITH sequence
WHERE NOT coalesce(sequence.importExclusive AND sequence.importUntil > datetime.realtime('Z'), false)
WITH sequence,
  COLLECT { UNWIND $learners AS id MATCH (learner:Person {id: id}) RETURN learner } AS learners,
  COLLECT { UNWIND $project AS id MATCH (project:Project {id: id}) RETURN project } AS projects,
  COLLECT { UNWIND $topics AS id MATCH (topic:Topic {id: id}) RETURN topic } AS topics,
  COLLECT { UNWIND $buildsOn AS id MATCH (earlier:Lesson {id: id}) RETURN earlier } AS earlier
MERGE (lesson:Lesson {id: $id})
ON CREATE SET lesson.recordedAt = datetime($now)
ON MATCH SET lesson.revisedAt = datetime($now)
SET lesson += $properties
FOREACH (learner IN learners | CREATE (lesson)-[:LEARNED_BY]->(learner))
FOREACH (project IN projects | CREATE (lesson)-[:LEARNED_ON]->(project))
FOREACH (topic IN topics | CREATE (lesson)-[:ABOUT]->(topic))
FOREACH (other IN earlier | CREATE (lesson)-[:BUILDS_ON]->(other))
WITH *, COLLECT {
  MATCH (lesson)-[:LEARNED_BY]->()-[membership:MEMBER_OF]->(department)
  WHERE membership.from <= lesson.learnedOn AND (membership.to IS NULL OR lesson.learnedOn < membership.to)
  RETURN DISTINCT department
} AS departments
FOREACH (department IN departments | MERGE (lesson)-[:LEARNED_IN]->(department))
SET sequence.value = sequence.value + 1
CREATE (activity:Activity {
  seq: sequence.value,
  at: datetime.realtime('Z'),
  actor: $actor,
  caller: $caller,
  callerSubject: $callerSubject,
  verified: $verified,
  onBehalfOf: $onBehalfOf,
  action: $action,
  subjectLabel: $label,
  subjectId: $id,
  changed: $changed,
  idempotencyKey: $key,
  result: $result
})
RETURN
  [learner IN learners | learner.id] AS learners,
  [project IN projects | project.id] AS project,
  [topic IN topics | topic.id] AS topics,
  [other IN earlier | other.id] AS buildsOn,
  [other IN earlier WHERE other.audience IS NOT NULL | [other.id, other.audience]] AS limited,
  activity.seq AS seq,
  toString(lesson.learnedOn) AS learnedOn,
  head([(lesson)-[:LEARNED_ON]->(project:Project) | toString(project.startedOn)]) AS projectStartedOn,
  head([(lesson)-[:LEARNED_ON]->(project:Project) | toString(project.endedOn)]) AS projectEndedOn
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLesson:
    """A new lesson: what people learned on a project."""

    title: str
    learned_on: Day
    learners: Sequence[str]
    """The IDs of the people who learned it; at least one."""
    project: str
    """The ID of the project where it was learned."""
    id: str | None = None
    context: str | None = None
    went_well: str | None = None
    went_wrong: str | None = None
    recommendation: str | None = None
    phase: str | None = None
    topics: Sequence[str] = ()
    """The IDs of its topics."""
    builds_on: Sequence[str] = ()
    """The IDs of the lessons it builds on."""
    source_url: str | None = None
    status: str = LessonStatus.DRAFT
    """DRAFT, or PUBLISHED to make it visible to everyone immediately, for callers who may publish."""
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


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
    source_url: str | Unset | None = UNSET
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLesson:
    """The draft to publish."""

    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPublication:
    """The day on which a lesson was published, if the recorded one is wrong."""

    lesson: str
    published_on: Day
    """The day on which it became visible to everyone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireLesson:
    """The lesson to retire. It can be a draft that was abandoned."""

    lesson: str


@command_handler("recordLesson", role=Role.CONTRIBUTOR, locks_log=True)
async def record_lesson(context: CommandContext, command: RecordLesson) -> Change:
    """Records a lesson. Its departments are the home departments of its learners on the day it was learned.

    Contributors must be one of the learners. Fails with CONFLICT if the ID is taken, and with CONFIRMATION_REQUIRED if the day is unlikely and `confirm` is not set.
    """
    properties = drop_absent(parse_properties(command, LESSON_PARSERS))
    context.past_day(properties["learnedOn"], "learnedOn")
    properties["status"] = choice((LessonStatus.DRAFT, LessonStatus.PUBLISHED))(command.status, "status")
    if properties["status"] == LessonStatus.PUBLISHED:
        refuse_publishing(context, "status")
        properties["publishedOn"] = context.now.date()
    links = _parse_links(command)
    refuse_other_learners(context, links["learners"])
    if command.id is not None:
        await lock_activity_log(context.tx)
    new = await choose_id(context.tx, Label.LESSON, command.id)
    if new in links["buildsOn"]:  # the only possible cycle: no other lesson links to a new one
        refuse_cycle("buildsOn", new, new, [{"cycle": [new]}])
    changed = (*properties, *(field for field, ids in links.items() if ids))
    change = Change(Label.LESSON, new, changed, people=tuple(links["learners"]))
    if properties["status"] == LessonStatus.DRAFT:
        properties["audience"] = Audience.AUTHORS
    await require_nameable(context, links["learners"], "learners")
    return await _write(context, change, properties, links, confirmed=command.confirm)


@command_handler("reviseLesson", "lesson", role=Role.CONTRIBUTOR)
async def revise_lesson(context: CommandContext, command: ReviseLesson) -> Change:
    """Updates the fields that are set. New learners or a new day also change the lesson's departments and the scope of its reuses.

    Contributors may revise the drafts that they learned themselves, also together with others. Fails with CONFLICT if a reuse would precede the lesson, if a recurrence would precede the lesson it points to, or if the lesson would
    build on itself, and with CONFIRMATION_REQUIRED if a new day or project makes the day unlikely and `confirm` is not set.
    """
    return await revise(context, command)


async def revise(context: CommandContext, command: ReviseLesson) -> Change:
    """Carries out `revise_lesson`."""
    lesson = parse_short_text(command.lesson, "lesson")
    properties = parse_properties(command, LESSON_PARSERS)
    links = _parse_links(command)
    before = await read_lesson(context, lesson, "lesson")
    refuse_other_lesson(context, lesson, before["status"], before["learners"])
    if "learners" in links:
        refuse_other_learners(context, links["learners"])
        await require_nameable(context, links["learners"], "learners")
    if "learnedOn" in properties:
        context.past_day(properties["learnedOn"], "learnedOn")
        await refuse_day(context.tx, lesson, properties["learnedOn"])
    await _delete_links(context.tx, lesson, links)
    keeps_day = "learnedOn" not in properties and "project" not in links
    change = Change(Label.LESSON, lesson, (*properties, *links))
    change = await _write(context, change, properties, links, confirmed=command.confirm or keeps_day)
    if "learnedOn" in properties or "learners" in links:
        await attribute_lessons(context.tx, [lesson])
    return change


@command_handler("publishLesson", "lesson", role=Role.CONTRIBUTOR)
async def publish_lesson(context: CommandContext, command: PublishLesson) -> Change:
    """Publishes a draft: everyone can use it from today on. Fails with CONFLICT if it is already published or retired.

    Curators may publish every draft. Contributors may publish their own, if the setting GRAPH_SERVICE_PUBLISHING_ROLE allows it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    refuse_publishing(context, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    refuse_other_lesson(context, lesson, LessonStatus.DRAFT, before["learners"])
    if before["status"] != LessonStatus.DRAFT:
        raise Conflict(f"lesson is {lesson!r}, which is {before['status']}. Only a DRAFT can be published.", field="lesson")
    audience = None if before["audience"] == Audience.AUTHORS else before["audience"]
    properties = {"status": LessonStatus.PUBLISHED, "publishedOn": context.now.date()}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties | {"audience": audience}})
    return Change(Label.LESSON, lesson, tuple(properties))


@command_handler("correctPublication", "lesson", role=Role.CURATOR)
async def correct_publication(context: CommandContext, command: CorrectPublication) -> Change:
    """Corrects the day on which a lesson was published.

    Fails with CONFLICT if it is a draft, or if that day is before it was learned or after it was retired.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    day = context.past_day(command.published_on, "publishedOn")
    before = await read_lesson(context, lesson, "lesson")
    if before["status"] == LessonStatus.DRAFT:
        raise Conflict(f"lesson is {lesson!r}, which is a DRAFT. Publish it first.", field="lesson")
    if day.isoformat() < before["learnedOn"]:
        raise Conflict(f"publishedOn is {day}, but the lesson was learned on {before['learnedOn']}.", field="publishedOn")
    if before["retiredOn"] and before["retiredOn"] < day.isoformat():
        raise Conflict(f"publishedOn is {day}, but the lesson was retired on {before['retiredOn']}.", field="publishedOn")
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": {"publishedOn": day}})
    return Change(Label.LESSON, lesson, ("publishedOn",))


@command_handler("retireLesson", "lesson", role=Role.CURATOR)
async def retire_lesson(context: CommandContext, command: RetireLesson) -> Change:
    """Retires a lesson from today on. Fails with CONFLICT if it is already retired."""
    lesson = parse_short_text(command.lesson, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    if before["status"] == LessonStatus.RETIRED:
        raise Conflict(f"lesson is {lesson!r}, which has been RETIRED since {before['retiredOn']}.", field="lesson")
    await retire(context, lesson)
    return Change(Label.LESSON, lesson, ("status", "retiredOn"))


async def retire(context: CommandContext, lesson: str) -> None:
    """Sets the status RETIRED from today on."""
    properties = {"status": LessonStatus.RETIRED, "retiredOn": context.now.date()}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties})


def _parse_links(command: RecordLesson | ReviseLesson) -> dict[str, list[str]]:
    """The parsed ids of each link that the command sets. A lesson has at least one learner and exactly one project."""
    links: dict[str, list[str]] = {}
    if command.learners is not UNSET:
        links["learners"] = parse_ids(command.learners, "learners")
        if not links["learners"]:
            raise InvalidInput("learners is empty, but a lesson must have at least one learner.", field="learners")
    if command.project is not UNSET:
        links["project"] = [parse_short_text(command.project, "project")]
    if command.topics is not UNSET:
        links["topics"] = parse_ids(command.topics, "topics")
    if command.builds_on is not UNSET:
        links["buildsOn"] = parse_ids(command.builds_on, "buildsOn")
    return links


async def _delete_links(tx: WriteTransaction, lesson: str, links: Mapping[str, list[str]]) -> None:
    """Deletes the links that are replaced. Raises Conflict if a lesson would build on itself."""
    await tx.run(DELETE_LESSON_LINKS_QUERY, {"id": lesson, "types": [LINKS[field] for field in links]})
    for other in links.get("buildsOn", []):
        refuse_cycle("buildsOn", lesson, other, await tx.run(BUILDS_ON_CYCLE_QUERY, {"other": other, "lesson": lesson}))


async def _write(
    context: CommandContext, change: Change, properties: Mapping[str, Any], links: Mapping[str, list[str]], *, confirmed: bool
) -> Change:
    """Writes and logs a lesson and its new links. Returns the change with its sequence number.

    NotFound states the first unknown id. Raises ConfirmationRequired for an unlikely day that is not confirmed.
    """
    targets = {field: links.get(field, []) for field in LINKS}
    parameters = {"now": context.now.isoformat(), "properties": dict(properties), **targets, **context.activity_of(change)}
    rows = await context.tx.run(WRITE_LESSON_QUERY, parameters)
    if not rows:
        raise ImportInProgress
    row = rows[0]
    for field, ids in targets.items():
        for id_ in ids:
            if id_ not in row[field]:
                raise not_found(LINKS[field].end, id_, field)
    for id_, audience in row["limited"]:
        await require_readable(context, id_, audience, not_found(Label.LESSON, id_, "buildsOn"))
    learned_on, *project_dates = (
        row[name] and date.fromisoformat(row[name]) for name in ("learnedOn", "projectStartedOn", "projectEndedOn")
    )
    require_confirmation(find_unlikely_day(learned_on, *project_dates), confirmed=confirmed)
    return replace(change, seq=row["seq"])
