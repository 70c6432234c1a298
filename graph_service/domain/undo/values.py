"""Stores the values of lessons and reuses before and after each change with its Activity."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, LiteralString

from graph_service.domain.lessons.versions import FIELDS as VERSION_FIELDS
from graph_service.domain.money import DECIMALS
from graph_service.domain.undo.node_states import NodeStates
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
    if subject[0] in FIELDS and subject in before:
        old, new = before[subject].properties, after[subject].properties
        changed = [[name, _text(old, name), _text(new, name)] for name in FIELDS[subject[0]] if old.get(name) != new.get(name)]
        text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
        if changed and len(text) <= MAX_LENGTH:
            await tx.run(KEEP_VALUES_QUERY, {"seq": seq, "values": text})


async def read_values(graph: Graph, seqs: Iterable[int]) -> dict[int, Sequence[ChangedValue]]:
    """The kept values by the sequence number of the change; changes without any are missing."""
    rows: list[tuple[int, str]] = await graph.read(VALUES_QUERY, {"seqs": list(seqs)})
    return {seq: [ChangedValue(*entry) for entry in json.loads(values)] for seq, values in rows}


def _text(properties: Mapping[str, Any], name: str) -> str | None:
    """A property of a footprint as text; an amount of money in major units."""
    if properties.get(name) is None:
        return None
    (value,) = properties[name].values()
    if name == "costAvoided":
        return str(Decimal(value).scaleb(-DECIMALS[properties["currency"]["value"]]))
    return str(value)
