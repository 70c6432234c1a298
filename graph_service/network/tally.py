"""Figures of several blocks put together."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Tally = TypeVar("Tally", bound="DataclassInstance")


def add_up(tallies: Sequence[Tally]) -> Tally:
    """The sum of these, field by field. There must be one."""
    return type(tallies[0])(**{field.name: sum(getattr(tally, field.name) for tally in tallies) for field in fields(tallies[0])})
