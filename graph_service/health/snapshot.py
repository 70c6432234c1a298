"""Whether the columns that every answer of `network` comes from can be read."""

from time import perf_counter

from graph_service.analysis.columns.size import bytes_of
from graph_service.analysis.columns.snapshot import load
from graph_service.graph import Graph
from graph_service.health.check import Check, State

ANOTHER_KIND = (
    "Somebody wrote a value of another kind by hand, such as a text where a day belongs, and `network` answers nothing. "
    "Find it in Neo4j Browser and correct it, or import that row again."
)


async def check_snapshot(graph: Graph, min_group: int) -> list[Check]:
    """Reads them as a worker does when it starts: how long that takes and what they hold."""
    began = perf_counter()
    try:
        columns = (await load(graph, min_group)).columns
    except (TypeError, ValueError) as error:  # what the service writes never is of another kind
        return [Check("snapshot", State.WRONG, f"The network's columns cannot be made of what is in the graph: {error}.", ANOTHER_KIND)]
    seconds, size = perf_counter() - began, bytes_of(columns)
    lessons, reuses = len(columns.lessons.ids), len(columns.events.ids)
    found = f"The network's columns were read in {seconds:.1f} s: {lessons:,} lessons, {reuses:,} reuses, {size / 1e3:,.0f} kB."
    return [Check("snapshot", State.OK, found, figures={"seconds": seconds, "lessons": lessons, "reuses": reuses, "bytes": size})]
