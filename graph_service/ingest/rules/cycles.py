"""Rules for list columns that link rows of the same table: links form no cycle, and a recurrence refers to an earlier lesson.

A link that breaks a rule is refused; the rest of its row is loaded.
"""

from collections.abc import Iterable

from graph_service.ingest.report import Reason
from graph_service.ingest.rules.cross_field import lesson_values
from graph_service.ingest.rules.references import drop_entries
from graph_service.ingest.staged_table import Sheet
from graph_service.ingest.staging import Draft

CLOSES_CYCLE = "a link closes no cycle"
EARLIER_LESSON = "a recurrence names a lesson learned no later than it"
Pair = tuple[str, str]


def refuse_later_recurrences(draft: Draft, sheet: Sheet) -> None:
    """Refuses entries of recurrenceOf that refer to a lesson learned later than the lesson of the row."""
    if not sheet.has("recurrenceOf"):
        return
    learned_on = lesson_values(draft, "learnedOn")
    for row in sheet.rows:
        later = [target for target in row.values["recurrenceOf"] if learned_on(target) > draft.value("lessons", row, "learnedOn")]
        if later:
            drop_entries(sheet, row, "recurrenceOf", later, lambda _: EARLIER_LESSON, Reason.BROKEN_RULE)


def refuse_cycles(draft: Draft, sheet: Sheet, column: str) -> None:
    """Refuses list entries that form a cycle with links in the graph or with entries accepted earlier.

    Processing order: lessons by learnedOn, latest first, then by id; topics, which have no date, in file order. The entries of one row
    are processed by target id.
    """
    if not sheet.has(column):
        return
    table = sheet.noun.table
    rows = sheet.rows
    if table == "lessons":
        rows = sorted(rows, key=lambda row: (-draft.value(table, row, "learnedOn").toordinal(), row.values["id"]))
    links = [(row.values["id"], target) for row in rows for target in sorted(row.values[column])]
    sources = {row.values["id"] for row in rows}
    kept = (link for link in draft.stored.chains.get((table, column), ()) if link[0] not in sources)
    closing = closing_links(kept, links)
    bad: dict[str, list[str]] = {}
    for source, target in links:
        if (source, target) in closing:
            bad.setdefault(source, []).append(target)
    for row in sheet.rows if bad else ():
        if row.values["id"] in bad:
            drop_entries(sheet, row, column, bad[row.values["id"]], lambda _: CLOSES_CYCLE, Reason.BROKEN_RULE)


def closing_links(kept: Iterable[Pair], links: Iterable[Pair]) -> set[Pair]:
    """Adds `links` in order and returns those that would form a cycle with `kept` or with links added earlier."""
    targets: dict[str, list[str]] = {}
    for source, target in kept:
        targets.setdefault(source, []).append(target)
    closing: set[Pair] = set()
    for source, target in links:
        if _reaches(targets, target, source):
            closing.add((source, target))
        else:
            targets.setdefault(source, []).append(target)
    return closing


def _reaches(targets: dict[str, list[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = [target for target in targets.get(here, ()) if target not in seen]
        seen.update(fresh)
        waiting += fresh
    return False
