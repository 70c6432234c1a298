"""Which cases of a test run by default, with -m thorough, and with -m exhaustive."""

from collections.abc import Iterable
from typing import Any

import pytest

LEFT_OUT = {"not thorough and not exhaustive": {"thorough", "exhaustive"}, "thorough": {"exhaustive"}, "exhaustive": {"thorough"}}
"""For each usual -m, the markers whose cases are not made. With any other -m all are made, and pytest selects."""

_left_out: set[str] = set()


def leave_out(expression: str) -> None:
    """Tells one_in and thorough_one_in which tests -m selects. Called before the tests are collected."""
    _left_out.clear()
    _left_out.update(LEFT_OUT.get(expression, set()))


def one_in(number: int, cases: Iterable[Any], *, thorough: int = 4) -> list[Any]:
    """All cases as parameters of a test. The first of each `number` runs by default.

    Of the others, the first of each `thorough` are marked thorough, and the rest exhaustive.
    """
    all_cases = list(cases)
    others = [at for at in range(len(all_cases)) if at % number]
    marks = {at: "exhaustive" if place % thorough else "thorough" for place, at in enumerate(others)}
    return _marked(all_cases, marks)


def thorough_one_in(number: int, cases: Iterable[Any], *, start: int = 0) -> list[Any]:
    """All cases as parameters of a test of which none runs by default: one of each `number`, from `start`, is thorough; the rest are exhaustive."""
    all_cases = list(cases)
    return _marked(all_cases, {at: "thorough" if at % number == start else "exhaustive" for at in range(len(all_cases))})


def _marked(cases: list[Any], marks: dict[int, str]) -> list[Any]:
    """The cases with their marks, without those that are left out; the first if all are, since pytest reports a test without cases as skipped."""
    kept = [at for at in range(len(cases)) if marks.get(at) not in _left_out] or [0]
    return [_with_mark(cases[at], marks[at]) if at in marks else cases[at] for at in kept]


def _with_mark(case: Any, mark: str) -> Any:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=getattr(pytest.mark, mark))
