"""Bookmarks, for causal consistency on a Neo4j cluster: a server runs a statement with bookmarks only after it has applied their
transactions.

The reads and writes of one request form a chain: each starts from the bookmarks of those before it, the first from the bookmarks that the
client sent.
"""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Self

from neo4j import AsyncGraphDatabase, Bookmarks

from graph_service.errors import InvalidInput

MAX_BOOKMARKS: Final = 20
# The content of a bookmark is Neo4j's own. It crashes on shorter ones and creates none that are longer.
BOOKMARK: Final = re.compile(r"[!-+\--~]{4,1000}")
INVALID_BOOKMARKS: Final = (
    f"These are not bookmarks. Send up to {MAX_BOOKMARKS}, separated by commas, exactly as a response of this service contained them."
)


class BookmarkChain:
    """Bookmarks that advance with every read and write.

    written: the bookmarks after the last write, sorted, which cover everything before it; empty before the first write.
    """

    __slots__ = ("manager", "written")

    def __init__(self, values: Collection[str] = ()) -> None:
        self.manager = AsyncGraphDatabase.bookmark_manager(Bookmarks.from_raw_values(values))
        self.written: list[str] = []

    @classmethod
    def from_values(cls, values: Collection[str]) -> Self:
        """A chain that starts with the bookmarks of a client. Raises InvalidInput when they are not bookmarks."""
        if len(values) > MAX_BOOKMARKS or not all(map(BOOKMARK.fullmatch, values)):
            raise InvalidInput(INVALID_BOOKMARKS)
        return cls(values)

    async def values(self) -> frozenset[str]:
        """The current bookmarks."""
        return frozenset(await self.manager.get_bookmarks())

    async def advance(self, values: Collection[str]) -> None:
        """Adds bookmarks: later reads and writes also include their transactions."""
        await self.manager.update_bookmarks((), values)


CURRENT_CHAIN: Final[ContextVar[BookmarkChain | None]] = ContextVar("bookmark_chain", default=None)


@contextmanager
def use_bookmarks(chain: BookmarkChain) -> Generator[BookmarkChain]:
    """Reads and writes inside the context include everything up to the chain's bookmarks, and advance the chain."""
    token = CURRENT_CHAIN.set(chain)
    try:
        yield chain
    finally:
        CURRENT_CHAIN.reset(token)


async def fork_chain() -> BookmarkChain:
    """A new chain that starts with the bookmarks of the current one."""
    current = CURRENT_CHAIN.get()
    return BookmarkChain() if current is None else BookmarkChain(await current.values())
