"""What became of lessons in the hands of others."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.tables import Outcome


def count_by_lesson(columns: Columns, events: Flags) -> Indices:
    """How many of the flagged events each lesson has."""
    return np.bincount(columns.events.lesson[events], minlength=len(columns.lessons.ids))


def did_no_good(columns: Columns, events: Indices) -> Flags:
    """For each of these events whether somebody judged that it didn't help, or did harm."""
    outcome = columns.events.outcome[events]
    return (outcome == Outcome.NO_EFFECT) | (outcome == Outcome.BACKFIRED)
