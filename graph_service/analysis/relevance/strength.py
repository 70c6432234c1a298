"""How strong the evidence is that a person is an expert."""

from typing import Final

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Indices
from graph_service.analysis.relevance.expertise import HALF_LIFE_DAYS, Expertise, learned_days
from graph_service.model.enums import DescribedEnum

# Chosen on kubernetes, where four reuses are enough to be right half of the time; see tests/benchmarks/README.md for eips.
MIN_STRONG: Final = 5.0  # recent reuses by other departments
MIN_SOME: Final = 2.0  # recent lessons and reuses by others
RECENT_DAYS: Final = HALF_LIFE_DAYS


class Strength(DescribedEnum):
    """How strong the evidence is that a person is an expert, from the two years before today. A lesson or reuse counts with the relevance of
    the lesson: one on a broader or narrower topic counts half. Reuses that were judged to have had no effect or to have backfired do not
    count. In the evaluation, another department reused a lesson of the person on the topic within the next eight months for 60% of the
    people with strong evidence, 9% with some and 4% with weak evidence on one organisation, and for 91%, 30% and 4% on another."""

    STRONG = "STRONG", "strong evidence", "Other departments reused the person's lessons on the subject at least five times."
    SOME = "SOME", "some evidence", "The person's lessons on the subject and the reuses of these by others are at least two."
    WEAK = "WEAK", "weak evidence", "Less than that, such as a single lesson, or only work on projects about the subject."


def rate_strength(columns: Columns, known: Expertise, lessons: Indices, reuses: Indices, today: int) -> Strength:
    """The strength of the evidence of a person: these relevant lessons, and the reuses of these lessons by others."""
    events, relevance = columns.events, known.relevance
    counted = reuses[(events.day[reuses] >= today - RECENT_DAYS) & (known.reuse_scores[reuses] > 0)]
    if relevance[events.lesson[counted[known.across[counted]]]].sum() >= MIN_STRONG:
        return Strength.STRONG
    recent = lessons[learned_days(columns.lessons, lessons) >= today - RECENT_DAYS]
    evidence = relevance[recent].sum() + relevance[events.lesson[counted]].sum()
    return Strength.SOME if evidence >= MIN_SOME else Strength.WEAK
