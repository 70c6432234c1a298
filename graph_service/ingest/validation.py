"""Validates all tables.

The checks run in the order bad value, unknown id, broken rule, because a row is reported under the first reason that applies.
"""

from collections.abc import Callable, Mapping
from functools import partial

from graph_service.ingest.derived_values import derive_lesson_status, remove_derived_departments
from graph_service.ingest.rules.closings import (
    end_assignments,
    end_at_closings,
    end_existing_assignments,
    end_existing_periods,
    end_parents_and_owners,
    refuse_closed_departments,
)
from graph_service.ingest.rules.cross_field import (
    check_amounts,
    check_conversations,
    check_day_order,
    check_emails,
    check_lessons,
    check_reuses,
    refuse_later_recurrences,
)
from graph_service.ingest.rules.cycles import refuse_cycles
from graph_service.ingest.rules.department_tree import refuse_invalid_parents, refuse_undated_cycles
from graph_service.ingest.rules.duplicates import refuse_duplicates
from graph_service.ingest.rules.periods import refuse_empty_periods, refuse_overlaps
from graph_service.ingest.rules.plausibility import warn_of_repeated_reuses, warn_of_unlikely_values
from graph_service.ingest.rules.references import refuse_incomplete_rows, refuse_unknown_entries, refuse_unknown_references
from graph_service.ingest.rules.unattributed import warn_of_unattributed_lessons
from graph_service.ingest.staged_table import StagedTable
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import TABLE_SPECS

Rule = Callable[[StagingArea, StagedTable], None]

# Rules that need only the values of the row itself.
VALUE_RULES: Mapping[str, tuple[Rule, ...]] = {"reuses": (check_amounts,)}
# Rules that also need other rows of the import or the graph.
CONTEXT_RULES: Mapping[str, tuple[Rule, ...]] = {
    "departments": (partial(check_day_order, first="openedOn", last="closedOn"), end_existing_periods, end_parents_and_owners),
    "structure": (refuse_empty_periods, end_at_closings, refuse_invalid_parents),
    "topics": (refuse_unknown_entries, partial(refuse_cycles, column="broader")),
    "people": (check_emails, refuse_unknown_entries),
    "stewards": (refuse_empty_periods,),
    "memberships": (refuse_empty_periods, end_at_closings, refuse_overlaps),
    "projects": (
        partial(check_day_order, first="startedOn", last="endedOn"),
        refuse_unknown_entries,
        end_parents_and_owners,
        end_existing_assignments,
    ),
    "ownerships": (refuse_empty_periods, end_at_closings, refuse_overlaps),
    "assignments": (refuse_empty_periods, end_assignments),
    "lessons": (
        check_lessons,
        refuse_unknown_entries,
        refuse_later_recurrences,
        partial(refuse_cycles, column="buildsOn"),
        partial(refuse_cycles, column="supersedes"),
        partial(refuse_cycles, column="recurrenceOf"),
        derive_lesson_status,
        partial(remove_derived_departments, people="learnedBy", departments="learnedIn"),
        partial(refuse_closed_departments, column="learnedIn", day="learnedOn"),
        warn_of_unattributed_lessons,
    ),
    "reuses": (
        check_reuses,
        partial(remove_derived_departments, people="person", departments="department"),
        partial(refuse_closed_departments, column="department", day="reusedOn"),
        warn_of_unlikely_values,
        warn_of_repeated_reuses,
    ),
    "conversations": (check_conversations,),
}


def validate(staging: StagingArea) -> None:
    """Refuses rows that break a rule and rows that depend on them, then sets the derived values of the accepted rows."""
    for name in TABLE_SPECS:
        table = staging.tables.get(name)
        if table is None:
            continue
        refuse_incomplete_rows(staging, table)
        for rule in VALUE_RULES.get(name, ()):
            rule(staging, table)
        refuse_unknown_references(staging, table)
        refuse_duplicates(table)
        for rule in CONTEXT_RULES.get(name, ()):
            rule(staging, table)
    # Parents without dates are checked last, because they apply only on days that the dated parents do not cover.
    if "departments" in staging.tables:
        refuse_undated_cycles(staging, staging.tables["departments"])
