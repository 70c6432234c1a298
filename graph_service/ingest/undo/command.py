"""Undoes a whole import: what it created is removed, and what it changed is restored to its earlier values and links."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph_service.callers import Caller
from graph_service.domain.activity import activity_parameters, record_activity
from graph_service.domain.lessons.languages import recognise_again
from graph_service.domain.undo.command import MARK_UNDONE_QUERY
from graph_service.domain.undo.restoration import remove_nodes, restore
from graph_service.errors import Conflict, Forbidden
from graph_service.graph import Graph, WriteTransaction
from graph_service.ingest.batch_cancellation import finish_batch
from graph_service.ingest.imported_changes import forget_imported_versions
from graph_service.ingest.lease import GraphChanged, ImportLease, OtherImport, import_lease, read_log_position
from graph_service.ingest.undo.checks import refuse_dependent
from graph_service.ingest.undo.footprint import BatchFootprint
from graph_service.ingest.undo.imports import LoggedImport, read_import
from graph_service.ingest.undo.later_changes import read_footprint
from graph_service.model.labels import Label

UNDO_IMPORT_ACTION: Final = "undoImport"
SHARED_ROUNDS: Final = 2  # rounds of checking and undoing during which commands may write; in later rounds they wait
MAX_ROUNDS: Final = 6


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """How many batches of the import were undone, and how many nodes were removed and restored."""

    batches: int
    removed: int
    restored: int


async def undo_import(
    graph: Graph,
    number: int,
    *,
    caller: Caller | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
) -> UndoneImport:
    """Undoes the import whose first log entry has this number, one batch after another, the last first, each as a change of its own.

    Everything is checked before anything is written. If the process is stopped meanwhile, the batches that are left can be undone by the
    same call. `progress` is called with the number of undone batches and their total.

    Raises NotFound if there is no such import, Forbidden if the caller may not undo it, and Conflict if it was undone or is older than a
    day, or if something that was changed since depends on it.
    """
    logged = await read_import(graph, number)
    _refuse(logged, caller)
    total, undone = len(logged.pending), UndoneImport(0, 0, 0)
    async with import_lease(graph) as lease:
        for round_ in range(1, MAX_ROUNDS + 1):
            lease.exclusive = round_ > SHARED_ROUNDS
            await lease.acquire(on_wait)
            position = await read_log_position(graph)
            logged = await read_import(graph, number)
            recognised_since = await refuse_dependent(graph, logged, caller)
            try:
                for seq in reversed(logged.pending):
                    footprint = await read_footprint(graph, seq)
                    writing = graph.write(partial(_undo_batch, footprint, seq, lease, position, caller, recognised_since))
                    position = await finish_batch(writing)
                    undone = _add(undone, footprint)
                    progress(undone.batches, total)
            except GraphChanged:
                continue
            return undone
    raise Conflict(f"The graph was changed by others {MAX_ROUNDS} times meanwhile. Undo the import again: the rest of it is undone then.")


def _refuse(logged: LoggedImport, caller: Caller | None) -> None:
    reason = logged.why_not_undoable(caller)
    if reason is not None:
        raise (Forbidden if reason.startswith("Only the person") else Conflict)(reason)


async def _undo_batch(
    footprint: BatchFootprint,
    seq: int,
    lease: ImportLease,
    position: int,
    caller: Caller | None,
    recognised_since: Set[str],
    tx: WriteTransaction,
) -> int:
    """Returns the new position of the activity log. recognised_since: lessons whose language belongs to the texts of the import."""
    await lease.lock(tx, position)
    await restore(tx, footprint.changed)
    await recognise_again(tx, [id_ for label, id_ in footprint.changed.properties if label is Label.LESSON and id_ in recognised_since])
    for label, ids in footprint.created.items():
        await remove_nodes(tx, label, ids)
    await tx.run(MARK_UNDONE_QUERY, {"seq": seq})
    await forget_imported_versions(tx, seq)
    return await record_activity(tx, activity_parameters(UNDO_IMPORT_ACTION, None, None, (), caller and caller.person, caller=caller))


def _add(undone: UndoneImport, footprint: BatchFootprint) -> UndoneImport:
    removed = sum(map(len, footprint.created.values()))
    return UndoneImport(undone.batches + 1, undone.removed + removed, undone.restored + len(footprint.changed.properties))
