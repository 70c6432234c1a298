"""Ends the memberships, ownerships and parent links of a department that closes, and the assignments of a project that ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString

from graph_service.domain.attribution import attribute_events_of
from graph_service.domain.periods import Period
from graph_service.graph import WriteTransaction

END_MEMBERSHIPS_QUERY: LiteralString = """
UNWIND $closings AS closing
MATCH (department:Department {id: closing.id})<-[membership:MEMBER_OF]-(person:Person)
USING INDEX SEEK department:Department(id)
WHERE membership.from < closing.on AND (membership.to IS NULL OR membership.to > closing.on)
SET membership.to = closing.on
RETURN collect(DISTINCT person.id) AS people
"""
# A project that ended before the department closed keeps its owner.
END_OWNERSHIPS_QUERY: LiteralString = """
UNWIND $closings AS closing
MATCH (department:Department {id: closing.id})-[ownership:OWNS]->(project:Project)
USING INDEX SEEK department:Department(id)
WHERE (ownership.from IS NULL OR ownership.from < closing.on) AND (ownership.to IS NULL OR ownership.to > closing.on)
  AND NOT (project.status IN ['CLOSED', 'CANCELLED'] AND coalesce(project.endedOn < closing.on, true))
SET ownership.to = closing.on
RETURN count(DISTINCT project) AS projects
"""
# A sub-department that closes on the same day or earlier keeps its parent.
END_PARENTS_QUERY: LiteralString = """
UNWIND $closings AS closing
MATCH (department:Department {id: closing.id})<-[part:PART_OF]-(child:Department)
USING INDEX SEEK department:Department(id)
WHERE (part.from IS NULL OR part.from < closing.on) AND (part.to IS NULL OR part.to > closing.on)
  AND (child.closedOn IS NULL OR child.closedOn > closing.on)
SET part.to = closing.on
RETURN count(DISTINCT child) AS departments
"""
# Assignments without dates stay unchanged, because it is unknown when the person worked on the project.
END_ASSIGNMENTS_QUERY: LiteralString = """
MATCH (:Project {id: $project})<-[work:WORKED_ON]-(:Person)
WHERE (work.from IS NOT NULL OR work.to IS NOT NULL) AND (work.from IS NULL OR work.from < $end) AND (work.to IS NULL OR work.to > $end)
SET work.to = $end
RETURN count(*) AS assignments
"""


@dataclass(frozen=True, slots=True)
class EndedPeriods:
    """How many people, projects and departments no longer belong to departments that closed."""

    people: int
    projects: int
    departments: int

    def summary(self) -> str:
        """The numbers as text, such as "people 2, projects 1"; empty if nothing ended."""
        counts = {"people": self.people, "departments": self.departments, "projects": self.projects}
        return ", ".join(f"{noun} {count}" for noun, count in counts.items() if count)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the links that changed."""
        counts = {"members": self.people, "children": self.departments, "projects": self.projects}
        return tuple(name for name, count in counts.items() if count)


async def end_department_links(tx: WriteTransaction, closings: Sequence[dict[str, Any]]) -> EndedPeriods:
    """Ends what belongs to departments on the day on which they close, and attributes the lessons and reuses of their people again.

    closings: maps with the `id` of a department and the day on which it closes, `on`.
    """
    parameters = {"closings": closings}
    people = (await tx.run(END_MEMBERSHIPS_QUERY, parameters))[0]["people"]
    projects = (await tx.run(END_OWNERSHIPS_QUERY, parameters))[0]["projects"]
    departments = (await tx.run(END_PARENTS_QUERY, parameters))[0]["departments"]
    await attribute_events_of(tx, people)
    return EndedPeriods(len(people), projects, departments)


async def end_assignments(tx: WriteTransaction, project: str, last_day: date) -> int:
    """Ends the assignments that continue after the last day of a project. Returns their number."""
    end = last_day + timedelta(days=1)
    return (await tx.run(END_ASSIGNMENTS_QUERY, {"project": project, "end": end}))[0]["assignments"]


def shorten_periods(periods: Iterable[Period], department: str | None, closed: date | None) -> list[Period]:
    """The periods. Those of the department end on the day on which it closes, or are removed if they begin on that day or later."""
    if closed is None:
        return list(periods)
    ended = (Period(period.of, period.start, min(period.end, closed)) if period.of == department else period for period in periods)
    return [period for period in ended if period.start < period.end]


def warn_of_closing(field: str, department: str | None, closed: date | None, end: date | None = None) -> tuple[str, ...]:
    """A warning if the department closes before the entered `end` (None: no end), so that the period was shortened."""
    if closed is None or (end is not None and end <= closed):
        return ()
    return (f"{field} is {department!r} only until {closed}, because the department closes on that day.",)
