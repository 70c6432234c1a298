"""What the user may do in the database, found by doing it in transactions that are rolled back."""

from typing import LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph.driver import Graph, WriteTransaction
from graph_service.health.check import Check, State, failed

# Names of the migrations alone: Neo4j keeps a name for good once it was used, and these are there anyway.
TRY_READING_QUERY: LiteralString = """
RETURN COUNT { (:Migration) } AS migrations
"""
TRY_WRITING_QUERY: LiteralString = """
CREATE (tried:Migration {name: 'graph-service doctor'})
DELETE tried
"""
TRY_CONSTRAINT_COMMAND: LiteralString = """
CREATE CONSTRAINT graph_service_doctor IF NOT EXISTS FOR (n:Migration) REQUIRE (n.name, n.checksum) IS UNIQUE
"""
TRIED: dict[str, LiteralString] = {"change what is in the graph": TRY_WRITING_QUERY, "make constraints": TRY_CONSTRAINT_COMMAND}


class _Tried(Exception):
    """Ends a transaction that has shown what it was to show."""


async def check_rights(graph: Graph) -> list[Check]:
    """Whether this user may read, write and change the schema here."""
    await graph.read(TRY_READING_QUERY)
    refused = [check for what, statement in TRIED.items() if (check := await _try(graph, what, statement))]
    return refused or [Check("rights", State.OK, "The user may read, write, and make constraints.")]


async def _try(graph: Graph, what: str, statement: LiteralString) -> Check | None:
    async def work(transaction: WriteTransaction) -> None:
        await transaction.run(statement)
        raise _Tried

    try:
        await graph.write(work)
    except _Tried:
        return None
    except GraphServiceError as error:
        why = failed("rights", error)
        return Check("rights", State.WRONG, f"The user may not {what}: {why.found}", why.todo)
    return None
