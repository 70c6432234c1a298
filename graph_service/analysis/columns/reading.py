"""Reads the tables from the graph with one statement per label: all nodes, or the nodes with given ids, each with the links it owns."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from graph_service.analysis.columns.statements import ROWS_STATEMENTS
from graph_service.analysis.facts.table_registry import NODE_TABLES, TABLES, NodeTable, Table, links_of
from graph_service.graph import Graph
from graph_service.model.labels import Label

PAGE: Final = 5_000  # rows per statement: keeps memory use in the database low, and decoding too short to delay other requests
PAGE_TIMEOUT: Final = 60.0  # seconds per page

RawTable = dict[str, list[Any]]
"""Column name -> the values of all rows as the driver returns them: ids and dates as text, null as None."""
RawTables = dict[str, RawTable]
"""Table name -> its rows."""
NodeIds = Mapping[Label, frozenset[str]]
"""Ids of nodes by label; a label that is missing has none."""


def empty_tables() -> RawTables:
    """All tables without rows."""
    return {table.name: {name: [] for name in table.columns} for table in TABLES}


async def read_all(graph: Graph) -> RawTables:
    """Reads everything, all labels concurrently. Writes that commit during the read may be included only in part."""
    raw = empty_tables()
    await asyncio.gather(*(_read_pages(graph, table, raw) for table in NODE_TABLES))
    return raw


async def read_nodes(graph: Graph, ids: NodeIds) -> RawTables:
    """Reads the nodes with these ids. Ids without a node are skipped."""
    raw = empty_tables()
    for table in NODE_TABLES:
        if found := ids.get(table.label):
            _add_nodes(raw, table, await _read(graph, table, ids=sorted(found)))
    return raw


async def _read_pages(graph: Graph, table: NodeTable, raw: RawTables) -> None:
    ids = raw[table.name]["ids"]
    while True:
        page = await _read(graph, table, after=ids[-1] if ids else "", page=PAGE)
        _add_nodes(raw, table, page)
        if len(page) < PAGE:
            return


async def _read(graph: Graph, table: NodeTable, *, after: str = "", page: int = 0, ids: Sequence[str] = ()) -> list[list[Any]]:
    parameters = {"after": after, "page": page, "ids": list(ids)}
    return await graph.read(ROWS_STATEMENTS[table.label], parameters, timeout=PAGE_TIMEOUT)


def _add_nodes(raw: RawTables, table: NodeTable, rows: Iterable[Sequence[Any]]) -> None:
    """Appends rows as the table's statement returns them: the values of its columns, then one list of rows for each of its link tables."""
    columns = zip(*rows, strict=True)
    _add_columns(raw, table, columns)
    for links, lists in zip(links_of(table), columns, strict=False):
        _add_columns(raw, links, zip(*chain.from_iterable(lists), strict=True))


def _add_columns(raw: RawTables, table: Table, columns: Iterable[Sequence[Any]]) -> None:
    """Appends values column by column; takes no more of `columns` than the table has. There are none when there are no rows."""
    for name, values in zip(table.columns, columns, strict=False):
        raw[table.name][name].extend(values)
