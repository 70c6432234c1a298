"""Figures by place, and those of several blocks put together."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph_service.network.facts import Floats
from graph_service.network.ragged import Codes

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Tally = TypeVar("Tally", bound="DataclassInstance")


def sum_by(place: Codes, amount: Floats, places: int) -> Floats:
    """The sum of the amounts at each place."""
    return np.bincount(place, amount, places).astype(np.float64, copy=False)


def add_up(tallies: Sequence[Tally]) -> Tally:
    """The sum of these, field by field. There must be one."""
    return type(tallies[0])(**{field.name: sum(getattr(tally, field.name) for tally in tallies) for field in fields(tallies[0])})
