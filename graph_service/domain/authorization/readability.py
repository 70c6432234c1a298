"""Checks that the caller of a command may read its lesson and its people. If not, the command fails as if they did not exist."""

from collections.abc import Sequence
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.reviewers import is_steward
from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import not_found
from graph_service.errors import NotFound
from graph_service.model.enums import Audience
from graph_service.model.labels import Label

# Whether a person may read a lesson that not everybody may read: the rule IS_OWN_LESSON (api/read_rules.py), without stewards.
MAY_READ_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})
RETURN EXISTS { (lesson)-[:LEARNED_BY|RESTRICTED_TO_PERSON]->(:Person {id: $person}) }
  OR lesson.audience = 'AUTHORS' AND EXISTS { (lesson)-[:RECORDED_BY]->(:Person {id: $person}) }
  OR EXISTS {
    MATCH (:Person {id: $person})-[member:MEMBER_OF]->(home)
    WHERE (member.from IS NULL OR member.from <= $today) AND (member.to IS NULL OR $today < member.to)
    MATCH (home) (()-[part:PART_OF]->() WHERE (part.from IS NULL OR part.from <= $today) AND (part.to IS NULL OR $today < part.to)){0,} (department)
    WHERE (department)<-[:RESTRICTED_TO_DEPARTMENT]-(lesson)
  } AS mayRead
"""
# People who are not discoverable and with whom the viewer has learned no lesson: the opposite of IS_KNOWN_PERSON (api/read_rules.py).
UNNAMED_PEOPLE_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
USING INDEX SEEK person:Person(id)
WHERE person.discoverable = false AND NOT EXISTS { (person)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
RETURN person.id AS id
"""


async def require_readable(context: CommandContext, lesson: str, audience: str | None, error: NotFound) -> None:
    """Raises the error if the caller may not read this lesson. audience: of the lesson; None if everybody may read it."""
    caller = context.caller
    if audience is None or caller is None or caller.role >= Role.ADMINISTRATOR:
        return
    is_unpublished = Audience(audience) is Audience.AUTHORS
    if is_unpublished and caller.role >= Role.CURATOR:
        return
    parameters = {"id": lesson, "person": caller.person, "today": context.now.date()}
    may_read = caller.person is not None and (await context.tx.run(MAY_READ_QUERY, parameters))[0]["mayRead"]
    if not may_read and not (is_unpublished and await is_steward(context, lesson)):
        raise error


async def require_nameable(context: CommandContext, people: Sequence[str], field: str) -> None:
    """Raises NotFound for the first person whom the caller may not see named.

    Otherwise contributors could find out who it is: co-learners of a lesson, and the people whom it is restricted to, are named to its learners.
    """
    caller = context.caller
    others = [] if caller is None or caller.role >= Role.CURATOR else [each for each in people if each != caller.person]
    for row in await context.tx.run(UNNAMED_PEOPLE_QUERY, {"ids": others, "viewer": caller and caller.person}) if others else ():
        raise not_found(Label.PERSON, row["id"], field)
