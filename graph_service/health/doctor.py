"""Runs every check of `doctor`. A check that fails never hides the others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.health.check import Check, State, failed_check
from graph_service.health.connectivity import explain_failed_connection
from graph_service.health.contents import check_amounts, check_contents, check_departments, check_relationships
from graph_service.health.gates import check_gates, check_risk_template
from graph_service.health.integrity import check_duplicates, check_periods, repair_duplicates
from graph_service.health.login import check_login
from graph_service.health.machine import check_data, check_java, check_neo4j_ports, check_service_port
from graph_service.health.permissions import check_permissions
from graph_service.health.schema import check_indexes, check_schema
from graph_service.health.snapshot import check_snapshot
from graph_service.health.stems import check_stems
from graph_service.health.tokens import check_token_people, check_tokens
from graph_service.health.versions import check_neo4j_version, check_service_version
from graph_service.health.visibility import check_visibility, repair_visibility
from graph_service.logs import redact
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

LOG = logging.getLogger(__name__)
REQUIRED_BY_LOCAL_NEO4J = {"Java", "data"}
DatabaseCheck = Callable[[Graph], Awaitable[list[Check]]]
OnDatabase = Callable[[Callable[[Graph], Awaitable[list[Check]]]], list[Check]]
"""Opens the database, runs the function on it and returns its result. GraphServiceError when the database cannot be reached."""


def run_checks(settings: Settings, on_database: OnDatabase, *, repair: bool = False) -> list[Check]:
    """Checks this machine, then the database, where it can be reached. `repair` first deletes duplicates of relationships, and corrects who
    may read what."""
    machine = [check for name, run in _machine_checks(settings).items() for check in _run(name, run)]
    database = ({"repair": repair_duplicates, "repair of visibility": repair_visibility} if repair else {}) | _database_checks(settings)
    if any(check.state is State.WRONG and check.name in REQUIRED_BY_LOCAL_NEO4J for check in machine):
        return machine + _skip(["connection", *database], "Not checked: the local Neo4j cannot be started.")
    return machine + _run_on_database(settings, database, on_database)


def _machine_checks(settings: Settings) -> dict[str, Callable[[], list[Check]]]:
    local = {"Java": check_java, "data": check_data, "ports of Neo4j": check_neo4j_ports} if settings.neo4j_uri is None else {}
    checks = local | {
        "ports": check_service_port,
        "tokens": check_tokens,
        "login": check_login,
        "gates": check_gates,
        "risk template": check_risk_template,
    }
    return {"version": check_service_version, **{name: partial(check, settings) for name, check in checks.items()}}


def _database_checks(settings: Settings) -> dict[str, DatabaseCheck]:
    folder = find_package_data("schema")
    return {
        "Neo4j": check_neo4j_version,
        "rights": check_permissions,
        "schema": partial(check_schema, folder=folder),
        "indexes": partial(check_indexes, folder=folder),
        "contents": check_contents,
        "search": check_stems,
        "relationships": check_relationships,
        "duplicates": check_duplicates,
        "periods": check_periods,
        "visibility": check_visibility,
        "departments": check_departments,
        "amounts": check_amounts,
        "people of tokens": partial(check_token_people, settings=settings),
        "snapshot": partial(check_snapshot, settings=settings),
    }


def _run_on_database(settings: Settings, checks: dict[str, DatabaseCheck], on_database: OnDatabase) -> list[Check]:
    async def run(graph: Graph) -> list[Check]:
        results = [check for name, run_check in checks.items() for check in await _run_async(name, run_check(graph))]
        return [Check("connection", State.OK, f"{_describe(settings)} responds."), *results]

    try:
        return on_database(run)
    except GraphServiceError as error:
        connection = asyncio.run(explain_failed_connection(error, settings.neo4j_uri))
        return [connection, *_skip(list(checks), "Not checked: there is no connection.")]


def _describe(settings: Settings) -> str:
    if settings.neo4j_uri is None:
        return "The local Neo4j"
    return f"Neo4j at {settings.neo4j_uri}, database {settings.neo4j_database}, user {settings.neo4j_username},"


def _run(name: str, check: Callable[[], list[Check]]) -> list[Check]:
    try:
        return check()
    except Exception as error:
        return [_crashed(name, error)]


async def _run_async(name: str, check: Awaitable[list[Check]]) -> list[Check]:
    try:
        return await check
    except Exception as error:
        return [_crashed(name, error)]


def _crashed(name: str, error: Exception) -> Check:
    """The result of a check that raised."""
    if isinstance(error, GraphServiceError):
        return failed_check(name, error)
    LOG.error("The check %s failed with an unexpected error.", name, exc_info=redact(error))
    return Check(name, State.WRONG, f"This check failed ({type(error).__name__}: {error}).", "The log says where.")


def _skip(names: list[str], reason: str) -> list[Check]:
    return [Check(name, State.UNCHECKED, reason) for name in names]
