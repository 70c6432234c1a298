"""Access to Neo4j. The only package that imports the Neo4j driver."""

from graph_service.graph.availability import connect_when_available
from graph_service.graph.driver import Graph, StatementProfile, WriteTransaction, connect

__all__ = ["Graph", "StatementProfile", "WriteTransaction", "connect", "connect_when_available"]
