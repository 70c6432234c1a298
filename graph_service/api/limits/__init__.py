"""Limits on the size and the cost of a request."""
