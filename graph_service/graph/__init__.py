"""The one room that opens the Neo4j driver."""

from graph_service.graph.driver import Graph, StatementProfile, WriteTransaction, connect

__all__ = ["Graph", "StatementProfile", "WriteTransaction", "connect"]
