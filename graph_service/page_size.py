"""How many items a list returns: the limit of all lists, and the check of the arguments `first` and `last`."""

from typing import Final

from graph_service.errors import InvalidInput

MAXIMUM_PAGE_SIZE: Final = 1000


def check_page_size(size: int, *, maximum: int = MAXIMUM_PAGE_SIZE, argument: str = "first") -> int:
    """The size, unchanged. Raises InvalidInput when it is below 0 or above the maximum."""
    if not 0 <= size <= maximum:
        raise InvalidInput(f"{argument} is {size}; it must lie between 0 and {maximum:,}.", field=argument)
    return size
