"""What columns a table has, read from its question and the schema."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode, get_named_type, parse

ROWS: Final = "rows"
PAGE: Final = "pageInfo"
MONEY: Final = "Money"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, where its value is below a row, and the name of the value's type. Money has a column for each currency."""

    header: str
    path: tuple[str, ...]
    kind: str

    @property
    def shown(self) -> str:
        """The header, as the list of tables shows it."""
        return f"{self.header}_CURRENCY" if self.kind == MONEY else self.header


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows are in an answer, and their columns. `paged`: more can be asked for after the last one."""

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    paged: bool


@lru_cache
def read_layout(schema: GraphQLSchema, question: str) -> Layout:
    """The layout of what a question is answered with."""
    (operation,) = parse(question).definitions
    place, selections, kind, paged = _find_rows(cast("OperationDefinitionNode", operation).selection_set, _query(schema), ())
    return Layout(place, tuple(_leaves(selections, kind, ())), paged)


def find(value: Any, path: Sequence[str]) -> Any:
    """What is at the end of a path; of a list, a list of what is there for each item. None where something on the way is absent."""
    if isinstance(value, list):
        return [found for item in cast("list[Any]", value) if (found := find(item, path)) is not None]
    if value is None or not path:
        return value
    return find(value[path[0]], path[1:])


def _query(schema: GraphQLSchema) -> GraphQLObjectType:
    return cast("GraphQLObjectType", schema.query_type)


def _fields(selections: SelectionSetNode, parent: GraphQLObjectType) -> Iterator[tuple[str, FieldNode, Any]]:
    for field in cast("tuple[FieldNode, ...]", selections.selections):
        yield (field.alias or field.name).value, field, get_named_type(parent.fields[field.name.value].type)


def _find_rows(
    selections: SelectionSetNode, parent: GraphQLObjectType, path: tuple[str, ...]
) -> tuple[tuple[str, ...], SelectionSetNode, GraphQLObjectType, bool]:
    """The first field on the way down is the one that leads there, unless the rows are here."""
    fields = {key: (field, kind) for key, field, kind in _fields(selections, parent)}
    key = ROWS if ROWS in fields else next(iter(fields))
    field, kind = fields[key]
    below = cast("SelectionSetNode", field.selection_set)
    return ((*path, key), below, kind, PAGE in fields) if key == ROWS else _find_rows(below, kind, (*path, key))


def _leaves(selections: SelectionSetNode, parent: GraphQLObjectType, path: tuple[str, ...]) -> Iterator[Column]:
    for key, field, kind in _fields(selections, parent):
        if field.selection_set is None or kind.name == MONEY:
            yield Column(key, (*path, key), kind.name)
        else:
            yield from _leaves(field.selection_set, kind, (*path, key))
