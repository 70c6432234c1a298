"""The stems of the texts of a lesson, which the full-text index of lessons holds instead of the texts."""

from collections.abc import Mapping
from typing import Any, Final, LiteralString

from graph_service.language.detection import detect
from graph_service.language.stems import text_stems

# The searched texts, and the properties with their stems. These are not part of the model: no export, log or query shows them.
STEMS: Final[Mapping[LiteralString, LiteralString]] = {
    "title": "titleStems",
    "context": "contextStems",
    "wentWell": "wentWellStems",
    "wentWrong": "wentWrongStems",
    "recommendation": "recommendationStems",
    "extra": "extraStems",
}


def recognise(texts: Mapping[str, Any]) -> str | None:
    """The language of a lesson by its texts; None if they are too short or too mixed to tell."""
    return detect(" ".join(_text(texts, name) for name in STEMS if name != "extra")).language


def language_after(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The language of a lesson whose texts change and whose language is not stated: recognised again, unless somebody has corrected it.

    before, after: the texts and the `language`. A language is taken as corrected if it is not the one recognised in the texts before.
    """
    language: str | None = before.get("language")
    if language is not None and language != recognise(before):
        return language
    return recognise(after) or language


def stem_properties(texts: Mapping[str, Any], language: str | None) -> dict[str, str | None]:
    """The properties with the stems of these texts, None for an absent text."""
    return {prop: " ".join(text_stems(_text(texts, name), language)) if _text(texts, name) else None for name, prop in STEMS.items()}


def _text(texts: Mapping[str, Any], name: str) -> str:
    """A text, empty if it is absent, or no text because somebody changed the graph by hand."""
    text = texts.get(name)
    return text if isinstance(text, str) else ""
