"""The validation rules of all tables.

They run in the order bad value, unknown id, broken rule, because a row is reported under the first reason that applies.
"""

from collections.abc import Callable, Mapping
from functools import partial

from graph_service.ingest.derived_values import derive_lessons, settle_departments
from graph_service.ingest.rules.cross_field import check_amounts, check_days, check_emails, check_lessons, check_reuses
from graph_service.ingest.rules.cycles import refuse_cycles, refuse_later_recurrences
from graph_service.ingest.rules.department_tree import refuse_parents, refuse_undated_cycles
from graph_service.ingest.rules.periods import refuse_backward, refuse_overlaps
from graph_service.ingest.rules.references import drop_unknown_entries, refuse_incomplete, refuse_unknown
from graph_service.ingest.staged_table import Sheet, refuse_second_rows
from graph_service.ingest.staging import Draft
from graph_service.ingest.tables import NOUNS

Check = Callable[[Draft, Sheet], None]

# VALUE_RULES need only the values of the row itself; RULES also need rows of other tables.
VALUE_RULES: Mapping[str, tuple[Check, ...]] = {"reuses": (check_amounts,)}
RULES: Mapping[str, tuple[Check, ...]] = {
    "departments": (partial(check_days, first="openedOn", last="closedOn"),),
    "structure": (refuse_backward, refuse_parents),
    "topics": (drop_unknown_entries, partial(refuse_cycles, column="broader")),
    "people": (check_emails,),
    "memberships": (refuse_backward, refuse_overlaps),
    "projects": (partial(check_days, first="startedOn", last="endedOn"), drop_unknown_entries),
    "ownerships": (refuse_backward, refuse_overlaps),
    "assignments": (refuse_backward,),
    "lessons": (
        check_lessons,
        drop_unknown_entries,
        refuse_later_recurrences,
        partial(refuse_cycles, column="buildsOn"),
        partial(refuse_cycles, column="supersedes"),
        partial(refuse_cycles, column="recurrenceOf"),
        derive_lessons,
        partial(settle_departments, people="learnedBy", departments="learnedIn"),
    ),
    "reuses": (check_reuses, partial(settle_departments, people="person", departments="department")),
}


def check(draft: Draft) -> None:
    """Refuses rows that break a rule and rows that depend on them, then sets the derived values of the accepted rows."""
    for noun in NOUNS.values():
        sheet = draft.sheets.get(noun.table)
        if sheet is None:
            continue
        refuse_incomplete(draft, sheet)
        for rule in VALUE_RULES.get(noun.table, ()):
            rule(draft, sheet)
        refuse_unknown(draft, sheet)
        refuse_second_rows(sheet)
        for rule in RULES.get(noun.table, ()):
            rule(draft, sheet)
    # Parents without dates are checked last, because they apply only on days that the dated parents do not cover.
    if "departments" in draft.sheets:
        refuse_undated_cycles(draft, draft.sheets["departments"])
