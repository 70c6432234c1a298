"""Rows of a table that have the same key."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation

DUPLICATE = "an earlier row of this table has the same key"


def refuse_duplicates(table: StagedTable) -> None:
    """Refuses each row whose key an earlier accepted row has."""
    repeated = find_repeated(hash(table.key(row)) for row in table.rows)
    lines: dict[tuple[Any, ...], int] = {}

    def find_violation(row: StagedRow) -> Violation | None:
        key = table.key(row)
        if hash(key) not in repeated:
            return None
        earlier = lines.setdefault(key, row.line)
        return None if earlier == row.line else Violation(table.spec.key[-1], row.get(table.spec.key[-1]), DUPLICATE, earlier)

    if repeated:
        table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def find_repeated(hashes: Iterable[int]) -> set[int]:
    """The hashes that occur more than once. They need eight bytes each; a set of the keys of very many rows would need a hundred and more."""
    ordered = np.sort(np.fromiter(hashes, np.int64))
    return set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
