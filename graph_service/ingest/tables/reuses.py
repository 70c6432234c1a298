"""Reuses of lessons: the lesson, person, department, project, outcome and confirmation."""

from typing import LiteralString

from graph_service.ingest.cell_types import AMOUNT, DATE, EXTRA, HOURS, ID, INSTANT, OUTCOME, PAST_DATE, TEXT
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

READ_REUSES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (reuse:Reuse {id: id})
RETURN collect(reuse {
  .*,
  reusedOn: toString(reuse.reusedOn),
  confirmedAt: toString(reuse.confirmedAt),
  withdrawnOn: toString(reuse.withdrawnOn),
  judgedAt: toString(reuse.judgedAt),
  recordedAt: toString(reuse.recordedAt),
  lesson: [(reuse)-[:REUSE_OF]->(lesson) | lesson.id],
  person: [(reuse)-[:REUSED_BY]->(person) | person.id],
  department: [(reuse)-[:REUSED_IN]->(department) | department.id],
  project: [(reuse)-[:REUSED_ON]->(project) | project.id],
  rundown: [(reuse)-[:DECIDED_IN]->(rundown) | rundown.id],
  judgedBy: [(reuse)-[:JUDGED_BY]->(person) | person.id],
  confirmedBy: [(reuse)-[:CONFIRMED_BY]->(person) | person.id]
}) AS rows
"""
REUSES_OF_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})<-[:REUSE_OF]-(reuse:Reuse)
USING INDEX SEEK lesson:Lesson(id)
WHERE reuse.withdrawnOn IS NULL
RETURN collect({
  id: reuse.id,
  lesson: id,
  person: head([(reuse)-[:REUSED_BY]->(person) | person.id]),
  project: head([(reuse)-[:REUSED_ON]->(project) | project.id]),
  reusedOn: toString(reuse.reusedOn)
}) AS rows
"""
DAYS_OF_REUSES_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})<-[:REUSE_OF]-(reuse:Reuse)
USING INDEX SEEK lesson:Lesson(id)
RETURN collect([id, reuse.id, toString(reuse.reusedOn)]) AS rows
"""
CREATE_REUSES_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (reuse:Reuse)
SET reuse = row, reuse.recordedAt = coalesce(row.recordedAt, $now)
"""
UPDATE_REUSES_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (reuse:Reuse {id: row.id})
SET reuse += row
"""
CREATE_REUSE_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (lesson:Lesson {id: link.target})
CREATE (reuse)-[:REUSE_OF]->(lesson)
"""
DELETE_REUSE_OF_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[of:REUSE_OF]->(lesson)
USING INDEX SEEK reuse:Reuse(id)
WHERE lesson.id = link.target
DELETE of
"""
CREATE_REUSED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (reuse)-[:REUSED_BY]->(person)
"""
DELETE_REUSED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[by:REUSED_BY]->(person)
USING INDEX SEEK reuse:Reuse(id)
WHERE person.id = link.target
DELETE by
"""
CREATE_REUSED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (reuse)-[:REUSED_IN]->(department)
"""
DELETE_REUSED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[reused:REUSED_IN]->(department)
USING INDEX SEEK reuse:Reuse(id)
WHERE department.id = link.target
DELETE reused
"""
CREATE_REUSED_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (project:Project {id: link.target})
CREATE (reuse)-[:REUSED_ON]->(project)
"""
DELETE_REUSED_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[reused:REUSED_ON]->(project)
USING INDEX SEEK reuse:Reuse(id)
WHERE project.id = link.target
DELETE reused
"""
CREATE_DECIDED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (rundown:Rundown {id: link.target})
CREATE (reuse)-[:DECIDED_IN]->(rundown)
"""
DELETE_DECIDED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[decided:DECIDED_IN]->(rundown)
USING INDEX SEEK reuse:Reuse(id)
WHERE rundown.id = link.target
DELETE decided
"""
CREATE_JUDGED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (reuse)-[:JUDGED_BY]->(person)
"""
DELETE_JUDGED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[judged:JUDGED_BY]->(person)
USING INDEX SEEK reuse:Reuse(id)
WHERE person.id = link.target
DELETE judged
"""
CREATE_CONFIRMED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (reuse)-[:CONFIRMED_BY]->(person)
"""
DELETE_CONFIRMED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (reuse:Reuse {id: link.source})-[confirmed:CONFIRMED_BY]->(person)
USING INDEX SEEK reuse:Reuse(id)
WHERE person.id = link.target
DELETE confirmed
"""

REUSES = TableSpec(
    name="reuses",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("reusedOn", PAST_DATE, required=True),
        ColumnSpec("outcome", OUTCOME),
        ColumnSpec("note", TEXT),
        ColumnSpec("hoursSaved", HOURS),
        ColumnSpec("costAvoided", AMOUNT),
        ColumnSpec("currency", ID),
        ColumnSpec("judgedAt", INSTANT),
        ColumnSpec("confirmedAt", INSTANT),
        ColumnSpec("withdrawnOn", DATE),
        ColumnSpec("recordedAt", INSTANT, initial=True),
        ColumnSpec("extra", EXTRA),
        ColumnSpec(
            "lesson",
            ID,
            required=True,
            references="lessons",
            relationship=RelationshipQueries(CREATE_REUSE_OF_QUERY, DELETE_REUSE_OF_QUERY),
        ),
        ColumnSpec("person", ID, references="people", relationship=RelationshipQueries(CREATE_REUSED_BY_QUERY, DELETE_REUSED_BY_QUERY)),
        ColumnSpec(
            "department", ID, references="departments", relationship=RelationshipQueries(CREATE_REUSED_IN_QUERY, DELETE_REUSED_IN_QUERY)
        ),
        ColumnSpec(
            "project",
            ID,
            required=True,
            references="projects",
            relationship=RelationshipQueries(CREATE_REUSED_ON_QUERY, DELETE_REUSED_ON_QUERY),
        ),
        ColumnSpec(
            "rundown", ID, references="rundowns", relationship=RelationshipQueries(CREATE_DECIDED_IN_QUERY, DELETE_DECIDED_IN_QUERY)
        ),
        ColumnSpec("judgedBy", ID, references="people", relationship=RelationshipQueries(CREATE_JUDGED_BY_QUERY, DELETE_JUDGED_BY_QUERY)),
        ColumnSpec(
            "confirmedBy", ID, references="people", relationship=RelationshipQueries(CREATE_CONFIRMED_BY_QUERY, DELETE_CONFIRMED_BY_QUERY)
        ),
    ),
    read=READ_REUSES_QUERY,
    create=CREATE_REUSES_QUERY,
    update=UPDATE_REUSES_QUERY,
)
