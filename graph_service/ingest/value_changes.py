"""The values that an import would change, with the old and the new one."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph_service.ingest.diff import NodeDiff
from graph_service.ingest.report import ValueChange
from graph_service.ingest.staged_table import format_value

MAX_CHANGES = 1_000


def list_changes(table: str, node: NodeDiff, existing: Mapping[str, Any]) -> Iterator[ValueChange]:
    """The changes of an existing node."""
    for field, value in node.properties.items():
        yield ValueChange(table, node.id, field, format_value(existing.get(field)), format_value(value))
    for field in dict.fromkeys((*node.removed, *node.added)):
        old: list[str] = list(existing.get(field) or ())
        new = [id_ for id_ in old if id_ not in node.removed.get(field, ())] + node.added.get(field, [])
        yield ValueChange(table, node.id, field, "|".join(old), "|".join(new))
