"""What contributors may do: record what they learned and reused themselves, and revise their own drafts. Curators may also act for others."""

from collections.abc import Collection, Sequence
from typing import Any, Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.commands import CommandContext
from graph_service.domain.parsing import parse_short_text, quote
from graph_service.errors import Forbidden, InvalidInput
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus

# A reuse is recorded by itself or by a decision in a rundown. An entry that was undone no longer counts. The person is compared too,
# because one person may have several tokens and logins.
OWN_ACTIONS_QUERY: LiteralString = """
UNWIND $reuses AS id
CALL (id) {
  MATCH (activity:Activity {subjectId: id})
  WHERE activity.subjectLabel = 'Reuse' AND activity.action IN $actions
  RETURN activity
UNION ALL
  MATCH (:Reuse {id: id})-[:DECIDED_IN]->(rundown)
  WITH id, head(collect(rundown)) AS rundown
  MATCH (activity:Activity {subjectId: rundown.id})
  USING INDEX activity:Activity(subjectId)
  WHERE activity.subjectLabel = 'Rundown' AND 'Reuse:' + id IN activity.alsoChanged AND 'recordReuse' IN $actions
  RETURN activity
}
WITH id, activity
WHERE activity.undone IS NULL AND (activity.callerSubject = $subject OR activity.actor = $person)
RETURN collect(DISTINCT id) AS reuses
"""
NO_PERSON: Final = (
    "contributors act for themselves, but the service does not know which person you are. Ask its operator to link your token to your person: "
    "graph-service token create NAME --role contributor --person ID."
)


def acting_person(context: CommandContext, stated: Any, field: str) -> str:
    """The person who acts: the stated one, by default the caller's own. Only curators may state somebody else.

    Raises InvalidInput if neither is known, and Forbidden.
    """
    own = context.caller.person if context.caller is not None else None
    if stated is None and own is None:
        raise InvalidInput(
            f"{field} is required, because the service does not know which person you are. Set it to the ID of a person.", field=field
        )
    person = own if stated is None else parse_short_text(stated, field)
    restricted = _restricted(context)
    if restricted is not None and person != _own_person(restricted, context.action):
        raise Forbidden(f"{field} is {quote(person)}, but you are {quote(own)}. Only curators may act for somebody else.", field=field)
    return person or ""


def always_learner(context: CommandContext) -> str | None:
    """The caller's person, if the caller may record only what they learned themselves; None otherwise. Raises Forbidden if it is not known."""
    restricted = _restricted(context)
    return None if restricted is None else _own_person(restricted, context.action)


def refuse_other_learners(context: CommandContext, learners: Sequence[str]) -> None:
    """Raises Forbidden if a contributor is not among the learners of the lesson that they record or revise."""
    restricted = _restricted(context)
    if restricted is not None and (own := _own_person(restricted, context.action)) not in learners:
        raise Forbidden(
            f"learners does not contain you ({quote(own)}). Contributors record what they learned themselves; curators record for others.",
            field="learners",
        )


def refuse_publishing(context: CommandContext, field: str) -> None:
    """Raises Forbidden if the caller may not publish their own lessons."""
    if context.caller is not None and not context.caller.may_publish:
        raise Forbidden(
            f"Publishing a lesson requires the role {Role.CURATOR}; you have the role {context.caller.role}. A curator can publish your draft.",
            field=field,
        )


def refuse_other_lesson(context: CommandContext, lesson: str, status: Any, authors: Collection[str]) -> None:
    """Raises Forbidden if a contributor is not an author of the lesson, or if it is published and they may not publish."""
    restricted = _restricted(context)
    if restricted is None:
        return
    if _own_person(restricted, context.action) not in authors:
        raise Forbidden(
            f"lesson is {quote(lesson)}, which other people learned. Ask one of them or a curator to change it.", field="lesson"
        )
    if status == LessonStatus.RETIRED or (status not in UNPUBLISHED_STATUSES and not restricted.may_publish):
        raise Forbidden(
            f"lesson is {quote(lesson)}, which is {status}. Contributors may change only lessons that are not published. Ask a curator.",
            field="lesson",
        )


def refuse_other_pair(context: CommandContext, lessons: Collection[str], authors: Collection[str], *, decided: bool) -> None:
    """Raises Forbidden if a contributor is an author of neither of two lessons, or if it was decided whether both are about the same problem."""
    restricted = _restricted(context)
    if restricted is None:
        return
    names = " and ".join(quote(lesson) for lesson in lessons)
    if _own_person(restricted, context.action) not in authors:
        raise Forbidden(
            f"You are not an author of {' or '.join(quote(lesson) for lesson in lessons)}. Ask an author of one of the two, or a curator, to decide.",
            field="lesson",
        )
    if decided:
        raise Forbidden(
            f"Somebody already decided whether {names} are about the same problem. Ask a curator to change that.", field="lesson"
        )


def refuse_other_reuse(context: CommandContext, reuse: str, reusers: Collection[str]) -> None:
    """Raises Forbidden if a contributor did not report this reuse."""
    restricted = _restricted(context)
    if restricted is not None and _own_person(restricted, context.action) not in reusers:
        raise Forbidden(f"reuse is {quote(reuse)}, which somebody else reported. Ask that person or a curator to change it.", field="reuse")


def refuse_confirmed(context: CommandContext, reuse: str, confirmed_at: str | None) -> None:
    """Raises Forbidden if a contributor would change the result of a reuse that somebody has confirmed."""
    if confirmed_at and _restricted(context) is not None:
        raise Forbidden(
            f"reuse is {quote(reuse)}, which was confirmed on {confirmed_at}. Ask a curator to change its result.", field="reuse"
        )


async def refuse_if_involved(context: CommandContext, reuse: str, actions: Sequence[str], message: str) -> None:
    """Raises Forbidden with the message if the caller has run one of the actions on this reuse, with whatever token or login.

    An unverified caller cannot be compared.
    """
    caller = context.caller
    if caller is None or not caller.verified:
        return
    parameters = {"reuses": [reuse], "actions": list(actions), "subject": caller.subject, "person": caller.person}
    if (await context.tx.run(OWN_ACTIONS_QUERY, parameters))[0]["reuses"]:
        raise Forbidden(message, field="reuse")


def _restricted(context: CommandContext) -> Caller | None:
    """The caller, if they may act only for themselves."""
    return context.caller if context.caller is not None and context.caller.role < Role.CURATOR else None


def _own_person(caller: Caller, action: str) -> str:
    if caller.person is None:
        raise Forbidden(f"{action}: {NO_PERSON}")
    return caller.person
