"""The texts of a lesson from the columns of a register: what happened goes to what went well or wrong, and a title is made where none is."""

import re
from collections.abc import Mapping

from graph_service.ingest.values.choice_words import WENT_WELL, WENT_WRONG, is_no_value, read_direction

MAX_TITLE = 150  # characters of a title that is made of a text
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
TEXTS = ("event", "wentWrong", "wentWell", "recommendation", "context")


def lesson_texts(record: Mapping[str, str]) -> dict[str, str]:
    """The record with the columns of the lessons table instead of `event` and `direction`."""
    lesson = {key: value for key, value in record.items() if key not in ("event", "direction")}
    if "title" not in record or not record["title"]:
        lesson["title"] = make_title(next((record[key] for key in TEXTS if record.get(key)), ""))
    if "event" in record:
        for target in _targets(record.get("direction", "")):
            lesson[target] = "\n\n".join(filter(None, (record["event"], lesson.get(target, ""))))
    for key in ("context", "wentWell", "wentWrong", "recommendation"):
        if key in lesson and is_no_value(lesson[key]):
            lesson[key] = ""
    return lesson


def _targets(direction: str) -> tuple[str, ...]:
    match read_direction(direction) if direction else None:
        case "both":
            return WENT_WELL, WENT_WRONG
        case None:
            return ("context",)
        case target:
            return (target,)


def make_title(text: str) -> str:
    """The first sentence of a text, cut at a word if it is long."""
    sentence = SENTENCE.split(text.strip(), 1)[0].strip().rstrip(".")
    if len(sentence) <= MAX_TITLE:
        return sentence
    return sentence[:MAX_TITLE].rsplit(" ", 1)[0] + "…"
