"""Runs a real Neo4j on this machine, without Docker and without an installed Java."""

from graph_service.graph.local.cds_archive import has_cds_archive
from graph_service.graph.local.configuration import BrowserSetup
from graph_service.graph.local.data_directory import Connection, locate_data_directory
from graph_service.graph.local.installation import Installation, find_installation
from graph_service.graph.local.ports import bind_socket
from graph_service.graph.local.server import LocalNeo4j, local_neo4j

__all__ = [
    "BrowserSetup",
    "Connection",
    "Installation",
    "LocalNeo4j",
    "bind_socket",
    "find_installation",
    "has_cds_archive",
    "local_neo4j",
    "locate_data_directory",
]
