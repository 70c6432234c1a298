"""The columns of a table, derived from its GraphQL document and the schema."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode, get_named_type, parse

ROWS: Final = "rows"
PAGE_INFO: Final = "pageInfo"
MONEY: Final = "Money"

Path = tuple[str, ...]
"""Response keys, from the outside in."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header, the path from a row to its value, and the GraphQL type of the value. Money has a column per currency.

    truncation: the path to the hasNextPage of the list that the values come from, if it is read page by page.
    """

    header: str
    path: Path
    type_name: str
    truncation: Path | None = None

    @property
    def label(self) -> str:
        """The header in the list of tables, which is made without reading the currencies."""
        return f"{self.header}_CURRENCY" if self.type_name == MONEY else self.header


@dataclass(frozen=True, slots=True)
class Layout:
    """The path to the rows of a response, and their columns. paged: whether the rows are read page by page."""

    rows: Path
    columns: tuple[TableColumn, ...]
    paged: bool


def read_layout(schema: GraphQLSchema, document: str) -> Layout:
    """The layout of the response to a document with one query."""
    (operation,) = parse(document).definitions
    query_type = cast("GraphQLObjectType", schema.query_type)
    path, selections, row_type, paged = _find_rows(cast("OperationDefinitionNode", operation).selection_set, query_type, ())
    return Layout(path, tuple(_columns(selections, row_type, (), None)), paged)


def value_at(value: Any, path: Sequence[str]) -> Any:
    """The value at the end of a path; None if a step is absent. A list along the path gives the list of its items' values."""
    if isinstance(value, list):
        return [nested for item in cast("list[Any]", value) if (nested := value_at(item, path)) is not None]
    if value is None or not path:
        return value
    return value_at(value[path[0]], path[1:])


def _fields(selections: SelectionSetNode, parent: GraphQLObjectType) -> Iterator[tuple[str, FieldNode, Any]]:
    """Response key, field and named type of each selected field."""
    for field in cast("tuple[FieldNode, ...]", selections.selections):
        yield (field.alias or field.name).value, field, get_named_type(parent.fields[field.name.value].type)


def _find_rows(
    selections: SelectionSetNode, parent: GraphQLObjectType, path: Path
) -> tuple[Path, SelectionSetNode, GraphQLObjectType, bool]:
    """Follows the first field of each level down to the field that is called `rows`."""
    fields = {key: (field, type_) for key, field, type_ in _fields(selections, parent)}
    key = ROWS if ROWS in fields else next(iter(fields))
    field, type_ = fields[key]
    nested = cast("SelectionSetNode", field.selection_set)
    return ((*path, key), nested, type_, PAGE_INFO in fields) if key == ROWS else _find_rows(nested, type_, (*path, key))


def _columns(selections: SelectionSetNode, parent: GraphQLObjectType, path: Path, truncation: Path | None) -> Iterator[TableColumn]:
    fields = list(_fields(selections, parent))
    if any(key == PAGE_INFO for key, _, _ in fields):
        truncation = (*path, PAGE_INFO, "hasNextPage")
    for key, field, type_ in fields:
        if field.selection_set is None or type_.name == MONEY:
            yield TableColumn(key, (*path, key), type_.name, truncation)
        elif key != PAGE_INFO:
            yield from _columns(field.selection_set, type_, (*path, key), truncation)
