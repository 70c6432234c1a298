"""Comparison operators of `where`: their Cypher, the types they apply to, and their description. To add one, add a line to OPERATORS."""

from dataclasses import dataclass
from typing import Any

from strawberry import ID

from graph_service.mapping.scalars import Date, DateTime

ORDERED_TYPES = (int, float, str, ID, Date, DateTime)
IS_NULL = "isNull"
"""Not in the table: its Cypher depends on its value."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator.

    `cypher` compares the expression {x} with the parameter {p}. `types` empty means all types. `exact` is the Cypher for
    mode: EXACT, where it differs. `takes_list` means that the parameter is a list of values.
    """

    cypher: str
    types: tuple[Any, ...]
    description: str
    exact: str = ""
    takes_list: bool = False

    def template(self, *, exact: bool) -> str:
        """The Cypher with the placeholders {x} and {p}."""
        return self.exact if exact and self.exact else self.cypher


def fold_case(text: str) -> str:
    """The Cypher of a text whose letters compare without case: İ as i, ß as ss, and both small sigmas as one."""
    return f"replace(replace(replace(toLower({text}), 'i\u0307', 'i'), 'ß', 'ss'), 'ς', 'σ')"


OPERATORS = {
    "eq": Operator("{x} = {p}", (), "Equal to this value; null matches absent values."),
    "in": Operator("{x} IN {p}", (), "Equal to one of these values.", takes_list=True),
    "gt": Operator("{x} > {p}", ORDERED_TYPES, "Greater or later than this value."),
    "gte": Operator("{x} >= {p}", ORDERED_TYPES, "Equal to this value, or greater or later."),
    "lt": Operator("{x} < {p}", ORDERED_TYPES, "Less or earlier than this value."),
    "lte": Operator("{x} <= {p}", ORDERED_TYPES, "Equal to this value, or less or earlier."),
    "contains": Operator(f"{fold_case('{x}')} CONTAINS {fold_case('{p}')}", (str,), "Contains this text.", "{x} CONTAINS {p}"),
    "startsWith": Operator(f"{fold_case('{x}')} STARTS WITH {fold_case('{p}')}", (str,), "Starts with this text.", "{x} STARTS WITH {p}"),
    "endsWith": Operator(f"{fold_case('{x}')} ENDS WITH {fold_case('{p}')}", (str,), "Ends with this text.", "{x} ENDS WITH {p}"),
}


def operators_for(type_: Any) -> dict[str, Operator]:
    """The operators that apply to values of this type."""
    return {name: operator for name, operator in OPERATORS.items() if not operator.types or type_ in operator.types}
