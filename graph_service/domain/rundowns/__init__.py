"""Rundowns: meetings in which a project goes through lessons and decides on each; conversations; gates; and the risk list."""
