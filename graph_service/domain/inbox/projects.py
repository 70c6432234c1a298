"""The projects of a person, the phase in which each is, and which of its gates are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, LiteralString

from graph_service.domain.inbox.waiting_item import InboxOwner
from graph_service.graph import Graph
from graph_service.model.enums import Phase, ProjectStatus

MOST_PROJECTS: Final = 50  # of a person
NOTICE_PERIOD: Final = timedelta(days=30)
"""How long before a project starts or ends its gate is due, and how long after its start that of the phase DURING."""
FOLLOW_UP_PERIOD: Final = timedelta(days=90)
"""How long after the end of a project something still waits for its people."""

# Assignments to a project that has not started may begin with it; those to one that has ended end with it.
PROJECTS_QUERY: LiteralString = """
MATCH (person:Person {id: $person})-[work:WORKED_ON]->(project:Project)
USING INDEX person:Person(id)
WHERE (work.to IS NULL OR date($today) < work.to OR project.endedOn <= work.to)
  AND project.status <> 'CANCELLED' AND (project.endedOn IS NULL OR project.endedOn >= date($endedFrom))
WITH DISTINCT project ORDER BY coalesce(project.startedOn, date('9999-12-31')) DESC, project.id LIMIT $most
RETURN collect({
  id: project.id,
  name: project.name,
  status: project.status,
  started: toString(project.startedOn),
  ended: toString(project.endedOn)
}) AS projects
"""
PHASES: Final = {ProjectStatus.PLANNED: Phase.BEFORE, ProjectStatus.RUNNING: Phase.DURING, ProjectStatus.CLOSED: Phase.AFTER}


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project of a person that is planned, runs or ended lately."""

    id: str
    name: str
    status: ProjectStatus
    started: date | None
    ended: date | None

    @property
    def phase(self) -> Phase:
        """The phase in which it is."""
        return PHASES[self.status]

    @property
    def phase_began(self) -> date | None:
        """When the phase began, if known."""
        return {Phase.DURING: self.started, Phase.AFTER: self.ended}.get(self.phase)

    def due_gates(self, today: date) -> list[tuple[Phase, date]]:
        """The phases whose gates are due, each with the day from which it has been. A gate without a date is not."""
        days: Sequence[tuple[Phase, date | None]] = {
            ProjectStatus.PLANNED: [(Phase.BEFORE, _move(self.started, -NOTICE_PERIOD))],
            ProjectStatus.RUNNING: [(Phase.DURING, _move(self.started, NOTICE_PERIOD)), (Phase.AFTER, _move(self.ended, -NOTICE_PERIOD))],
        }.get(self.status, [(Phase.AFTER, _move(self.ended, -NOTICE_PERIOD))])
        return [(phase, day) for phase, day in days if day is not None and day <= today]


async def read_projects(graph: Graph, owner: InboxOwner) -> list[OpenProject]:
    """The projects to which the person is assigned, without those that were cancelled or ended more than FOLLOW_UP_PERIOD ago; the newest first."""
    ended_from = date.fromisoformat(owner.today) - FOLLOW_UP_PERIOD
    parameters = {"person": owner.person, "today": owner.today, "endedFrom": ended_from.isoformat(), "most": MOST_PROJECTS}
    rows: list[dict[str, Any]] = await graph.read(PROJECTS_QUERY, parameters)
    return [
        OpenProject(row["id"], row["name"], ProjectStatus(row["status"]), _read_day(row["started"]), _read_day(row["ended"]))
        for row in rows
    ]


def _move(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
