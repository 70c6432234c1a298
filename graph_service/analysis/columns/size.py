"""How much memory columns take."""

from dataclasses import fields, is_dataclass
from typing import Any, cast

import numpy as np


def bytes_of(columns: Any) -> int:
    """What the arrays take."""
    if isinstance(columns, np.ndarray):
        return columns.nbytes
    if isinstance(columns, tuple):
        return sum(map(bytes_of, cast("tuple[Any, ...]", columns)))
    return sum(bytes_of(getattr(columns, field.name)) for field in fields(columns)) if is_dataclass(columns) else 0
