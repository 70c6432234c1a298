"""How many items a list returns: the default and the limit of all lists, and the check of the arguments `first` and `last`."""

from typing import Any, Final

from graph_service.errors import InvalidInput

DEFAULT_PAGE_SIZE: Final = 20
MAXIMUM_PAGE_SIZE: Final = 1000


def check_page_size(size: int, *, maximum: int = MAXIMUM_PAGE_SIZE, argument: str = "first") -> int:
    """The size, unchanged. Raises InvalidInput when it is below 0 or above the maximum."""
    if not 0 <= size <= maximum:
        raise InvalidInput(f"{argument} is {size}; it must lie between 0 and {maximum:,}.", field=argument)
    return size


def or_default(size: Any, default: int = DEFAULT_PAGE_SIZE) -> Any:
    """The size, or the default for null: clients with one query for both directions send null for the sizes that they do not use."""
    return default if size is None else size
