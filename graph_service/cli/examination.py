"""Every check of the doctor. One that fails never hides those that can still be made."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from graph_service.checks import Check, State, failed
from graph_service.cli.runtime import console, on_database
from graph_service.errors import GraphServiceError
from graph_service.files import find_folder
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph

LOG = logging.getLogger(__name__)
NEEDED_TO_START = {"Java", "data"}


def examine(settings: Settings) -> list[Check]:
    """What there is to find on this machine, and in the database of these settings where it can be reached."""
    machine = [check for name, make in _machine_checks(settings).items() for check in _make(name, make)]
    if any(check.state is State.WRONG and check.name in NEEDED_TO_START for check in machine):
        return machine + [
            _unchecked(name, "Not looked at, as there is no local Neo4j to start.") for name in ("connection", *_graph_checks(settings))
        ]
    return machine + _examine_graph(settings)


def _machine_checks(settings: Settings) -> dict[str, Callable[[], list[Check]]]:
    from graph_service.graph.local.readiness import check_data, check_java, check_neo4j_ports, check_service_port
    from graph_service.graph.versions import check_version

    local = {"Java": check_java, "data": check_data, "ports of Neo4j": check_neo4j_ports} if settings.neo4j_uri is None else {}
    checks = local | {"ports": check_service_port, "tokens": _check_tokens}
    return {"version": check_version, **{name: partial(make, settings) for name, make in checks.items()}}


def _check_tokens(settings: Settings) -> list[Check]:
    from graph_service.access import read_tokens
    from graph_service.cli.serve import refuse_to_let_everybody_in

    refuse_to_let_everybody_in(settings)
    if settings.tokens_file is None:
        return [Check("tokens", State.OK, "None are asked for: the service listens to this machine alone.")]
    return [Check("tokens", State.OK, f"{settings.tokens_file} lets in {len(read_tokens(settings.tokens_file))}.")]


def _graph_checks(settings: Settings) -> "dict[str, Callable[[Graph], Awaitable[list[Check]]]]":
    from graph_service.analysis.readable import check_snapshot
    from graph_service.domain.diagnosis import check_contents, check_departments, check_relationships
    from graph_service.graph.rights import check_rights
    from graph_service.graph.schema import check_indexes, check_schema
    from graph_service.graph.versions import check_neo4j

    folder = find_folder("schema")
    return {
        "Neo4j": check_neo4j,
        "rights": check_rights,
        "schema": partial(check_schema, folder=folder),
        "indexes": partial(check_indexes, folder=folder),
        "contents": check_contents,
        "relationships": check_relationships,
        "departments": check_departments,
        "snapshot": partial(check_snapshot, min_group=settings.min_group),
    }


def _examine_graph(settings: Settings) -> list[Check]:
    from graph_service.graph.connectivity import explain

    checks = _graph_checks(settings)

    async def look(graph: "Graph") -> list[Check]:
        with console.status("Looking into the graph"):
            made = [check for name, make in checks.items() for check in await _make_there(name, make(graph))]
        return [Check("connection", State.OK, f"{_describe(settings)} answers."), *made]

    try:
        return on_database(settings, look)
    except GraphServiceError as error:
        silent = asyncio.run(explain(error, settings.neo4j_uri))
        return [silent, *(_unchecked(name, "Not looked at, as there is no connection.") for name in checks)]


def _describe(settings: Settings) -> str:
    if settings.neo4j_uri is None:
        return "The local Neo4j"
    return f"Neo4j at {settings.neo4j_uri}, database {settings.neo4j_database}, user {settings.neo4j_username},"


def _make(name: str, make: Callable[[], list[Check]]) -> list[Check]:
    try:
        return make()
    except Exception as error:
        return [_unmade(name, error)]


async def _make_there(name: str, making: Awaitable[list[Check]]) -> list[Check]:
    try:
        return await making
    except Exception as error:
        return [_unmade(name, error)]


def _unmade(name: str, error: Exception) -> Check:
    """A check that ended with an error is a finding itself, whatever the error was."""
    if isinstance(error, GraphServiceError):
        return failed(name, error)
    LOG.error("The check %s could not be made.", name, exc_info=error)
    return Check(
        name, State.WRONG, f"This could not be looked at ({type(error).__name__}: {error}).", "What was logged says where it went wrong."
    )


def _unchecked(name: str, reason: str) -> Check:
    return Check(name, State.UNCHECKED, reason)
