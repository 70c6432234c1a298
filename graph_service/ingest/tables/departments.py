"""Departments and the department tree, whose relationships can have dates."""

from typing import LiteralString

from graph_service.ingest.cell_types import DATE, END, EXTRA, ID, SHORT_TEXT, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (department:Department {id: id})
RETURN collect(department {
  .*,
  openedOn: toString(department.openedOn),
  closedOn: toString(department.closedOn)
}) AS rows
"""
READ_DEPARTMENT_DATES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (department:Department {id: id})
RETURN collect({id: id, closedOn: toString(department.closedOn)}) AS rows
"""
# Counts what belongs to departments that close: `ending` continues after that day (see domain/organisation/closings.py), `later` begins on
# it or later.
COUNT_AFFECTED_BY_CLOSING_QUERY: LiteralString = """
UNWIND $closings AS closing
MATCH (department:Department {id: closing.id})
WITH closing,
  [(department)<-[link:MEMBER_OF]-(:Person) | link]
    + [(department)<-[link:PART_OF]-(child:Department) WHERE child.closedOn IS NULL OR child.closedOn > closing.on | link]
    + [(department)-[link:OWNS]->(project:Project)
        WHERE NOT (project.status IN ['CLOSED', 'CANCELLED'] AND coalesce(project.endedOn < closing.on, true)) | link] AS links
WITH closing,
  size([link IN links WHERE (link.from IS NULL OR link.from < closing.on) AND (link.to IS NULL OR link.to > closing.on)]) AS ending,
  size([link IN links WHERE link.from >= closing.on]) AS later
WHERE ending + later > 0
RETURN collect({id: closing.id, ending: ending, later: later}) AS rows
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
READ_STRUCTURE_QUERY: LiteralString = """
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

DEPARTMENTS = TableSpec(
    name="departments",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("name", SHORT_TEXT, required=True),
        ColumnSpec("description", TEXT),
        ColumnSpec("openedOn", DATE),
        ColumnSpec("closedOn", DATE),
        ColumnSpec("extra", EXTRA),
        ColumnSpec("partOf", ID, references="departments"),
    ),
    read=READ_DEPARTMENTS_QUERY,
    create=CREATE_DEPARTMENTS_QUERY,
    update=UPDATE_DEPARTMENTS_QUERY,
)
STRUCTURE = TableSpec(
    name="structure",
    key=("department", "from"),
    columns=(
        ColumnSpec("department", ID, required=True, references="departments"),
        ColumnSpec("partOf", ID, required=True, references="departments"),
        ColumnSpec("from", DATE),
        ColumnSpec("to", END),
    ),
    read=READ_STRUCTURE_QUERY,
    relationship=RelationshipQueries(CREATE_PART_OF_QUERY, DELETE_PART_OF_QUERY),
    source="department",
    target="partOf",
    undated_column=("departments", "partOf"),
)
