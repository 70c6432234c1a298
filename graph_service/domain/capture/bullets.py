"""Splits the notes of a meeting into lessons: by bullets and numbers, by paragraphs, or by lines.

Examples:

    "- Order early\n- Test with dirt"             ->  ["Order early", "Test with dirt"]
    "1. Order early\n   It took 60 weeks."        ->  ["Order early\nIt took 60 weeks."]
    "| Lesson | Who |\n|---|---|\n| Order | A |"  ->  ["Order - A"], with a dash between the cells
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from graph_service.domain.capture.texts import LETTER, MAX_LESSON, clean
from graph_service.errors import InvalidInput

MAX_LESSONS: Final = 200  # in one request
MAX_NOTES: Final = 100_000  # characters of the notes of one meeting

# Word writes some bullets as characters of private use (Symbol, Wingdings), and those of the second level as the letter o.
BULLET: Final = re.compile(
    r"(?P<indent>\s*)(?:(?P<mark>[-*+•‣⁃◦▪▫■□●○∙·–—➤►▶→✓✔☐☑\uf000-\uf0ff]|[o§](?=\s)|\(?\d{1,3}[.)]|[a-zA-Z]\))\s+|(?P<tight>[•◦▪●○\uf0b7]))"
    r"(?:\[[ xX]\]\s+)?"
)
SECOND_LEVEL: Final = frozenset("o◦▪▫○§\uf0a7")
HEADING: Final = re.compile(r"\s*#{1,6}\s|.*:\s*$")
# Possessive: with backtracking, a line of 100,000 spaces would take minutes.
TABLE_RULE: Final = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+$")
TABLE_ROW: Final = re.compile(r"\s*\|.*\|\s*$")
TAB_WIDTH: Final = 4


def split_notes(notes: str, name: str = "text") -> list[str]:
    """The lessons in the notes, in their order, each once.

    If any line begins with a bullet or a number, each such line begins a lesson; bullets below it and indented lines are part of it. Otherwise
    each paragraph is a lesson if blank lines separate paragraphs, else each line. Each row of a table is one. Headings, and lines without a
    letter, are left out.

    Raises InvalidInput, which names the field `name`, for more than MAX_NOTES characters or MAX_LESSONS lessons.
    """
    if len(notes) > MAX_NOTES:
        raise InvalidInput(
            f"{name} has {len(notes):,} characters; at most {MAX_NOTES:,} are read at once. Paste the notes in several parts.", field=name
        )
    items = [item.text for item in _items(clean(notes).split("\n"))]
    lessons = list(dict.fromkeys(item for item in items if LETTER.search(item)))
    refuse_too_many(len(lessons), name)
    for number, lesson in enumerate(lessons, 1):
        if len(lesson) > MAX_LESSON:
            raise InvalidInput(f"Lesson {number} of {name} has {len(lesson):,} characters; one lesson may have {MAX_LESSON:,}.", field=name)
    return lessons


def refuse_too_many(count: int, name: str) -> None:
    """Raises InvalidInput for more than MAX_LESSONS lessons."""
    if count > MAX_LESSONS:
        raise InvalidInput(
            f"{name} has {count:,} lessons; at most {MAX_LESSONS} are recorded at once. Record the first {MAX_LESSONS}, then the rest.",
            field=name,
        )


@dataclass(slots=True)
class _Item:
    """A lesson that is being read. width: the indentation of its bullet; None without one. mark: its bullet."""

    lines: list[str] = field(default_factory=list[str])
    width: int | None = None
    mark: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def contains(self, width: int, mark: str) -> bool:
        """Whether a later bullet is nested in this one: it is indented further, or documents use its mark for the second level."""
        return self.width is not None and (width > self.width or (mark in SECOND_LEVEL and self.mark not in SECOND_LEVEL))


def _items(lines: list[str]) -> Iterator[_Item]:
    rows = list(_without_table_heads(lines))
    if any(BULLET.match(line) for line in rows if not TABLE_ROW.match(line)):
        return _bulleted(rows)
    return _paragraphs(rows) if _has_paragraphs(rows) else (_Item([_row(line)]) for line in rows if not HEADING.match(line))


def _has_paragraphs(lines: list[str]) -> bool:
    """Whether blank lines separate paragraphs, of which at least one has several lines."""
    text = [line.strip() for line in lines]
    return "" in "\n".join(text).strip().split("\n") and any(one and other for one, other in pairwise(text))


def _without_table_heads(lines: list[str]) -> Iterator[str]:
    """The lines without the rules of tables and the header rows above them."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_rule = TABLE_RULE.match(line) and line.strip()
        is_head = TABLE_ROW.match(line) and TABLE_RULE.match(following) and following.strip()
        if not is_rule and not is_head:
            yield line


def _bulleted(lines: list[str]) -> Iterator[_Item]:
    item, after_blank = _Item(), False
    for line in lines:
        found = None if TABLE_ROW.match(line) else BULLET.match(line)
        if not line.strip():
            after_blank = True
            continue
        text = line[found.end() :].strip() if found else _row(line)
        width = _width(found["indent"] if found else line)
        mark = (found["mark"] or found["tight"]) if found else ""
        if found and item.contains(width, mark):
            item.lines.append(text)
        elif found:
            yield item
            item = _Item([text], width, mark)
        elif item.width is not None and (not after_blank or width > item.width) and not TABLE_ROW.match(line):
            item.lines.append(text)
        else:
            yield item
            item = _Item([] if HEADING.match(line) else [text])
        after_blank = False
    yield item


def _paragraphs(lines: list[str]) -> Iterator[_Item]:
    item = _Item()
    for line in lines:
        if line.strip() and not HEADING.match(line):
            item.lines.append(_row(line))
        elif item.lines:
            yield _Item([" ".join(item.lines)])
            item = _Item()
    yield _Item([" ".join(item.lines)])


def _row(line: str) -> str:
    """The line; for a table row, its cells joined with dashes."""
    cells = line.strip().strip("|").split("|") if TABLE_ROW.match(line) else line.strip().split("\t")
    return " – ".join(cell.strip() for cell in cells if cell.strip())


def _width(indent: str) -> int:
    spaces = indent[: len(indent) - len(indent.lstrip())]
    return len(spaces.expandtabs(TAB_WIDTH))
