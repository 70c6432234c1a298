"""Rundowns, conversations, gates and the risk list of a project."""
