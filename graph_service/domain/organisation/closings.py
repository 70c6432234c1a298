"""Ends the memberships, ownerships and parent links of a department that closes, and the assignments of a project that ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.domain.organisation.attribution import attribute_events_of
from graph_service.domain.organisation.periods import Period
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.days import day_after

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
# What was part of a closed department, or owned by one, only because it had ended before, and has now been reopened or ends later.
END_PARENTS_OF_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (child:Department {id: id})-[part:PART_OF]->(department)
USING INDEX SEEK child:Department(id)
WHERE (part.from IS NULL OR part.from < department.closedOn) AND (part.to IS NULL OR part.to > department.closedOn)
  AND (child.closedOn IS NULL OR child.closedOn > department.closedOn)
SET part.to = department.closedOn
RETURN department.id AS department, toString(department.closedOn) AS closed
"""
END_OWNERS_OF_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (project:Project {id: id})<-[ownership:OWNS]-(department)
USING INDEX SEEK project:Project(id)
WHERE (ownership.from IS NULL OR ownership.from < department.closedOn) AND (ownership.to IS NULL OR ownership.to > department.closedOn)
  AND NOT (project.status IN ['CLOSED', 'CANCELLED'] AND coalesce(project.endedOn < department.closedOn, true))
SET ownership.to = department.closedOn
RETURN department.id AS department, toString(department.closedOn) AS closed
"""
# Assignments without dates stay unchanged, because it is unknown when the person worked on the project.
END_ASSIGNMENTS_QUERY: LiteralString = """
UNWIND $endings AS ending
MATCH (project:Project {id: ending.id})<-[work:WORKED_ON]-(:Person)
USING INDEX SEEK project:Project(id)
WHERE (work.from IS NOT NULL OR work.to IS NOT NULL) AND (work.from IS NULL OR work.from < ending.on) AND (work.to IS NULL OR work.to > ending.on)
SET work.to = ending.on
RETURN count(*) AS assignments
"""
LATER_ASSIGNMENTS_QUERY: LiteralString = """
MATCH (:Project {id: $project})<-[work:WORKED_ON]-(person:Person)
WHERE work.from >= $end
WITH DISTINCT person.id AS id ORDER BY id LIMIT 3
RETURN collect(id) AS people
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


async def end_parents_of(tx: WriteTransaction, department: str) -> tuple[str, ...]:
    """Ends the parents of a department that continues after they closed. Returns a warning for each."""
    return _warn_of_ended("partOf", await tx.run(END_PARENTS_OF_QUERY, {"ids": [department]}))


async def end_owners_of(tx: WriteTransaction, project: str) -> tuple[str, ...]:
    """Ends the ownerships of a project that continues after its owners closed. Returns a warning for each."""
    return _warn_of_ended("owner", await tx.run(END_OWNERS_OF_QUERY, {"ids": [project]}))


def _warn_of_ended(field: str, rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(warning for row in rows for warning in warn_of_closing(field, row["department"], row["closed"]))


async def end_assignments(tx: WriteTransaction, project: str, last_day: date, field: str) -> tuple[str, ...]:
    """Ends the assignments that continue after the last day of a project. Returns a warning if there are any.

    Raises Conflict, which names the field, if some begin later.
    """
    end = day_after(last_day)
    later = (await tx.run(LATER_ASSIGNMENTS_QUERY, {"project": project, "end": end}))[0]["people"]
    if later:
        raise Conflict(
            f"{field} is {last_day}, but some assignments to {project!r} begin after that day (people {', '.join(map(repr, later))}). Choose a "
            "later day, or remove them first (unassign with `on` null).",
            field=field,
        )
    ended = (await tx.run(END_ASSIGNMENTS_QUERY, {"endings": [{"id": project, "on": end}]}))[0]["assignments"]
    return (f"Assignments that continued after {last_day}, the last day of {project!r}, now end on it ({ended}).",) if ended else ()


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
