"""The GraphQL schema: one file per entity type, put together in schema.py."""
