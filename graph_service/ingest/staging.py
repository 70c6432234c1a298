"""State of an import during validation: the remaining rows of each sheet and the stored data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.existing_data import Stored
from graph_service.ingest.staged_table import Row, Sheet

NOT_THERE = "no row and no node has this id"
REFUSED = "the row with this id was refused"


@dataclass(slots=True)
class Draft:
    """The sheets by table, in dependency order, and the stored data.

    `named` maps each table to all ids in its file, including those of refused rows. `retired` lists the lessons that are superseded by a
    row but not in the file, with the date of their retirement.
    """

    sheets: dict[str, Sheet]
    stored: Stored
    named: dict[str, set[str]]
    retired: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def stored_row(self, table: str, row: Row) -> dict[str, Any] | None:
        """Returns the stored row with the same key, or None if the row is new."""
        noun = self.sheets[table].noun
        held = self.stored.rows[table].get(row.values[noun.source])
        if noun.link is None or held is None:
            return held
        key = self.sheets[table].key(row)
        return next((each for each in held if tuple(each.get(name) for name in noun.key) == key), None)

    def value(self, table: str, row: Row, column: str) -> Any:
        """Returns the value of the column after the import: that of the row, or the stored value if the file lacks the column."""
        if column in row.values:
            return row.values[column]
        held = self.stored_row(table, row)
        found = None if held is None else held.get(column)
        if self.sheets[table].noun.column(column).refers is not None and found is not None:
            return tuple(found) if self.sheets[table].noun.column(column).many else next(iter(found), None)
        return found

    def knows(self, table: str) -> Callable[[str], bool]:
        """Returns a predicate: does an id exist in the graph or in an accepted row of the table?"""
        stored = self.stored.known.get(table, frozenset())
        sheet = self.sheets.get(table)
        given = {row.values["id"] for row in sheet.rows} if sheet else set[str]()
        return lambda id_: id_ in given or id_ in stored

    def unknown(self, table: str) -> Callable[[str], str]:
        """Returns a function that explains why an id is unknown: its row was refused, or it does not exist."""
        named = self.named.get(table, set())
        return lambda id_: REFUSED if id_ in named else NOT_THERE
