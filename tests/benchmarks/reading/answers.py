"""Whether two contenders answer the same: their answers in one shape."""

from typing import Any

LINKED = ("learners", "departments", "topics")  # in whatever order, where only names are asked for
DIGITS = 6  # of sums of floats, which depend on the order of the addends


def plain(answer: Any) -> Any:
    """Without `nodes`, unordered lists sorted, floats rounded."""
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
    """In the shape in which equal answers are equal. Of a search only what scores above the last: among equals each takes its pick."""
    found = plain(answer if isinstance(answer, list) else [answer])
    if name == "Q10":
        last = found[-1]["score"] if found else 0
        return [each["score"] for each in found], sorted((each for each in found if each["score"] > last), key=str)
    return sorted(found, key=str) if unordered else found
