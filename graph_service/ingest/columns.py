"""What the import knows of a table: its columns, what each cell means, and the statements that read and write its rows.

Statements that follow a relationship say which index they begin with: a plan made while the graph was small would begin at the other
end, or with every relationship of the type, and an import that makes the graph large would run on it.
"""

from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.ingest.values import Kind


@dataclass(frozen=True, slots=True)
class Link:
    """How one type of relationship is written: both statements take `links`, a list of maps with `source`, `target` and the properties."""

    create: LiteralString
    delete: LiteralString


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `kind` reads a cell that is not empty; an empty one is `default`.
    `refers` names the table whose ids stand in the cell: one of them, or with `many` a list. `link` is the relationship they become;
    a reference without one is written by its table's own rules. A column without `refers` is a property.
    """

    name: str
    kind: Kind
    required: bool = False
    default: Any = None
    refers: str | None = None
    many: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Noun:
    """One import table. `key` are the columns that tell its rows apart; a row whose key the graph holds changes what is there.

    A table of nodes has statements to create (`rows`: property maps) and update them (`rows`: id and properties), with the moment `now`.
    A table whose rows are relationships has a `link` instead, and `source` and `target`, the columns that name its ends. `stored` takes
    `ids` (of nodes, or of the `source` column) and returns maps keyed by column, days as text, references as lists of ids.
    `beside` names the table and the column of it that give, without dates, what holds until the first dated row begins.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    stored: LiteralString
    create: LiteralString | None = None
    update: LiteralString | None = None
    link: Link | None = None
    source: str = "id"
    target: str = ""
    beside: tuple[str, str] | None = None

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that hold one id each."""
        return tuple(column for column in self.columns if column.refers and not column.many)

    @property
    def lists(self) -> tuple[Column, ...]:
        """The columns that hold a list of ids."""
        return tuple(column for column in self.columns if column.many)
