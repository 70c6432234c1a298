"""Whether there is enough to state a median or a share."""

from typing import Final

from graph_service.model.enums import DescribedEnum

ENOUGH_EVIDENCE: Final = 5  # lessons, projects, decisions or conversations; a share or a median of fewer says little
TOLERANCE: Final = 1e-9  # sums of fractions carry rounding


class Evidence(DescribedEnum):
    """Whether there is enough to state a median or a share."""

    ENOUGH = "ENOUGH", "enough", "There is enough to state it."
    TOO_LITTLE = "TOO_LITTLE", "too few to tell", f"It would rest on fewer than {ENOUGH_EVIDENCE}, so it is not stated."
    MORE_THAN_HALF_WAIT = "MORE_THAN_HALF_WAIT", "more than half still wait", "More than half still wait, so there is no median yet."


def evidence_of(count: float) -> Evidence:
    """Whether a share of so many is stated."""
    return Evidence.TOO_LITTLE if count < ENOUGH_EVIDENCE - TOLERANCE else Evidence.ENOUGH


def share_of(part: float, count: float) -> float | None:
    """The share that `part` has of `count`; None if there is too little evidence."""
    return part / count if evidence_of(count) is Evidence.ENOUGH else None
