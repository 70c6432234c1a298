"""Decisions of a project on the lessons that it goes through in its rundowns."""

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import acting_person
from graph_service.domain.authorization.readability import require_readable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import new_id, not_found, require_known
from graph_service.domain.organisation.attribution import attribute_reuses
from graph_service.domain.parsing import choice, optional, parse_short_text
from graph_service.errors import Conflict, InvalidInput
from graph_service.model.enums import Decision, LessonStatus, Phase
from graph_service.model.labels import Label

# `earlier` is the decision that is already in force: any in this rundown, or one other than LATER in another rundown of the project.
READ_FOR_DECISION_QUERY: LiteralString = """
MATCH (rundown:Rundown {id: $rundown})-[:FOR]->(project)
OPTIONAL MATCH (lesson:Lesson {id: $lesson})
RETURN
  project.id AS project,
  rundown.phase AS phase,
  lesson.status AS status,
  lesson.audience AS audience,
  toString(lesson.learnedOn) AS learnedOn,
  toString(lesson.retiredOn) AS retiredOn,
  head(COLLECT {
    MATCH (project)<-[:FOR]-(other)-[considered:CONSIDERED]->(lesson)
    WHERE other = rundown OR considered.decision <> 'LATER'
    OPTIONAL MATCH (decider:Person {id: considered.decidedBy})
    RETURN {
      decision: considered.decision,
      reason: considered.reason,
      by: decider.shownName,
      on: toString(date(coalesce(considered.decidedAt, other.heldOn)))
    }
    ORDER BY considered.decidedAt LIMIT 1
  }) AS earlier,
  head(COLLECT {
    MATCH (project)<-[:REUSED_ON]-(reuse)-[:REUSE_OF]->(lesson)
    WHERE reuse.withdrawnOn IS NULL
    RETURN reuse.id ORDER BY reuse.id LIMIT 1
  }) AS reuse
"""
ADD_DECISION_QUERY: LiteralString = """
MATCH (rundown:Rundown {id: $rundown})
MATCH (lesson:Lesson {id: $lesson})
CREATE (rundown)-[:CONSIDERED {decision: $decision, reason: $reason, decidedAt: $now, decidedBy: $person}]->(lesson)
"""
CREATE_DECIDED_REUSE_QUERY: LiteralString = """
MATCH (rundown:Rundown {id: $rundown})-[:FOR]->(project)
MATCH (lesson:Lesson {id: $lesson})
MATCH (person:Person {id: $person})
CREATE
  (reuse:Reuse {id: $id, reusedOn: $day, recordedAt: $now})-[:REUSE_OF]->(lesson),
  (reuse)-[:REUSED_BY]->(person),
  (reuse)-[:REUSED_ON]->(project),
  (reuse)-[:DECIDED_IN]->(rundown)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideLesson:
    """The decision on one lesson in a rundown."""

    rundown: str
    """The ID of the rundown in which it was decided."""
    lesson: str
    """The ID of the lesson."""
    decision: Decision
    """What was decided."""
    reason: str | None = None
    """The reason in one line. Required for NOT_APPLICABLE and LATER."""
    person: str | None = None
    """The ID of the person who decided and, for APPLY, uses the lesson; the caller's own person by default. Only curators may name somebody
    else."""


@command_handler("decideLesson", "rundown", role=Role.CONTRIBUTOR, creates=[Label.REUSE])
async def decide_lesson(context: CommandContext, command: DecideLesson) -> Change:
    """Records what a project decided about a lesson.

    APPLY also records a reuse of the lesson on the project, to be judged later; an undo removes both. LATER offers the lesson again in
    rundowns of later phases. A project decides on a lesson only once: fails with CONFLICT, which states the earlier decision, who made it and
    when, unless every earlier decision was LATER in another rundown. Also fails with CONFLICT if the lesson is not published yet. Warns if it
    is retired.
    """
    rundown, lesson = (parse_short_text(getattr(command, name), name) for name in ("rundown", "lesson"))
    decision = Decision(choice(Decision)(command.decision, "decision"))
    reason = _parse_reason(decision, command.reason)
    person = acting_person(context, command.person, "person")
    row = await _read_for_decision(context, rundown, lesson)
    await require_known(context.tx, Label.PERSON, [person], "person")
    _refuse_second_decision(lesson, row["earlier"])
    values = {"rundown": rundown, "lesson": lesson, "person": person, "now": context.now}
    await context.tx.run(ADD_DECISION_QUERY, {**values, "decision": decision.value, "reason": reason})
    reuse = new_id() if decision is Decision.APPLY else None
    if reuse is not None:
        learned = date.fromisoformat(row["learnedOn"])  # may be tomorrow here, for a lesson learned east of here
        await context.tx.run(CREATE_DECIDED_REUSE_QUERY, {**values, "id": reuse, "day": max(context.now.date(), learned)})
        await attribute_reuses(context.tx, [reuse])
    also = ((Label.LESSON, lesson), *(((Label.REUSE, reuse),) if reuse else ()))
    return Change(Label.RUNDOWN, rundown, ("considered",), person, (person,), _warn(decision, lesson, row), also=also)


def _parse_reason(decision: Decision, reason: Any) -> str | None:
    """The reason in one line; optional only for APPLY."""
    text = optional(parse_short_text)(reason, "reason")
    if text is None and decision is not Decision.APPLY:
        raise InvalidInput(f"reason is required for {decision}: it tells the next project why the lesson was not used.", field="reason")
    return text


async def _read_for_decision(context: CommandContext, rundown: str, lesson: str) -> dict[str, Any]:
    """The row of READ_FOR_DECISION_QUERY. Raises NotFound, and Conflict for a lesson that is not published yet."""
    rows = await context.tx.run(READ_FOR_DECISION_QUERY, {"rundown": rundown, "lesson": lesson})
    if not rows:
        raise not_found(Label.RUNDOWN, rundown, "rundown")
    row = rows[0]
    found = None if row["learnedOn"] is None else row
    await require_readable(context, lesson, found, not_found(Label.LESSON, lesson, "lesson"))
    if row["status"] not in (LessonStatus.PUBLISHED, LessonStatus.RETIRED):
        raise Conflict(
            f"lesson is {lesson!r}, which is a {row['status']}. It must be published before a project decides on it.", field="lesson"
        )
    return row


def _refuse_second_decision(lesson: str, earlier: dict[str, Any] | None) -> None:
    if earlier is not None:
        reason = f" ({earlier['reason']})" if earlier["reason"] else ""
        raise Conflict(
            f"lesson is {lesson!r}, on which {earlier['by'] or 'somebody'} already decided {earlier['decision']} on {earlier['on']}{reason}. "
            "Only the person who made a decision can undo it.",
            field="lesson",
        )


def _warn(decision: Decision, lesson: str, row: dict[str, Any]) -> tuple[str, ...]:
    warnings: list[str] = []
    if row["status"] == LessonStatus.RETIRED:
        warnings.append(f"{lesson!r} has been RETIRED since {row['retiredOn']}.")
    if decision is Decision.APPLY and row["reuse"] is not None:
        warnings.append(f"The project already has a reuse of {lesson!r}: {row['reuse']!r}.")
    if decision is Decision.LATER and row["phase"] == Phase.AFTER:
        warnings.append("No phase follows AFTER, so no rundown of this project offers the lesson again.")
    return tuple(warnings)
