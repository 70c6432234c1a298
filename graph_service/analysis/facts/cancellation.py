"""Lets a long computation in a thread end early: Python cannot stop a thread from outside."""

from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from threading import Event
from typing import Final, TypeVar

T = TypeVar("T")

CANCELLATION: Final[ContextVar[Event | None]] = ContextVar("cancellation", default=None)
"""The event that is set when nobody waits for the current computation any more; None outside one that can be cancelled."""


class Cancelled(Exception):
    """Nobody waits for the result any more."""


def cancellable(items: Iterable[T]) -> Iterator[T]:
    """The items. Raises Cancelled before the next one when the computation is cancelled: for the outer loop of a long computation."""
    cancellation = CANCELLATION.get()
    for item in items:
        if cancellation is not None and cancellation.is_set():
            raise Cancelled
        yield item
