"""Converts the values of drafts, a column at a time, and collects the open questions."""

from collections.abc import Iterable
from dataclasses import replace

from graph_service.ingest.cell_types import EMAIL, ID, IDS, SHORT_TEXT
from graph_service.ingest.conversion.drafts import Choices, Draft
from graph_service.ingest.readers.raw_table import NoticeKind
from graph_service.ingest.source_files import SourceRow
from graph_service.ingest.specification import ColumnSpec
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.values import ColumnValues, DayOrder, ValueChoices, convert_column
from graph_service.ingest.values.column_converter import is_accepted, is_convertible
from graph_service.unicode import INVISIBLE, without_invisible

NAMES = (ID, IDS, SHORT_TEXT, EMAIL)
MAX_REMEMBERED = 20_000  # accepted texts of a column, which are not parsed again


def convert_values(drafts: Iterable[Draft], choices: Choices) -> None:
    """Converts the dates, numbers, choices and addresses of the drafts.

    Where the order of day and month is open, it is taken from the choices, then from another column of the same table. Otherwise it is a
    question; if what is proposed is accepted, it is day-first. A column that contradicts itself always is a question.
    """
    for draft in drafts:
        columns = [column for column in TABLE_SPECS[draft.kind].columns if column.name in draft.columns]
        _remove_invisible(draft, columns)
        values = ValueChoices(choices.order, choices.missing_day_first)
        texts = _texts_to_convert(draft, columns)
        results = {
            column.name: convert_column(column.cell_type, texts.get(column.name, ()), values, required=column.required)
            for column in columns
        }
        proven = next((result.order for result in results.values() if result.order is not None), None)
        for column in columns:
            result = results[column.name]
            if result.undecided and not result.contradiction and (order := proven or (DayOrder.DAY_FIRST if choices.accept else None)):
                why = (
                    "as in another column of the table"
                    if proven
                    else "because the column does not show the order and the proposals are accepted"
                )
                result = convert_column(column.cell_type, texts[column.name], replace(values, order=order), required=column.required)
                result.notes = [f"days are read {order.value}, {why}"]
            _apply(draft, column.name, result)


def _remove_invisible(draft: Draft, columns: Iterable[ColumnSpec]) -> None:
    """Removes the characters that nobody sees from ids, names and addresses, so that they are found by what people read."""
    named = [(column.name, draft.columns.index(column.name)) for column in columns if column.cell_type in NAMES]
    found: set[str] = set()
    for row in draft.rows:
        cells = row.cells or ()
        for name, position in named if cells and not "".join(cells).isascii() else ():
            if INVISIBLE.search(cells[position]):
                found.add(name)
    for name in found:
        draft.replace(name, lambda _, text: without_invisible(text))


def _texts_to_convert(draft: Draft, columns: Iterable[ColumnSpec]) -> dict[str, set[str]]:
    """The distinct texts of each column that has a text which its type does not accept. The others stay as they are."""
    named = {column.name: (draft.columns.index(column.name), column.cell_type) for column in columns if is_convertible(column.cell_type)}
    accepted: dict[str, set[str]] = {name: set() for name in named}
    rejected: set[str] = set()
    for row in draft.rows:
        cells = row.cells or ()
        for name, (position, cell_type) in named.items() if cells else ():
            text = cells[position]
            if name in rejected or text in accepted[name]:
                continue
            if text.strip() and not is_accepted(cell_type, text.strip()):
                rejected.add(name)
            elif len(accepted[name]) < MAX_REMEMBERED:
                accepted[name].add(text)
    texts: dict[str, set[str]] = {name: set() for name in rejected}
    for row in draft.rows if rejected else ():
        cells = row.cells or ()
        for name in rejected if cells else ():
            texts[name].add(cells[named[name][0]])
    return texts


def _apply(draft: Draft, column: str, result: ColumnValues) -> None:
    for note in result.notes:
        draft.note(NoticeKind.NOTE, note, column)
    if result.undecided:
        examples = ", ".join(result.undecided[:3])
        text = f"the order of day and month is not clear: {examples}. Choose {DayOrder.DAY_FIRST.option} or {DayOrder.MONTH_FIRST.option}"
        draft.note(NoticeKind.QUESTION, text, column, result.undecided[0])

    def convert(row: SourceRow, text: str) -> str:
        if text in result.faults:
            draft.faults[row.line, column] = result.faults[text]
        return result.converted.get(text, text)

    if result.converted or result.faults:
        draft.replace(column, convert)
