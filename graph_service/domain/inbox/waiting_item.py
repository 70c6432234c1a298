"""What waits for somebody: one item of an inbox, and whose inbox it is."""

from dataclasses import dataclass
from typing import Any, Final

from graph_service.model.enums import InboxKind, Phase

MAX_ITEMS_PER_KIND: Final = 500  # items of a kind that are read


@dataclass(frozen=True, slots=True)
class InboxOwner:
    """Whose inbox is read. today: ISO 8601.

    person: their ID, if it is known. subject: that of the caller, if it is their own inbox and they are verified. curates: includes what waits
    for any curator. named: includes lessons that only named people may read, for administrators.
    """

    person: str | None
    today: str
    subject: str | None = None
    curates: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item of an inbox.

    since: the day from which it has waited, ISO 8601. sentence: what waits, in words. note: the question, the reason or what is missing.
    The others are the IDs of what it is about: earlier is the earlier lesson of a REPEAT, rundown the latest one of the phase, in which a
    POSTPONED lesson can be decided on.
    """

    kind: InboxKind
    since: str
    sentence: str
    note: str | None = None
    lesson: str | None = None
    earlier: str | None = None
    reuse: str | None = None
    project: str | None = None
    phase: Phase | None = None
    rundown: str | None = None
    task: str | None = None

    @property
    def key(self) -> str:
        """Identifies the item in the inbox."""
        about = (self.lesson, self.earlier, self.reuse, self.project, self.phase, self.task)
        return ":".join([self.kind, *(part for part in about if part is not None)])

    @property
    def lessons(self) -> tuple[str, ...]:
        """The lessons that the reader must be allowed to read."""
        return tuple(lesson for lesson in (self.lesson, self.earlier) if lesson is not None)


def quote_title(title: Any) -> str:
    """A title within a sentence."""
    return f"“{title}”"
