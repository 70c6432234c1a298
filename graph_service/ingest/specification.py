"""Definition of an import table: its columns, the type of each cell, and the statements that read and write its rows.

Statements that traverse a relationship contain an index hint. Without it, a plan cached while the graph was small could start at the
other end or scan every relationship of the type, and an import that makes the graph large would keep using that plan.
"""

from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.ingest.cell_types import Kind


@dataclass(frozen=True, slots=True)
class Link:
    """The statements that write one relationship type.

    Both take the parameter `links`, a list of maps with `source`, `target` and the properties.
    """

    create: LiteralString
    delete: LiteralString


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `kind` parses a non-empty cell; an empty cell becomes `default`.
    `refers` is the table whose ids the cell contains: one id, or a list of ids with `many`. `link` is the relationship created for each
    id; a reference without `link` is written by the rules of its table. A column without `refers` is a property.
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
    """One import table. `key` lists the columns that identify a row; a row whose key exists in the graph is an update.

    A node table has statements to create nodes (`rows`: property maps) and to update them (`rows`: id and properties); both also take
    the current time as `now`. A relationship table has a `link` instead; `source` and `target` are the columns that contain the ids of
    its end nodes. `stored` takes `ids` (of nodes, or values of the `source` column) and returns maps keyed by column, with dates as text
    and references as lists of ids. `beside` is the table and column that contain the undated value, which applies until the first dated
    row starts.
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
        """Returns the column with this name. Raises KeyError if the table has no such column."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that contain a single id."""
        return tuple(column for column in self.columns if column.refers and not column.many)

    @property
    def lists(self) -> tuple[Column, ...]:
        """The columns that contain a list of ids."""
        return tuple(column for column in self.columns if column.many)
