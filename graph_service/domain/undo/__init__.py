"""Undoes a change: what a command changed is kept with its Activity for a day, and restored on request if nothing depends on it."""
