"""The text of a captured lesson: cleaned, and split into a title and the rest.

Text from outside stays text: HTML is neither interpreted nor removed, and no page renders it.
"""

import re
from typing import Final

from graph_service.domain.parsing import parse_text
from graph_service.errors import InvalidInput

MAX_LESSON: Final = 10_000  # characters of one lesson
MAX_TITLE: Final = 200  # characters; what is longer is cut at a word, and the whole text is kept as context
BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
CELL_ENDS: Final = "\x07"  # how Word ends a cell of a table
INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")
SENTENCE_END: Final = re.compile(r"(?:[.!?…]['\"”’»)\]]*(?=\s)|[。！？])")
# Words whose full stop does not end a sentence.
ABBREVIATION: Final = re.compile(
    r"(?:\b(?:(?-i:[A-Z])|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|approx|ca|vs|etc|e\.g|i\.e|z\.B|d\.h|bzw|usw|incl|inkl|max|min|resp)|^\d+)\.$",
    re.IGNORECASE,
)
LETTER: Final = re.compile(r"[^\W\d_]")


def clean(text: str) -> str:
    """The text with line feeds as its only line breaks, and without invisible control characters, which copying from documents adds."""
    return INVISIBLE.sub("", BREAKS.sub("\n", text).replace(CELL_ENDS, "\t"))


def parse_lesson_text(value: object, field: str) -> str:
    """The text of one lesson, cleaned. InvalidInput if it has no letter or more than MAX_LESSON characters."""
    text = parse_text(clean(value) if isinstance(value, str) else value, field)
    if not LETTER.search(text):
        raise InvalidInput(f"{field} is {_start(text)}, which contains no word. Say in one sentence what you learned.", field=field)
    if len(text) > MAX_LESSON:
        raise InvalidInput(
            f"{field} has {len(text):,} characters; one lesson may have {MAX_LESSON:,}. If these are several lessons, record them as the "
            "lessons of a meeting, one per line.",
            field=field,
        )
    return text


def split_title(text: str) -> tuple[str, str | None]:
    """The title and the rest of a lesson: its first sentence, and the sentences after it, None if there are none.

    A line break ends a sentence, too. A first sentence of more than MAX_TITLE characters is cut at a word; then the rest is the whole text.
    """
    sentence = text[: _sentence_end(text)].strip()
    rest = text[_sentence_end(text) :].strip()
    title = " ".join(sentence.split())
    if len(title) <= MAX_TITLE:
        return title, rest or None
    return title[: MAX_TITLE - 1].rpartition(" ")[0].rstrip(",;:") + "…" if " " in title[: MAX_TITLE - 1] else title[
        : MAX_TITLE - 1
    ] + "…", text


def _sentence_end(text: str) -> int:
    line = text.find("\n")
    end = len(text) if line < 0 else line
    for found in SENTENCE_END.finditer(text, 0, end):
        if not ABBREVIATION.search(text, max(0, found.start() - 8), found.start() + 1):
            return found.end()
    return end


def _start(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
