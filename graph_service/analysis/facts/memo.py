"""Results computed from columns that several questions share, cached as long as the columns exist."""

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from graph_service.lru_cache import LRUCache

T = TypeVar("T")
MAX_RESULTS: Final = 8  # the null probabilities of 300,000 reuses take 10 MB


class Memo:
    """The most recently used results by key. Two threads that need the same result at once both compute it; the results are equal."""

    __slots__ = ("_results",)

    def __init__(self) -> None:
        self._results = LRUCache[Hashable, Any](MAX_RESULTS)

    def recall(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The cached result of the key, or else the result of `compute`, which is then cached."""
        result = self._results.get(key)
        return self._results.put(key, compute()) if result is None else result
