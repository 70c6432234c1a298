"""Bookmarks: how far a request has come in the history of the graph. On a cluster a reader may lag behind; told of a bookmark, it answers once
it is as far. A request begins with those that its client brought, and has a later one after each write of its own.
"""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Self

from neo4j import Bookmarks

from graph_service.errors import InvalidInput

MOST: Final = 20
# Only Neo4j knows what is in one. It falls over those of fewer characters, and makes none that is longer.
BOOKMARK: Final = re.compile(r"[!-+\--~]{4,1000}")
NO_BOOKMARKS: Final = f"Bookmarks are what an answer of this service gave as such: up to {MOST}, by commas, unchanged."


@dataclass(slots=True)
class BookmarkChain:
    """What comes after what. `has_writes`: something was written on the way, so that its end is news to the client."""

    bookmarks: Bookmarks
    has_writes: bool = False

    @classmethod
    def from_values(cls, texts: Collection[str]) -> Self:
        """One that begins there. InvalidInput when these are no bookmarks."""
        if len(texts) > MOST or not all(map(BOOKMARK.fullmatch, texts)):
            raise InvalidInput(NO_BOOKMARKS)
        return cls(Bookmarks.from_raw_values(texts))

    @property
    def values(self) -> list[str]:
        """Where it is now, as clients keep it."""
        return sorted(self.bookmarks.raw_values)


CHAIN: Final[ContextVar[BookmarkChain | None]] = ContextVar("chain", default=None)


@contextmanager
def use_bookmarks(chain: BookmarkChain) -> Generator[None]:
    """Whatever is read and written within comes after what is in the chain, and after what is written within."""
    before = CHAIN.set(chain)
    try:
        yield
    finally:
        CHAIN.reset(before)
