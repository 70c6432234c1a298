"""The result of an import for each row of a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from graph_service.ingest.conversion import PreparedImport
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.report import Refusal, Report, RowWarning
from graph_service.ingest.stored_rows import find_in_order, stored_tuples

Place = tuple[str, int]
Row = tuple[int, str, str, str]
REFUSED, NEW, CHANGED, UNCHANGED = "refused", "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class TableResults:
    """A table of a file. rows: line, id, status and what is wrong, in the order of the lines; the id of a refused row is empty."""

    file: str
    sheet: str
    kind: str
    header_line: int
    rows: Sequence[Row] = ()

    @property
    def ids(self) -> Iterator[str]:
        """The ids of the rows that were not refused."""
        return (id_ for _, id_, _, _ in self.rows if id_)

    def to_json(self) -> dict[str, Any]:
        """The table as a JSON value."""
        return {"file": self.file, "sheet": self.sheet, "noun": self.kind, "headerLine": self.header_line, "rows": list(self.rows)}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "TableResults":
        """The table in a JSON value."""
        rows = [(line, id_, status, wrong) for line, id_, status, wrong in value["rows"]]
        return cls(value["file"], value["sheet"], value["noun"], value["headerLine"], rows)


def describe_rows(proposals: Sequence[TableProposal], prepared: PreparedImport, report: Report) -> list[TableResults]:
    """The rows of each table. `report` has the places of the files (PreparedImport.locate). Transposed tables are left out."""
    faults = _faults(report)
    return [_table(proposal, prepared, report, faults) for proposal in proposals if not proposal.table.is_transposed]


def _table(
    proposal: TableProposal, prepared: PreparedImport, report: Report, faults: Mapping[Place, list[Refusal | RowWarning]]
) -> TableResults:
    table = proposal.table
    place = f"{table.file}, sheet {table.sheet}" if table.sheet else table.file
    find_result = find_in_order(_results(prepared, report, proposal.kind, place))

    def describe() -> Iterator[Row]:
        for row in table.rows:
            _, id_, status = find_result(row.line) or (row.line, "", UNCHANGED)
            wrong = faults.get((place, row.line), [])
            if row.fault or any(isinstance(fault, Refusal) and fault.table == proposal.kind and not fault.entry for fault in wrong):
                id_, status = "", REFUSED
            yield row.line, id_, status, "; ".join(dict.fromkeys(map(_sentence, wrong))) or row.fault

    return TableResults(table.file, table.sheet, proposal.kind, table.header_line, stored_tuples(describe()))


def _results(prepared: PreparedImport, report: Report, kind: str, place: str) -> Sequence[tuple[int, str, str]]:
    """The line, id and status of each row of an import table that comes from this place, in the order of the lines there."""

    def find() -> Iterator[tuple[int, str, str]]:
        for file in prepared.files:
            position = file.columns.index("id") if "id" in file.columns else None
            for row in file.rows if file.table == kind else ():
                name, line = prepared.origins.find(kind, row.line, (file.name, row.line))
                if name == place:
                    id_ = "" if position is None or row.cells is None else row.cells[position].strip()
                    new = report.is_new(kind, row.line)
                    yield line, id_, UNCHANGED if new is None else NEW if new else CHANGED

    found = stored_tuples(find())
    is_ordered = all(row[0] <= following[0] for row, following in pairwise(found))
    return found if is_ordered else sorted(found, key=lambda row: row[0])


def _faults(report: Report) -> dict[Place, list[Refusal | RowWarning]]:
    faults: dict[Place, list[Refusal | RowWarning]] = {}
    for fault in (*report.refusals, *report.warnings):
        faults.setdefault((fault.file, fault.line), []).append(fault)
    return faults


def _sentence(fault: Refusal | RowWarning) -> str:
    return f"{fault.field} is {fault.value!r}: {fault.rule}" if fault.field else fault.rule
