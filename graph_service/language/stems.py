"""Stems of words by the Snowball algorithms (Porter, 2001): pumps and pump become pump, Pumpen and Pumpe become pump.

A text in a recognised language has one stem for each word except stop words, such as "the". A word of a
text in an unknown language keeps its form, and its stems in the languages that are possible stand beside it.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from Stemmer import Stemmer  # pyright: ignore[reportUnknownVariableType]

from graph_service.language.detection import detect
from graph_service.language.tokens import tokenize

# Snowball's names of the algorithms by ISO 639-1.
ALGORITHMS: Final = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
DEFAULT_LANGUAGES: Final = ("en", "de", "fr", "es")  # stemmed in where the languages of the graph are not known
MAX_LANGUAGES: Final = 6  # in which the words of a query are stemmed


@dataclass(frozen=True, slots=True)
class LanguagesInUse:
    """The languages of the lessons in a graph, the most frequent first. main: those of at least a fifth of the lessons."""

    all: tuple[str, ...] = ()
    main: tuple[str, ...] = ()


NOT_KNOWN: Final = LanguagesInUse()
MIN_MAIN_SHARE: Final = 0.2  # of the texts in a main language
MIN_SHARE: Final = 0.005  # a language with fewer texts is more often a mistake than in use


def languages_in_use(counts: Iterable[tuple[str, int]]) -> LanguagesInUse:
    """The languages by the number of texts in each."""
    ranked = sorted(counts, key=lambda entry: (-entry[1], entry[0]))
    texts = sum(count for _, count in ranked)
    used = [(code, count / texts) for code, count in ranked if count >= MIN_SHARE * texts and code in ALGORITHMS][:MAX_LANGUAGES]
    return LanguagesInUse(tuple(code for code, _ in used), tuple(code for code, share in used if share >= MIN_MAIN_SHARE))


_local = threading.local()


def stem(word: str, language: str) -> str:
    """The stem of a word in lower case; the word itself in a language without stemmer."""
    return _stemmer(language).stemWord(word) if language in ALGORITHMS else word


def text_stems(text: str, language: str | None) -> list[str]:
    """The stems of a text in their order, as the full-text index holds them. language: that of the text; None if it is not known."""
    words = tokenize(text)
    if language is None:
        return [form for word in words for form in _forms(word, (*detect(text).candidates, *DEFAULT_LANGUAGES))]
    ignored = stop_words(language)
    kept = [word for word in words if word not in ignored]
    return _stemmer(language).stemWords(kept) if language in ALGORITHMS else kept


def query_stems(text: str, in_use: LanguagesInUse = NOT_KNOWN) -> list[tuple[str, tuple[str, ...]]]:
    """The words of a query in their order, each with its possible stems.

    If the language of the query is recognised, these are the stems in it and in the main languages of the graph, because texts in several
    languages share names and terms. Otherwise they are the word itself and its stems in the languages of the graph and in the likeliest
    ones. Stop words are left out, unless there are no others.
    """
    found, words = detect(text), tokenize(text)
    if found.language is not None:
        languages, ignored = (found.language, *in_use.main), stop_words(found.language)
        stems = [(word, _stems(word, languages)) for word in words if word not in ignored]
    else:
        languages = (*in_use.main, *found.candidates, *(in_use.all or DEFAULT_LANGUAGES))
        ignored = stop_words(languages[0])
        stems = [(word, _forms(word, languages)) for word in words if word not in ignored]
    return stems or [(word, _forms(word, languages)) for word in words]


def _stems(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word, language) for language in tuple(dict.fromkeys(languages))[:MAX_LANGUAGES]))


def _forms(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, *_stems(word, languages))))


@lru_cache(maxsize=len(ALGORITHMS))
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language; none for languages without a list."""
    text = (files("graph_service.language") / "stop_words.txt").read_text(encoding="utf-8")
    lists = dict(line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset(lists.get(language, "").split())


def _stemmer(language: str) -> Any:
    """The stemmer of a language, one for each thread: they are not safe to share."""
    stemmers: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer(ALGORITHMS[language])
    return stemmers[language]
