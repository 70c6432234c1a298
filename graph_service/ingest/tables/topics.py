"""Topics, their links to broader topics, and their stewards."""

from typing import LiteralString

from graph_service.ingest.cell_types import DATE, END, EXTRA, ID, IDS, SHORT_TEXT, TEXT
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
READ_STEWARDS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (topic:Topic {id: id})-[steward:STEWARDED_BY]->(person)
USING INDEX SEEK topic:Topic(id)
RETURN collect({topic: id, person: person.id, from: toString(steward.from), to: toString(steward.to)}) AS rows
"""
CREATE_STEWARDS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (topic:Topic {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (topic)-[:STEWARDED_BY {from: link.from, to: link.to}]->(person)
"""
DELETE_STEWARDS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (topic:Topic {id: link.source})-[steward:STEWARDED_BY]->(person)
USING INDEX SEEK topic:Topic(id)
WHERE person.id = link.target AND coalesce(steward.from = link.from, steward.from IS NULL AND link.from IS NULL)
DELETE steward
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
STEWARDS = TableSpec(
    name="stewards",
    key=("topic", "person", "from"),
    columns=(
        ColumnSpec("topic", ID, required=True, references="topics"),
        ColumnSpec("person", ID, required=True, references="people"),
        ColumnSpec("from", DATE),
        ColumnSpec("to", END),
    ),
    read=READ_STEWARDS_QUERY,
    relationship=RelationshipQueries(CREATE_STEWARDS_QUERY, DELETE_STEWARDS_QUERY),
    source="topic",
    target="person",
)
