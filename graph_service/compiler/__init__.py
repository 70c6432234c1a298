"""A validated GraphQL selection in, one Cypher statement with parameters out, and its row back as the response.

Knows no noun of any field: what the graph holds is told by markers on the types (markers.py).
"""
