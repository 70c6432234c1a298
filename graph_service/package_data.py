"""Where the product's own folders lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


def find_package_data(name: Literal["schema", "seed"]) -> Path:
    """schema/ (constraints, indexes and the SDL) or seed/ (the demonstration organisation)."""
    shipped = PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name
