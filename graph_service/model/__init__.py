"""The PMO's vocabulary, stated once: node labels, relationship types and enums. It imports nothing of the service."""
