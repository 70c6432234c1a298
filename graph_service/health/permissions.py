"""Checks what the user may do in the database, by trying it in transactions that are rolled back."""

from typing import LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph, WriteTransaction
from graph_service.health.check import Check, State, failed_check

# Only names that migrations use anyway: Neo4j never forgets a label or a property name, not even after a rollback.
READ_QUERY: LiteralString = """
RETURN COUNT { (:Migration) } AS migrations
"""
WRITE_QUERY: LiteralString = """
CREATE (probe:Migration {name: 'graph-service doctor'})
DELETE probe
"""
CREATE_CONSTRAINT_COMMAND: LiteralString = """
CREATE CONSTRAINT graph_service_doctor IF NOT EXISTS FOR (n:Migration) REQUIRE (n.name, n.checksum) IS UNIQUE
"""
PROBES: dict[str, LiteralString] = {"write data": WRITE_QUERY, "create constraints": CREATE_CONSTRAINT_COMMAND}


class _RollBack(Exception):
    """Rolls back a transaction whose statement succeeded."""


async def check_permissions(graph: Graph) -> list[Check]:
    """Whether the user may read, write and change the schema."""
    await graph.read(READ_QUERY)
    refusals = [check for action, statement in PROBES.items() if (check := await _try(graph, action, statement))]
    return refusals or [Check("rights", State.OK, "The user may read and write data and create constraints.")]


async def _try(graph: Graph, action: str, statement: LiteralString) -> Check | None:
    async def run_and_roll_back(transaction: WriteTransaction) -> None:
        await transaction.run(statement)
        raise _RollBack

    try:
        await graph.write(run_and_roll_back)
    except _RollBack:
        return None
    except GraphServiceError as error:
        refusal = failed_check("rights", error)
        return Check("rights", State.WRONG, f"The user may not {action}: {refusal.message}", refusal.remedy)
    return None
