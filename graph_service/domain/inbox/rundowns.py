"""What rundowns and gates leave in an inbox: postponed lessons whose phase has come, and gates that are due and not passed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString

from graph_service.domain.inbox.projects import OpenProject, read_projects
from graph_service.domain.inbox.waiting_item import InboxOwner, WaitingItem, quote_title
from graph_service.domain.rundowns.gates import Gates
from graph_service.domain.rundowns.offers import RecordedDecision, postponed, read_decisions_of
from graph_service.domain.rundowns.readiness import CheckAnswer, read_readiness_of
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind, Phase

# The title of each lesson, and the latest rundown of its project in this phase.
POSTPONED_QUERY: LiteralString = """
UNWIND $pairs AS pair
MATCH (lesson:Lesson {id: pair.lesson})
USING INDEX lesson:Lesson(id)
WHERE lesson.status = 'PUBLISHED'
WITH pair, lesson, COLLECT {
  MATCH (project:Project {id: pair.project})<-[:FOR]-(rundown)
  USING INDEX project:Project(id)
  WHERE rundown.phase = pair.phase
  RETURN rundown.id AS id ORDER BY rundown.heldOn DESC, id LIMIT 1
} AS rundowns
RETURN collect({lesson: lesson.id, project: pair.project, title: lesson.title, rundown: head(rundowns)}) AS lessons
"""


async def read_postponed(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The published lessons that projects of the person postponed to the phase in which they are now, the oldest first."""
    projects = {project.id: project for project in await read_projects(graph, owner)}
    decisions = await read_decisions_of(graph, list(projects)) if projects else {}
    waiting = {(id_, each.lesson): each for id_ in decisions for each in postponed(decisions[id_], projects[id_].phase)}
    pairs = [{"project": id_, "lesson": lesson, "phase": projects[id_].phase.value} for id_, lesson in waiting]
    rows: list[dict[str, Any]] = await graph.read(POSTPONED_QUERY, {"pairs": pairs}) if pairs else []
    found = [_postponed(projects[row["project"]], waiting[row["project"], row["lesson"]], row) for row in rows]
    return sorted(found, key=lambda item: (item.since, item.key))


def _postponed(project: OpenProject, decision: RecordedDecision, row: dict[str, Any]) -> WaitingItem:
    began = project.phase_began
    return WaitingItem(
        InboxKind.POSTPONED,
        max(decision.held_on, began.isoformat()) if began else decision.held_on,
        f"{project.name} postponed {quote_title(row['title'])}, and its next phase has come.",
        decision.reason,
        lesson=decision.lesson,
        project=project.id,
        phase=project.phase,
        rundown=row["rundown"],
    )


async def read_due_gates(graph: Graph, owner: InboxOwner, gates: Gates) -> list[WaitingItem]:
    """The gates of projects of the person that are due and not passed, the oldest first."""
    today = date.fromisoformat(owner.today)
    due = {
        (project.id, phase): (project, day)
        for project in await read_projects(graph, owner)
        for phase, day in project.due_gates(today)
        if gates.of(phase)
    }
    answers = await read_readiness_of(graph, gates, list(due)) if due else {}
    found = [
        _gate(project, phase, day, missing)
        for (id_, phase), (project, day) in due.items()
        if (missing := [answer for answer in answers.get((id_, phase), []) if not answer.passed])
    ]
    return sorted(found, key=lambda item: (item.since, item.key))


def _gate(project: OpenProject, phase: Phase, day: date, missing: Sequence[CheckAnswer]) -> WaitingItem:
    lacks = ", ".join(f"{answer.check.display_name} ({answer.have} of {answer.need})" for answer in missing)
    sentence = f"The gate of {project.name}, {phase.display_name}, is not passed: {lacks}."
    reasons = " ".join(answer.reason for answer in missing)
    return WaitingItem(InboxKind.GATE, day.isoformat(), sentence, reasons, project=project.id, phase=phase)
