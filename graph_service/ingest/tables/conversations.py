"""Conversations: who of a project talked with whom, and when."""

from typing import LiteralString

from graph_service.ingest.cell_types import EXTRA, ID, PAST_DATE, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_CONVERSATIONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (conversation:Conversation {id: id})
RETURN collect(conversation {
  .*,
  heldOn: toString(conversation.heldOn),
  project: [(conversation)-[:HELD_FOR]->(project) | project.id],
  `with`: [(conversation)-[:HELD_WITH]->(person) | person.id],
  heldBy: [(conversation)-[:HELD_BY]->(person) | person.id]
}) AS rows
"""
CREATE_CONVERSATIONS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (conversation:Conversation)
SET conversation = row
"""
UPDATE_CONVERSATIONS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (conversation:Conversation {id: row.id})
SET conversation += row
"""
CREATE_HELD_FOR_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})
MATCH (project:Project {id: link.target})
CREATE (conversation)-[:HELD_FOR]->(project)
"""
DELETE_HELD_FOR_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})-[held:HELD_FOR]->(project)
USING INDEX SEEK conversation:Conversation(id)
WHERE project.id = link.target
DELETE held
"""
CREATE_HELD_WITH_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (conversation)-[:HELD_WITH]->(person)
"""
DELETE_HELD_WITH_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})-[held:HELD_WITH]->(person)
USING INDEX SEEK conversation:Conversation(id)
WHERE person.id = link.target
DELETE held
"""
CREATE_HELD_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (conversation)-[:HELD_BY]->(person)
"""
DELETE_HELD_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (conversation:Conversation {id: link.source})-[held:HELD_BY]->(person)
USING INDEX SEEK conversation:Conversation(id)
WHERE person.id = link.target
DELETE held
"""

CONVERSATIONS = TableSpec(
    name="conversations",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("heldOn", PAST_DATE, required=True),
        ColumnSpec("note", TEXT),
        ColumnSpec("extra", EXTRA),
        ColumnSpec(
            "project",
            ID,
            required=True,
            references="projects",
            relationship=RelationshipQueries(CREATE_HELD_FOR_QUERY, DELETE_HELD_FOR_QUERY),
        ),
        ColumnSpec(
            "with", ID, required=True, references="people", relationship=RelationshipQueries(CREATE_HELD_WITH_QUERY, DELETE_HELD_WITH_QUERY)
        ),
        ColumnSpec(
            "heldBy", ID, required=True, references="people", relationship=RelationshipQueries(CREATE_HELD_BY_QUERY, DELETE_HELD_BY_QUERY)
        ),
    ),
    read=READ_CONVERSATIONS_QUERY,
    create=CREATE_CONVERSATIONS_QUERY,
    update=UPDATE_CONVERSATIONS_QUERY,
)
