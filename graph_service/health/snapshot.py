"""Checks the network snapshot, from which all answers of `network` are computed: that it can be loaded, and what the running service holds."""

from time import perf_counter

from graph_service.analysis.columns.column_store import Columns, bytes_of
from graph_service.analysis.columns.snapshot import load
from graph_service.graph import Graph
from graph_service.health.check import Check, State
from graph_service.health.service_snapshot import NAME, compare_with_service
from graph_service.settings import Settings

CORRECT_THE_VALUE = (
    "A value of another type was written by hand, such as a text instead of a date, and `network` cannot answer. "
    "Find it in Neo4j Browser and correct it, or import that row again."
)


async def check_snapshot(graph: Graph, settings: Settings) -> list[Check]:
    """Loads the snapshot as a worker does at startup, and compares it with the snapshots of the running service."""
    start = perf_counter()
    try:
        snapshot = await load(graph, settings.min_group)
    except (TypeError, ValueError) as error:  # the service itself never writes a value of another type
        message = f"The network snapshot cannot be loaded from this graph: {error}."
        return [
            Check("snapshot", State.WRONG, message, CORRECT_THE_VALUE),
            Check(NAME, State.UNCHECKED, "Not checked: the network snapshot cannot be loaded."),
        ]
    return [_loaded(snapshot.columns, perf_counter() - start), await compare_with_service(graph, settings, snapshot)]


def _loaded(columns: Columns, seconds: float) -> Check:
    size, lessons, reuses = bytes_of(columns), len(columns.lessons.ids), len(columns.events.ids)
    message = f"The network snapshot was loaded in {seconds:.1f} s: {lessons:,} lessons, {reuses:,} reuses, {size / 1e3:,.0f} kB."
    return Check("snapshot", State.OK, message, figures={"seconds": seconds, "lessons": lessons, "reuses": reuses, "bytes": size})
