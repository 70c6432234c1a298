"""The check behind /readyz: whether the service can answer requests."""

import asyncio
from collections.abc import Iterable
from typing import Final

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.graph.migrations import Migration, missing_migrations

UNKNOWN: Final = "unknown without the database"
RESPONSE_TIMEOUT: Final = 1.5  # seconds for the database: a probe is answered within two


async def check_readiness(graph: Graph, migrations: Iterable[Migration], *, snapshot_loaded: bool) -> dict[str, str]:
    """The state of `database`, `schema` and `snapshot`: ok, or what is missing."""
    parts = {"database": "ok", "schema": "ok", "snapshot": "ok" if snapshot_loaded else "The network snapshot is being loaded."}
    try:
        async with asyncio.timeout(RESPONSE_TIMEOUT):
            missing = await missing_migrations(graph, migrations)
        if missing:
            parts["schema"] = f"Not applied yet: {', '.join(missing)}. Run `graph-service migrate`."
    except TimeoutError:
        parts |= {"database": f"Neo4j has not responded within {RESPONSE_TIMEOUT} seconds.", "schema": UNKNOWN}
    except GraphServiceError as error:
        parts |= {"database": error.message, "schema": UNKNOWN}
    return parts
