"""Bookmarks, for causal consistency on a Neo4j cluster: a server that receives bookmarks answers only once it has applied their transactions.

A request starts with the bookmarks that its client sent. Its own writes advance them.
"""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Self

from neo4j import Bookmarks

from graph_service.errors import InvalidInput

MAX_BOOKMARKS: Final = 20
# The content of a bookmark is Neo4j's own. It crashes on shorter ones and creates none that are longer.
BOOKMARK: Final = re.compile(r"[!-+\--~]{4,1000}")
INVALID_BOOKMARKS: Final = (
    f"These are not bookmarks. Send up to {MAX_BOOKMARKS}, separated by commas, exactly as a response of this service contained them."
)


@dataclass(slots=True)
class BookmarkChain:
    """The bookmarks of one request. has_writes: the request has written, so its client needs the new bookmarks."""

    bookmarks: Bookmarks
    has_writes: bool = False

    @classmethod
    def from_values(cls, values: Collection[str]) -> Self:
        """A chain that starts with these bookmarks. Raises InvalidInput when they are not bookmarks."""
        if len(values) > MAX_BOOKMARKS or not all(map(BOOKMARK.fullmatch, values)):
            raise InvalidInput(INVALID_BOOKMARKS)
        return cls(Bookmarks.from_raw_values(values))

    @property
    def values(self) -> list[str]:
        """The current bookmarks as text, sorted."""
        return sorted(self.bookmarks.raw_values)


CURRENT_CHAIN: Final[ContextVar[BookmarkChain | None]] = ContextVar("bookmark_chain", default=None)


@contextmanager
def use_bookmarks(chain: BookmarkChain) -> Generator[None]:
    """Reads and writes inside the context see everything up to the chain's bookmarks; writes advance the chain."""
    token = CURRENT_CHAIN.set(chain)
    try:
        yield
    finally:
        CURRENT_CHAIN.reset(token)
