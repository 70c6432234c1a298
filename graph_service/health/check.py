"""What the doctor finds: one thing that was looked at, what was found, and what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph_service.errors import GraphServiceError


class State(StrEnum):
    """Whether something is in order. A note is worth a look, and nothing is wrong with the service."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: a sentence, and what to do where it is not in order. `figures` are for scripts."""

    name: str
    state: State
    found: str
    todo: str = ""
    figures: dict[str, Any] = field(default_factory=dict[str, Any])


def failed(name: str, error: GraphServiceError) -> Check:
    """An error as a finding: its first sentence says what is wrong, the others what to do."""
    found, _, todo = error.message.partition(". ")
    return Check(name, State.WRONG, found.removesuffix(".") + ".", todo)
