"""Which lessons a rundown offers: first those that the project postponed, then others that fit and on which it has not decided yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.domain.existence import not_found
from graph_service.graph import Graph
from graph_service.model.enums import Decision, Phase
from graph_service.model.labels import Label

MAX_DECISIONS: Final = 5_000  # of a project
PHASES: Final = list(Phase)

DECISIONS_QUERY: LiteralString = """
UNWIND $projects AS id
MATCH (project:Project {id: id})
WITH id, COLLECT {
  MATCH (project)<-[:FOR]-(rundown)-[considered:CONSIDERED]->(lesson)
  WITH rundown, considered, lesson ORDER BY rundown.heldOn, considered.decidedAt, rundown.id, lesson.id LIMIT $most
  RETURN {
    lesson: lesson.id,
    rundown: rundown.id,
    phase: rundown.phase,
    heldOn: toString(rundown.heldOn),
    decision: considered.decision,
    reason: considered.reason,
    person: considered.decidedBy
  }
} AS decisions
RETURN collect([id, decisions]) AS decisions
"""


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision of a project on a lesson, with the rundown in which it was made. person: the ID of the person who decided, if known."""

    lesson: str
    rundown: str
    phase: Phase
    held_on: str
    decision: Decision
    reason: str | None
    person: str | None


async def read_decisions(graph: Graph, project: str) -> list[RecordedDecision]:
    """All decisions of a project, the earliest first. Raises NotFound for an unknown project."""
    found = await read_decisions_of(graph, [project])
    if project not in found:
        raise not_found(Label.PROJECT, project, "project")
    return found[project]


async def read_decisions_of(graph: Graph, projects: Sequence[str]) -> dict[str, list[RecordedDecision]]:
    """The decisions of each of these projects that exists, the earliest first."""
    rows: Any = await graph.read(DECISIONS_QUERY, {"projects": list(projects), "most": MAX_DECISIONS})
    return {project: [_decided(row) for row in decisions] for project, decisions in rows}


def _decided(row: Mapping[str, Any]) -> RecordedDecision:
    phase, decision = Phase(row["phase"]), Decision(row["decision"])
    return RecordedDecision(row["lesson"], row["rundown"], phase, row["heldOn"], decision, row["reason"], row["person"])


def postponed(decisions: Sequence[RecordedDecision], phase: Phase) -> list[RecordedDecision]:
    """The decisions on lessons that a rundown of this phase offers again: postponed in an earlier phase and not decided since."""
    later = [each for each in open_decisions(decisions) if PHASES.index(each.phase) < PHASES.index(phase)]
    return sorted(later, key=lambda each: (each.held_on, each.lesson))


def open_decisions(decisions: Sequence[RecordedDecision]) -> list[RecordedDecision]:
    """The last decision, by phase, on each lesson that was postponed and never decided."""
    final = {each.lesson for each in decisions if each.decision is not Decision.LATER}
    last: dict[str, RecordedDecision] = {}
    for each in sorted(decisions, key=lambda each: PHASES.index(each.phase)):
        if each.lesson not in final:
            last[each.lesson] = each
    return list(last.values())
