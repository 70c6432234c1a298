"""People and their department memberships."""

from typing import LiteralString

from graph_service.ingest.cell_types import BOOLEAN, DATE, EMAIL, END, EXTRA, ID, IDS, SHORT_TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_PEOPLE_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect(person {.*, heads: [(person)-[:HEADS]->(department) | department.id]}) AS rows
"""
CREATE_HEADS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (person)-[:HEADS]->(department)
"""
DELETE_HEADS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})-[heads:HEADS]->(department)
USING INDEX SEEK person:Person(id)
WHERE department.id = link.target
DELETE heads
"""
# E-mail addresses are unique at all times, so an address is removed from its old owner before it is set on another person.
RELEASE_EMAILS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
REMOVE person.email
"""
EMAIL_OWNERS_QUERY: LiteralString = """
UNWIND $emails AS email
MATCH (person:Person {email: email})
RETURN collect({email: email, id: person.id, name: person.name}) AS rows
"""
CREATE_PEOPLE_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (person:Person)
SET person = row
"""
UPDATE_PEOPLE_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (person:Person {id: row.id})
SET person += row
"""
READ_MEMBERSHIPS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})-[membership:MEMBER_OF]->(department)
USING INDEX SEEK person:Person(id)
RETURN collect({person: id, department: department.id, from: toString(membership.from), to: toString(membership.to)}) AS rows
"""
CREATE_MEMBERSHIPS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (person)-[:MEMBER_OF {from: link.from, to: link.to}]->(department)
"""
DELETE_MEMBERSHIPS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (person:Person {id: link.source})-[membership:MEMBER_OF {from: link.from}]->(department)
USING INDEX SEEK person:Person(id)
WHERE department.id = link.target
DELETE membership
"""

PEOPLE = TableSpec(
    name="people",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("name", SHORT_TEXT, required=True),
        ColumnSpec("email", EMAIL),
        ColumnSpec("title", SHORT_TEXT),
        ColumnSpec("active", BOOLEAN, default=True),
        ColumnSpec("discoverable", BOOLEAN, default=True),
        ColumnSpec("extra", EXTRA),
        ColumnSpec("heads", IDS, references="departments", relationship=RelationshipQueries(CREATE_HEADS_QUERY, DELETE_HEADS_QUERY)),
    ),
    read=READ_PEOPLE_QUERY,
    create=CREATE_PEOPLE_QUERY,
    update=UPDATE_PEOPLE_QUERY,
)
MEMBERSHIPS = TableSpec(
    name="memberships",
    key=("person", "from"),
    columns=(
        ColumnSpec("person", ID, required=True, references="people"),
        ColumnSpec("department", ID, required=True, references="departments"),
        ColumnSpec("from", DATE, required=True),
        ColumnSpec("to", END),
    ),
    read=READ_MEMBERSHIPS_QUERY,
    relationship=RelationshipQueries(CREATE_MEMBERSHIPS_QUERY, DELETE_MEMBERSHIPS_QUERY),
    source="person",
    target="department",
)
