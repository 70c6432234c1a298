"""The GraphQL schema: one file per noun, put together in schema.py."""
