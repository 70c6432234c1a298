"""The review shown before and after an import: JSON of bounded size, worded for a page instead of the command line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from graph_service.ingest.conversion import PreparedImport
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.readers import Notice
from graph_service.ingest.report import Refusal, Report, RowWarning
from graph_service.ingest.rules.unattributed import NEITHER, NO_MEMBERSHIP

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


def describe_tables(proposals: Sequence[TableProposal], chosen: Sequence[TableProposal | None]) -> list[dict[str, Any]]:
    """The tables that were found, as they will be read; those that are left out have the noun None."""
    return [
        _table(original if proposal is None else proposal, is_left_out=proposal is None)
        for original, proposal in zip(proposals, chosen, strict=True)
    ]


def _table(proposal: TableProposal, *, is_left_out: bool) -> dict[str, Any]:
    table = proposal.table
    return {
        "file": table.file,
        "sheet": table.sheet,
        "noun": None if is_left_out else proposal.noun,
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


def describe_report(prepared: PreparedImport, report: Report) -> dict[str, Any]:
    """What the import changes: counts by table, the first changes, and the first rows with faults and warnings."""
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
        "refused": _rows(report.refusals),
        "unattributed": _rows(unattributed),
        "warnings": _rows(others),
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


def _rows(entries: Iterable[Refusal | RowWarning]) -> dict[str, Any]:
    """All faults of each row together: the number of rows, and the first of them."""
    rows: dict[tuple[str, int], list[Refusal | RowWarning]] = {}
    for entry in entries:
        rows.setdefault((entry.file, entry.line), []).append(entry)
    first = list(rows.items())[:SHOWN]
    return {
        "count": len(rows),
        "rows": [{"file": file, "line": line, "faults": list(map(_fault, faults))} for (file, line), faults in first],
    }


def _fault(entry: Refusal | RowWarning) -> dict[str, str]:
    return {"field": entry.field, "value": entry.value[:SHOWN_VALUE], "rule": reword(entry.rule)}
