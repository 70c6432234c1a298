"""Organisational network analysis: pure functions over columns of numbers. Only `columns/` reads the graph."""
