"""Derives the departments of lessons and reuses from memberships on the day, and from them the scope of each reuse."""

from collections.abc import Collection
from typing import LiteralString

from graph_service.graph import WriteTransaction

# A lesson without a known learner keeps the departments that an import stated. Only differences are written.
# The hints are needed: a plan made while the graph was small scans all departments or lessons. An import that makes the graph large would
# continue to use this plan and take a hundred times as long.
ATTRIBUTE_LESSONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
USING INDEX SEEK lesson:Lesson(id)
CALL (lesson) {
  WITH lesson
  WHERE EXISTS { (lesson)-[:LEARNED_BY]->() }
  WITH lesson,
    COLLECT {
      MATCH (lesson)-[:LEARNED_BY]->()-[membership:MEMBER_OF]->(department)
      WHERE membership.from <= lesson.learnedOn AND (membership.to IS NULL OR lesson.learnedOn < membership.to)
      RETURN DISTINCT department
    } AS derived,
    [(lesson)-[link:LEARNED_IN]->() | link] AS links
  FOREACH (outdated IN [link IN links WHERE NOT endNode(link) IN derived] | DELETE outdated)
  FOREACH (missing IN [department IN derived WHERE NOT department IN [link IN links | endNode(link)]] |
    CREATE (lesson)-[:LEARNED_IN]->(missing)
  )
}
RETURN collect([(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]) AS reuses
"""
ATTRIBUTE_REUSES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (reuse:Reuse {id: id})
USING INDEX SEEK reuse:Reuse(id)
WHERE EXISTS { (reuse)-[:REUSED_BY]->() }
WITH reuse,
  COLLECT {
    MATCH (reuse)-[:REUSED_BY]->()-[membership:MEMBER_OF]->(department)
    WHERE membership.from <= reuse.reusedOn AND (membership.to IS NULL OR reuse.reusedOn < membership.to)
    RETURN DISTINCT department
  } AS derived,
  [(reuse)-[link:REUSED_IN]->() | link] AS links
FOREACH (outdated IN [link IN links WHERE NOT endNode(link) IN derived] | DELETE outdated)
FOREACH (missing IN [department IN derived WHERE NOT department IN [link IN links | endNode(link)]] |
  CREATE (reuse)-[:REUSED_IN]->(missing)
)
"""
# Compares lists, because a pattern from one side to the other could be planned through every lesson of a department.
SET_SCOPES_QUERY: LiteralString = """
UNWIND $reuses AS id
MATCH (reuse:Reuse {id: id})-[:REUSE_OF]->(lesson:Lesson)
USING INDEX SEEK reuse:Reuse(id)
WITH reuse, lesson,
  [(lesson)-[:LEARNED_BY]->(person:Person) | person.id] AS learners,
  [(reuse)-[:REUSED_BY]->(person:Person) | person.id] AS reusers,
  [(lesson)-[:LEARNED_IN]->(department:Department) | department.id] AS learnedIn,
  [(reuse)-[:REUSED_IN]->(department:Department) | department.id] AS reusedIn
SET reuse.audience = CASE lesson.audience WHEN 'NAMED' THEN 'NAMED' END,
  reuse.scope = CASE
    WHEN any(person IN reusers WHERE person IN learners) THEN 'OWN'
    WHEN size(learnedIn) = 0 OR size(reusedIn) = 0 THEN 'UNATTRIBUTED'
    WHEN any(department IN reusedIn WHERE department IN learnedIn) THEN 'INTERNAL'
    ELSE 'CROSS'
  END
"""
ATTRIBUTED_EVENTS_OF_QUERY: LiteralString = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN collect({
  lessons: [(person)<-[:LEARNED_BY]-(lesson:Lesson) | lesson.id],
  reuses: [(person)<-[:REUSED_BY]-(reuse:Reuse) | reuse.id]
}) AS events
"""


async def attribute_lessons(tx: WriteTransaction, lesson_ids: Collection[str]) -> None:
    """Derives LEARNED_IN of these lessons, and the scope of every reuse of them.

    The departments are the departments of the known learners on learnedOn; a learner without a membership on that day adds none. A lesson without
    any known learner keeps the departments that an import stated. Only differences are written. Unknown ids are ignored.
    """
    if not lesson_ids:
        return
    reuses = (await tx.run(ATTRIBUTE_LESSONS_QUERY, {"ids": list(lesson_ids)}))[0]["reuses"]
    await set_scopes(tx, [reuse for reuses_of_lesson in reuses for reuse in reuses_of_lesson])


async def attribute_reuses(tx: WriteTransaction, reuse_ids: Collection[str]) -> None:
    """Derives REUSED_IN of these reuses, in the same way as LEARNED_IN, and their scope. Their lessons must be attributed first.

    Scope is OWN if the reuser is one of the lesson's learners, else UNATTRIBUTED if either side has no department, else INTERNAL if the
    two sides share a department, else CROSS.
    """
    if not reuse_ids:
        return
    await tx.run(ATTRIBUTE_REUSES_QUERY, {"ids": list(reuse_ids)})
    await set_scopes(tx, reuse_ids)


async def attribute_events_of(tx: WriteTransaction, people: Collection[str]) -> None:
    """Derives again everything that depends on the memberships of these people: their lessons, the reuses of these lessons, and their own reuses."""
    if not people:
        return
    events = (await tx.run(ATTRIBUTED_EVENTS_OF_QUERY, {"people": list(people)}))[0]["events"]
    await attribute_lessons(tx, {lesson for person in events for lesson in person["lessons"]})
    await attribute_reuses(tx, {reuse for person in events for reuse in person["reuses"]})


async def set_scopes(tx: WriteTransaction, reuse_ids: Collection[str]) -> None:
    """Derives the scopes of these reuses, and who may read them. Their departments, and those of their lessons, must be set before."""
    if reuse_ids:
        await tx.run(SET_SCOPES_QUERY, {"reuses": list(reuse_ids)})
