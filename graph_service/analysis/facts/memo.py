"""What was worked out of columns and depends on little of the view, remembered as long as the columns are there."""

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
MOST: Final = 8  # results; the chances of 300,000 reuses take 10 MB


class Memo:
    """The last results by key. Two threads that ask for the same at once both work it out, which gives the same."""

    __slots__ = ("_results",)

    def __init__(self) -> None:
        self._results: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What `work_out` gives, or gave when it was asked for last."""
        result = self._results.pop(key, None)
        if result is None:
            result = work_out()
        self._results[key] = result  # the last to be forgotten
        for oldest in list(self._results)[:-MOST]:
            self._results.pop(oldest, None)
        return result
