"""The one room that opens the Neo4j driver."""

from graph_service.graph.driver import Graph, Receipt, WriteTransaction, connect

__all__ = ["Graph", "Receipt", "WriteTransaction", "connect"]
