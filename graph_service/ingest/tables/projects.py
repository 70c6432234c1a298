"""Projects, their topics, owners and assignments."""

from typing import LiteralString

from graph_service.ingest.cell_types import DATE, END, EXTRA, ID, IDS, PROJECT_STATUS, SHORT_TEXT, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_PROJECTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (project:Project {id: id})
RETURN collect(project {
  .*,
  startedOn: toString(project.startedOn),
  endedOn: toString(project.endedOn),
  topics: [(project)-[:CONCERNS]->(topic) | topic.id]
}) AS rows
"""
READ_PROJECT_DATES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (project:Project {id: id})
RETURN collect({
  id: id,
  status: project.status,
  startedOn: toString(project.startedOn),
  endedOn: toString(project.endedOn)
}) AS rows
"""
# Assignments to projects that end: `ending` reaches past the project's end, the day `on`; `later` begins on it or after it.
READ_ENDING_COUNTS_QUERY: LiteralString = """
UNWIND $endings AS ending
MATCH (project:Project {id: ending.id})<-[work:WORKED_ON]-(:Person)
USING INDEX SEEK project:Project(id)
WHERE work.from >= ending.on OR (work.from IS NOT NULL OR work.to IS NOT NULL) AND (work.to IS NULL OR work.to > ending.on)
WITH ending, sum(CASE WHEN work.from >= ending.on THEN 1 ELSE 0 END) AS later, count(*) AS all
RETURN collect({id: ending.id, ending: all - later, later: later}) AS rows
"""
CREATE_PROJECTS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (project:Project)
SET project = row
"""
UPDATE_PROJECTS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (project:Project {id: row.id})
SET project += row
"""
CREATE_CONCERNS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (project:Project {id: link.source})
MATCH (topic:Topic {id: link.target})
CREATE (project)-[:CONCERNS]->(topic)
"""
DELETE_CONCERNS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (project:Project {id: link.source})-[concern:CONCERNS]->(topic)
USING INDEX SEEK project:Project(id)
WHERE topic.id = link.target
DELETE concern
"""
READ_OWNERSHIPS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (project:Project {id: id})<-[ownership:OWNS]-(department)
USING INDEX SEEK project:Project(id)
RETURN collect({project: id, department: department.id, from: toString(ownership.from), to: toString(ownership.to)}) AS rows
"""
CREATE_OWNERSHIPS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (project:Project {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (department)-[:OWNS {from: link.from, to: link.to}]->(project)
"""
DELETE_OWNERSHIPS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (project:Project {id: link.source})<-[ownership:OWNS]-(department)
USING INDEX SEEK project:Project(id)
WHERE department.id = link.target AND coalesce(ownership.from = link.from, ownership.from IS NULL AND link.from IS NULL)
DELETE ownership
"""
READ_ASSIGNMENTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})-[work:WORKED_ON]->(project)
USING INDEX SEEK person:Person(id)
RETURN collect({person: id, project: project.id, role: work.role, from: toString(work.from), to: toString(work.to)}) AS rows
"""
CREATE_ASSIGNMENTS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})
MATCH (project:Project {id: link.target})
CREATE (person)-[:WORKED_ON {role: link.role, from: link.from, to: link.to}]->(project)
"""
DELETE_ASSIGNMENTS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})-[work:WORKED_ON]->(project)
USING INDEX SEEK person:Person(id)
WHERE project.id = link.target AND coalesce(work.role = link.role, work.role IS NULL AND link.role IS NULL)
DELETE work
"""

PROJECTS = TableSpec(
    name="projects",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("name", SHORT_TEXT, required=True),
        ColumnSpec("summary", TEXT),
        ColumnSpec("status", PROJECT_STATUS, required=True),
        ColumnSpec("startedOn", DATE),
        ColumnSpec("endedOn", DATE),
        ColumnSpec("extra", EXTRA),
        ColumnSpec("owner", ID, references="departments"),
        ColumnSpec("topics", IDS, references="topics", relationship=RelationshipQueries(CREATE_CONCERNS_QUERY, DELETE_CONCERNS_QUERY)),
    ),
    read=READ_PROJECTS_QUERY,
    create=CREATE_PROJECTS_QUERY,
    update=UPDATE_PROJECTS_QUERY,
)
OWNERSHIPS = TableSpec(
    name="ownerships",
    key=("project", "from"),
    columns=(
        ColumnSpec("project", ID, required=True, references="projects"),
        ColumnSpec("department", ID, required=True, references="departments"),
        ColumnSpec("from", DATE),
        ColumnSpec("to", END),
    ),
    read=READ_OWNERSHIPS_QUERY,
    relationship=RelationshipQueries(CREATE_OWNERSHIPS_QUERY, DELETE_OWNERSHIPS_QUERY),
    source="project",
    target="department",
    undated_column=("projects", "owner"),
)
ASSIGNMENTS = TableSpec(
    name="assignments",
    key=("person", "project", "role"),
    columns=(
        ColumnSpec("person", ID, required=True, references="people"),
        ColumnSpec("project", ID, required=True, references="projects"),
        ColumnSpec("role", SHORT_TEXT),
        ColumnSpec("from", DATE),
        ColumnSpec("to", END),
    ),
    read=READ_ASSIGNMENTS_QUERY,
    relationship=RelationshipQueries(CREATE_ASSIGNMENTS_QUERY, DELETE_ASSIGNMENTS_QUERY),
    source="person",
    target="project",
)
