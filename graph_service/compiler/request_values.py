"""Separates the structure of a request from its values, so that a plan compiled once serves every request of the same structure.

The text of a statement depends on which operators are used, what is null and how a list is sorted, but not on the values compared
with. `split_variables` therefore replaces each value in the variables by a `Placeholder`:

    {"where": {"title": {"contains": "crane"}}, "first": 5}
        template: {"where": {"title": {"contains": Placeholder(2)}}, "first": Placeholder(3)}
        values:   ["2025-03-01", None, "crane", 5]   (first the current day and the ID of the viewer's person)

Plans are cached by the `shape`, which is the same for every request with this structure. `Deferred` computes a parameter from the
values of one request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from graph_service.compiler.lists.cursors import cursor_nulls
from graph_service.compiler.node_ids import split_node_id

RequestValues: TypeAlias = list[Any]
"""The values of one request: the current day, the ID of the viewer's person or None, then the values from its variables in order."""

Shape: TypeAlias = Any
"""Hashable. Equal for two requests that compile to the same statements."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Stands for the value at `index` in RequestValues, with what the Cypher depends on.

    nulls: for a cursor, which of its values are null. type_name: for a nodeId, the type of its node.
    """

    index: int
    nulls: tuple[bool, ...] | None = None
    type_name: str = field(default="", repr=False)


TODAY, VIEWER = Placeholder(0), Placeholder(1)
FIRST_VALUE = 2
"""The index of the first value from the variables."""
LIST, OBJECT, VALUE = "list", "object", "value"


@dataclass(frozen=True, slots=True)
class SplitVariables:
    """Variables split into their shape, a copy with placeholders instead of values, and the values."""

    shape: Shape
    template: dict[str, Any]
    values: RequestValues


def split_variables(
    variables: Mapping[str, Any],
    cursor_variables: frozenset[str],
    today: str,
    node_id_variables: frozenset[str] = frozenset(),
    person: str | None = None,
) -> SplitVariables:
    """Splits structure and values.

    cursor_variables: the variables that are used as `after` or `before`. node_id_variables: those that are used as `nodeId`. person: the ID
    of the viewer's person.
    """
    values: RequestValues = [today, person]
    shape: list[Any] = []
    template: dict[str, Any] = {}
    for name, value in variables.items():
        nulls = cursor_nulls(value) if name in cursor_variables and isinstance(value, str) else None
        type_name = split_node_id(value)[0] if name in node_id_variables and isinstance(value, str) else ""
        part, template[name] = _split(value, values, nulls, type_name)
        shape.append((name, part))
    return SplitVariables(tuple(shape), template, values)


def _split(value: Any, values: RequestValues, nulls: tuple[bool, ...] | None = None, type_name: str = "") -> tuple[Shape, Any]:
    """(shape, template) of one value. Adds the values that placeholders replace to `values`."""
    if value.__class__ in (str, int, float):
        values.append(value)
        return (VALUE, nulls, type_name), Placeholder(len(values) - 1, nulls, type_name)
    if isinstance(value, dict):
        entries = {key: _split(item, values) for key, item in cast("dict[str, Any]", value).items()}
        shape = (OBJECT, *((key, item_shape) for key, (item_shape, _) in entries.items()))
        return shape, {key: template for key, (_, template) in entries.items()}
    if isinstance(value, list):
        return _split_list(cast("list[Any]", value), values)
    return value, value  # null, a boolean or an enum member: part of the structure


def _split_list(items: list[Any], values: RequestValues) -> tuple[Shape, Any]:
    if items and all(item.__class__ in (str, int, float) for item in items):
        values.append(items)
        return VALUE, Placeholder(len(values) - 1)
    parts = [_split(item, values) for item in items]
    return (LIST, *(shape for shape, _ in parts)), [template for _, template in parts]


def fill_placeholders(template: Any, values: RequestValues) -> Any:
    """The template with every placeholder replaced by its value."""
    if isinstance(template, Placeholder):
        return values[template.index]
    if isinstance(template, dict):
        return {key: fill_placeholders(item, values) for key, item in cast("dict[str, Any]", template).items()}
    return [fill_placeholders(item, values) for item in cast("list[Any]", template)] if isinstance(template, list) else template


def has_placeholder(template: Any) -> bool:
    """Whether a value, list or object depends on the request."""
    if isinstance(template, dict):
        return any(map(has_placeholder, cast("dict[str, Any]", template).values()))
    return isinstance(template, Placeholder) or (isinstance(template, list) and any(map(has_placeholder, cast("list[Any]", template))))


@dataclass(frozen=True, slots=True)
class Deferred:
    """A parameter computed for each request: `prepare` applied to the template with its placeholders filled."""

    template: Any
    prepare: Callable[[Any], Any] | None = None

    def resolve(self, values: RequestValues) -> Any:
        """The parameter. An error that `prepare` raises for an invalid value is passed on."""
        value = fill_placeholders(self.template, values)
        return value if self.prepare is None else self.prepare(value)
