"""The result of an import for each row of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.conversion import PreparedImport
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.report import Refusal, Report, RowWarning

Place = tuple[str, int]
Row = tuple[str, str, str]
REFUSED, NEW, CHANGED, UNCHANGED = "refused", "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """A table of a file. rows: id, status and what is wrong, by the line of the row; the id of a refused row is empty."""

    file: str
    sheet: str
    noun: str
    header_line: int
    rows: Mapping[int, Row] = field(default_factory=dict[int, Row])

    def to_json(self) -> dict[str, Any]:
        """The table as a JSON value."""
        rows = [[line, *row] for line, row in self.rows.items()]
        return {"file": self.file, "sheet": self.sheet, "noun": self.noun, "headerLine": self.header_line, "rows": rows}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "ReturnedTable":
        """The table in a JSON value."""
        rows = {line: (id_, status, wrong) for line, id_, status, wrong in value["rows"]}
        return cls(value["file"], value["sheet"], value["noun"], value["headerLine"], rows)


def describe_rows(proposals: Sequence[TableProposal], prepared: PreparedImport, report: Report) -> list[ReturnedTable]:
    """The rows of each table. `report` has the places of the files (PreparedImport.locate). Transposed tables are left out."""
    faults = _faults(report)
    own = {noun: _rows_of(prepared, report, noun) for noun in {proposal.noun for proposal in proposals}}
    return [_table(proposal, own[proposal.noun], faults) for proposal in proposals if not proposal.table.is_transposed]


def _table(
    proposal: TableProposal, own: Mapping[Place, tuple[str, str]], faults: Mapping[Place, list[Refusal | RowWarning]]
) -> ReturnedTable:
    table = proposal.table
    place = f"{table.file}, sheet {table.sheet}" if table.sheet else table.file
    rows: dict[int, Row] = {}
    for row in table.rows:
        id_, status = own.get((place, row.line), ("", UNCHANGED))
        wrong = faults.get((place, row.line), [])
        if row.fault or any(isinstance(fault, Refusal) and fault.table == proposal.noun and not fault.entry for fault in wrong):
            id_, status = "", REFUSED
        rows[row.line] = id_, status, "; ".join(dict.fromkeys(map(_sentence, wrong))) or row.fault
    return ReturnedTable(table.file, table.sheet, proposal.noun, table.header_line, rows)


def _rows_of(prepared: PreparedImport, report: Report, noun: str) -> dict[Place, tuple[str, str]]:
    """The id and status of each row of an import table, by its place in the files."""
    found: dict[Place, tuple[str, str]] = {}
    for file in prepared.files:
        if file.table != noun:
            continue
        position = file.columns.index("id") if "id" in file.columns else None
        for row in file.rows:
            place = prepared.origins.find(noun, row.line, (file.name, row.line))
            id_ = "" if position is None or row.cells is None else row.cells[position].strip()
            new = report.is_new(noun, row.line)
            found.setdefault(place, (id_, UNCHANGED if new is None else NEW if new else CHANGED))
    return found


def _faults(report: Report) -> dict[Place, list[Refusal | RowWarning]]:
    faults: dict[Place, list[Refusal | RowWarning]] = {}
    for fault in (*report.refusals, *report.warnings):
        faults.setdefault((fault.file, fault.line), []).append(fault)
    return faults


def _sentence(fault: Refusal | RowWarning) -> str:
    return f"{fault.field} is {fault.value!r}: {fault.rule}" if fault.field else fault.rule
