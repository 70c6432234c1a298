"""Dictionary encoding: turns tables as read, with ids, into columns with codes."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.reading import RawTable, RawTables
from graph_service.analysis.facts.arrays import UNKNOWN
from graph_service.analysis.facts.column import CodeById, codes_of, entries
from graph_service.analysis.facts.row_operations import Arrays, drop, remap, sort_rows
from graph_service.analysis.facts.table_registry import CATEGORY_COLUMNS, CODED_TABLES, TABLES, LinkTable, Table
from graph_service.analysis.facts.tables import DepartmentParents, Departments, Memberships, ReportingGroups
from graph_service.analysis.organisation.small_departments import find_reporting_groups

Dictionaries = Mapping[str, CodeById]
"""The dictionaries by Column.dictionary."""
Categories = Mapping[str, Sequence[str]]
"""The sorted texts of each dictionary that does not hold ids."""
TableArrays = Mapping[str, Arrays]
"""Table name -> its columns."""
NESTED: Final = ("departments", "parents")  # Departments hold their links and reporting groups


def build_columns(raw: RawTables, as_of: int, min_group: int) -> Columns:
    """Encodes all tables. Departments with fewer than `min_group` people are reported together with others.

    References to nodes that were not read are dropped, and so are the rows that need them, such as reuses of unknown lessons.
    """
    ids: Dictionaries = {table.label: codes_of(raw[table.name]["ids"]) for table in CODED_TABLES}
    categories: Dictionaries = {dictionary: codes_of({*entries(raw[table][column])}) for table, column, dictionary in CATEGORY_COLUMNS}
    arrays = {table.name: encode(table, raw[table.name], {**ids, **categories}) for table in TABLES}
    texts = {dictionary: list(codes) for dictionary, codes in categories.items()}
    return assemble(*drop_unused_categories(arrays, texts), find_groups(arrays, min_group), as_of)


def encode(table: Table, raw: RawTable, dictionaries: Dictionaries) -> Arrays:
    """The columns of rows read in any order, sorted as the table is. Rows that lack a required reference are left out."""
    raw = raw if isinstance(table, LinkTable) else _sort_by_id(raw)
    arrays = {name: column.encode(raw[name], dictionaries.get(column.dictionary or "", {})) for name, column in table.columns.items()}
    required = [arrays[name] == UNKNOWN for name, column in table.columns.items() if column.required]
    return sort_rows(drop(arrays, np.flatnonzero(np.any(required, axis=0))) if required else arrays, table.order)


def _sort_by_id(raw: RawTable) -> RawTable:
    ids: list[str] = raw["ids"]
    if all(one < other for one, other in pairwise(ids)):
        return raw
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return {name: [values[row] for row in order] for name, values in raw.items()}


def drop_unused_categories(arrays: TableArrays, categories: Categories) -> tuple[TableArrays, Categories]:
    """The same columns with dictionaries that hold only texts in use."""
    for table, column, dictionary in CATEGORY_COLUMNS:
        codes, texts = arrays[table][column], categories[dictionary]
        used = np.flatnonzero(np.bincount(codes[codes != UNKNOWN]))
        new = np.full(len(texts) + 1, UNKNOWN, np.int32)
        new[used] = np.arange(len(used))
        arrays = {**arrays, table: remap(arrays[table], {column: new})}
        categories = {**categories, dictionary: [texts[code] for code in used.tolist()]}
    return arrays, categories


def find_groups(arrays: TableArrays, min_group: int) -> ReportingGroups:
    """The reporting groups of the departments in these tables."""
    departments = len(arrays["departments"]["ids"])
    return find_reporting_groups(DepartmentParents(**arrays["parents"]), Memberships(**arrays["memberships"]), departments, min_group)


def assemble(arrays: TableArrays, categories: Categories, groups: ReportingGroups, as_of: int) -> Columns:
    """The columns made of these tables."""
    fields: dict[str, Any] = {table.name: table.table(**arrays[table.name]) for table in TABLES if table.name not in NESTED}
    fields |= categories
    departments = Departments(**arrays["departments"], parents=DepartmentParents(**arrays["parents"]), reporting_groups=groups)
    return Columns(as_of=as_of, departments=departments, **fields)


def disassemble(columns: Columns) -> TableArrays:
    """The tables that the columns are made of."""
    return {table.name: {name: getattr(getattr(columns, table.name), name) for name in table.columns} for table in TABLES}
