"""Normalises results so that those of different contenders can be compared."""

from typing import Any

LINKED = ("learners", "departments", "topics")  # compared without regard to order, because only names are selected
DIGITS = 6  # sums of floats depend on the order of the addends


def plain(answer: Any) -> Any:
    """Removes `nodes` wrappers, sorts unordered lists and rounds floats."""
    if isinstance(answer, float):
        return round(answer, DIGITS)
    if isinstance(answer, list):
        return [plain(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    if answer.keys() == {"nodes"}:
        return plain(answer["nodes"])
    found = {key: plain(value) for key, value in answer.items()}
    return found | {key: sorted(found[key], key=str) for key in LINKED if key in found}


def comparable(name: str, answer: Any, *, unordered: bool) -> Any:
    """A form in which equivalent results are equal. A search keeps all scores, but only the hits above the lowest: ties are arbitrary."""
    found = plain(answer if isinstance(answer, list) else [answer])
    if name == "Q10":
        last = found[-1]["score"] if found else 0
        return [each["score"] for each in found], sorted((each for each in found if each["score"] > last), key=str)
    return sorted(found, key=str) if unordered else found
