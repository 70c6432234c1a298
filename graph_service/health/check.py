"""The result of a check."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph_service.errors import GraphServiceError


class State(StrEnum):
    """The state of the thing that was checked. NOTE: worth a look, but the service works."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One result: what was checked, its state, a sentence about it, and how to correct it. `figures` are numbers for scripts."""

    name: str
    state: State
    message: str
    remedy: str = ""
    figures: dict[str, Any] = field(default_factory=dict[str, Any])


def failed_check(name: str, error: GraphServiceError) -> Check:
    """An error as the result of a check: its first sentence is the message, the others are the remedy."""
    message, _, remedy = error.message.partition(". ")
    return Check(name, State.WRONG, message.removesuffix(".") + ".", remedy)
