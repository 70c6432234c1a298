"""Finds tables: the header row under titles, two header rows, tables below each other, transposed tables, and rows that are not part of a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from graph_service.ingest.matching.headers import header_name, is_known
from graph_service.ingest.matching.vocabulary import header_key
from graph_service.ingest.readers.raw_table import (
    MAX_COLUMNS,
    Notice,
    NoticeKind,
    RawRow,
    RawTable,
    column_letters,
    is_blank,
    stored_raw_rows,
)

HEADER_ROWS = 60  # how far down a header row is looked for
MIN_KNOWN = 2  # known names in a header row
MAX_FACT_ROWS = 20  # above a table, in which names with values are looked for
MAX_FACT_NAME = 40  # characters
MAX_TRANSPOSED = 200  # columns
FOOTER = re.compile(
    r"^(?:(?:end of|totals?|sub ?total|grand total|sum|notes|prepared by|printed|confidential|anzahl|gesamt|summe|ende der|ende des|stand)\b|page \d|seite \d|note:|source:|\*)",
    re.IGNORECASE,
)
NOT_A_HEADER = re.compile(r"^[-+\d.,:/%€$£\s]+$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a detected table: its position in the rows, and its header without instructions; "" if it has none.

    is_fact: it stands above the table, once for all rows.
    """

    index: int
    header: str
    is_fact: bool = False


@dataclass(slots=True)
class DetectedTable:
    """A table with a header. `rows` are its data rows, padded to the columns; a row that could not be read has a fault.

    `facts` are names and values above the table, such as a project and a date.
    """

    file: str
    sheet: str
    header_line: int
    columns: list[Column]
    rows: Sequence[RawRow]
    is_grid: bool
    is_transposed: bool = False
    origins: Mapping[int, tuple[str, int]] = field(default_factory=dict[int, tuple[str, int]])
    notices: list[Notice] = field(default_factory=list[Notice])
    facts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def with_facts(self) -> "DetectedTable":
        """The table with a column for each fact that none of its own columns is named after."""
        own = {header_key(header) for header in self.headers}
        facts = [(name, value) for name, value in self.facts if header_key(name) not in own]
        if not facts:
            return self
        width = len(self.columns)
        columns = [*self.columns, *(Column(width + number, name, is_fact=True) for number, (name, _) in enumerate(facts))]
        values = [value for _, value in facts]
        rows = stored_raw_rows(row if row.fault else RawRow(row.line, [*row.cells, *values]) for row in self.rows)
        text = f"read from above the table, for all rows: {', '.join(name for name, _ in facts)}"
        notices = [*self.notices, Notice(NoticeKind.NOTE, text, self.file, self.sheet)]
        return replace(self, columns=columns, rows=rows, notices=notices, facts=[])

    @property
    def headers(self) -> list[str]:
        """The headers of the columns that have one."""
        return [column.header for column in self.columns if column.header]

    def values(self, index: int) -> Iterator[str]:
        """The cells of a column that are not blank."""
        return (text for row in self.rows if not row.fault and index < len(row.cells) and (text := row.cells[index].strip()))


def detect_tables(raw: RawTable, further_headers: frozenset[str] = frozenset()) -> list[DetectedTable]:
    """The tables of a sheet or file, from top to bottom; none if no row holds at least two known names. `further_headers` are known, too.

    A table of more than 1,000 columns is not read, and a notice says so.
    """
    header = 0 if raw.has_header else _find_header(raw.rows, further_headers)
    if not raw.has_header and (transposed := _transpose(raw, header, further_headers)) is not None:
        raw, header = transposed, 0
    tables: list[DetectedTable] = []
    while header is not None and header < len(raw.rows):
        following = None if raw.has_header else _next_header(raw.rows, header + 1, further_headers)
        table = _table(raw, header, following if following is not None else len(raw.rows), further_headers)
        tables.append(table)
        header = following
    return tables


def _known_count(cells: Sequence[str], further_headers: frozenset[str]) -> int:
    return len({header_key(header_name(cell)) for cell in cells if cell.strip() and is_known(cell, further_headers)})


def _find_header(rows: Sequence[RawRow], further_headers: frozenset[str]) -> int | None:
    counts = [(_known_count(row.cells, further_headers), -number) for number, row in enumerate(rows[:HEADER_ROWS])]
    best, negative = max(counts, default=(0, 0))
    narrow = bool(rows) and len(rows[-negative].cells) == 1 and best == 1
    if best < MIN_KNOWN and not narrow:
        return None
    above = (number for number in range(-negative) if _is_header(rows[number].cells, further_headers))
    first = next(above, None) if negative and _is_after_gap(rows[-negative - 1], rows[-negative]) else None
    return -negative if first is None else first


def _next_header(rows: Sequence[RawRow], start: int, further_headers: frozenset[str]) -> int | None:
    """The header of a further table: after a blank line, most of its cells are known names."""
    for number, (before, row) in enumerate(pairwise(islice(rows, start, None)), start + 1):
        if _is_after_gap(before, row) and _is_header(row.cells, further_headers):
            return number
    return None


def _is_after_gap(before: RawRow, row: RawRow) -> bool:
    return row.line > before.line + 1 or is_blank(before.cells)


def _is_header(cells: Sequence[str], further_headers: frozenset[str]) -> bool:
    """Whether most of the cells are known names."""
    filled = [cell for cell in cells if cell.strip()]
    known = _known_count(filled, further_headers)
    return known > MIN_KNOWN and known >= 0.6 * len(filled)


def _transpose(raw: RawTable, header: int | None, further_headers: frozenset[str]) -> RawTable | None:
    """The table with rows and columns exchanged, if its first column holds more known names than any row."""
    if len(raw.rows) > HEADER_ROWS:
        return None
    width = max((len(row.cells) for row in raw.rows), default=0)
    if not 2 <= width <= MAX_TRANSPOSED:
        return None
    for index in (0, 1):
        names = [row.cells[index] if index < len(row.cells) else "" for row in raw.rows]
        filled = [header_key(name) for name in names if name.strip()]
        if len(filled) - len(set(filled)) > 1:
            continue  # values repeat, names do not
        known, in_row = (
            _known_count(names, further_headers),
            _known_count(raw.rows[header].cells, further_headers) if header is not None else 0,
        )
        if known > max(2, in_row) and known >= 0.5 * sum(bool(name.strip()) for name in names):
            rows = [
                RawRow(column + 1, [row.cells[column] if column < len(row.cells) else "" for row in raw.rows])
                for column in range(index, width)
            ]
            notices = [
                *raw.notices,
                Notice(NoticeKind.NOTE, "the table has its names in the first column, and is read column by column", raw.file, raw.sheet),
            ]
            return RawTable(
                raw.file, raw.sheet, [row for row in rows if not is_blank(row.cells)], has_header=True, is_grid=False, notices=notices
            )
    return None


def _table(raw: RawTable, header: int, end: int, further_headers: frozenset[str]) -> DetectedTable:
    names, first = _combine_headers(raw.rows, header, further_headers)
    row = raw.rows[header]
    table = DetectedTable(raw.file, raw.sheet, row.line, [], [], raw.is_grid, origins=raw.origins, notices=list(raw.notices))
    width = max((index + 1 for index, name in enumerate(names) if name), default=0)
    if width > MAX_COLUMNS:
        text = f"the header row has {width:,} columns; at most {MAX_COLUMNS:,} are read. Delete those that are not part of the table"
        table.notices.append(Notice(NoticeKind.FAULT, text, raw.file, raw.sheet, f"row {row.line}"))
        return table
    if row.line > 1 and any(not is_blank(before.cells) for before in raw.rows[:header]):
        table.facts = list(_facts(raw.rows[max(0, header - MAX_FACT_ROWS) : header]))
        rest = "other things above it are not read" if table.facts else "what is above it is not read"
        table.notices.append(Notice(NoticeKind.NOTE, f"the header is in row {row.line}; {rest}", raw.file, raw.sheet))
    table.columns = [Column(index, name) for index, name in enumerate(names[:width])]
    table.rows = stored_raw_rows(_data_rows(raw, table, first, end, len(row.cells)))
    _note_unnamed(table)
    return table


def _facts(rows: Sequence[RawRow]) -> Iterator[tuple[str, str]]:
    """Names and values above a table: "Project Name:" beside its value, or both in one cell."""
    for row in rows:
        filled = [cell.strip() for cell in row.cells if cell.strip()]
        for number, cell in enumerate(filled):
            name, colon, value = cell.partition(":")
            if not colon or len(name) > MAX_FACT_NAME or not name[:1].isalpha():
                continue
            following = filled[number + 1] if number + 1 < len(filled) and not filled[number + 1].endswith(":") else ""
            if text := value.strip() or following:
                yield name.strip(), text


def _combine_headers(rows: Sequence[RawRow], header: int, further_headers: frozenset[str]) -> tuple[list[str], int]:
    """The names of the columns, and the number of the first data row. Names from a second header row fill the gaps of the first."""
    cells = [header_name(cell) for cell in rows[header].cells]
    if header and rows[header - 1].line == rows[header].line - 1:
        above = rows[header - 1].cells
        if sum(is_known(cell, further_headers) for cell in above if cell.strip()) and len([cell for cell in above if cell.strip()]) > 1:
            cells = [cell or (header_name(above[index]) if index < len(above) else "") for index, cell in enumerate(cells)]
    if header + 1 < len(rows) and _is_second_header(rows[header].cells, rows[header + 1].cells, further_headers):
        below = rows[header + 1].cells
        lower = [header_name(below[index]) if index < len(below) else "" for index in range(len(cells))]
        return [low or cell for low, cell in zip(lower, cells, strict=True)], header + 2
    return cells, header + 1


def _is_second_header(first: Sequence[str], second: Sequence[str], further_headers: frozenset[str]) -> bool:
    filled = [(index, cell) for index, cell in enumerate(second) if cell.strip()]
    if len(filled) < MIN_KNOWN or any(NOT_A_HEADER.match(cell) for _, cell in filled):
        return False
    known = sum(is_known(cell, further_headers) for _, cell in filled)
    fills_gaps = any(index >= len(first) or not first[index].strip() for index, _ in filled)
    return known >= MIN_KNOWN and known >= 0.7 * len(filled) and fills_gaps


def _data_rows(raw: RawTable, table: DetectedTable, first: int, end: int, width: int) -> Iterator[RawRow]:
    header = [column.header for column in table.columns]
    numbered = enumerate(islice(raw.rows, first, end))
    last = max((number for number, row in numbered if row.fault or sum(map(bool, map(str.strip, row.cells))) > 1), default=-1)
    repeated: list[int] = []
    for number, row in enumerate(islice(raw.rows, first, end)):
        if row.fault:
            yield row
        elif is_blank(row.cells):
            continue
        elif [header_name(cell) for cell in row.cells[: len(header)]] == header:
            repeated.append(row.line)
        elif len(header) > 2 and _is_footer(row.cells, number > last):
            text = next(cell.strip() for cell in row.cells if cell.strip())
            table.notices.append(
                Notice(NoticeKind.LEFT_OUT, "is not a row of the table", raw.file, raw.sheet, f"row {row.line}", text[:80])
            )
        else:
            yield _fit(row, len(header), width, raw.is_grid)
    if repeated:
        rows = ", ".join(map(str, repeated[:10]))
        table.notices.append(Notice(NoticeKind.LEFT_OUT, f"{len(repeated):,} rows repeat the header: rows {rows}", raw.file, raw.sheet))


def _is_footer(cells: Sequence[str], is_last: bool) -> bool:
    """Whether a row ends a table: a remark in one cell, or a total with nothing but numbers after it."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) == 1:
        return is_last or bool(FOOTER.match(filled[0]))
    is_total = filled[0].lower().startswith(("total", "sum", "grand", "sub", "anzahl", "gesamt")) and bool(FOOTER.match(filled[0]))
    return is_total and all(NOT_A_HEADER.match(cell) for cell in filled[1:])


def _fit(row: RawRow, width: int, header_width: int, is_grid: bool) -> RawRow:
    """Pads a row to the columns. In a CSV file, a row with another number of cells than the header is shifted somewhere."""
    if not is_grid and len(row.cells) != header_width and not (len(row.cells) > header_width and is_blank(row.cells[header_width:])):
        return RawRow(row.line, row.cells, f"the row has {len(row.cells):,} cells, but the header has {header_width:,}")
    cells = list(row.cells[:width])
    return RawRow(row.line, cells + [""] * (width - len(cells)))


def _note_unnamed(table: DetectedTable) -> None:
    unnamed = [column.index for column in table.columns if not column.header and any(table.values(column.index))]
    if unnamed:
        names = ", ".join(column_letters(index) for index in unnamed[:10])
        text = f"not read, because they have no name: columns {names}"
        table.notices.append(Notice(NoticeKind.LEFT_OUT, text, table.file, table.sheet))
