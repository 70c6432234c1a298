"""Operators: how one value may be compared, of which types, and how that is written. Adding one is one line in OPERATORS."""

from dataclasses import dataclass
from typing import Any

from strawberry import ID

from graph_service.mapping.scalars import Date, DateTime

ORDERED = (int, float, str, ID, Date, DateTime)
IS_NULL = "isNull"
"""The one operator whose value decides how it is written."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: its Cypher over an expression x and a parameter p, the types it is for (all when empty), what it says in the schema.

    `exact`: the Cypher where capital and small letters differ. `listed`: the parameter is a list of values.
    """

    cypher: str
    of: tuple[Any, ...]
    description: str
    exact: str = ""
    listed: bool = False

    def written(self, *, exactly: bool) -> str:
        """Its Cypher, for text as capital and small letters count or not."""
        return self.exact if exactly and self.exact else self.cypher


OPERATORS = {
    "eq": Operator("{x} = {p}", (), "Equal to this value; null matches absent values."),
    "in": Operator("{x} IN {p}", (), "Equal to one of these values.", listed=True),
    "gt": Operator("{x} > {p}", ORDERED, "Greater or later than this value."),
    "gte": Operator("{x} >= {p}", ORDERED, "Equal to this value, or greater or later."),
    "lt": Operator("{x} < {p}", ORDERED, "Less or earlier than this value."),
    "lte": Operator("{x} <= {p}", ORDERED, "Equal to this value, or less or earlier."),
    "contains": Operator("toLower({x}) CONTAINS toLower({p})", (str,), "Contains this text.", "{x} CONTAINS {p}"),
    "startsWith": Operator("toLower({x}) STARTS WITH toLower({p})", (str,), "Starts with this text.", "{x} STARTS WITH {p}"),
    "endsWith": Operator("toLower({x}) ENDS WITH toLower({p})", (str,), "Ends with this text.", "{x} ENDS WITH {p}"),
}


def operators_of(kind: Any) -> dict[str, Operator]:
    """The operators that values of this type have."""
    return {name: operator for name, operator in OPERATORS.items() if not operator.of or kind in operator.of}
