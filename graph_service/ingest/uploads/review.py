"""The review shown before and after an import: JSON of bounded size, worded for a page instead of the command line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from graph_service.ingest.conversion import PreparedImport
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.readers import Notice, NoticeKind
from graph_service.ingest.report import Refusal, Report, RowWarning
from graph_service.ingest.rules.unattributed import NEITHER, NO_MEMBERSHIP
from graph_service.ingest.values.names import UNREADABLE

SHOWN = 200  # rows, changes and notices of each list
SHOWN_VALUE = 300  # characters
UNATTRIBUTED = frozenset({NEITHER, NO_MEMBERSHIP})
# What the command line names by an option is a field of the page.
WORDS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"--create (\w+) creates it"), r"tick “\1” under “Create unknown names” to create it"),
    (re.compile(r"Choose --day-first or --month-first"), "Choose the order of days"),
    (re.compile(r"--day-first or --month-first decides"), "choose the order of days"),
    (re.compile(r"--missing-day first takes the first day"), "or tick “Use the first day of the month”"),
    (re.compile(r"--since (\S+) is proposed"), r"choose the first day of memberships, such as \1"),
    (re.compile(r"; --since always leaves no such gap"), ""),
    (re.compile(r" \(--since chooses another day\)"), ""),
    (re.compile(r"; --clear removes it"), "; tick “Empty cells remove values” to remove it"),
    (re.compile(r" \(--encoding names another one\)"), ""),
)


def reword(text: str) -> str:
    """The text with fields of the page in place of options of the command line."""
    for pattern, words in WORDS:
        text = pattern.sub(words, text)
    return text


def replace_unreadable(value: Any) -> Any:
    """A review with � in place of each byte that is invalid in the encoding of its file, because JSON cannot represent it."""
    match value:
        case str():
            return value if value.isascii() else UNREADABLE.sub("\ufffd", value)
        case list():
            return [replace_unreadable(each) for each in cast(list[Any], value)]
        case dict():
            return {key: replace_unreadable(each) for key, each in cast(dict[str, Any], value).items()}
        case _:
            return value


def describe_tables(proposals: Sequence[TableProposal], chosen: Sequence[TableProposal | None]) -> list[dict[str, Any]]:
    """The tables that were found, as they will be read; those that are left out have the kind None."""
    return [
        _table(original if proposal is None else proposal, is_left_out=proposal is None)
        for original, proposal in zip(proposals, chosen, strict=True)
    ]


def _table(proposal: TableProposal, *, is_left_out: bool) -> dict[str, Any]:
    table = proposal.table
    return {
        "file": table.file,
        "sheet": table.sheet,
        "noun": None if is_left_out else proposal.kind,
        "rows": len(table.rows),
        "isExact": proposal.is_exact,
        "mapping": proposal.mapping,
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "target": column.target,
                "confidence": column.confidence if column.target else 0,
                "reason": column.reason,
                "examples": column.examples,
            }
            for column in proposal.columns
        ],
    }


def describe_notices(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """The first notices."""
    return [
        {"kind": notice.kind.value, "place": notice.place, "text": reword(notice.text), "value": notice.value[:SHOWN_VALUE]}
        for notice in list(notices)[:SHOWN]
    ]


def describe_report(prepared: PreparedImport, report: Report, proposals: Sequence[TableProposal]) -> dict[str, Any]:
    """What the import changes: counts by table, the first changes, and the first rows with faults and warnings.

    `incomplete`: rows that are imported without a value, such as a project without the manager whose name is ambiguous.
    """
    cells = SourceCells(proposals)
    refused = {(entry.file, entry.line) for entry in report.refusals if cells.refuses_row(entry)}
    changes = [change for change in report.changes if change.new]
    emptied = [change for change in report.changes if not change.new]
    unattributed = [warning for warning in report.warnings if warning.rule in UNATTRIBUTED]
    others = [warning for warning in report.warnings if warning.rule not in UNATTRIBUTED]
    return {
        "counts": [
            {"table": t.table, "new": t.new, "changed": t.changed, "unchanged": t.unchanged, "refused": t.refused, "values": t.entries}
            for t in report.tables
        ],
        "created": prepared.created,
        "changes": [_change(change) for change in changes[:SHOWN]],
        "emptied": [_change(change) for change in emptied[:SHOWN]],
        "refused": _rows((entry for entry in report.refusals if (entry.file, entry.line) in refused), cells),
        "incomplete": _rows((entry for entry in report.refusals if (entry.file, entry.line) not in refused), cells),
        "unattributed": _rows(unattributed, cells),
        "warnings": _rows(others, cells),
        "written": report.written,
    }


def _change(change: Any) -> dict[str, str]:
    return {
        "table": change.table,
        "id": change.id,
        "field": change.field,
        "old": change.old[:SHOWN_VALUE],
        "new": change.new[:SHOWN_VALUE],
    }


class SourceCells:
    """Looks up the tables and cells that the entries of a report are about."""

    def __init__(self, proposals: Sequence[TableProposal]) -> None:
        self._tables = {Notice(NoticeKind.NOTE, "", each.table.file, each.table.sheet).place: each for each in proposals}
        self._rows = dict[str, dict[int, Sequence[str]]]()

    def refuses_row(self, refusal: Refusal) -> bool:
        """Whether the whole row is refused, not only one of its values, or what a column adds to another table, such as an assignment."""
        proposal = self._tables.get(refusal.file)
        return not refusal.entry and (proposal is None or proposal.kind == refusal.table)

    def value(self, entry: Refusal | RowWarning) -> str:
        """The value of an entry as its cell states it, because ids that were generated or looked up for names mean nothing to a reader."""
        proposal = self._tables.get(entry.file)
        index = next((column.index for column in proposal.columns if column.header == entry.field), None) if proposal else None
        if proposal is None or index is None:
            return entry.value
        if entry.file not in self._rows:
            self._rows[entry.file] = {row.line: row.cells for row in proposal.table.rows}
        cells = self._rows[entry.file].get(entry.line, ())
        text = cells[index].strip() if index < len(cells) else ""
        return text if entry.value and entry.value not in text else entry.value


def _rows(entries: Iterable[Refusal | RowWarning], cells: SourceCells) -> dict[str, Any]:
    """All faults of each row together: the number of rows, and the first of them."""
    rows: dict[tuple[str, int], list[Refusal | RowWarning]] = {}
    for entry in entries:
        rows.setdefault((entry.file, entry.line), []).append(entry)
    first = list(rows.items())[:SHOWN]
    return {
        "count": len(rows),
        "rows": [{"file": file, "line": line, "faults": [_fault(fault, cells) for fault in faults]} for (file, line), faults in first],
    }


def _fault(entry: Refusal | RowWarning, cells: SourceCells) -> dict[str, str]:
    return {"field": entry.field, "value": cells.value(entry)[:SHOWN_VALUE], "rule": reword(entry.rule)}
