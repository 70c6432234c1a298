"""Checks that the caller of a command may read its lesson and its people. If not, the command fails as if they did not exist."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.audience_rule import MAY_READ_STATEMENT
from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import not_found
from graph_service.errors import NotFound
from graph_service.model.enums import Audience
from graph_service.model.labels import Label

# Nobody, and people who are not discoverable and with whom the viewer has learned no lesson: the opposite of IS_KNOWN_PERSON
# (api/read_rules.py).
UNNAMED_PEOPLE_QUERY: LiteralString = """
UNWIND $ids AS id
OPTIONAL MATCH (person:Person {id: id})
USING INDEX SEEK person:Person(id)
WITH id, person
WHERE person IS NULL
  OR person.discoverable = false AND NOT EXISTS { (person)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
RETURN collect(id) AS unnamed
"""


async def require_readable(context: CommandContext, lesson: str, found: Mapping[str, Any] | None, error: NotFound) -> None:
    """Raises the error if there is no such lesson, or if the caller may not read it: both take the same statements, so that their times do not
    differ. found: a row with its `audience`; None if there is none."""
    is_allowed = await is_readable(context, lesson, Audience.NAMED if found is None else found["audience"])
    if found is None or not is_allowed:
        raise error


async def is_readable(context: CommandContext, lesson: str, audience: str | None) -> bool:
    """Whether the caller may read this lesson. audience: of the lesson; None if everybody may read it."""
    caller = context.caller
    if audience is None or caller is None or caller.role >= Role.ADMINISTRATOR:
        return True
    is_unpublished = Audience(audience) is Audience.AUTHORS
    if is_unpublished and caller.role >= Role.CURATOR:
        return True
    parameters = {"id": lesson, "viewer": caller.person, "today": context.now.date()}
    return caller.person is not None and any(row["mayRead"] for row in await context.tx.run(MAY_READ_STATEMENT, parameters))


async def require_nameable(context: CommandContext, people: Sequence[str], field: str) -> None:
    """Raises NotFound for the first person whom the caller may not see named, or who is unknown.

    Otherwise contributors could find out who it is: co-learners of a lesson, and the people whom it is restricted to, are named to its learners.
    """
    caller = context.caller
    others = [] if caller is None or caller.role >= Role.CURATOR else [each for each in people if each != caller.person]
    if others:
        unnamed = set((await context.tx.run(UNNAMED_PEOPLE_QUERY, {"ids": others, "viewer": caller and caller.person}))[0]["unnamed"])
        for person in others:
            if person in unnamed:
                raise not_found(Label.PERSON, person, field)
