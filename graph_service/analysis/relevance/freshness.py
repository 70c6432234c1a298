"""What is long ago counts less."""

from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import NEVER, Days, Floats, Indices
from graph_service.analysis.facts.tables import Lessons

HALF_LIFE: Final = 365.25  # days


def fresh(day: Days, today: int) -> Floats:
    """0.5^(age / 1 year), the age being that on `today`; 1 for a day to come."""
    return 0.5 ** (np.maximum(today - day.astype(np.float64), 0) / HALF_LIFE)


def fresh_lessons(lessons: Lessons, lesson: Indices, today: int) -> Floats:
    """Of each of these lessons: since it was learned, or published where that day isn't known."""
    learned = lessons.learned[lesson]
    return fresh(np.where(learned == NEVER, lessons.published[lesson], learned), today)
