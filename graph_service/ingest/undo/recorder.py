"""Records what the batches of an import change, while they are written."""

from collections.abc import Collection
from dataclasses import dataclass, field

from graph_service.domain.undo.footprint import compare
from graph_service.domain.undo.node_states import NodeStates
from graph_service.graph import WriteTransaction
from graph_service.ingest.batches import Batch, Differences, source_label
from graph_service.ingest.imported_changes import keep_imported_changes
from graph_service.ingest.undo.affected_nodes import find_affected
from graph_service.ingest.undo.footprint import MAX_KEPT, BatchFootprint, keep_batch
from graph_service.ingest.undo.states import IdsByLabel, read_states
from graph_service.model.labels import Label


@dataclass(slots=True)
class Recorder:
    """number: the sequence number of the first batch, by which the import is known; None before it. size: bytes kept so far."""

    number: int | None = None
    size: int = 0
    _new: dict[Label, set[str]] = field(default_factory=dict[Label, set[str]])

    @property
    def is_complete(self) -> bool:
        """Whether everything that is needed to undo the import has been kept."""
        return self.number is not None and self.size <= MAX_KEPT

    def begin(self, differences: Differences) -> None:
        """Notes which nodes these differences create that later batches name: their earlier states need not be kept. Called for each round."""
        named = {source_label(diff.spec) for diff in differences.tables.values() if diff.relationships}
        self._new = {label: {node.id for node in differences.tables[label.plural].nodes if node.new} for label in named}

    async def read_before(self, tx: WriteTransaction, batch: Batch) -> tuple[IdsByLabel, NodeStates]:
        """The existing nodes that the batch may change, and their states."""
        if self.size > MAX_KEPT:
            return {}, {}
        affected = await find_affected(
            tx,
            {label: self._existing(batch, label, ids) for label, ids in batch.named.items()},
            lessons=self._existing(batch, Label.LESSON, batch.lessons),
            reuses=self._existing(batch, Label.REUSE, batch.reuses),
            people=self._existing(batch, Label.PERSON, batch.people),
            closings=batch.closings,
            endings=batch.endings,
        )
        return affected, await read_states(tx, affected)

    async def keep(self, tx: WriteTransaction, seq: int, batch: Batch, affected: IdsByLabel, before: NodeStates) -> int:
        """Stores the footprint of the batch in its Activity, and the changes of lessons and reuses. Returns the size of the footprint."""
        number = self.number or seq
        if self.size > MAX_KEPT:
            await keep_batch(tx, seq, number, None)
            return 0
        after = await read_states(tx, affected)
        await keep_imported_changes(tx, seq, before, after)
        states = {node: state.digest() for node, state in after.items()}
        data = BatchFootprint(batch.created, compare(before, after), states).to_bytes()
        await keep_batch(tx, seq, number, data if self.size + len(data) <= MAX_KEPT else None)
        return len(data)

    def written(self, seq: int, size: int) -> None:
        """Called after the commit of a batch."""
        self.number, self.size = self.number or seq, self.size + size

    def _existing(self, batch: Batch, label: Label, ids: Collection[str]) -> list[str]:
        """The ids of nodes that neither the batch nor an earlier one creates."""
        created, new = set(batch.created.get(label, ())), self._new.get(label, frozenset[str]())
        return [id_ for id_ in ids if id_ not in new and id_ not in created]
