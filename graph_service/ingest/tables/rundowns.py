"""Rundowns: meetings in which a project reviews lessons, and its decision on each lesson."""

from typing import LiteralString

from graph_service.ingest.cell_types import DAY, DECISION, ID, INSTANT, PHASE, TEXT
from graph_service.ingest.specification import Column, Link, Noun

STORED_RUNDOWNS_QUERY: LiteralString = """
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
MATCH (rundown:Rundown {id: link.source})-[held:FOR]->(project)
USING INDEX SEEK rundown:Rundown(id)
WHERE project.id = link.target
DELETE held
"""
STORED_CONSIDERED_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (rundown:Rundown {id: id})-[considered:CONSIDERED]->(lesson)
USING INDEX SEEK rundown:Rundown(id)
RETURN collect({
  rundown: id,
  lesson: lesson.id,
  decision: considered.decision,
  reason: considered.reason,
  decidedAt: toString(considered.decidedAt)
}) AS rows
"""
CREATE_CONSIDERED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})
MATCH (lesson:Lesson {id: link.target})
CREATE (rundown)-[:CONSIDERED {decision: link.decision, reason: link.reason, decidedAt: link.decidedAt}]->(lesson)
"""
DELETE_CONSIDERED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (rundown:Rundown {id: link.source})-[considered:CONSIDERED]->(lesson)
USING INDEX SEEK rundown:Rundown(id)
WHERE lesson.id = link.target
DELETE considered
"""

RUNDOWNS = Noun(
    table="rundowns",
    key=("id",),
    columns=(
        Column("id", ID, required=True),
        Column("phase", PHASE, required=True),
        Column("heldOn", DAY, required=True),
        Column("note", TEXT),
        Column("project", ID, required=True, refers="projects", link=Link(CREATE_FOR_QUERY, DELETE_FOR_QUERY)),
    ),
    stored=STORED_RUNDOWNS_QUERY,
    create=CREATE_RUNDOWNS_QUERY,
    update=UPDATE_RUNDOWNS_QUERY,
)
CONSIDERED = Noun(
    table="considered",
    key=("rundown", "lesson"),
    columns=(
        Column("rundown", ID, required=True, refers="rundowns"),
        Column("lesson", ID, required=True, refers="lessons"),
        Column("decision", DECISION, required=True),
        Column("reason", TEXT),
        Column("decidedAt", INSTANT),
    ),
    stored=STORED_CONSIDERED_QUERY,
    link=Link(CREATE_CONSIDERED_QUERY, DELETE_CONSIDERED_QUERY),
    source="rundown",
    target="lesson",
)
