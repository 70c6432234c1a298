"""Who may review a lesson: curators, and the stewards of its topics who have not left."""

from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.audience_rule import ABOUT_TOPIC_OF_STEWARD
from graph_service.domain.commands import CommandContext
from graph_service.domain.parsing import quote
from graph_service.errors import Forbidden

IS_STEWARD_STATEMENT: LiteralString = "MATCH (viewed:Lesson {id: $lesson})" + ABOUT_TOPIC_OF_STEWARD + "RETURN person.id AS id\nLIMIT 1"


async def is_steward(context: CommandContext, lesson: str) -> bool:
    """Whether the caller is a steward of one of the topics of the lesson today."""
    person = context.caller.person if context.caller is not None else None
    parameters = {"lesson": lesson, "viewer": person, "today": context.now.date()}
    return person is not None and bool(await context.tx.run(IS_STEWARD_STATEMENT, parameters))


async def refuse_other_reviewer(context: CommandContext, lesson: str) -> None:
    """Raises Forbidden if the caller is neither a curator nor a steward of one of the topics of the lesson."""
    is_curator = context.caller is None or context.caller.role >= Role.CURATOR
    if not is_curator and not await is_steward(context, lesson):
        raise Forbidden(f"lesson is {quote(lesson)}. Only stewards of its topics and curators can review it.", field="lesson")
