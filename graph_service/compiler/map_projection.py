"""Cypher maps of selected fields: n0{.title, reuses: ...}. Aliases stay out of Cypher and are applied to the row afterwards.

Example:

    { lesson(id: "l1") { id nodeId recordedAt a: title b: title } }
        ... n0{.id, recordedAt: toString(n0.recordedAt), .title} ...
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Projection


def project_map(fields: Iterable[tuple[SelectedField, Projection]], variable: str = "") -> Projection:
    """The fields as one map, keyed by field name. A field that is selected again gets a number, reuses and reuses_2, unless it is the same value.

    With `variable`, its plain properties are projected as n0{.title}, which Neo4j reads in one step.
    """
    occurrences: Counter[str] = Counter()
    keys: dict[str, str] = {}  # by expression
    entries: list[str] = []
    conversions: list[tuple[str, str, PostProcess | None]] = []
    for selected, projection in fields:
        key = keys.get(projection.expression)
        if key is None:
            occurrences[selected.name] += 1
            key = selected.name if occurrences[selected.name] == 1 else f"{selected.name}_{occurrences[selected.name]}"
            keys[projection.expression] = key
            is_property = variable and projection.expression == f"{variable}.{key}"
            entries.append(f".{key}" if is_property else f"{key}: {projection.expression}")
        conversions.append((selected.response_key, key, projection.post_process))
    unchanged = all(response_key == key and post_process is None for response_key, key, post_process in conversions)
    return Projection(f"{variable if entries else ''}{{{', '.join(entries)}}}", None if unchanged else _convert_map(conversions))


def _convert_map(conversions: list[tuple[str, str, PostProcess | None]]) -> PostProcess:
    def convert(row: dict[str, Any]) -> dict[str, Any]:
        return {
            response_key: row[key] if post_process is None else post_process(row[key]) for response_key, key, post_process in conversions
        }

    return convert


def without_typename(selections: Iterable[SelectedField]) -> list[SelectedField]:
    """The fields that are read from the database: all but __typename, which completion.py adds."""
    return [selected for selected in selections if selected.name != "__typename"]


@dataclass(slots=True)
class PropertyMap:
    """Collects properties of a node or relationship that are read together as one map: n0{.title, .id} AS by1."""

    variable: str
    alias: str
    _properties: dict[str, None] = field(default_factory=dict[str, None])

    def add(self, prop: str) -> str:
        """Adds a property and returns the expression that reads it from the map: by1.title."""
        self._properties[prop] = None
        return f"{self.alias}.{prop}"

    def definition(self) -> str:
        """The column of a WITH clause that makes the map."""
        return f"{self.variable}{{{', '.join(f'.{prop}' for prop in self._properties)}}} AS {self.alias}"


def for_each(post_process: PostProcess | None) -> PostProcess | None:
    """Applies a conversion to each item of a list."""
    return None if post_process is None else lambda rows: [post_process(row) for row in rows]


def unless_null(post_process: PostProcess | None) -> PostProcess | None:
    """Applies a conversion to a value unless it is null."""
    return None if post_process is None else lambda row: None if row is None else post_process(row)
