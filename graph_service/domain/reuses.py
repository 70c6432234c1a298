"""Reuses: one use of a lesson by a person on a project, with its outcome, confirmation and withdrawal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.activity import ImportInProgress, lock_activity_log
from graph_service.domain.authorization.permissions import acting_person, refuse_confirmed, refuse_if_involved, refuse_other_reuse
from graph_service.domain.authorization.readability import require_readable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_hidden_id, not_found, require_known
from graph_service.domain.money import parse_money
from graph_service.domain.organisation.attribution import set_scopes
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Parser,
    Unset,
    choice,
    drop_absent,
    optional,
    parse_hours,
    parse_properties,
    parse_short_text,
    parse_text,
)
from graph_service.domain.plausibility import find_unlikely_values, require_confirmation
from graph_service.errors import Conflict, Forbidden
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus, Outcome
from graph_service.model.labels import Label

REUSE_PARSERS: dict[str, Parser] = {
    "outcome": optional(choice(Outcome)),
    "note": optional(parse_text),
    "hoursSaved": optional(parse_hours),
}

# Reuses are recorded often, so one statement reads everything that the rules compare, and one writes and logs the reuse. The first
# begins like LOCK_ACTIVITY_LOG_QUERY; it returns no row while an import blocks commands. Properties of an unknown node are null.
READ_FOR_REUSE_QUERY: LiteralString = """
MERGE (sequence:Sequence {name: 'activity'})
ON CREATE SET sequence.value = 0, sequence.graph = randomUUID()
ON MATCH SET sequence.locked = true
WITH sequence
WHERE NOT coalesce(sequence.importExclusive AND sequence.importUntil > datetime.realtime('Z'), false)
OPTIONAL MATCH (lesson:Lesson {id: $lesson})
OPTIONAL MATCH (person:Person {id: $person})
OPTIONAL MATCH (project:Project {id: $project})
RETURN
  lesson.status AS status,
  lesson.audience AS audience,
  toString(lesson.learnedOn) AS learnedOn,
  toString(lesson.publishedOn) AS publishedOn,
  toString(lesson.retiredOn) AS retiredOn,
  person.id AS person,
  project.id AS project,
  toString(project.startedOn) AS projectStartedOn,
  head(COLLECT {
    MATCH (lesson)<-[:REUSE_OF]-(reuse:Reuse {reusedOn: $day})
    WHERE reuse.withdrawnOn IS NULL
      AND EXISTS { (reuse)-[:REUSED_BY]->(person) }
      AND EXISTS { (reuse)-[:REUSED_ON]->(project) }
    RETURN reuse.id ORDER BY reuse.id LIMIT 1
  }) AS same
"""
# Ends like RECORD_ACTIVITY_QUERY. The departments of a reuse follow from its person (see attribution.py); a new reuse has no old ones to
# remove.
CREATE_REUSE_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})
MATCH (person:Person {id: $person})
MATCH (project:Project {id: $project})
MATCH (sequence:Sequence {name: 'activity'})
WITH *, COLLECT {
  MATCH (person)-[membership:MEMBER_OF]->(department)
  WHERE membership.from <= $day AND (membership.to IS NULL OR $day < membership.to)
  RETURN DISTINCT department
} AS departments
CREATE
  (reuse:Reuse)-[:REUSE_OF]->(lesson),
  (reuse)-[:REUSED_BY]->(person),
  (reuse)-[:REUSED_ON]->(project)
SET reuse = $reuse
FOREACH (department IN departments | CREATE (reuse)-[:REUSED_IN]->(department))
FOREACH (judge IN CASE WHEN reuse.outcome IS NULL THEN [] ELSE [person] END | CREATE (reuse)-[:JUDGED_BY]->(judge))
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
RETURN activity.seq AS seq
"""
UPDATE_REUSE_QUERY: LiteralString = """
MATCH (reuse:Reuse {id: $id})
SET reuse += $properties
"""
REUSE_QUERY: LiteralString = """
MATCH (reuse:Reuse {id: $id})
RETURN
  reuse.audience AS audience,
  head([(reuse)-[:REUSE_OF]->(lesson) | lesson.id]) AS lesson,
  [(reuse)-[:REUSED_BY]->(person:Person) | person.id] AS reusers,
  toString(reuse.confirmedAt) AS confirmedAt,
  toString(reuse.withdrawnOn) AS withdrawnOn
"""
DELETE_JUDGE_QUERY: LiteralString = """
MATCH (:Reuse {id: $id})-[judged:JUDGED_BY]->(:Person)
DELETE judged
"""
ADD_JUDGE_QUERY: LiteralString = """
MATCH (reuse:Reuse {id: $id})
MATCH (person:Person {id: $by})
CREATE (reuse)-[:JUDGED_BY]->(person)
"""
ADD_CONFIRMER_QUERY: LiteralString = """
MATCH (reuse:Reuse {id: $id})
MATCH (person:Person {id: $by})
CREATE (reuse)-[:CONFIRMED_BY]->(person)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReuse:
    """A use of a lesson by a person on a project. An outcome set here counts as that person's own judgement."""

    lesson: str
    """The ID of the lesson that was used."""
    project: str
    """The ID of the project where it was used."""
    person: str | None = None
    """The ID of the person who used it; the caller's own person by default. Only curators may name somebody else."""
    reused_on: Day | None = None
    """The day it was used; today by default."""
    id: str | None = None
    """The ID of the new reuse; only administrators may choose it. Generated if omitted."""
    note: str | None = None
    outcome: str | None = None
    hours_saved: float | None = None
    cost_avoided: Any = None
    currency: str | None = None
    confirm: bool = False
    """Confirms unlikely values: a day before the lesson was published or before the project started, or more than 2,000 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReuse:
    """The result of a reuse, judged by one person. Fields that are omitted keep their values; set `costAvoided` and `currency` together."""

    reuse: str
    outcome: str
    by: str | None = None
    """The ID of the person who judges it; the caller's own person by default. Only curators may name somebody else."""
    note: str | Unset | None = UNSET
    hours_saved: float | Unset | None = UNSET
    cost_avoided: Any = UNSET
    currency: str | Unset | None = UNSET
    confirm: bool = False
    """Confirms more than 2,000 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReuse:
    """The reuse to confirm and the person who confirms that it took place."""

    reuse: str
    by: str | None = None
    """The ID of the person who confirms it, not of the person who reported the reuse; the caller's own person by default. Only curators may
    name somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReuse:
    """A reuse that did not take place or was reported twice."""

    reuse: str


@command_handler("recordReuse", role=Role.CONTRIBUTOR, locks_log=True)
async def record_reuse(context: CommandContext, command: RecordReuse) -> Change:
    """Records a reuse with its department and scope.

    Warns if the lesson is retired, or if the person has already recorded a reuse of it on the same project and day. Fails with CONFLICT
    if the lesson is not published yet or was learned later, or if the ID is taken, and with CONFIRMATION_REQUIRED if a value is unlikely and
    `confirm` is not set.
    """
    links = {name: parse_short_text(getattr(command, name), name) for name in ("lesson", "project")}
    links["person"] = acting_person(context, command.person, "person")
    day = context.past_day(command.reused_on, "reusedOn")
    properties = drop_absent(parse_properties(command, REUSE_PARSERS) | _parse_cost(command))
    if "outcome" in properties:
        properties["judgedAt"] = context.now
    if command.id is not None:
        await lock_activity_log(context.tx)
    new = await choose_hidden_id(context.tx, Label.REUSE, command.id, context.caller)
    warnings = await _check_reuse(context, links, day, properties.get("hoursSaved"), confirmed=command.confirm)
    changed = ("reusedOn", "lesson", "person", "project", *properties)
    change = Change(Label.REUSE, new, changed, links["person"], (links["person"],), warnings)
    reuse = properties | {"id": new, "reusedOn": day, "recordedAt": context.now}
    rows = await context.tx.run(CREATE_REUSE_QUERY, {**links, "day": day, "reuse": reuse, **context.activity_of(change)})
    await set_scopes(context.tx, [new])
    return replace(change, seq=rows[0]["seq"])


@command_handler("judgeReuse", "reuse", role=Role.CONTRIBUTOR)
async def judge_reuse(context: CommandContext, command: JudgeReuse) -> Change:
    """Records the result of a reuse; replaces an earlier judgement.

    Contributors may judge their own reuses until somebody confirms them. Fails with FORBIDDEN for the person who confirmed it, with
    CONFLICT if the reuse is withdrawn, and with CONFIRMATION_REQUIRED if the hours are unlikely and `confirm` is not set.
    """
    reuse = parse_short_text(command.reuse, "reuse")
    by = acting_person(context, command.by, "by")
    choice(Outcome)(command.outcome, "outcome")
    properties = parse_properties(command, REUSE_PARSERS) | _parse_cost(command)
    require_confirmation(find_unlikely_values(hours_saved=properties.get("hoursSaved")), confirmed=command.confirm)
    properties["judgedAt"] = context.now
    before = await _read_active_reuse(context, reuse)
    await require_known(context.tx, Label.PERSON, [by], "by")
    refuse_other_reuse(context, reuse, before["reusers"])
    refuse_confirmed(context, reuse, before["confirmedAt"])
    await refuse_if_involved(context, reuse, ["confirmReuse"], "You confirmed this reuse. Its result must be judged by somebody else.")
    await context.tx.run(UPDATE_REUSE_QUERY, {"id": reuse, "properties": properties})
    await context.tx.run(DELETE_JUDGE_QUERY, {"id": reuse})
    await context.tx.run(ADD_JUDGE_QUERY, {"id": reuse, "by": by})
    return Change(Label.REUSE, reuse, (*properties, "judgedBy"), by, (by,))


@command_handler("confirmReuse", "reuse", role=Role.CONTRIBUTOR)
async def confirm_reuse(context: CommandContext, command: ConfirmReuse) -> Change:
    """Confirms a reuse.

    Fails with FORBIDDEN for the person who reported it and for the caller who recorded or judged it, and with CONFLICT if it is already
    confirmed or is withdrawn.
    """
    reuse = parse_short_text(command.reuse, "reuse")
    by = acting_person(context, command.by, "by")
    before = await _read_active_reuse(context, reuse)
    await require_known(context.tx, Label.PERSON, [by], "by")
    await _refuse_reporter(context, reuse, by, before["reusers"])
    if before["confirmedAt"]:
        raise Conflict(f"reuse is {reuse!r}, which was already confirmed on {before['confirmedAt']}.", field="reuse")
    await context.tx.run(UPDATE_REUSE_QUERY, {"id": reuse, "properties": {"confirmedAt": context.now}})
    await context.tx.run(ADD_CONFIRMER_QUERY, {"id": reuse, "by": by})
    return Change(Label.REUSE, reuse, ("confirmedAt", "confirmedBy"), by, (by,))


@command_handler("withdrawReuse", "reuse", role=Role.CONTRIBUTOR)
async def withdraw_reuse(context: CommandContext, command: WithdrawReuse) -> Change:
    """Withdraws a reuse: it no longer counts in any figure and is kept for the record. Fails with CONFLICT if it is already withdrawn.

    Contributors may withdraw their own reuses.
    """
    reuse = parse_short_text(command.reuse, "reuse")
    before = await _read_active_reuse(context, reuse)
    refuse_other_reuse(context, reuse, before["reusers"])
    await context.tx.run(UPDATE_REUSE_QUERY, {"id": reuse, "properties": {"withdrawnOn": context.now.date()}})
    return Change(Label.REUSE, reuse, ("withdrawnOn",))


async def _refuse_reporter(context: CommandContext, reuse: str, by: str, reusers: Sequence[str]) -> None:
    """Raises Forbidden if a reuse would be confirmed by its reporter, or by a caller who reported it as somebody else."""
    if by in reusers:
        raise Forbidden(
            f"by is {by!r}, who reported this reuse. It must be confirmed by someone other than the person who reported it.", field="by"
        )
    if context.caller is not None and context.caller.verified and context.caller.person in reusers:
        raise Forbidden("You reported this reuse. It must be confirmed by somebody else.", field="reuse")
    message = "You recorded or judged this reuse. It must be confirmed by somebody else, with a token or login of their own."
    await refuse_if_involved(context, reuse, ["recordReuse", "judgeReuse"], message)


async def _check_reuse(
    context: CommandContext, links: Mapping[str, str], day: date, hours_saved: float | None, *, confirmed: bool
) -> tuple[str, ...]:
    """Locks the activity log and checks a new reuse against everything it refers to. Returns the warnings."""
    rows = await context.tx.run(READ_FOR_REUSE_QUERY, {**links, "day": day})
    if not rows:
        raise ImportInProgress
    row = rows[0]
    found = None if row["learnedOn"] is None else row
    await require_readable(context, links["lesson"], found, not_found(Label.LESSON, links["lesson"], "lesson"))
    warnings = _check_lesson(links["lesson"], day, row)
    for label, field in ((Label.PERSON, "person"), (Label.PROJECT, "project")):
        if row[field] is None:
            raise not_found(label, links[field], field)
    published_on, project_started_on = (row[name] and date.fromisoformat(row[name]) for name in ("publishedOn", "projectStartedOn"))
    unlikely = find_unlikely_values(
        reused_on=day, published_on=published_on, project_started_on=project_started_on, hours_saved=hours_saved
    )
    require_confirmation(unlikely, confirmed=confirmed)
    if row["same"] is None:
        return warnings
    repeated = f"{links['person']!r} already has a reuse of {links['lesson']!r} on {links['project']!r} on {day}: {row['same']!r}."
    return (*warnings, repeated)


def _check_lesson(lesson: str, day: date, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The warnings about a reuse of this lesson on this day. Raises Conflict if the lesson is not published yet or was learned later."""
    if row["status"] in UNPUBLISHED_STATUSES:
        raise Conflict(
            f"lesson is {lesson!r}, which is {'a DRAFT' if row['status'] == LessonStatus.DRAFT else row['status']}. It must be published before it can be reused.",
            field="lesson",
        )
    if day < date.fromisoformat(row["learnedOn"]):
        raise Conflict(
            f"reusedOn is {day}, but {lesson!r} was learned on {row['learnedOn']}. A lesson must be learned before it is reused.",
            field="reusedOn",
        )
    return (f"{lesson!r} has been RETIRED since {row['retiredOn']}.",) if row["status"] == LessonStatus.RETIRED else ()


def _parse_cost(command: RecordReuse | JudgeReuse) -> dict[str, Any]:
    """costAvoided in minor units and its currency; empty if neither is set."""
    if command.cost_avoided is UNSET and command.currency is UNSET:
        return {}
    cost, currency = (None if value is UNSET else value for value in (command.cost_avoided, command.currency))
    money = parse_money(cost, currency)
    return {"costAvoided": money.minor if money else None, "currency": money.currency if money else None}


async def _read_active_reuse(context: CommandContext, reuse: str) -> dict[str, Any]:
    """The row of REUSE_QUERY. Raises NotFound if the caller may not read it, and Conflict if it was withdrawn."""
    row = next(iter(await context.tx.run(REUSE_QUERY, {"id": reuse})), None)
    await require_readable(context, row["lesson"] if row else "", row, error := not_found(Label.REUSE, reuse, "reuse"))
    if row is None:
        raise error
    if row["withdrawnOn"]:
        raise Conflict(f"reuse is {reuse!r}, which was withdrawn on {row['withdrawnOn']}.", field="reuse")
    return row
