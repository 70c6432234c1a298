"""Lessons and their links to people, departments, projects, topics and other lessons."""

from typing import LiteralString

from graph_service.ingest.cell_types import DAY, ID, IDS, LESSON_STATUS, LINE, PHASE, TEXT, URL
from graph_service.ingest.specification import Column, Link, Noun

# `supersededBy` and `reuses` are not columns; the validation rules use them.
STORED_LESSONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect(lesson {
  .*,
  learnedOn: toString(lesson.learnedOn),
  publishedOn: toString(lesson.publishedOn),
  retiredOn: toString(lesson.retiredOn),
  recordedAt: null,
  revisedAt: null,
  learnedBy: [(lesson)-[:LEARNED_BY]->(person) | person.id],
  learnedIn: [(lesson)-[:LEARNED_IN]->(department) | department.id],
  project: [(lesson)-[:LEARNED_ON]->(project) | project.id],
  topics: [(lesson)-[:ABOUT]->(topic) | topic.id],
  buildsOn: [(lesson)-[:BUILDS_ON]->(other) | other.id],
  supersedes: [(lesson)-[:SUPERSEDES]->(other) | other.id],
  recurrenceOf: [(lesson)-[:RECURRENCE_OF]->(other) | other.id],
  supersededBy: [(lesson)<-[:SUPERSEDES]-(other) | {id: other.id, learnedOn: toString(other.learnedOn)}],
  reuses: [(lesson)<-[:REUSE_OF]-(reuse) | {id: reuse.id, reusedOn: toString(reuse.reusedOn)}]
}) AS rows
"""
NAMED_LESSONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect({
  id: id,
  status: lesson.status,
  learnedOn: toString(lesson.learnedOn),
  retiredOn: toString(lesson.retiredOn)
}) AS rows
"""
CREATE_LESSONS_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (lesson:Lesson)
SET lesson = row, lesson.recordedAt = $now
"""
UPDATE_LESSONS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (lesson:Lesson {id: row.id})
SET lesson += row, lesson.revisedAt = $now
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

LESSONS = Noun(
    table="lessons",
    key=("id",),
    columns=(
        Column("id", ID, required=True),
        Column("title", LINE, required=True),
        Column("context", TEXT),
        Column("wentWell", TEXT),
        Column("wentWrong", TEXT),
        Column("recommendation", TEXT),
        Column("phase", PHASE),
        Column("status", LESSON_STATUS),
        Column("learnedOn", DAY, required=True),
        Column("publishedOn", DAY),
        Column("retiredOn", DAY),
        Column("sourceUrl", URL),
        Column("project", ID, refers="projects", link=Link(CREATE_LEARNED_ON_QUERY, DELETE_LEARNED_ON_QUERY)),
        Column("learnedBy", IDS, default=(), refers="people", many=True, link=Link(CREATE_LEARNED_BY_QUERY, DELETE_LEARNED_BY_QUERY)),
        Column("learnedIn", IDS, default=(), refers="departments", many=True, link=Link(CREATE_LEARNED_IN_QUERY, DELETE_LEARNED_IN_QUERY)),
        Column("topics", IDS, default=(), refers="topics", many=True, link=Link(CREATE_ABOUT_QUERY, DELETE_ABOUT_QUERY)),
        Column("buildsOn", IDS, default=(), refers="lessons", many=True, link=Link(CREATE_BUILDS_ON_QUERY, DELETE_BUILDS_ON_QUERY)),
        Column("supersedes", IDS, default=(), refers="lessons", many=True, link=Link(CREATE_SUPERSEDES_QUERY, DELETE_SUPERSEDES_QUERY)),
        Column(
            "recurrenceOf",
            IDS,
            default=(),
            refers="lessons",
            many=True,
            link=Link(CREATE_RECURRENCES_QUERY, DELETE_RECURRENCES_QUERY),
        ),
    ),
    stored=STORED_LESSONS_QUERY,
    create=CREATE_LESSONS_QUERY,
    update=UPDATE_LESSONS_QUERY,
)
