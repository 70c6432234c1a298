"""Departments and the department tree, whose relationships can have dates."""

from typing import LiteralString

from graph_service.ingest.cell_types import DAY, ID, LINE, TEXT
from graph_service.ingest.specification import Column, Link, Noun

STORED_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (department:Department {id: id})
RETURN collect(department {
  .*,
  openedOn: toString(department.openedOn),
  closedOn: toString(department.closedOn)
}) AS rows
"""
CREATE_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (department:Department)
SET department = row
"""
UPDATE_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (department:Department {id: row.id})
SET department += row
"""
STORED_STRUCTURE_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (department:Department {id: id})-[part:PART_OF]->(parent)
USING INDEX SEEK department:Department(id)
RETURN collect({department: id, partOf: parent.id, from: toString(part.from), to: toString(part.to)}) AS rows
"""
ALL_PART_OF_QUERY: LiteralString = """
MATCH (department:Department)-[part:PART_OF]->(parent)
RETURN collect({department: department.id, partOf: parent.id, from: toString(part.from), to: toString(part.to)}) AS rows
"""
CREATE_PART_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (department:Department {id: link.source})
MATCH (parent:Department {id: link.target})
CREATE (department)-[:PART_OF {from: link.from, to: link.to}]->(parent)
"""
DELETE_PART_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (department:Department {id: link.source})-[part:PART_OF]->(parent)
USING INDEX SEEK department:Department(id)
WHERE parent.id = link.target AND coalesce(part.from = link.from, part.from IS NULL AND link.from IS NULL)
DELETE part
"""

DEPARTMENTS = Noun(
    table="departments",
    key=("id",),
    columns=(
        Column("id", ID, required=True),
        Column("name", LINE, required=True),
        Column("description", TEXT),
        Column("openedOn", DAY),
        Column("closedOn", DAY),
        Column("partOf", ID, refers="departments"),
    ),
    stored=STORED_DEPARTMENTS_QUERY,
    create=CREATE_DEPARTMENTS_QUERY,
    update=UPDATE_DEPARTMENTS_QUERY,
)
STRUCTURE = Noun(
    table="structure",
    key=("department", "from"),
    columns=(
        Column("department", ID, required=True, refers="departments"),
        Column("partOf", ID, required=True, refers="departments"),
        Column("from", DAY),
        Column("to", DAY),
    ),
    stored=STORED_STRUCTURE_QUERY,
    link=Link(CREATE_PART_OF_QUERY, DELETE_PART_OF_QUERY),
    source="department",
    target="partOf",
    beside=("departments", "partOf"),
)
