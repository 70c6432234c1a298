"""The reviews of lessons: who submitted, returned, answered, published, refused or merged them, when and with which note."""

from typing import LiteralString

from graph_service.ingest.cell_types import ID, INSTANT, REVIEW_DECISION, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_REVIEWS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})-[review:REVIEWED_BY]->(person)
USING INDEX SEEK lesson:Lesson(id)
RETURN collect({lesson: id, person: person.id, at: toString(review.at), decision: review.decision, note: review.note}) AS rows
"""
CREATE_REVIEWS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (lesson)-[:REVIEWED_BY {at: link.at, decision: link.decision, note: link.note}]->(person)
"""
DELETE_REVIEWS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[review:REVIEWED_BY {at: link.at, decision: link.decision}]->(person)
USING INDEX SEEK lesson:Lesson(id)
WHERE person.id = link.target
DELETE review
"""

REVIEWS = TableSpec(
    name="reviews",
    key=("lesson", "person", "at", "decision"),
    columns=(
        ColumnSpec("lesson", ID, required=True, references="lessons"),
        ColumnSpec("person", ID, required=True, references="people"),
        ColumnSpec("at", INSTANT, required=True),
        ColumnSpec("decision", REVIEW_DECISION, required=True),
        ColumnSpec("note", TEXT),
    ),
    read=READ_REVIEWS_QUERY,
    relationship=RelationshipQueries(CREATE_REVIEWS_QUERY, DELETE_REVIEWS_QUERY),
    source="lesson",
    target="person",
)
