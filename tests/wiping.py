"""Emptying the graph of a test run; what has been migrated stays so."""

from graph_service.graph import Graph

WIPE_COMMAND = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


async def wipe(graph: Graph) -> None:
    """Deletes everything but the record of migrations."""
    await graph.command(WIPE_COMMAND)
