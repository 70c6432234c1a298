"""Runs compiled statements and makes the response of their rows, with graphql-core or without it."""
