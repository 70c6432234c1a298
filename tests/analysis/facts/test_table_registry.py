"""Every field of every table of the analysis has a specification, which agrees with the model of the graph."""

import re
from dataclasses import fields, is_dataclass
from typing import get_type_hints

import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.statements import ROWS_STATEMENTS
from graph_service.analysis.facts.table_registry import CODED_TABLES, LINK_TABLES, NODE_TABLES, TABLES, LinkTable, NodeTable, Table
from graph_service.analysis.facts.tables import Departments
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

PATTERN = re.compile(r"\(node\)(<?)-\[(?:link)?:(\w+)\]-(>?)\(other\)")

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_the_columns_of_the_analysis_are_the_registered_tables() -> None:
    lists = {"as_of", "currencies"}
    stored = {field.name for field in fields(Columns) if field.init} - lists
    assert stored | {"parents"} == {table.name for table in TABLES}  # departments hold their parts


@each_table
def test_every_field_has_a_specification(table: Table) -> None:
    hints = get_type_hints(table.table)
    nested = {"parents", "reporting_groups"} if table.table is Departments else set()
    assert [name for name in hints if name not in nested] == list(table.columns)
    assert all(is_dataclass(hints[name]) for name in nested)


@each_table
def test_rows_are_sorted_by_columns_of_their_table(table: Table) -> None:
    assert set(table.order) <= set(table.columns)
    assert isinstance(table, LinkTable) or next(iter(table.columns)) == "ids"


@each_table
def test_every_column_of_codes_names_what_its_codes_are_positions_in(table: Table) -> None:
    for column in table.columns.values():
        if isinstance(column.dictionary, Label):
            assert column.dictionary in {coded.label for coded in CODED_TABLES}
        else:
            assert column.dictionary is None or column.dictionary in {field.name for field in fields(Columns)}
        assert column.dictionary is not None or not column.required


@pytest.mark.parametrize("table", NODE_TABLES, ids=lambda table: table.name)
def test_patterns_over_a_node_are_those_of_its_label(table: NodeTable) -> None:
    """A relationship from a node is one that starts at its label, and one to it ends there; the codes are those of the other end."""
    for column in table.columns.values():
        for before, name, after in re.findall(r"\(node\)(<?)-\[:(\w+)\]-(>?)", column.cypher):
            kind = RelationshipType(name)
            here, there = (kind.start, kind.end) if after else (kind.end, kind.start)
            assert (bool(before), bool(after)) in {(True, False), (False, True)}
            assert here == table.label
            assert column.label in {None, there}


@pytest.mark.parametrize("table", LINK_TABLES, ids=lambda table: table.name)
def test_links_are_read_with_the_node_that_owns_them(table: LinkTable) -> None:
    found = PATTERN.fullmatch(table.pattern)
    assert found is not None
    kind = RelationshipType(found[2])
    owner, other = (kind.end, kind.start) if found[1] else (kind.start, kind.end)
    labels = {column.cypher: column.label for column in table.columns.values() if column.label is not None}
    assert labels == {"node.id": owner, "other.id": other}
    assert (table.columns[table.owner_column].cypher, table.owner.label) == ("node.id", owner)
    assert all(column.required for column in table.columns.values() if column.label is not None)
    assert table.pattern in ROWS_STATEMENTS[owner]


@pytest.mark.parametrize("table", NODE_TABLES, ids=lambda table: table.name)
def test_the_statement_of_a_table_reads_each_of_its_columns(table: NodeTable) -> None:
    statement = ROWS_STATEMENTS[table.label]
    assert [column.cypher for column in table.columns.values() if f"\n  {column.cypher}" not in statement] == []
