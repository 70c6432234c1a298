"""Participation: who takes part, how soon lessons are recorded and published, rundowns, and conversations."""
