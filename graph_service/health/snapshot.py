"""Checks that the network snapshot, from which all answers of `network` are computed, can be loaded."""

from time import perf_counter

from graph_service.analysis.columns.column_store import bytes_of
from graph_service.analysis.columns.snapshot import load
from graph_service.graph import Graph
from graph_service.health.check import Check, State

CORRECT_THE_VALUE = (
    "A value of another type was written by hand, such as a text instead of a date, and `network` cannot answer. "
    "Find it in Neo4j Browser and correct it, or import that row again."
)


async def check_snapshot(graph: Graph, min_group: int) -> list[Check]:
    """Loads the snapshot as a worker does at startup, and reports the time and the size."""
    start = perf_counter()
    try:
        columns = (await load(graph, min_group)).columns
    except (TypeError, ValueError) as error:  # the service itself never writes a value of another type
        return [Check("snapshot", State.WRONG, f"The network snapshot cannot be loaded from this graph: {error}.", CORRECT_THE_VALUE)]
    seconds, size = perf_counter() - start, bytes_of(columns)
    lessons, reuses = len(columns.lessons.ids), len(columns.events.ids)
    message = f"The network snapshot was loaded in {seconds:.1f} s: {lessons:,} lessons, {reuses:,} reuses, {size / 1e3:,.0f} kB."
    return [Check("snapshot", State.OK, message, figures={"seconds": seconds, "lessons": lessons, "reuses": reuses, "bytes": size})]
