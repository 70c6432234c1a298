"""Rules for closed departments and ended projects: their imported relationships end on the day on which they closed or ended."""

from collections.abc import Callable
from datetime import date
from typing import Any

from graph_service.domain.organisation.periods import NO_END, NO_START
from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea
from graph_service.model.days import day_after
from graph_service.model.enums import ENDED_STATUSES

CLOSED_BEFORE = "the department closed on or before the first day of the period"
ENDS_WITH_DEPARTMENT = "the period ends on the day on which the department closed"
PERIODS_END_WITH_DEPARTMENT = "memberships, ownerships and parent links that continued after closedOn now end on it"
PERIODS_BEGIN_LATER = "memberships, ownerships and parent links that begin on closedOn or later are unchanged; correct them"
ASSIGNMENTS_END_WITH_PROJECT = "assignments that continued after endedOn now end on it"
ASSIGNMENTS_BEGIN_LATER = "assignments that begin after endedOn are unchanged; correct them"
ENDED_BEFORE = "the project ended before the first day of the assignment"
ENDS_WITH_PROJECT = "the assignment ends with the project"
CLOSED_ON_THAT_DAY = "the department was closed on that day"

# Of what belongs to departments: the table of its dated parents or owners, its own column for an undated one, and the column of the
# department.
OWNED_BY = {"departments": ("structure", "partOf", "partOf"), "projects": ("ownerships", "owner", "department")}


def end_at_closings(staging: StagingArea, table: StagedTable) -> None:
    """Ends the periods of rows on the day on which their department closed; refuses rows that begin on that day or later."""
    spec = table.spec
    closing_of = closing_days(staging, spec.name)

    def find_violation(row: StagedRow) -> Violation | None:
        closed = closing_of(row.values[spec.source], row.values[spec.target])
        if closed is None:
            return None
        if (row.get("from") or NO_START) >= closed:
            return Violation("from", row.get("from"), CLOSED_BEFORE)
        end = staging.value_after_import(table, row, "to")
        if (end or NO_END) > closed:
            table.record_warning(row, Violation("to", end, ENDS_WITH_DEPARTMENT))
            row.values["to"] = closed
        return None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def closing_days(staging: StagingArea, table: str) -> Callable[[str, str], date | None]:
    """Returns a function from the source and the department of a relationship to the day on which it must end; None if it need not.

    A department that closed no later than its parent keeps the parent, and a project that ended before its owner closed keeps the owner.
    """
    closed_on = staging.node_values("departments", "closedOn")
    if table == "memberships":
        return lambda _, department: closed_on(department)
    if table == "ownerships":
        last_day = last_days(staging)

        def end_of_ownership(project: str, department: str) -> date | None:
            closed = closed_on(department)
            return None if closed is not None and (last_day(project) or NO_END) < closed else closed

        return end_of_ownership

    def end_of_part(child: str, department: str) -> date | None:
        closed = closed_on(department)
        return None if closed is not None and (closed_on(child) or NO_END) <= closed else closed

    return end_of_part


def last_days(staging: StagingArea) -> Callable[[str], date | None]:
    """Returns a function from a project to its last day: None if it has not ended, NO_START if it ended on an unknown day."""
    status, ended_on = staging.node_values("projects", "status"), staging.node_values("projects", "endedOn")
    return lambda project: (ended_on(project) or NO_START) if status(project) in ENDED_STATUSES else None


def end_existing_periods(staging: StagingArea, table: StagedTable) -> None:
    """Ends existing periods on the closedOn in the departments table, with a warning, and adds the departments to `staging.closings`."""
    for row in table.rows:
        counts = staging.existing.closing_counts.get(row.values["id"])
        if counts is None:
            continue
        if counts["ending"]:
            table.record_warning(row, Violation("closedOn", row.values["closedOn"], PERIODS_END_WITH_DEPARTMENT))
            staging.closings.append({"id": row.values["id"], "on": row.values["closedOn"]})
        if counts["later"]:
            table.record_warning(row, Violation("closedOn", row.values["closedOn"], PERIODS_BEGIN_LATER))
    closed_on = {closing["id"]: closing["on"] for closing in staging.closings}
    for name, target, source in (
        ("memberships", "department", "person"),
        ("structure", "partOf", "department"),
        ("ownerships", "department", "project"),
    ):
        closing_of = closing_days(staging, name)
        rows = [row for rows in staging.existing.rows[name].values() for row in rows] if closed_on else []
        for row in [*rows, *staging.existing.part_of] if closed_on and name == "structure" else rows:
            closed = closing_of(row[source], row[target]) if row[target] in closed_on else None
            if closed is not None and (row["from"] or NO_START) < closed < (row["to"] or NO_END):
                row["to"] = closed


def end_parents_and_owners(staging: StagingArea, table: StagedTable) -> None:
    """Ends the existing parents of departments, or owners of projects, that continue after these closed because they were reopened or end later."""
    name, column, target = OWNED_BY[table.spec.name]
    closing_of = closing_days(staging, name)
    for row in table.rows:
        for existing in staging.existing.rows[name].get(row.values["id"], ()):
            closed = closing_of(row.values["id"], existing[target])
            if existing["from"] is None and column in row.values:
                continue  # the row states this one: see compare_undated
            if closed is not None and (existing["from"] or NO_START) < closed < (existing["to"] or NO_END):
                table.record_warning(row, Violation(column, existing[target], ENDS_WITH_DEPARTMENT))
                existing["to"] = closed
                staging.resumed.setdefault(table.spec.name, []).append(row.values["id"])


def end_existing_assignments(staging: StagingArea, table: StagedTable) -> None:
    """Ends the existing assignments that continue after the last day of a row of the projects table."""
    last_day = last_days(staging)
    for row in table.rows:
        past = staging.existing.ending_counts.get(row.values["id"])
        last = last_day(row.values["id"])
        if past is None or last is None or last == NO_START:
            continue
        if past["ending"]:
            table.record_warning(row, Violation("endedOn", last, ASSIGNMENTS_END_WITH_PROJECT))
            staging.endings.append({"id": row.values["id"], "on": day_after(last)})
        if past["later"]:
            table.record_warning(row, Violation("endedOn", last, ASSIGNMENTS_BEGIN_LATER))


def end_assignments(staging: StagingArea, table: StagedTable) -> None:
    """Ends assignments on the last day of their project; refuses those that begin later. Assignments without dates stay unchanged."""
    last_day = last_days(staging)

    def find_violation(row: StagedRow) -> Violation | None:
        last = last_day(row.values["project"])
        start, end = staging.value_after_import(table, row, "from"), staging.value_after_import(table, row, "to")
        if last is None or last == NO_START or (start is None and end is None):
            return None
        if start is not None and start > last:
            return Violation("from", start, ENDED_BEFORE)
        if end is None or end > day_after(last):
            table.record_warning(row, Violation("to", end, ENDS_WITH_PROJECT))
            row.values["to"] = day_after(last)
        return None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def refuse_closed_departments(staging: StagingArea, table: StagedTable, column: str, day: str) -> None:
    """Refuses stated departments that were closed on the day of the lesson or reuse: the entry of a list, or the whole row."""
    closed_on = staging.node_values("departments", "closedOn")

    def is_closed(department: str, on: Any) -> bool:
        closed = closed_on(department)
        return closed is not None and closed <= on

    if table.spec.column(column).is_list:

        def refuse(row: StagedRow) -> None:
            departments = row.get(column)
            closed = [each for each in departments if is_closed(each, staging.value_after_import(table, row, day))] if departments else []
            if closed:
                table.refuse_entries(row, column, closed, lambda _: CLOSED_ON_THAT_DAY, Reason.BROKEN_RULE)

        table.change_rows(refuse)
        return

    def find_violation(row: StagedRow) -> Violation | None:
        department = row.get(column)
        closed = department is not None and is_closed(department, staging.value_after_import(table, row, day))
        return Violation(column, department, CLOSED_ON_THAT_DAY) if closed else None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)
