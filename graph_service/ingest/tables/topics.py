"""Topics and their links to broader topics."""

from typing import LiteralString

from graph_service.ingest.cell_types import EXTRA, ID, IDS, SHORT_TEXT, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_TOPICS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (topic:Topic {id: id})
RETURN collect(topic {.*, broader: [(topic)-[:BROADER]->(broader) | broader.id]}) AS rows
"""
CREATE_TOPICS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (topic:Topic)
SET topic = row
"""
UPDATE_TOPICS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (topic:Topic {id: row.id})
SET topic += row
"""
ALL_BROADER_QUERY: LiteralString = """
MATCH (topic:Topic)-[:BROADER]->(broader)
RETURN collect([topic.id, broader.id]) AS pairs
"""
CREATE_BROADER_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (topic:Topic {id: link.source})
MATCH (broader:Topic {id: link.target})
CREATE (topic)-[:BROADER]->(broader)
"""
DELETE_BROADER_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (topic:Topic {id: link.source})-[narrower:BROADER]->(broader)
USING INDEX SEEK topic:Topic(id)
WHERE broader.id = link.target
DELETE narrower
"""

TOPICS = TableSpec(
    name="topics",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("name", SHORT_TEXT, required=True),
        ColumnSpec("description", TEXT),
        ColumnSpec("extra", EXTRA),
        ColumnSpec("broader", IDS, references="topics", relationship=RelationshipQueries(CREATE_BROADER_QUERY, DELETE_BROADER_QUERY)),
    ),
    read=READ_TOPICS_QUERY,
    create=CREATE_TOPICS_QUERY,
    update=UPDATE_TOPICS_QUERY,
)
