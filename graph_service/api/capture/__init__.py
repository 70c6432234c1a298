"""Capture over GraphQL and HTTP."""
