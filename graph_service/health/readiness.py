"""The check behind /readyz: whether the service can answer requests."""

from collections.abc import Iterable

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.graph.migrations import Migration, missing_migrations


async def check_readiness(graph: Graph, migrations: Iterable[Migration], *, snapshot_loaded: bool) -> dict[str, str]:
    """The state of `database`, `schema` and `snapshot`: ok, or what is missing."""
    parts = {"database": "ok", "schema": "ok", "snapshot": "ok" if snapshot_loaded else "The network snapshot is being loaded."}
    try:
        if missing := await missing_migrations(graph, migrations):
            parts["schema"] = f"Not applied yet: {', '.join(missing)}. Run `graph-service migrate`."
    except GraphServiceError as error:
        parts |= {"database": error.message, "schema": "unknown without the database"}
    return parts
