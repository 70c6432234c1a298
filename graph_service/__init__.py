"""The PMO's knowledge graph: a GraphQL API over Neo4j."""
