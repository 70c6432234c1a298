"""Departments rolled up on a day, small ones merged, topics, and the knowledge that crosses between departments."""
