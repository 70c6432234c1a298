"""Passes all parameters of a statement in one map, so that Neo4j caches one plan of it.

Neo4j plans a statement anew for each combination of the orders of magnitude (1, 10, 100 …) of the lengths of its text and list parameters:
a statement with eight lists was planned dozens of times, for up to several seconds each. It ignores lengths inside a map.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, LiteralString

from neo4j.exceptions import DriverError

MAX_STATEMENTS: Final = 1000  # as many as Neo4j keeps plans of
PARAMETER: Final = re.compile(r"\$(\w+)")


def bind(query: LiteralString, parameters: Mapping[str, Any] | None) -> tuple[LiteralString, dict[str, Any]]:
    """The statement with `$values.id` for `$id`, and the map of its values.

    Raises DriverError if the statement has a parameter without a value: Neo4j would take it as null.
    """
    statement, names = _with_one_map(query)
    values = dict(parameters or {})
    if not names <= values.keys():
        raise DriverError(f"Expected parameter(s): {', '.join(sorted(names - values.keys()))}")
    return statement, {"values": values}


@lru_cache(MAX_STATEMENTS)
def _with_one_map(query: LiteralString) -> tuple[LiteralString, frozenset[str]]:
    statement = query.replace("$", "$values.").replace("$values.(", "$(")  # $( ) is a dynamic label
    return statement, frozenset(PARAMETER.findall(query))
