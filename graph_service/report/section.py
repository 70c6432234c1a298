"""The parts of a section of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

NOT_COUNTED: Final = "People’s reuses of their own lessons, withdrawn reuses and reuses without a known department are not counted."


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a section.

    The first `text_columns` columns contain text, the others figures. `marked`: indices of the rows that need attention.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    text_columns: int = 1
    marked: frozenset[int] = frozenset()
    more: str = ""
    """Says which rows are not listed, if any."""
    screen_reader_only: bool = False
    """For a table that repeats the figures of a chart: screen readers read it, the page does not show it."""


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question, as the report prints it.

    `title`: the finding as a sentence. `subject`: the question in a word or two. `evidence`: the number of events and people behind the
    finding. `method`: how it was computed.
    """

    id: str
    subject: str
    title: str
    text: str
    evidence: str
    method: str
    chart: Markup | None = None
    tables: Sequence[Table] = ()
    decision: str = ""
    """What the reader is asked to decide, if anything."""

    page: str = "/"
    """The page of the dashboard that shows the same."""
