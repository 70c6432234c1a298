"""Lessons and their links to people, departments, projects, topics and other lessons."""

from typing import LiteralString

from graph_service.ingest.cell_types import (
    AUDIENCE,
    DATE,
    EXTRA,
    ID,
    IDS,
    INSTANT,
    LANGUAGE,
    LESSON_STATUS,
    PAST_DATE,
    PHASE,
    SHORT_TEXT,
    TEXT,
    URL,
)
from graph_service.ingest.specification import ColumnSpec, RelationshipQueries, TableSpec

# `supersededBy` and `firstReusedOn` are not columns; the validation rules use them.
READ_LESSONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect(lesson {
  .id, .title, .context, .wentWell, .wentWrong, .recommendation, .phase, .status, .audience, .language, .sourceUrl, .projectText,
  .learnersText, .extra,
  learnedOn: toString(lesson.learnedOn),
  publishedOn: toString(lesson.publishedOn),
  retiredOn: toString(lesson.retiredOn),
  recordedAt: toString(lesson.recordedAt),
  revisedAt: toString(lesson.revisedAt),
  submittedAt: toString(lesson.submittedAt),
  learnedBy: [(lesson)-[:LEARNED_BY]->(person) | person.id],
  learnedIn: [(lesson)-[:LEARNED_IN]->(department) | department.id],
  recordedBy: [(lesson)-[:RECORDED_BY]->(person) | person.id],
  restrictedToPeople: [(lesson)-[:RESTRICTED_TO_PERSON]->(person) | person.id],
  restrictedToDepartments: [(lesson)-[:RESTRICTED_TO_DEPARTMENT]->(department) | department.id],
  project: [(lesson)-[:LEARNED_ON]->(project) | project.id],
  topics: [(lesson)-[:ABOUT]->(topic) | topic.id],
  buildsOn: [(lesson)-[:BUILDS_ON]->(other) | other.id],
  supersedes: [(lesson)-[:SUPERSEDES]->(other) | other.id],
  recurrenceOf: [(lesson)-[:RECURRENCE_OF]->(other) | other.id],
  notRecurrenceOf: [(lesson)-[:NOT_RECURRENCE_OF]->(other) | other.id],
  supersededBy: [(lesson)<-[:SUPERSEDES]-(other) | {id: other.id, learnedOn: toString(other.learnedOn)}],
  firstReusedOn: COLLECT { MATCH (lesson)<-[:REUSE_OF]-(reuse) RETURN toString(min(reuse.reusedOn)) }[0]
}) AS rows
"""
READ_LESSON_DATES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect({
  id: id,
  status: lesson.status,
  learnedOn: toString(lesson.learnedOn),
  publishedOn: toString(lesson.publishedOn),
  retiredOn: toString(lesson.retiredOn)
}) AS rows
"""
CREATE_LESSONS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (lesson:Lesson)
SET lesson = row, lesson.recordedAt = coalesce(row.recordedAt, $now)
SET lesson.audience = coalesce(row.audience, CASE WHEN row.status IN ['DRAFT', 'SUBMITTED', 'RETURNED'] THEN 'AUTHORS' END),
  lesson.submittedAt = coalesce(row.submittedAt, CASE WHEN row.status = 'SUBMITTED' THEN $now END)
"""
UPDATE_LESSONS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (lesson:Lesson {id: row.id})
SET lesson += row, lesson.revisedAt = $now
SET lesson.audience = CASE
    WHEN lesson.audience = 'NAMED' THEN 'NAMED'
    WHEN lesson.status IN ['DRAFT', 'SUBMITTED', 'RETURNED'] OR lesson.audience = 'AUTHORS' AND lesson.publishedOn IS NULL THEN 'AUTHORS'
  END,
  lesson.submittedAt = coalesce(lesson.submittedAt, CASE WHEN lesson.status = 'SUBMITTED' THEN $now END)
"""
RETIRE_LESSONS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (lesson:Lesson {id: row.id})
SET lesson.status = 'RETIRED', lesson.retiredOn = row.retiredOn
"""
CREATE_LEARNED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (lesson)-[:LEARNED_BY]->(person)
"""
DELETE_LEARNED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[learned:LEARNED_BY]->(person)
USING INDEX SEEK lesson:Lesson(id)
WHERE person.id = link.target
DELETE learned
"""
CREATE_RECORDED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (lesson)-[:RECORDED_BY]->(person)
"""
DELETE_RECORDED_BY_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[recorded:RECORDED_BY]->(person)
USING INDEX SEEK lesson:Lesson(id)
WHERE person.id = link.target
DELETE recorded
"""
CREATE_LEARNED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (lesson)-[:LEARNED_IN]->(department)
"""
DELETE_LEARNED_IN_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[learned:LEARNED_IN]->(department)
USING INDEX SEEK lesson:Lesson(id)
WHERE department.id = link.target
DELETE learned
"""
CREATE_LEARNED_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (project:Project {id: link.target})
CREATE (lesson)-[:LEARNED_ON]->(project)
"""
DELETE_LEARNED_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[learned:LEARNED_ON]->(project)
USING INDEX SEEK lesson:Lesson(id)
WHERE project.id = link.target
DELETE learned
"""
CREATE_ABOUT_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (topic:Topic {id: link.target})
CREATE (lesson)-[:ABOUT]->(topic)
"""
DELETE_ABOUT_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[about:ABOUT]->(topic)
USING INDEX SEEK lesson:Lesson(id)
WHERE topic.id = link.target
DELETE about
"""
ALL_BUILDS_ON_QUERY: LiteralString = """
MATCH (lesson:Lesson)-[:BUILDS_ON]->(other)
RETURN collect([lesson.id, other.id]) AS pairs
"""
CREATE_BUILDS_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (other:Lesson {id: link.target})
CREATE (lesson)-[:BUILDS_ON]->(other)
"""
DELETE_BUILDS_ON_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[builds:BUILDS_ON]->(other)
USING INDEX SEEK lesson:Lesson(id)
WHERE other.id = link.target
DELETE builds
"""
ALL_SUPERSEDES_QUERY: LiteralString = """
MATCH (lesson:Lesson)-[:SUPERSEDES]->(other)
RETURN collect([lesson.id, other.id]) AS pairs
"""
CREATE_SUPERSEDES_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (other:Lesson {id: link.target})
CREATE (lesson)-[:SUPERSEDES]->(other)
"""
DELETE_SUPERSEDES_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[supersedes:SUPERSEDES]->(other)
USING INDEX SEEK lesson:Lesson(id)
WHERE other.id = link.target
DELETE supersedes
"""
ALL_RECURRENCES_QUERY: LiteralString = """
MATCH (lesson:Lesson)-[:RECURRENCE_OF]->(other)
RETURN collect([lesson.id, other.id]) AS pairs
"""
CREATE_RECURRENCES_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (other:Lesson {id: link.target})
CREATE (lesson)-[:RECURRENCE_OF]->(other)
"""
DELETE_RECURRENCES_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[recurrence:RECURRENCE_OF]->(other)
USING INDEX SEEK lesson:Lesson(id)
WHERE other.id = link.target
DELETE recurrence
"""
CREATE_DISMISSED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (other:Lesson {id: link.target})
CREATE (lesson)-[:NOT_RECURRENCE_OF]->(other)
"""
DELETE_DISMISSED_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[dismissed:NOT_RECURRENCE_OF]->(other)
USING INDEX SEEK lesson:Lesson(id)
WHERE other.id = link.target
DELETE dismissed
"""
CREATE_NAMED_PEOPLE_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (person:Person {id: link.target})
CREATE (lesson)-[:RESTRICTED_TO_PERSON]->(person)
"""
DELETE_NAMED_PEOPLE_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[named:RESTRICTED_TO_PERSON]->(person)
USING INDEX SEEK lesson:Lesson(id)
WHERE person.id = link.target
DELETE named
"""
CREATE_NAMED_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})
MATCH (department:Department {id: link.target})
CREATE (lesson)-[:RESTRICTED_TO_DEPARTMENT]->(department)
"""
DELETE_NAMED_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $links AS link
MATCH (lesson:Lesson {id: link.source})-[named:RESTRICTED_TO_DEPARTMENT]->(department)
USING INDEX SEEK lesson:Lesson(id)
WHERE department.id = link.target
DELETE named
"""

LESSONS = TableSpec(
    name="lessons",
    key=("id",),
    columns=(
        ColumnSpec("id", ID, required=True),
        ColumnSpec("title", SHORT_TEXT, required=True),
        ColumnSpec("context", TEXT),
        ColumnSpec("wentWell", TEXT),
        ColumnSpec("wentWrong", TEXT),
        ColumnSpec("recommendation", TEXT),
        ColumnSpec("phase", PHASE),
        ColumnSpec("status", LESSON_STATUS),
        ColumnSpec("learnedOn", PAST_DATE, required=True),
        ColumnSpec("publishedOn", PAST_DATE),
        ColumnSpec("retiredOn", DATE),
        ColumnSpec("language", LANGUAGE),
        ColumnSpec("sourceUrl", URL),
        ColumnSpec("projectText", SHORT_TEXT),
        ColumnSpec("learnersText", TEXT),
        ColumnSpec("audience", AUDIENCE),
        ColumnSpec("recordedAt", INSTANT, initial=True),
        ColumnSpec("revisedAt", INSTANT, initial=True),
        ColumnSpec("submittedAt", INSTANT, initial=True),
        ColumnSpec("extra", EXTRA),
        ColumnSpec(
            "project", ID, references="projects", relationship=RelationshipQueries(CREATE_LEARNED_ON_QUERY, DELETE_LEARNED_ON_QUERY)
        ),
        ColumnSpec(
            "learnedBy", IDS, references="people", relationship=RelationshipQueries(CREATE_LEARNED_BY_QUERY, DELETE_LEARNED_BY_QUERY)
        ),
        ColumnSpec(
            "learnedIn", IDS, references="departments", relationship=RelationshipQueries(CREATE_LEARNED_IN_QUERY, DELETE_LEARNED_IN_QUERY)
        ),
        ColumnSpec(
            "recordedBy", IDS, references="people", relationship=RelationshipQueries(CREATE_RECORDED_BY_QUERY, DELETE_RECORDED_BY_QUERY)
        ),
        ColumnSpec(
            "restrictedToPeople",
            IDS,
            references="people",
            relationship=RelationshipQueries(CREATE_NAMED_PEOPLE_QUERY, DELETE_NAMED_PEOPLE_QUERY),
        ),
        ColumnSpec(
            "restrictedToDepartments",
            IDS,
            references="departments",
            relationship=RelationshipQueries(CREATE_NAMED_DEPARTMENTS_QUERY, DELETE_NAMED_DEPARTMENTS_QUERY),
        ),
        ColumnSpec("topics", IDS, references="topics", relationship=RelationshipQueries(CREATE_ABOUT_QUERY, DELETE_ABOUT_QUERY)),
        ColumnSpec("buildsOn", IDS, references="lessons", relationship=RelationshipQueries(CREATE_BUILDS_ON_QUERY, DELETE_BUILDS_ON_QUERY)),
        ColumnSpec(
            "supersedes", IDS, references="lessons", relationship=RelationshipQueries(CREATE_SUPERSEDES_QUERY, DELETE_SUPERSEDES_QUERY)
        ),
        ColumnSpec(
            "recurrenceOf", IDS, references="lessons", relationship=RelationshipQueries(CREATE_RECURRENCES_QUERY, DELETE_RECURRENCES_QUERY)
        ),
        ColumnSpec(
            "notRecurrenceOf", IDS, references="lessons", relationship=RelationshipQueries(CREATE_DISMISSED_QUERY, DELETE_DISMISSED_QUERY)
        ),
    ),
    read=READ_LESSONS_QUERY,
    create=CREATE_LESSONS_QUERY,
    update=UPDATE_LESSONS_QUERY,
)
