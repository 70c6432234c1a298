"""Which cases of a test run by default; the others run with -m thorough."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(number: int, cases: Iterable[Any]) -> list[Any]:
    """All cases as parameters of a test. The first of each `number` runs by default; the others are marked thorough."""
    return [_thorough(case) if at % number else case for at, case in enumerate(cases)]


def _thorough(case: Any) -> Any:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.thorough)
