"""Reads the import tables from the graph, a page at a time, in the order of the ids of their nodes."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, cast

from graph_service.domain.money import DECIMALS
from graph_service.domain.node_statements import FIRST_IDS_STATEMENT, ID_PAGE_STATEMENTS
from graph_service.graph import Graph
from graph_service.ingest.batches import BY_PLURAL, source_label
from graph_service.ingest.specification import ColumnSpec, TableSpec
from graph_service.model.labels import Label

PAGE_SIZE = 2_000  # nodes
QUERY_TIMEOUT = 300.0  # seconds
T = TypeVar("T")


Row = Sequence[Any]


def exported_columns(spec: TableSpec) -> tuple[ColumnSpec, ...]:
    """The columns of an exported table.

    partOf of departments and owner of projects are left out: the tables structure and ownerships contain them with their dates.
    """
    if spec.relationship is not None:
        return spec.columns
    return tuple(column for column in spec.columns if column.references is None or column.relationship is not None)


async def read_first_ids(graph: Graph) -> dict[Label, list[str]]:
    """The first PAGE_SIZE ids of each label."""
    ids: dict[str, list[str]] = await graph.read(FIRST_IDS_STATEMENT, {"size": PAGE_SIZE}, timeout=QUERY_TIMEOUT, from_leader=True)
    return {BY_PLURAL[plural]: page for plural, page in ids.items()}


async def read_id_pages(graph: Graph, label: Label, first: list[str]) -> AsyncGenerator[list[str]]:
    """All ids of a label in their order, PAGE_SIZE at a time. `first` is the first page."""
    ids = first
    while ids:
        yield ids
        if len(ids) < PAGE_SIZE:
            return
        ids = await graph.read(ID_PAGE_STATEMENTS[label], {"after": ids[-1], "size": PAGE_SIZE}, timeout=QUERY_TIMEOUT, from_leader=True)


async def read_table(graph: Graph, spec: TableSpec, first: list[str]) -> AsyncGenerator[tuple[int, list[Row]]]:
    """Pages of a table: the number of its nodes, and rows with one value per exported column. `first` are the first ids of its label.

    A value is a text (days and times as ISO 8601, amounts in major units), a boolean, a float, a list of ids, or None.
    """
    columns = exported_columns(spec)
    async for ids in read_id_pages(graph, source_label(spec), first):
        rows = await graph.read(spec.read, {"ids": ids}, timeout=QUERY_TIMEOUT, from_leader=True)
        yield len(ids), [_row(columns, row) for row in (rows if spec.relationship is None else sorted(rows, key=_order(spec)))]


def _order(spec: TableSpec) -> Callable[[Mapping[str, Any]], list[str]]:
    names = (spec.source, *spec.key, spec.target)
    return lambda row: [row[name] or "" for name in names]


def _row(columns: Sequence[ColumnSpec], row: Mapping[str, Any]) -> Row:
    return [_value(column, row) for column in columns]


def _value(column: ColumnSpec, row: Mapping[str, Any]) -> Any:
    value = row.get(column.name)
    if column.is_list:
        return sorted(value or ())
    if isinstance(value, list):
        return next(iter(cast("list[str]", value)), None)
    if column.name == "costAvoided" and value is not None:
        return f"{Decimal(value).scaleb(-DECIMALS[row['currency']]):f}"
    return value


async def read_ahead(pages: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """The same pages. The next one is read while the caller works on one."""

    async def following() -> T | None:
        return await anext(pages, None)

    pending = asyncio.create_task(following())
    try:
        while (page := await pending) is not None:
            pending = asyncio.create_task(following())
            yield page
    finally:
        pending.cancel()
        await asyncio.wait([pending])
        await pages.aclose()
