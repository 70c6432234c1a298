"""The checks of permissions and of the Neo4j version."""

from typing import Any

import pytest

from graph_service.graph import Graph
from graph_service.health.check import State
from graph_service.health.permissions import check_permissions
from graph_service.health.versions import is_supported

LEFT_BEHIND = "CALL db.propertyKeys() YIELD propertyKey WITH collect(propertyKey) AS keys RETURN [COUNT { () }, keys]"


async def traces(graph: Graph) -> Any:
    """Everything that a check could leave behind."""
    indexes = await graph.command("SHOW INDEXES YIELD name RETURN name ORDER BY name")
    constraints = await graph.command("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name")
    return await graph.read(LEFT_BEHIND), indexes, constraints


async def test_permission_check_leaves_no_trace(graph: Graph) -> None:
    before = await traces(graph)
    (check,) = await check_permissions(graph)
    assert (check.state, check.message) == (State.OK, "The user may read and write data and create constraints.")
    assert await traces(graph) == before


@pytest.mark.parametrize(
    ("version", "supported"),
    [
        ("2026.09.0 community", True),
        ("5.26.31 community", True),
        ("5.27-aura enterprise", True),
        ("5.25.1 enterprise", False),
        ("4.4.40 community", False),
        ("unknown", False),
    ],
)
def test_neo4j_5_26_and_newer_are_supported(version: str, supported: bool) -> None:
    assert is_supported(version) is supported
