"""The tables of the demonstration organisation, and the type of the fixtures `post` and `ask`."""

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

SEED = Path(__file__).parents[2] / "seed"
Ask = Callable[..., Awaitable[Any]]


def rows(table: str) -> list[dict[str, str]]:
    """A table of the demonstration organisation, as text."""
    with (SEED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
