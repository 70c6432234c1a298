"""Writes the differences to the graph in batches of a few thousand rows.

Each batch is one transaction that leaves the graph consistent and records an Activity, so that the activity log is complete even if the
import is killed.
"""

from collections.abc import Callable
from functools import partial

from graph_service.callers import Caller
from graph_service.domain.activity import IMPORT_ACTION, activity_parameters, record_activity
from graph_service.domain.lessons.languages import refresh_stems
from graph_service.domain.organisation.attribution import attribute_events_of, attribute_lessons, attribute_reuses
from graph_service.domain.organisation.closings import end_department_links
from graph_service.domain.organisation.discoverability import set_shown
from graph_service.graph import Graph, WriteTransaction
from graph_service.ingest.batch_cancellation import finish_batch
from graph_service.ingest.batches import Batch, Differences, make_batches
from graph_service.ingest.diff import RowOutcomes
from graph_service.ingest.lease import ImportLease
from graph_service.ingest.undo.recorder import Recorder

Progress = Callable[[str, int, int], None]


async def load(
    graph: Graph,
    lease: ImportLease,
    differences: Differences,
    written: RowOutcomes,
    progress: Progress | None,
    caller: Caller | None = None,
    recorder: Recorder | None = None,
) -> None:
    """Writes the differences in batches, each with an Activity of its own, and adds their rows to `written`.

    `recorder` keeps with each batch what is needed to undo it.

    A killed import leaves a consistent graph, and the next import completes it. Raises GraphChanged, and writes nothing more, as soon as
    the graph was changed by others since the comparison. If it is cancelled, it finishes the batch that it writes.
    """
    position, recorder = differences.position, recorder or Recorder()
    recorder.begin(differences)
    done = dict.fromkeys(differences.tables, 0)

    async def write_and_count(batch: Batch) -> int:
        seq, size = await graph.write(partial(_write, batch, lease, position, caller, recorder))
        recorder.written(seq, size)
        for row in batch.rows:
            written.add(row)
        done[batch.table] += batch.size
        if progress:
            progress(batch.table, done[batch.table], differences.tables[batch.table].size)
        return seq

    for batch in make_batches(differences):
        position = await finish_batch(write_and_count(batch))


async def _write(
    batch: Batch, lease: ImportLease, position: int, caller: Caller | None, recorder: Recorder, tx: WriteTransaction
) -> tuple[int, int]:
    """Returns the new position of the activity log, and the size of what is kept to undo the batch."""
    await lease.lock(tx, position)
    affected, before = await recorder.read_before(tx, batch)
    for query, parameters in batch.statements:
        await tx.run(query, parameters)
    await refresh_stems(tx, batch.stemmed)
    if batch.closings:
        await end_department_links(tx, batch.closings)
    await set_shown(tx, batch.shown)
    await attribute_lessons(tx, batch.lessons)
    await attribute_reuses(tx, batch.reuses)
    await attribute_events_of(tx, batch.people)
    seq = await record_activity(tx, activity_parameters(IMPORT_ACTION, None, None, (), caller and caller.person, caller=caller))
    return seq, await recorder.keep(tx, seq, batch, affected, before)
