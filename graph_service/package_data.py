"""The folders of data that belong to the product: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


def find_package_data(name: Literal["schema", "seed"]) -> Path:
    """The folder schema/ (constraints, indexes and the SDL) or seed/ (the demonstration organisation)."""
    in_wheel = PACKAGE / "_data" / name
    return in_wheel if in_wheel.is_dir() else PACKAGE.parent / name
