"""Files for GraphQL clients, made from the schema."""
