"""Topics and their links to broader topics."""

from typing import LiteralString

from graph_service.ingest.cell_types import ID, IDS, LINE, TEXT
from graph_service.ingest.specification import Column, Link, Noun

STORED_TOPICS_QUERY: LiteralString = """
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

TOPICS = Noun(
    table="topics",
    key=("id",),
    columns=(
        Column("id", ID, required=True),
        Column("name", LINE, required=True),
        Column("description", TEXT),
        Column("broader", IDS, default=(), refers="topics", many=True, link=Link(CREATE_BROADER_QUERY, DELETE_BROADER_QUERY)),
    ),
    stored=STORED_TOPICS_QUERY,
    create=CREATE_TOPICS_QUERY,
    update=UPDATE_TOPICS_QUERY,
)
