"""A real Neo4j on this machine, without Docker and without an installed Java."""

from graph_service.graph.local.archive import has_archive
from graph_service.graph.local.configuration import BrowserStart
from graph_service.graph.local.folder import Connection, find_folder
from graph_service.graph.local.installation import Installation, find_installation
from graph_service.graph.local.ports import listen
from graph_service.graph.local.server import LocalNeo4j, local_neo4j

__all__ = [
    "BrowserStart",
    "Connection",
    "Installation",
    "LocalNeo4j",
    "find_folder",
    "find_installation",
    "has_archive",
    "listen",
    "local_neo4j",
]
