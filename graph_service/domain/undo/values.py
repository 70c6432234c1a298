"""Stores the values of lessons and reuses before and after each change: in its Activity or, for an import, in an ImportedChange for each node."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, LiteralString

from graph_service.domain.lessons.versions import FIELDS as VERSION_FIELDS
from graph_service.domain.money import DECIMALS
from graph_service.domain.undo.node_states import NodeState, NodeStates
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

KEEP_VALUES_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
SET activity.values = $values
"""
VALUES_QUERY: LiteralString = """
UNWIND $seqs AS seq
MATCH (activity:Activity {seq: seq})
WHERE activity.values IS NOT NULL
RETURN collect([seq, activity.values]) AS found
"""
IMPORTED_VALUES_QUERY: LiteralString = """
UNWIND $keys AS key
MATCH (change:ImportedChange {key: key})
WHERE change.values IS NOT NULL
RETURN collect([key, change.values]) AS found
"""
FIELDS: Final = {
    Label.LESSON: (*VERSION_FIELDS, "language", "status", "publishedOn", "retiredOn", "audience"),
    Label.REUSE: ("reusedOn", "outcome", "judgedAt", "note", "hoursSaved", "costAvoided", "currency", "confirmedAt", "withdrawnOn"),
}
MAX_LENGTH: Final = 400_000  # characters of the values of one change


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A property of the changed lesson or reuse before and after a change, as text; None if absent."""

    name: str
    before: str | None
    after: str | None


async def keep_values(tx: WriteTransaction, seq: int, subject: tuple[Label, str], before: NodeStates, after: NodeStates) -> None:
    """Stores the changed values of the subject, unless they are longer than MAX_LENGTH together."""
    if subject in before and (text := serialize_changes(find_changes(subject[0], before[subject], after[subject]))) is not None:
        await tx.run(KEEP_VALUES_QUERY, {"seq": seq, "values": text})


def find_changes(label: Label, before: NodeState, after: NodeState) -> list[ChangedValue]:
    """The values of a lesson or a reuse that differ; none of other nodes."""
    old, new = before.properties, after.properties
    return [ChangedValue(name, _text(old, name), _text(new, name)) for name in FIELDS.get(label, ()) if old.get(name) != new.get(name)]


def serialize_changes(changes: Sequence[ChangedValue]) -> str | None:
    """The changes as JSON; None if there are none, or if they are longer than MAX_LENGTH."""
    text = json.dumps([[each.name, each.before, each.after] for each in changes], ensure_ascii=False, separators=(",", ":"))
    return text if changes and len(text) <= MAX_LENGTH else None


async def read_values(graph: Graph, seqs: Iterable[int]) -> dict[int, Sequence[ChangedValue]]:
    """The kept values by the sequence number of the change; changes without any are missing."""
    rows: list[tuple[int, str]] = await graph.read(VALUES_QUERY, {"seqs": list(seqs)})
    return {seq: _parse(values) for seq, values in rows}


def imported_change_key(seq: int, label: str, id_: str) -> str:
    """The key of the ImportedChange of a node in the batch of an import with this sequence number."""
    return f"{seq}:{label}:{id_}"


async def read_imported_values(graph: Graph, keys: Sequence[str]) -> dict[str, Sequence[ChangedValue]]:
    """The kept values by the key of their ImportedChange."""
    rows: list[tuple[str, str]] = await graph.read(IMPORTED_VALUES_QUERY, {"keys": keys})
    return {key: _parse(values) for key, values in rows}


def _parse(values: str) -> list[ChangedValue]:
    return [ChangedValue(*entry) for entry in json.loads(values)]


def _text(properties: Mapping[str, Any], name: str) -> str | None:
    """A property of a footprint as text; an amount of money in major units."""
    if properties.get(name) is None:
        return None
    (value,) = properties[name].values()
    if name == "costAvoided":
        return str(Decimal(value).scaleb(-DECIMALS[properties["currency"]["value"]]))
    return str(value)
