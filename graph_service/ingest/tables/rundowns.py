"""Rundowns: meetings in which a project reviews lessons, and its decision on each lesson."""

from typing import LiteralString

from graph_service.ingest.cell_types import DATE, DECISION, EXTRA, ID, INSTANT, PHASE, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_RUNDOWNS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (rundown:Rundown {id: id})
RETURN collect(rundown {
  .*,
  heldOn: toString(rundown.heldOn),
  project: [(rundown)-[:FOR]->(project) | project.id]
}) AS rows
"""
CREATE_RUNDOWNS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (rundown:Rundown)
SET rundown = row
"""
UPDATE_RUNDOWNS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (rundown:Rundown {id: row.id})
SET rundown += row
"""
CREATE_FOR_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})
MATCH (project:Project {id: link.target})
CREATE (rundown)-[:FOR]->(project)
"""
DELETE_FOR_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})-[for_project:FOR]->(project)
USING INDEX SEEK rundown:Rundown(id)
WHERE project.id = link.target
DELETE for_project
"""
READ_CONSIDERED_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (rundown:Rundown {id: id})-[considered:CONSIDERED]->(lesson)
USING INDEX SEEK rundown:Rundown(id)
RETURN collect({
  rundown: id,
  lesson: lesson.id,
  decision: considered.decision,
  reason: considered.reason,
  decidedAt: toString(considered.decidedAt),
  decidedBy: considered.decidedBy
}) AS rows
"""
CREATE_CONSIDERED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})
MATCH (lesson:Lesson {id: link.target})
CREATE (rundown)-[:CONSIDERED {decision: link.decision, reason: link.reason, decidedAt: link.decidedAt, decidedBy: link.decidedBy}]->(lesson)
"""
DELETE_CONSIDERED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})-[considered:CONSIDERED]->(lesson)
USING INDEX SEEK rundown:Rundown(id)
WHERE lesson.id = link.target
DELETE considered
"""

RUNDOWNS = TableSpec(
    name="rundowns",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("phase", PHASE, required=True),
        ColumnSpec("heldOn", DATE, required=True),
        ColumnSpec("note", TEXT),
        ColumnSpec("extra", EXTRA),
        ColumnSpec(
            "project", ID, required=True, references="projects", relationship=RelationshipQueries(CREATE_FOR_QUERY, DELETE_FOR_QUERY)
        ),
    ),
    read=READ_RUNDOWNS_QUERY,
    create=CREATE_RUNDOWNS_QUERY,
    update=UPDATE_RUNDOWNS_QUERY,
)
CONSIDERED = TableSpec(
    name="considered",
    key=("rundown", "lesson"),
    columns=(
        ColumnSpec("rundown", ID, required=True, references="rundowns"),
        ColumnSpec("lesson", ID, required=True, references="lessons"),
        ColumnSpec("decision", DECISION, required=True),
        ColumnSpec("reason", TEXT),
        ColumnSpec("decidedAt", INSTANT),
        ColumnSpec("decidedBy", ID),
    ),
    read=READ_CONSIDERED_QUERY,
    relationship=RelationshipQueries(CREATE_CONSIDERED_QUERY, DELETE_CONSIDERED_QUERY),
    source="rundown",
    target="lesson",
)
