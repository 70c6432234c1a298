"""Checks the properties that say who may read what. They are derived from others, and can become wrong when the graph is changed by Cypher."""

from collections.abc import Mapping
from typing import LiteralString

from graph_service.domain.activity import activity_parameters, lock_activity_log, record_activity
from graph_service.domain.organisation.discoverability import set_shown
from graph_service.graph import Graph, WriteTransaction
from graph_service.health.check import Check, State
from graph_service.health.integrity import TIMEOUT

WRONG_LESSONS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE coalesce(lesson.audience, '') <> CASE
  WHEN EXISTS { (lesson)-[:RESTRICTED_TO_PERSON|RESTRICTED_TO_DEPARTMENT]->() } OR lesson.audience = 'NAMED' THEN 'NAMED'
  WHEN lesson.status IN ['DRAFT', 'SUBMITTED', 'RETURNED'] THEN 'AUTHORS'
  WHEN lesson.status = 'RETIRED' AND lesson.publishedOn IS NULL THEN coalesce(lesson.audience, '')
  ELSE ''
END
RETURN count(lesson) AS wrong
"""
WRONG_REUSES_QUERY: LiteralString = """
MATCH (reuse:Reuse)-[:REUSE_OF]->(lesson)
WHERE coalesce(reuse.audience, '') <> CASE lesson.audience WHEN 'NAMED' THEN 'NAMED' ELSE '' END
RETURN count(reuse) AS wrong
"""
WRONG_PEOPLE_QUERY: LiteralString = """
MATCH (person:Person)
WHERE person.discoverable IS NULL OR person.shownId IS NULL OR person.shownName IS NULL
  OR (person.discoverable AND (person.shownId <> person.id OR person.shownName <> person.name))
  OR (NOT person.discoverable AND (person.shownId = person.id OR person.shownName <> 'a colleague'))
RETURN count(person) AS wrong
"""
REPAIR_LESSONS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WITH lesson, CASE
  WHEN EXISTS { (lesson)-[:RESTRICTED_TO_PERSON|RESTRICTED_TO_DEPARTMENT]->() } OR lesson.audience = 'NAMED' THEN 'NAMED'
  WHEN lesson.status IN ['DRAFT', 'SUBMITTED', 'RETURNED'] THEN 'AUTHORS'
  WHEN lesson.status = 'RETIRED' AND lesson.publishedOn IS NULL THEN lesson.audience
END AS audience
WHERE coalesce(lesson.audience, '') <> coalesce(audience, '')
SET lesson.audience = audience
"""
REPAIR_REUSES_QUERY: LiteralString = """
MATCH (reuse:Reuse)-[:REUSE_OF]->(lesson)
WITH reuse, CASE lesson.audience WHEN 'NAMED' THEN 'NAMED' END AS audience
WHERE coalesce(reuse.audience, '') <> coalesce(audience, '')
SET reuse.audience = audience
"""
REPAIR_PEOPLE_QUERY: LiteralString = """
MATCH (person:Person)
SET person.discoverable = coalesce(person.discoverable, true)
RETURN collect(person.id) AS people
"""
REMEDY = "Somebody changed the graph by hand. Run `graph-service doctor --repair`."


async def check_visibility(graph: Graph) -> list[Check]:
    """Reports lessons, reuses and people whose properties about who may read them do not follow the rules."""
    counts = await _count_wrong(graph)
    checks = [Check("visibility", State.WRONG, f"{noun} can be read by the wrong people.", REMEDY) for noun in _nouns(counts)]
    return checks or [Check("visibility", State.OK, "Drafts, restricted lessons and names can be read only by those who may read them.")]


async def repair_visibility(graph: Graph) -> list[Check]:
    """Sets these properties by the rules and records an Activity. Does nothing if all are correct."""
    counts = await _count_wrong(graph)
    if not any(counts.values()):
        return [Check("repair of visibility", State.OK, "Nothing had to be corrected.")]
    await graph.write(_repair)
    return [Check("repair of visibility", State.NOTE, f"Corrected who may read {', '.join(_nouns(counts))}.", figures={**counts})]


async def _count_wrong(graph: Graph) -> dict[str, int]:
    return {
        "lessons": await graph.read(WRONG_LESSONS_QUERY, timeout=TIMEOUT),
        "reuses": await graph.read(WRONG_REUSES_QUERY, timeout=TIMEOUT),
        "people": await graph.read(WRONG_PEOPLE_QUERY, timeout=TIMEOUT),
    }


def _nouns(counts: Mapping[str, int]) -> list[str]:
    """For example ["1 reuse", "3 people"], without zeros."""
    singular = {"lessons": "lesson", "reuses": "reuse", "people": "person"}
    return [f"{count:,} {singular[noun] if count == 1 else noun}" for noun, count in counts.items() if count]


async def _repair(tx: WriteTransaction) -> None:
    await lock_activity_log(tx)
    await tx.run(REPAIR_LESSONS_QUERY, {})
    await tx.run(REPAIR_REUSES_QUERY, {})
    await set_shown(tx, (await tx.run(REPAIR_PEOPLE_QUERY, {}))[0]["people"])
    await record_activity(tx, activity_parameters("REPAIR", None, None, (), None))
