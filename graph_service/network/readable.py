"""Whether the columns that every answer of `network` comes from can be read."""

from time import perf_counter

from graph_service.checks import Check, State
from graph_service.graph import Graph
from graph_service.network.size import bytes_of
from graph_service.network.snapshot import load


async def check_snapshot(graph: Graph, min_group: int) -> list[Check]:
    """Reads them as a worker does when it starts: how long that takes and what they hold."""
    began = perf_counter()
    columns = (await load(graph, min_group)).columns
    seconds, size = perf_counter() - began, bytes_of(columns)
    lessons, reuses = len(columns.lessons.ids), len(columns.events.ids)
    found = f"The network's columns were read in {seconds:.1f} s: {lessons:,} lessons, {reuses:,} reuses, {size / 1e6:.1f} MB."
    return [Check("snapshot", State.OK, found, figures={"seconds": seconds, "lessons": lessons, "reuses": reuses, "bytes": size})]
