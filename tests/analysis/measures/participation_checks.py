"""Comparison of the measures of participation with their references."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from graph_service.analysis.organisation.view import View

CHART = date(2024, 2, 10)
TODAYS = [date(2024, 3, 15), date(2024, 2, 5)]
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(CHART, level=1, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, end=date(2024, 1, 1)),
]


def by_group(found: Any, *others: str) -> dict[str | None, dict[str, Any]]:
    """The figures by group id, and of everything together for None, without the attributes `others`."""
    total = {field.name: getattr(found, field.name) for field in fields(found) if field.name not in others}
    rows: dict[str | None, dict[str, Any]] = {None: _plain(total)}
    for row in found.groups:
        figures = {field.name: getattr(row, field.name) for field in fields(row) if field.name != "group"}
        rows[row.group.id] = _plain(figures)
    return rows


def assert_same(found: Mapping[str | None, Any], expected: Mapping[str | None, Any]) -> None:
    """The figures of each group are equal, apart from rounding. The total is always there."""
    assert found.keys() == expected.keys() | {None}
    for group, row in expected.items():
        _assert_equal(found[group], row, str(group))


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _assert_equal(one: Any, other: Any, path: str) -> None:
    if isinstance(other, Mapping):
        assert one.keys() == other.keys(), path
        for key, value in other.items():
            _assert_equal(one[key], value, f"{path}.{key}")
    elif isinstance(other, Sequence) and not isinstance(other, str):
        assert len(one) == len(other), path
        for at, (a, b) in enumerate(zip(one, other, strict=True)):
            _assert_equal(a, b, f"{path}[{at}]")
    elif isinstance(other, Fraction):
        assert one == pytest.approx(float(other), abs=1e-9), path
    else:
        assert one == other, path
