"""Where the rows of an import table come from, if not from the file and line that they name."""

from array import array
from dataclasses import dataclass, field

Place = tuple[str, int]


@dataclass(slots=True)
class _Lines:
    """For each line of a table, the number of its place and its line there. A line without a place has the number -1."""

    places: "array[int]" = field(default_factory=lambda: array("i"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))


class Origins:
    """The file, with its sheet, and the line of rows, by table and line. They need twelve bytes for each line of a table."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._tables: dict[str, _Lines] = {}

    def add(self, table: str, line: int, place: Place) -> None:
        """Says where the row at a line comes from."""
        lines = self._tables.setdefault(table, _Lines())
        while len(lines.places) <= line:
            lines.places.append(-1)
            lines.lines.append(0)
        if place[0] not in self._numbers:
            self._numbers[place[0]] = len(self._names)
            self._names.append(place[0])
        lines.places[line], lines.lines[line] = self._numbers[place[0]], place[1]

    def find(self, table: str, line: int, default: Place) -> Place:
        """Where the row at a line comes from; `default` if nothing is said."""
        lines = self._tables.get(table)
        if lines is None or line >= len(lines.places) or lines.places[line] < 0:
            return default
        return self._names[lines.places[line]], lines.lines[line]
