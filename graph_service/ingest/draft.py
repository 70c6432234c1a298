"""An import in the making: the sheets as they stand, beside what the graph holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.sheets import Row, Sheet
from graph_service.ingest.stored import Stored

NOT_THERE = "no row and no node has this id"
REFUSED = "the row with this id was refused"


@dataclass(slots=True)
class Draft:
    """The sheets by table, in the order in which they need one another, and what is stored.

    `named` are the ids each table's file gives, refused or not; `retired` the lessons outside the file that a row supersedes, with the
    day of it.
    """

    sheets: dict[str, Sheet]
    stored: Stored
    named: dict[str, set[str]]
    retired: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def stored_row(self, table: str, row: Row) -> dict[str, Any] | None:
        """What the graph holds under a row's key, None when it is new."""
        noun = self.sheets[table].noun
        held = self.stored.rows[table].get(row.values[noun.source])
        if noun.link is None or held is None:
            return held
        key = self.sheets[table].key(row)
        return next((each for each in held if tuple(each.get(name) for name in noun.key) == key), None)

    def value(self, table: str, row: Row, column: str) -> Any:
        """What will stand in the column: the row's value, or what is stored where the file lacks the column."""
        if column in row.values:
            return row.values[column]
        held = self.stored_row(table, row)
        found = None if held is None else held.get(column)
        if self.sheets[table].noun.column(column).refers is not None and found is not None:
            return tuple(found) if self.sheets[table].noun.column(column).many else next(iter(found), None)
        return found

    def knows(self, table: str) -> Callable[[str], bool]:
        """Whether a node with an id is in the graph, or will be by a row that stands."""
        stored = self.stored.known.get(table, frozenset())
        sheet = self.sheets.get(table)
        given = {row.values["id"] for row in sheet.rows} if sheet else set[str]()
        return lambda id_: id_ in given or id_ in stored

    def unknown(self, table: str) -> Callable[[str], str]:
        """Why an id is not known."""
        named = self.named.get(table, set())
        return lambda id_: REFUSED if id_ in named else NOT_THERE
