"""Who may review a lesson: curators, and the stewards of its topics who have not left."""

from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import CommandContext
from graph_service.domain.parsing import quote
from graph_service.errors import Forbidden

# A steward who is not active, or belongs to no department today, has left. `today` is a date, or text in ISO 8601. The review queue
# (curation/queue.py) and the rule for readers (api/read_rules.py) repeat this condition.
IS_STEWARD_QUERY: LiteralString = """
MATCH (:Lesson {id: $lesson})-[:ABOUT]->()-[steward:STEWARDED_BY]->(person:Person {id: $person})
WHERE (steward.from IS NULL OR steward.from <= date($today)) AND (steward.to IS NULL OR date($today) < steward.to)
  AND coalesce(person.active, true) AND EXISTS {
    MATCH (person)-[home:MEMBER_OF]->()
    WHERE (home.from IS NULL OR home.from <= date($today)) AND (home.to IS NULL OR date($today) < home.to)
  }
RETURN person.id AS id
LIMIT 1
"""


async def is_steward(context: CommandContext, lesson: str) -> bool:
    """Whether the caller is a steward of one of the topics of the lesson today."""
    person = context.caller.person if context.caller is not None else None
    parameters = {"lesson": lesson, "person": person, "today": context.now.date()}
    return person is not None and bool(await context.tx.run(IS_STEWARD_QUERY, parameters))


async def refuse_other_reviewer(context: CommandContext, lesson: str) -> None:
    """Raises Forbidden if the caller is neither a curator nor a steward of one of the topics of the lesson."""
    is_curator = context.caller is None or context.caller.role >= Role.CURATOR
    if not is_curator and not await is_steward(context, lesson):
        raise Forbidden(f"lesson is {quote(lesson)}. Only stewards of its topics and curators can review it.", field="lesson")
