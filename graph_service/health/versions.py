"""Checks the versions of the service, Python, the driver, Neo4j and its Java."""

import platform
import re
from importlib.metadata import version
from typing import LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.health.check import Check, State

OLDEST_SUPPORTED = (5, 26)
COMPONENTS_QUERY: LiteralString = """
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] + ' ' + edition AS version
"""
JAVA_QUERY: LiteralString = """
CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes
RETURN attributes.SpecVersion.value AS version
"""


def check_service_version() -> list[Check]:
    """The versions of the service, its driver and Python."""
    versions = {"graph-service": version("graph-service"), "Neo4j driver": version("neo4j"), "Python": platform.python_version()}
    return [Check("version", State.OK, ", ".join(f"{name} {number}" for name, number in versions.items()) + ".", figures=versions)]


async def check_neo4j_version(graph: Graph) -> list[Check]:
    """The version of Neo4j, and of its Java where Neo4j reveals it."""
    try:
        java: str = await graph.read(JAVA_QUERY)
    except GraphServiceError:
        java = "not available"  # hosted Neo4j does not allow the query
    neo4j: str = await graph.read(COMPONENTS_QUERY)
    versions = {"Neo4j": neo4j, "Java of Neo4j": java}
    if is_supported(neo4j):
        return [Check("Neo4j", State.OK, f"Neo4j {neo4j}. Supported: 5.26 and newer.", figures=versions)]
    return [Check("Neo4j", State.WRONG, f"Neo4j {neo4j} is older than 5.26.", "Upgrade it to 5.26 LTS or newer.", versions)]


def is_supported(text: str) -> bool:
    """Whether a version as Neo4j reports it, like 2026.09.0 community or 5.27-aura enterprise, is 5.26 or newer."""
    match = re.match(r"(\d+)\.(\d+)", text)
    return match is not None and (int(match[1]), int(match[2])) >= OLDEST_SUPPORTED
