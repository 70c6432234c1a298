"""Sums and counts by code, and sums over blocks."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph_service.analysis.facts.arrays import Floats, Indices, Int32s

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Figures = TypeVar("Figures", bound="DataclassInstance")


def sum_by(place: Indices | Int32s, amount: Floats, places: int) -> Floats:
    """The sum of the amounts of each place; places are numbered from 0."""
    return np.bincount(place, amount, places).astype(np.float64, copy=False)


def sum_by_key(key: Indices, amount: Floats) -> tuple[Indices, Floats]:
    """The distinct keys in order, each with the sum of its amounts. (A stable sort is fast on keys that are nearly in order.)"""
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    return key[first], np.add.reduceat(amount[order], first)


def sum_fields(blocks: Sequence[Figures]) -> Figures:
    """The sum of these, field by field. Needs at least one."""
    return type(blocks[0])(**{field.name: sum(getattr(block, field.name) for block in blocks) for field in fields(blocks[0])})


def count_distinct(place: Indices | Int32s, value: Indices | Int32s, places: int) -> Indices:
    """The number of distinct values of each place."""
    size = int(value.max(initial=0)) + 1
    return np.bincount(distinct(place.astype(np.intp) * size + value) // size, minlength=places)


def distinct(values: Indices) -> Indices:
    """The distinct values in order; none may be negative. (Sorting integers takes a fifth of the time of np.unique, which hashes.)"""
    values = np.sort(values)
    return values[np.flatnonzero(np.diff(values, prepend=-1))]
