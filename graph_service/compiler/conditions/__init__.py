"""Conditions on nodes: filters, full-text search, and what the viewer may read."""
