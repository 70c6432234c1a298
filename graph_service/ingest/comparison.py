"""Compares the accepted rows with the graph as it is now, not with an earlier import."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph_service.ingest.diff import NodeDiff, RelationshipDiff, RowDiff, TableDiff, relationship_parameters, stored_node_diffs
from graph_service.ingest.rules.closings import ENDS_WITH_DEPARTMENT, closing_days
from graph_service.ingest.specification import ColumnSpec, TableSpec
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.value_changes import MAX_CHANGES, list_changes


def compare(staging: StagingArea) -> dict[str, TableDiff]:
    """Returns the differences of every import table, in the order in which they are written. Tables without a file are included."""
    diffs: dict[str, TableDiff] = {}
    for spec in TABLE_SPECS.values():
        table = staging.tables.get(spec.name)
        if table is None:
            diffs[spec.name] = TableDiff(spec)
        else:
            diffs[spec.name] = compare_nodes(staging, table) if spec.relationship is None else compare_relationships(staging, table)
        if spec.undated_column is not None:
            undated = compare_undated(staging, spec, *spec.undated_column)
            diffs[spec.name].relationships = _merge_by_source(diffs[spec.name].relationships, undated)
    return diffs


def compare_nodes(staging: StagingArea, table: StagedTable) -> TableDiff:
    """Compares the rows of a node table."""
    diff = TableDiff(table.spec, len(table.rows), stored_node_diffs())
    properties = {column.name: column.initial for column in table.spec.columns if column.references is None}
    linked = [column for column in table.spec.columns if column.relationship is not None]
    for row in table.rows:
        node = _compare_node(row, properties, linked)
        if node is not None:
            diff.nodes.append(node)
            if row.existing is not None and len(staging.changes) < MAX_CHANGES:
                staging.changes += list_changes(table.spec.name, node, row.existing)
    return diff


def _compare_node(row: StagedRow, properties: Mapping[str, bool], linked: Iterable[ColumnSpec]) -> NodeDiff | None:
    """The difference of one node, or None. `properties` says of each property column whether it counts only for new nodes."""
    values, existing = row.values, row.existing
    if existing is None:
        diff = NodeDiff(values["id"], row.line, True, {name: values[name] for name in properties if values.get(name) is not None})
        diff.added = {column.name: targets for column in linked if (targets := _targets(values, column))}
        return diff
    changed = {
        name: values[name] for name, initial in properties.items() if not initial and name in values and values[name] != existing.get(name)
    }
    diff = NodeDiff(values["id"], row.line, False, changed)
    for column in linked:
        if column.name in values:
            new, old = _targets(values, column), existing[column.name]
            # If a link has duplicates, all of them are deleted and one is created.
            duplicated = {target for target in old if old.count(target) > 1} if len(set(old)) < len(old) else ()
            if added := [target for target in new if target not in old or target in duplicated]:
                diff.added[column.name] = added
            if removed := [target for target in old if target not in new or target in duplicated]:
                diff.removed[column.name] = removed
    return diff if diff.properties or diff.added or diff.removed else None


def _targets(values: Mapping[str, Any], column: ColumnSpec) -> list[str]:
    value = values.get(column.name)
    if value is None:
        return []
    return list(value) if column.is_list else [value]


def compare_relationships(staging: StagingArea, table: StagedTable) -> TableDiff:
    """Compares the rows of a relationship table, grouped by source node. A row replaces all existing relationships with its key."""
    spec = table.spec
    diff = TableDiff(spec, len(table.rows))
    by_source: dict[str, RelationshipDiff] = {}
    for row in table.rows:
        duplicates = staging.existing_rows(table, row)
        existing = duplicates[0] if duplicates else None
        updated = (existing or {}) | row.values
        if len(duplicates) == 1 and existing == updated:
            continue
        relationships = by_source.setdefault(row.values[spec.source], RelationshipDiff(row.values[spec.source], [], []))
        relationships.rows.append(RowDiff(spec.name, row.line, existing is None))
        relationships.added.append(relationship_parameters(spec, updated))
        relationships.removed += [relationship_parameters(spec, duplicate) for duplicate in duplicates]
    diff.relationships = list(by_source.values())
    return diff


def compare_undated(staging: StagingArea, spec: TableSpec, table: str, column: str) -> dict[str, RelationshipDiff]:
    """Compares relationships without a start date; returns the differences by the id of the source node.

    The target in `column` of `table` applies until the first dated row of `spec` starts. It is ignored if a row of `spec` has no start date
    either. An existing end date stays, because it was set when another relationship followed. An empty cell deletes the relationship. If
    the file lacks the column, the existing relationship stays and can only be ended earlier by a dated row.
    """
    undated_rows = {row.values["id"]: _only(row, column) for row in staging.tables[table].rows} if table in staging.tables else {}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in staging.tables[spec.name].rows if spec.name in staging.tables else ():
        rows.setdefault(row.values[spec.source], []).append(row.values)
    diffs: dict[str, RelationshipDiff] = {}
    closing_of = closing_days(staging, spec.name)
    for source in dict.fromkeys((*undated_rows, *rows)):
        if any(row.get("from") is None for row in rows.get(source, ())):
            continue
        existing = staging.existing.rows[spec.name].get(source, ())
        undated = [row for row in existing if row["from"] is None]  # more than one only in a faulty graph
        old = undated[0] if undated else None
        row = undated_rows.get(source)
        target = row.values[column] if row is not None and column in row.values else old and old[spec.target]
        closed = closing_of(source, target) if target else None
        new = _undated_row(spec, source, target, [*existing, *rows.get(source, ())], old, closed) if target else None
        if row is not None and column in row.values and new is not None and new["to"] == closed is not None:
            staging.tables[table].record_warning(row, Violation(column, target, ENDS_WITH_DEPARTMENT))
        if new != old or len(undated) > 1:
            removed = [relationship_parameters(spec, each) for each in undated]
            added = [relationship_parameters(spec, new)] if new else []
            # The row counts as changed if its target changes, but not if only the end date of the relationship changes.
            changed = row is not None and _target_ids(added) != _target_ids(removed)
            diffs[source] = RelationshipDiff(source, removed, added, [RowDiff(table, row.line, False)] if row and changed else [])
    return diffs


def _only(row: StagedRow, column: str) -> StagedRow:
    """The row with nothing but this column."""
    return StagedRow(row.line, {column: row.values[column]} if column in row.values else {})


def _undated_row(
    spec: TableSpec, source: str, target: str, others: Iterable[Mapping[str, Any]], old: Mapping[str, Any] | None, closed: date | None
) -> dict[str, Any]:
    ends = [row["from"] for row in others if row["from"] is not None]
    if old and old["to"] is not None and old[spec.target] == target:
        ends.append(old["to"])
    if closed is not None:
        ends.append(closed)
    return {spec.source: source, spec.target: target, "from": None, "to": min(ends, default=None)}


def _merge_by_source(relationships: Iterable[RelationshipDiff], undated: Mapping[str, RelationshipDiff]) -> list[RelationshipDiff]:
    remaining = dict(undated)
    merged: list[RelationshipDiff] = []
    for diff in relationships:
        other = remaining.pop(diff.source, RelationshipDiff(diff.source, [], []))
        merged.append(RelationshipDiff(diff.source, diff.removed + other.removed, diff.added + other.added, diff.rows + other.rows))
    return merged + list(remaining.values())


def _target_ids(relationships: Iterable[Mapping[str, Any]]) -> list[str]:
    return [relationship["target"] for relationship in relationships]
