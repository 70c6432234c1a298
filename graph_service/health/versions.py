"""Which versions there are of what this service is made of and runs on, and whether that Neo4j is one it is made for."""

import platform
import re
from importlib.metadata import version
from typing import LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph.driver import Graph
from graph_service.health.check import Check, State

OLDEST = (5, 26)
COMPONENTS_QUERY: LiteralString = """
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] + ' ' + edition AS version
"""
JAVA_QUERY: LiteralString = """
CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes
RETURN attributes.SpecVersion.value AS version
"""


def check_version() -> list[Check]:
    """The service's own version, its driver's and Python's."""
    versions = {"graph-service": version("graph-service"), "Neo4j driver": version("neo4j"), "Python": platform.python_version()}
    return [Check("version", State.OK, ", ".join(f"{name} {number}" for name, number in versions.items()) + ".", figures=versions)]


async def check_neo4j(graph: Graph) -> list[Check]:
    """The version of the database, and of its Java where it tells."""
    try:
        java: str = await graph.read(JAVA_QUERY)
    except GraphServiceError:
        java = "not told"  # a hosted Neo4j shows nothing of its Java
    neo4j: str = await graph.read(COMPONENTS_QUERY)
    versions = {"Neo4j": neo4j, "Java of Neo4j": java}
    if is_supported(neo4j):
        return [Check("Neo4j", State.OK, f"Neo4j {neo4j}; 5.26 and newer will do.", figures=versions)]
    return [Check("Neo4j", State.WRONG, f"Neo4j {neo4j} is older than 5.26.", "Upgrade it to 5.26 LTS or newer.", versions)]


def is_supported(text: str) -> bool:
    """Whether a version that Neo4j tells, like 2026.09.0 community or 5.27-aura enterprise, is 5.26 or newer."""
    found = re.match(r"(\d+)\.(\d+)", text)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST
