"""Which cases of a test run by default, with -m thorough, and with -m exhaustive."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(number: int, cases: Iterable[Any], *, thorough: int = 4) -> list[Any]:
    """All cases as parameters of a test. The first of each `number` runs by default.

    Of the others, the first of each `thorough` are marked thorough, and the rest exhaustive.
    """
    left_out = 0
    marked: list[Any] = []
    for at, case in enumerate(cases):
        if at % number == 0:
            marked.append(case)
        else:
            marked.append(_marked(case, pytest.mark.thorough if left_out % thorough == 0 else pytest.mark.exhaustive))
            left_out += 1
    return marked


def thorough_one_in(number: int, cases: Iterable[Any], *, start: int = 0) -> list[Any]:
    """All cases as parameters of a test of which none runs by default: one of each `number`, from `start`, is thorough; the rest are exhaustive."""
    return [_marked(case, pytest.mark.thorough if at % number == start else pytest.mark.exhaustive) for at, case in enumerate(cases)]


def _marked(case: Any, mark: pytest.MarkDecorator) -> Any:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=mark)
