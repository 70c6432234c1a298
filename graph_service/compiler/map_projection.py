"""Maps of selected fields: keys without aliases in Cypher, aliases put back in the response."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph_service.compiler.selection import Selected
from graph_service.compiler.statement_builder import Finish, Part


def project_map(fields: Iterable[tuple[Selected, Part]], of: str = "") -> Part:
    """The fields as one map. A field keeps its name as key; a name selected again gets a number, so aliases never enter Cypher.

    Of a node, its plain properties are projected (`n {.name}`), which the database reads in one go.
    """
    seen: Counter[str] = Counter()
    entries: list[str] = []
    readings: list[tuple[str, str, Finish | None]] = []
    for selected, part in fields:
        seen[selected.name] += 1
        key = selected.name if seen[selected.name] == 1 else f"{selected.name}_{seen[selected.name]}"
        entries.append(f".{key}" if of and part.expression == f"{of}.{key}" else f"{key}: {part.expression}")
        readings.append((selected.key, key, part.finish))
    finished = all(alias == key and finish is None for alias, key, finish in readings)
    return Part(f"{of if entries else ''}{{{', '.join(entries)}}}", None if finished else _read_map(readings))


def _read_map(readings: list[tuple[str, str, Finish | None]]) -> Finish:
    def read(row: dict[str, Any]) -> dict[str, Any]:
        return {alias: row[key] if finish is None else finish(row[key]) for alias, key, finish in readings}

    return read


@dataclass(slots=True)
class Gathered:
    """Properties of a node or relationship that are read as one map, which the database does in one go; `name` is the map's."""

    variable: str
    name: str
    _taken: dict[str, None] = field(default_factory=dict[str, None])

    def take(self, prop: str) -> str:
        """The expression that stands for the property."""
        self._taken[prop] = None
        return f"{self.name}.{prop}"

    def column(self) -> str:
        """What makes the map of all that were taken."""
        return f"{self.variable}{{{', '.join(f'.{prop}' for prop in self._taken)}}} AS {self.name}"


def each(finish: Finish | None) -> Finish | None:
    """The same for every item of a list."""
    return None if finish is None else lambda rows: [finish(row) for row in rows]


def unless_none(finish: Finish | None) -> Finish | None:
    """The same for a value that may be absent."""
    return None if finish is None else lambda row: None if row is None else finish(row)
