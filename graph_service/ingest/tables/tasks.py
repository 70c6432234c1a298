"""Tasks: who was asked to look at which finding, and since when."""

from typing import LiteralString

from graph_service.ingest.cell_types import EXTRA, FINDING, ID, PAST_DATE, SHORT_TEXT, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_TASKS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (task:Task {id: id})
RETURN collect(task {
  .*,
  askedOn: toString(task.askedOn),
  doneOn: toString(task.doneOn),
  person: [(task)-[:ASKED_OF]->(person) | person.id],
  askedBy: [(task)-[:ASKED_BY]->(person) | person.id]
}) AS rows
"""
CREATE_TASKS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (task:Task)
SET task = row, task.audience = 'ASKED'
"""
UPDATE_TASKS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (task:Task {id: row.id})
SET task += row
"""
CREATE_ASKED_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (task:Task {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (task)-[:ASKED_OF]->(person)
"""
DELETE_ASKED_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (task:Task {id: link.source})-[asked:ASKED_OF]->(person)
USING INDEX SEEK task:Task(id)
WHERE person.id = link.target
DELETE asked
"""
CREATE_ASKED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (task:Task {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (task)-[:ASKED_BY]->(person)
"""
DELETE_ASKED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (task:Task {id: link.source})-[asked:ASKED_BY]->(person)
USING INDEX SEEK task:Task(id)
WHERE person.id = link.target
DELETE asked
"""

TASKS = TableSpec(
    name="tasks",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("finding", FINDING, required=True),
        ColumnSpec("title", SHORT_TEXT, required=True),
        ColumnSpec("note", TEXT),
        ColumnSpec("askedOn", PAST_DATE, required=True),
        ColumnSpec("doneOn", PAST_DATE),
        ColumnSpec("extra", EXTRA),
        ColumnSpec(
            "person",
            ID,
            required=True,
            references="people",
            relationship=RelationshipQueries(CREATE_ASKED_OF_QUERY, DELETE_ASKED_OF_QUERY),
        ),
        ColumnSpec("askedBy", ID, references="people", relationship=RelationshipQueries(CREATE_ASKED_BY_QUERY, DELETE_ASKED_BY_QUERY)),
    ),
    read=READ_TASKS_QUERY,
    create=CREATE_TASKS_QUERY,
    update=UPDATE_TASKS_QUERY,
)
