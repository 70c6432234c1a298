"""Capture: a sentence, or the notes of a meeting, become drafts of lessons. What the graph does not know yet is kept as text on the draft."""
