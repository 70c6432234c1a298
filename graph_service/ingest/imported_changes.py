"""Stores what each batch of an import changes: an ImportedChange for each lesson and reuse, with its earlier version and the values before and after."""

from collections.abc import Iterator
from typing import Any, LiteralString

from graph_service.domain.lessons.versions import remove_old_versions, version_of
from graph_service.domain.undo.node_states import NodeStates
from graph_service.domain.undo.values import find_changes, imported_change_key, serialize_changes
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

KEEP_CHANGES_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (change:ImportedChange)
SET change = row
"""
FORGET_VERSIONS_QUERY: LiteralString = """
MATCH (change:ImportedChange {seq: $seq})
REMOVE change.version
"""


async def keep_imported_changes(tx: WriteTransaction, seq: int, before: NodeStates, after: NodeStates) -> None:
    """Stores what a batch changed in existing lessons and reuses. seq: the sequence number of its Activity."""
    rows = list(_rows(seq, before, after))
    if rows:
        await tx.run(KEEP_CHANGES_QUERY, {"rows": rows})
    if lessons := [row["subjectId"] for row in rows if row["version"] is not None]:
        await remove_old_versions(tx, lessons)


async def forget_imported_versions(tx: WriteTransaction, seq: int) -> None:
    """Removes the versions that a batch replaced, because it was undone."""
    await tx.run(FORGET_VERSIONS_QUERY, {"seq": seq})


def _rows(seq: int, before: NodeStates, after: NodeStates) -> Iterator[dict[str, Any]]:
    for (label, id_), state in before.items():
        if label in (Label.LESSON, Label.REUSE) and (changes := find_changes(label, state, after[label, id_])):
            changed = [each.name for each in changes]
            yield {
                "key": imported_change_key(seq, label, id_),
                "seq": seq,
                "subjectLabel": label.value,
                "subjectId": id_,
                "changed": changed,
                "version": version_of((label, id_), state, changed),
                "values": serialize_changes(changes),
            }
