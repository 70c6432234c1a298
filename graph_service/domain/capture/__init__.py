"""Capture: turns a sentence, or the notes of a meeting, into draft lessons. Unknown projects and people are kept as text on the draft."""
