"""What a section of the report consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a picture for those who cannot see it.

    `heads` of the columns, of which the first `texts` hold words and the others figures. `marked`: the rows that ask for attention.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    texts: int = 1
    marked: frozenset[int] = frozenset()
    more: str = ""
    """What isn't listed, if anything."""
    heard: bool = False
    """Whether it only says again what the picture says in figures: it is read out then, and not shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """One question. The title says what was found in a sentence; `subject` names the question in a word or two.

    `evidence`: how many events and people stand behind it. `method`: how it was found, in plain words.
    """

    id: str
    subject: str
    title: str
    text: str
    evidence: str
    method: str
    picture: Markup | None = None
    tables: Sequence[Table] = ()
    asks: bool = False
    """Whether it asks for attention."""
