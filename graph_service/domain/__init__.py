"""The PMO's commands, one module for each kind of node: Cypher statements first, then the functions that run them."""
