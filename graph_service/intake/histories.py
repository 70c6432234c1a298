"""What one can have only one of at a time: a home department, a parent department, an owner. Days are half-open: [from, to)."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.intake.changes import Links, TableChanges, named_ends
from graph_service.intake.columns import Noun
from graph_service.intake.draft import Draft
from graph_service.intake.report import Reason
from graph_service.intake.sheets import Fault, Row, Sheet
from graph_service.knowledge.periods import ALWAYS, FOREVER, Period, first_day_in_cycle

ENDS_AFTER = "a period ends on a later day than it begins: from is its first day, to the first day after it"
CLOSES_CYCLE = "no department is part of itself on any day"
ONE_AT_A_TIME = {
    "memberships": "a person belongs to one department at a time: a second affiliation is refused",
    "structure": "a department has one parent at a time",
    "ownerships": "a project has one owner at a time",
}


def period_of(noun: Noun, row: Mapping[str, Any]) -> Period:
    """The days of a row; an absent end is open."""
    return Period(row[noun.target], row.get("from") or ALWAYS, row.get("to") or FOREVER)


def refuse_backward(_: Draft, sheet: Sheet) -> None:
    """Refuses the rows that end no later than they begin."""

    def find(row: Row) -> Fault | None:
        days = period_of(sheet.noun, row.values)
        return None if days.start < days.end else Fault("to", row.get("to"), ENDS_AFTER)

    sheet.sift(Reason.BROKEN_RULE, find)


def refuse_second_at_a_time(draft: Draft, sheet: Sheet) -> None:
    """Refuses the rows that break the order of a history, until none does: where one is refused, what is stored under its key stays."""
    while True:
        before = len(sheet.rows)
        _refuse_overlaps(draft, sheet)
        if sheet.noun.table == "structure":
            _refuse_dated_cycles(draft, sheet)
        if len(sheet.rows) == before:
            return


def _refuse_overlaps(draft: Draft, sheet: Sheet) -> None:
    # Rows are taken in the order of the file, beside the stored periods that the file does not speak of. The stored one that began
    # before anyone counted yields (see beginnings).
    stored = draft.stored.rows[sheet.noun.table]
    spoken_of = {(row.values[sheet.noun.source], row.get("from")) for row in sheet.rows}
    taken: dict[str, list[Period]] = {}

    def find(row: Row) -> Fault | None:
        source = row.values[sheet.noun.source]
        if source not in taken:
            held = (each for each in stored.get(source, ()) if each["from"] is not None and (source, each["from"]) not in spoken_of)
            taken[source] = [period_of(sheet.noun, each) for each in held]
        days = period_of(sheet.noun, row.values)
        if any(days.start < other.end and other.start < days.end for other in taken[source]):
            return Fault("from", row.get("from"), ONE_AT_A_TIME[sheet.noun.table])
        taken[source].append(days)
        return None

    sheet.sift(Reason.BROKEN_RULE, find)


def _refuse_dated_cycles(draft: Draft, sheet: Sheet) -> None:
    keys = {sheet.key(row) for row in sheet.rows}
    parents = _parents(each for each in draft.stored.part_of if (each["department"], each["from"]) not in keys)

    def find(row: Row) -> Fault | None:
        return _closes(parents, sheet.noun, row.values, Fault("partOf", row.values["partOf"], CLOSES_CYCLE))

    sheet.sift(Reason.BROKEN_RULE, find)


def _parents(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Period]]:
    parents: dict[str, list[Period]] = {}
    for row in rows:
        parents.setdefault(row["department"], []).append(Period(row["partOf"], row.get("from") or ALWAYS, row.get("to") or FOREVER))
    return parents


def _closes(parents: dict[str, list[Period]], noun: Noun, row: Mapping[str, Any], fault: Fault) -> Fault | None:
    days = period_of(noun, row)
    if first_day_in_cycle(parents, row[noun.source], days) is not None:
        return fault
    parents.setdefault(row[noun.source], []).append(days)
    return None


def beginnings(draft: Draft, dated: Noun, table: str, column: str) -> dict[str, Links]:
    """What changes among the relationships that began on no day, by the node that has them.

    The undated column gives what holds until the first dated row begins; where a dated row has no first day, it gives nothing. A stored
    end stays: it was put there when something else followed. An empty cell clears, and an absent column only lets it end in time.
    """
    given = {row.values["id"]: row.values for row in draft.sheets[table].rows} if table in draft.sheets else {}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in draft.sheets[dated.table].rows if dated.table in draft.sheets else ():
        rows.setdefault(row.values[dated.source], []).append(row.values)
    found: dict[str, Links] = {}
    for source in dict.fromkeys((*given, *rows)):
        held = draft.stored.rows[dated.table].get(source, ())
        old = next((each for each in held if each["from"] is None), None)
        if any(row.get("from") is None for row in rows.get(source, ())):
            continue
        target = given[source][column] if column in given.get(source, ()) else old and old[dated.target]
        new = _beginning(dated, source, target, [*held, *rows.get(source, ())], old) if target else None
        if new != old:
            removed, added = ([named_ends(dated, each)] if each else [] for each in (old, new))
            found[source] = Links(source, removed, added)
    return found


def count_beginnings(changes: TableChanges | None, begun: Mapping[str, Links]) -> None:
    """Counts the rows as changed whose undated column alone says something new."""
    if changes is None:
        return
    counted = {change.id for change in changes.nodes}
    renewed = [links for source, links in begun.items() if source not in counted and _ends(links.added) != _ends(links.removed)]
    changes.changed += len(renewed)
    changes.unchanged -= len(renewed)


def _ends(links: Iterable[Mapping[str, Any]]) -> list[str]:
    return [link["target"] for link in links]


def _beginning(noun: Noun, source: str, target: str, others: Iterable[Mapping[str, Any]], old: Mapping[str, Any] | None) -> dict[str, Any]:
    ends = [row["from"] for row in others if row["from"] is not None]
    if old and old["to"] is not None and old[noun.target] == target:
        ends.append(old["to"])
    return {noun.source: source, noun.target: target, "from": None, "to": min(ends, default=None)}


def refuse_undated_cycles(draft: Draft, sheet: Sheet, dated: Noun) -> None:
    """Leaves the cells of partOf that close a cycle, in the order of the file; their rows stay, without a parent."""
    if not sheet.has("partOf"):
        return
    structure = draft.sheets.get(dated.table)
    rows = [row.values for row in structure.rows] if structure else []
    keys = {(row["department"], row.get("from")) for row in rows}
    given = {row.values["id"] for row in sheet.rows}
    stored = [
        each
        for each in draft.stored.part_of
        if (each["department"], each["from"]) not in keys and not (each["from"] is None and each["department"] in given)
    ]
    parents = _parents([*stored, *rows])
    firsts: dict[str, list[Any]] = {}
    for each in (*stored, *rows):
        if each["department"] in given and each.get("from") is not None:
            firsts.setdefault(each["department"], []).append(each["from"])
    for row in sheet.rows:
        parent = row.values["partOf"]
        link = {"department": row.values["id"], "partOf": parent, "to": min(firsts.get(row.values["id"], ()), default=None)}
        fault = Fault("partOf", parent, CLOSES_CYCLE)
        if parent is not None and (row.values["id"], None) not in keys and _closes(parents, dated, link, fault):
            sheet.refuse(row, Reason.BROKEN_RULE, fault, entry=True)
            row.values["partOf"] = None
