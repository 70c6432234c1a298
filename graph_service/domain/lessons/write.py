"""How a lesson is written: its fields, its links, and one statement that also writes the entry of the activity log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, LiteralString

from graph_service.domain.activity import ImportInProgress
from graph_service.domain.authorization.readability import require_readable
from graph_service.domain.commands import Change, CommandContext
from graph_service.domain.existence import not_found
from graph_service.domain.parsing import (
    UNSET,
    Parser,
    choice,
    optional,
    parse_date,
    parse_ids,
    parse_language,
    parse_short_text,
    parse_text,
    parse_url,
)
from graph_service.domain.plausibility import find_unlikely_day, require_confirmation
from graph_service.errors import InvalidInput
from graph_service.model.enums import Phase
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

if TYPE_CHECKING:
    from graph_service.domain.lessons.record import RecordLesson
    from graph_service.domain.lessons.revise import ReviseLesson

LESSON_PARSERS: dict[str, Parser] = {
    "title": parse_short_text,
    "context": optional(parse_text),
    "wentWell": optional(parse_text),
    "wentWrong": optional(parse_text),
    "recommendation": optional(parse_text),
    "phase": optional(choice(Phase)),
    "learnedOn": parse_date,
    "language": optional(parse_language),
    "sourceUrl": optional(parse_url),
    "projectText": optional(parse_short_text),
    "learnersText": optional(parse_text),
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
  COLLECT { UNWIND $buildsOn AS id MATCH (earlier:Lesson {id: id}) RETURN earlier } AS earlier,
  COLLECT { MATCH (recorder:Person {id: $recorder}) RETURN recorder } AS recorders
MERGE (lesson:Lesson {id: $id})
ON CREATE SET lesson.recordedAt = datetime($now)
ON MATCH SET lesson.revisedAt = datetime($now)
SET lesson += $properties
FOREACH (learner IN learners | CREATE (lesson)-[:LEARNED_BY]->(learner))
FOREACH (recorder IN recorders | CREATE (lesson)-[:RECORDED_BY]->(recorder))
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


def parse_links(command: "RecordLesson | ReviseLesson") -> dict[str, list[str]]:
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


async def write_lesson(
    context: CommandContext,
    change: Change,
    properties: Mapping[str, Any],
    links: Mapping[str, list[str]],
    *,
    confirmed: bool,
    recorder: str | None = None,
) -> Change:
    """Writes and logs a lesson and its new links. Returns the change with its sequence number. recorder: who recorded it for its learners.

    NotFound states the first unknown id. Raises ConfirmationRequired for an unlikely day that is not confirmed.
    """
    targets = {field: links.get(field, []) for field in LINKS}
    parameters = {
        "now": context.now.isoformat(),
        "properties": dict(properties),
        **targets,
        "recorder": recorder,
        **context.activity_of(change),
    }
    rows = await context.tx.run(WRITE_LESSON_QUERY, parameters)
    if not rows:
        raise ImportInProgress
    row = rows[0]
    await _require_targets(context, targets, row)
    learned_on, *project_dates = (
        row[name] and date.fromisoformat(row[name]) for name in ("learnedOn", "projectStartedOn", "projectEndedOn")
    )
    require_confirmation(find_unlikely_day(learned_on, *project_dates), confirmed=confirmed)
    return replace(change, seq=row["seq"])


async def _require_targets(context: CommandContext, targets: Mapping[str, list[str]], row: Mapping[str, Any]) -> None:
    """Raises NotFound for the first ID in the links that is unknown, or of a lesson that the caller may not read."""
    limited = dict(row["limited"])
    for field, ids in targets.items():
        for id_ in ids:
            error, is_known = not_found(LINKS[field].end, id_, field), id_ in row[field]
            if LINKS[field].end is Label.LESSON:
                await require_readable(context, id_, {"audience": limited.get(id_)} if is_known else None, error)
            elif not is_known:
                raise error
