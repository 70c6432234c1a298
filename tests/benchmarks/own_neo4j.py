"""The Neo4j of a benchmark: NEO4J_TEST_URI and NEO4J_TEST_PASSWORD of one that may be emptied, else one of our own in a temporary folder."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_service.graph.local import find_installation, local_neo4j
from graph_service.settings import Settings, read_settings


@asynccontextmanager
async def neo4j_settings() -> AsyncGenerator[Settings]:
    """The connection to an own Neo4j, which is stopped and removed at the end, or to the given one."""
    if "NEO4J_TEST_URI" in os.environ:
        yield Settings(neo4j_uri=os.environ["NEO4J_TEST_URI"], neo4j_password=os.environ["NEO4J_TEST_PASSWORD"])
        return
    with TemporaryDirectory() as name:
        settings = replace(read_settings({}), data=Path(name), bolt_port=0, browser_port=0)
        async with local_neo4j(find_installation(settings), settings) as neo4j:
            yield neo4j.settings(Settings())
