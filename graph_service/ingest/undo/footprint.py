"""What one batch of an import created and changed, kept with its Activity so that the import can be undone."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from graph_service.domain.undo.footprint import HOURS, Footprint
from graph_service.domain.undo.node_states import Node
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

KEEP_BATCH_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
SET activity.import = $import, activity.undo = $undo,
  activity.undoUntil = CASE WHEN $undo IS NOT NULL THEN activity.at + duration({hours: $hours}) END
"""
MAX_KEPT: Final = 100_000_000  # bytes of all batches of an import, compressed: about 20 MB for a million new rows


@dataclass(frozen=True, slots=True)
class BatchFootprint:
    """created: the ids of new nodes. changed: what existing nodes were before. states: digests of these nodes after the batch."""

    created: Mapping[Label, Sequence[str]]
    changed: Footprint = field(default_factory=Footprint)
    states: Mapping[Node, str] = field(default_factory=dict[Node, str])

    def to_bytes(self) -> bytes:
        """The footprint as compressed JSON."""
        states = [[label.value, id_, digest] for (label, id_), digest in self.states.items()]
        value = {
            "created": {label.value: list(ids) for label, ids in self.created.items()},
            "changed": self.changed.to_json(),
            "states": states,
        }
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> "BatchFootprint":
        value: dict[str, Any] = json.loads(zlib.decompress(data))
        created = {Label(label): ids for label, ids in value["created"].items()}
        states = {(Label(label), id_): digest for label, id_, digest in value["states"]}
        return cls(created, Footprint.from_json(value["changed"]), states)


async def keep_batch(tx: WriteTransaction, seq: int, number: int, data: bytes | None) -> None:
    """Stores the footprint of a batch with its Activity for HOURS. number: that of the import; data: None keeps only the number."""
    await tx.run(KEEP_BATCH_QUERY, {"seq": seq, "import": number, "undo": data, "hours": HOURS})
