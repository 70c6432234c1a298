"""Incremental update of the columns: reloaded rows replace the previous ones; all other rows are kept, with new codes."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.code_changes import CodeChange, change_codes
from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.encoding import (
    Dictionaries,
    TableArrays,
    assemble,
    disassemble,
    drop_unused_categories,
    encode,
    find_groups,
)
from graph_service.analysis.columns.reading import NodeIds, RawTables
from graph_service.analysis.facts.arrays import UNKNOWN, Indices, Int32s
from graph_service.analysis.facts.column import entries
from graph_service.analysis.facts.id_lookup import IdLookup, code_of
from graph_service.analysis.facts.row_operations import Arrays, drop, insert, remap, sort_rows
from graph_service.analysis.facts.table_registry import (
    CATEGORY_COLUMNS,
    CODED_TABLES,
    LINK_TABLES,
    NODE_TABLES,
    TABLES,
    LinkTable,
    NodeTable,
    Table,
)
from graph_service.analysis.organisation.own_lessons import moment
from graph_service.model.labels import Label

NO_IDS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True, eq=False)
class Reload:
    """What is needed to replace rows.

    before: the tables before the reload. ids: the nodes that were read again. raw: those of them that exist, with the links they own.
    changes: the changes of codes; dictionaries: the new codes; both by Column.dictionary.
    """

    before: TableArrays
    ids: NodeIds
    raw: RawTables
    changes: Mapping[str, CodeChange]
    dictionaries: Dictionaries

    def remaps(self, table: Table) -> Mapping[str, Int32s]:
        """Column -> the new code of each old code, for the columns in which codes changed."""
        remaps = {name: self.changes[column.dictionary].remap for name, column in table.columns.items() if column.dictionary is not None}
        return {name: codes for name, codes in remaps.items() if codes is not None}


def patch(columns: Columns, ids: NodeIds, raw: RawTables, *, as_of: int, min_group: int) -> Columns | None:
    """Replaces the nodes with these ids by `raw`, which holds all of them that exist. `as_of`: the last activity included.

    Returns None when a node was deleted that other nodes may refer to, which no command of the PMO does, or when a row refers to an
    unknown node: in both cases the log does not explain every change.
    """
    before = disassemble(columns)
    changes = _code_changes(columns, before, ids, raw)
    dictionaries: Dictionaries = {name: IdLookup(change.ids) for name, change in changes.items()}
    if any(change.deletes for change in changes.values()) or _has_unknown_reference(raw, dictionaries):
        return None
    reload = Reload(before, ids, raw, changes, dictionaries)
    arrays = {table.name: _reload_nodes(reload, table) for table in NODE_TABLES}
    arrays |= {table.name: _reload_links(reload, table) for table in LINK_TABLES}
    categories = {dictionary: changes[dictionary].ids for _, _, dictionary in CATEGORY_COLUMNS}
    regrouped = ids.get(Label.PERSON) or ids.get(Label.DEPARTMENT)
    groups = find_groups(arrays, min_group) if regrouped else columns.departments.reporting_groups
    return assemble(*drop_unused_categories(arrays, categories), groups, as_of)


def _code_changes(columns: Columns, before: TableArrays, ids: NodeIds, raw: RawTables) -> Mapping[str, CodeChange]:
    changes: dict[str, CodeChange] = {}
    for table in CODED_TABLES:
        changes[table.label] = change_codes(before[table.name]["ids"], ids.get(table.label, NO_IDS), raw[table.name]["ids"])
    for table, column, dictionary in CATEGORY_COLUMNS:
        categories: Sequence[str] = getattr(columns, dictionary)
        changes[dictionary] = change_codes(categories, NO_IDS, {*entries(raw[table][column])} - {*categories})
    return changes


def _has_unknown_reference(raw: RawTables, dictionaries: Dictionaries) -> bool:
    """Whether any row that was read refers to an id without a code."""
    return any(
        id_ not in dictionaries[column.label]
        for table in TABLES
        for name, column in table.columns.items()
        if column.label is not None
        for id_ in entries(raw[table.name][name])
    )


def _reload_nodes(reload: Reload, table: NodeTable) -> Arrays:
    before = reload.before[table.name]
    kept = remap(drop(before, _rows_of(table, before, reload.ids)), reload.remaps(table))
    read = encode(table, reload.raw[table.name], reload.dictionaries)
    return insert(kept, _insertion_points(kept, read, table.order), read)


def _reload_links(reload: Reload, table: LinkTable) -> Arrays:
    before, remaps = reload.before[table.name], reload.remaps(table)
    if not remaps and not reload.ids.get(table.owner.label):
        return before
    owners = _rows_of(table.owner, reload.before[table.owner.name], reload.ids)
    kept = remap(drop(before, np.flatnonzero(np.isin(before[table.owner_column], owners))), remaps)
    read = encode(table, reload.raw[table.name], reload.dictionaries)
    return sort_rows(insert(kept, np.zeros(len(read[table.owner_column]), np.intp), read), table.order)


def _rows_of(table: NodeTable, arrays: Arrays, nodes: NodeIds) -> Indices:
    """The positions of the rows of these nodes, sorted."""
    ids: Sequence[str] = arrays["ids"]
    reloaded = nodes.get(table.label, NO_IDS)
    if table.order and reloaded:
        return np.flatnonzero(np.fromiter(map(reloaded.__contains__, ids), np.bool_, len(ids)))
    return np.array(sorted(code for id_ in reloaded if (code := code_of(ids, id_)) != UNKNOWN), np.intp)


def _insertion_points(arrays: Arrays, new: Arrays, order: Sequence[str]) -> Indices:
    """The position of the row before which each new row is inserted; both are sorted by the columns in `order`, then by id."""
    ids: Sequence[str] = arrays["ids"]
    new_ids: Sequence[str] = new["ids"]
    low, high = [0] * len(new_ids), [len(ids)] * len(new_ids)
    if order:
        keys, new_keys = (moment(*(each[name] for name in order)) for each in (arrays, new))
        low, high = (np.searchsorted(keys, new_keys, side=side).tolist() for side in ("left", "right"))
    return np.array([bisect_left(ids, id_, *ends) for id_, *ends in zip(new_ids, low, high, strict=True)], np.intp)
