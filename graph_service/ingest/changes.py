"""The values that an import would change, with the old and the new one."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from graph_service.ingest.diff import NodeDiff, TableDiff
from graph_service.ingest.report import ValueChange
from graph_service.ingest.staged_table import format_value
from graph_service.ingest.staging import StagingArea

MAX_CHANGES = 1_000


def list_changes(staging: StagingArea, diffs: Mapping[str, TableDiff]) -> tuple[ValueChange, ...]:
    """The first changes of existing nodes, in the order of the tables."""
    return tuple(islice(_changes(staging, diffs), MAX_CHANGES))


def _changes(staging: StagingArea, diffs: Mapping[str, TableDiff]) -> Iterator[ValueChange]:
    for name, diff in diffs.items():
        for node in diff.nodes:
            if not node.new:
                yield from _node_changes(name, node, staging.existing.rows[name][node.id])


def _node_changes(table: str, node: NodeDiff, existing: Mapping[str, Any]) -> Iterator[ValueChange]:
    for field, value in node.properties.items():
        yield ValueChange(table, node.id, field, format_value(existing.get(field)), format_value(value))
    for field in dict.fromkeys((*node.removed, *node.added)):
        old: list[str] = list(existing.get(field) or ())
        new = [id_ for id_ in old if id_ not in node.removed.get(field, ())] + node.added.get(field, [])
        yield ValueChange(table, node.id, field, "|".join(old), "|".join(new))
