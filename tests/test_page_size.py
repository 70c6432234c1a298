"""The size of a list lies between 0 and its limit."""

import pytest

from graph_service.errors import InvalidInput
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size


@pytest.mark.parametrize("size", [0, 1, MAXIMUM_PAGE_SIZE])
def test_size_within_the_limit_is_returned(size: int) -> None:
    assert check_page_size(size) == size


@pytest.mark.parametrize("size", [-1, MAXIMUM_PAGE_SIZE + 1])
def test_size_beyond_the_limit_is_refused_with_value_and_limit(size: int) -> None:
    with pytest.raises(InvalidInput, match=rf"^first is {size}; it must lie between 0 and 1,000\.$") as refused:
        check_page_size(size)
    assert refused.value.field == "first"


def test_error_names_the_argument_and_its_own_limit() -> None:
    with pytest.raises(InvalidInput, match=r"^last is 101; it must lie between 0 and 100\.$") as refused:
        check_page_size(101, maximum=100, argument="last")
    assert refused.value.field == "last"
