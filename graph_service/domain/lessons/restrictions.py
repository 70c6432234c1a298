"""Restricted lessons: only their learners, and the people and departments that they are restricted to, may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.readability import require_nameable, require_readable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import not_found, require_known
from graph_service.domain.organisation.attribution import set_scopes
from graph_service.domain.parsing import parse_ids, parse_short_text
from graph_service.errors import Conflict, Forbidden, InvalidInput
from graph_service.model.enums import UNPUBLISHED_STATUSES, Audience
from graph_service.model.labels import Label

MAX_NAMED = 1_000  # people or departments of one restriction
PEOPLE, DEPARTMENTS = "restrictedToPeople", "restrictedToDepartments"
RESTRICTED_FIELDS = ("audience", PEOPLE, DEPARTMENTS)

RESTRICTED_LESSON_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})
RETURN
  lesson.audience AS audience,
  lesson.status AS status,
  [(lesson)-[:LEARNED_BY]->(person) | person.id] AS learners,
  [(lesson)<-[:REUSE_OF]-(reuse) | reuse.id] AS reuses
"""
RESTRICT_LESSON_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})
SET lesson.audience = $audience
WITH lesson, [(lesson)-[link:RESTRICTED_TO_PERSON|RESTRICTED_TO_DEPARTMENT]->() | link] AS links
FOREACH (link IN links | DELETE link)
WITH lesson,
  COLLECT { UNWIND $people AS id MATCH (person:Person {id: id}) RETURN person } AS people,
  COLLECT { UNWIND $departments AS id MATCH (department:Department {id: id}) RETURN department } AS departments
FOREACH (person IN people | CREATE (lesson)-[:RESTRICTED_TO_PERSON]->(person))
FOREACH (department IN departments | CREATE (lesson)-[:RESTRICTED_TO_DEPARTMENT]->(department))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictLesson:
    """The lesson to restrict, and who may read it besides its learners."""

    lesson: str
    people: Sequence[str] = ()
    """The IDs of people who may read it."""
    departments: Sequence[str] = ()
    """The IDs of departments whose members may read it, also the members of departments below them."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may read a restricted lesson besides its learners: IDs."""

    people: Sequence[str]
    departments: Sequence[str]


NOBODY = Restriction((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRestriction:
    """The lesson that everybody may read again."""

    lesson: str


@command_handler("restrictLesson", "lesson", role=Role.CONTRIBUTOR)
async def restrict_lesson(context: CommandContext, command: RestrictLesson) -> Change:
    """Restricts a lesson, with its reuses, to its learners and to the people and departments in the input, which replace earlier ones.

    Apart from them, only administrators can then read it; figures of the network still count it. Only its learners and administrators may do this.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    restriction = Restriction(_parse(command.people, "people"), _parse(command.departments, "departments"))
    reuses = (await _read_own_lesson(context, lesson))["reuses"]
    await _require_readers(context, restriction, "people", "departments")
    await _write(context, lesson, Audience.NAMED, restriction, reuses)
    return Change(Label.LESSON, lesson, RESTRICTED_FIELDS)


@command_handler("liftRestriction", "lesson", role=Role.CONTRIBUTOR)
async def lift_restriction(context: CommandContext, command: LiftRestriction) -> Change:
    """Lets everybody read a restricted lesson again, or its authors and reviewers if it is not published. Fails with CONFLICT if it is not restricted."""
    lesson = parse_short_text(command.lesson, "lesson")
    row = await _read_own_lesson(context, lesson)
    if row["audience"] != Audience.NAMED:
        raise Conflict(f"lesson is {lesson!r}, which is not restricted.", field="lesson")
    audience = Audience.AUTHORS if row["status"] in UNPUBLISHED_STATUSES else None
    await _write(context, lesson, audience, NOBODY, row["reuses"])
    return Change(Label.LESSON, lesson, RESTRICTED_FIELDS)


def parse_restriction(restricted: bool, people: Sequence[str], departments: Sequence[str]) -> Restriction | None:
    """The restriction of a new lesson; None if it is not restricted. Raises InvalidInput if readers are named of one that is not."""
    restriction = Restriction(_parse(people, PEOPLE), _parse(departments, DEPARTMENTS))
    named = next((field for field, ids in ((PEOPLE, restriction.people), (DEPARTMENTS, restriction.departments)) if ids), None)
    if named and not restricted:
        raise InvalidInput(f"{named} is set, but restricted is not: everybody could read the lesson. Set restricted to true.", field=named)
    return restriction if restricted else None


async def restrict_new_lesson(context: CommandContext, lesson: str, learners: Sequence[str], restriction: Restriction) -> None:
    """Restricts a lesson in the transaction that records it. Only its learners and administrators may do this, as with `restrict_lesson`."""
    if not _may_restrict(context, learners):
        raise Forbidden("restricted is true, but only learners of the lesson and administrators may restrict it.", field="restricted")
    await _require_readers(context, restriction, PEOPLE, DEPARTMENTS)
    await _write(context, lesson, Audience.NAMED, restriction, [])


def _may_restrict(context: CommandContext, learners: Sequence[str]) -> bool:
    caller = context.caller
    return caller is None or caller.role >= Role.ADMINISTRATOR or caller.person in learners


async def _require_readers(context: CommandContext, restriction: Restriction, people: str, departments: str) -> None:
    """Raises NotFound for readers who are unknown, or whom the caller may not see named. people, departments: the names of the fields."""
    await require_nameable(context, restriction.people, people)
    await require_known(context.tx, Label.PERSON, restriction.people, people)
    await require_known(context.tx, Label.DEPARTMENT, restriction.departments, departments)


def _parse(ids: Sequence[str], field: str) -> list[str]:
    parsed = parse_ids(ids, field)
    if len(parsed) > MAX_NAMED:
        raise Conflict(f"{field} has {len(parsed):,} entries; at most {MAX_NAMED:,} are allowed.", field=field)
    return parsed


async def _read_own_lesson(context: CommandContext, lesson: str) -> dict[str, Any]:
    """The lesson, if the caller is one of its learners or an administrator. Raises NotFound if the caller may not read it, else Forbidden."""
    row = next(iter(await context.tx.run(RESTRICTED_LESSON_QUERY, {"id": lesson})), None)
    if row is not None and _may_restrict(context, row["learners"]):
        return row
    await require_readable(context, lesson, row, not_found(Label.LESSON, lesson, "lesson"))
    raise Forbidden("Only its learners and administrators may restrict a lesson.", field="lesson")


async def _write(context: CommandContext, lesson: str, audience: Audience | None, restriction: Restriction, reuses: Sequence[str]) -> None:
    parameters = {"id": lesson, "audience": audience, "people": list(restriction.people), "departments": list(restriction.departments)}
    await context.tx.run(RESTRICT_LESSON_QUERY, parameters)
    await set_scopes(context.tx, reuses)  # who may read a reuse follows from its lesson
