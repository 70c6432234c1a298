"""People, who learn and reuse lessons."""

from dataclasses import dataclass
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, require_known
from graph_service.domain.optimistic_concurrency import refuse_outdated
from graph_service.domain.organisation.discoverability import set_shown
from graph_service.domain.organisation.memberships import add_first_membership
from graph_service.domain.organisation.periods import Period
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Parser,
    Unset,
    drop_absent,
    optional,
    parse_boolean,
    parse_email,
    parse_properties,
    parse_short_text,
)
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

PERSON_PARSERS: dict[str, Parser] = {
    "name": parse_short_text,
    "email": optional(parse_email),
    "title": optional(parse_short_text),
    "active": parse_boolean,
    "discoverable": parse_boolean,
}

CREATE_PERSON_QUERY: LiteralString = """
CREATE (person:Person)
SET person = $properties
"""
UPDATE_PERSON_QUERY: LiteralString = """
MATCH (person:Person {id: $id})
SET person += $properties
"""
PERSON_BY_EMAIL_QUERY: LiteralString = """
MATCH (person:Person {email: $email})
RETURN person.id AS id, person.name AS name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """A new person. With `department` the person is a member of it from `from` on."""

    name: str
    id: str | None = None
    email: str | None = None
    title: str | None = None
    active: bool = True
    discoverable: bool = True
    department: str | None = None
    """The ID of the home department, if any."""
    from_: Day | None = None
    """The first day in that department; today by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePerson:
    """New values for a person. Use moveMember and correctMembership to change memberships."""

    person: str
    name: str | Unset = UNSET
    email: str | Unset | None = UNSET
    title: str | Unset | None = UNSET
    active: bool | Unset = UNSET
    discoverable: bool | Unset = UNSET
    expected_activity: int | None = None
    """The `seq` of the latest activity when you read the person. If one of these fields was changed since, nothing is written."""


@command_handler("addPerson", role=Role.ADMINISTRATOR)
async def add_person(context: CommandContext, command: AddPerson) -> Change:
    """Adds a person. Fails with CONFLICT if the ID or the e-mail address is taken, or if the department is closed."""
    properties = drop_absent(parse_properties(command, PERSON_PARSERS))
    department = optional(parse_short_text)(command.department, "department")
    start = context.day(command.from_, "from")
    new = await choose_id(context.tx, Label.PERSON, command.id)
    await refuse_taken_email(context.tx, new, properties.get("email"))
    await context.tx.run(CREATE_PERSON_QUERY, {"properties": properties | {"id": new}})
    await set_shown(context.tx, [new])
    warnings = await add_first_membership(context.tx, new, Period(department, start)) if department is not None else ()
    return Change(Label.PERSON, new, (*properties, *(["memberships"] if department else [])), warnings=warnings)


@command_handler("updatePerson", "person", role=Role.ADMINISTRATOR)
async def update_person(context: CommandContext, command: UpdatePerson) -> Change:
    """Updates the fields that are set. Fails with CONFLICT if the person has changed since the caller read it, or if another person has the
    e-mail address."""
    person = parse_short_text(command.person, "person")
    properties = parse_properties(command, PERSON_PARSERS)
    await require_known(context.tx, Label.PERSON, [person], "person")
    await refuse_outdated(context, Label.PERSON, person, PERSON_PARSERS, command.expected_activity)
    await refuse_taken_email(context.tx, person, properties.get("email"))
    await context.tx.run(UPDATE_PERSON_QUERY, {"id": person, "properties": properties})
    await set_shown(context.tx, [person])
    return Change(Label.PERSON, person, tuple(properties))


async def refuse_taken_email(tx: WriteTransaction, person: str, email: str | None) -> None:
    """Raises Conflict, which names the person, if another one has the address. For administrators, who may read every name."""
    for row in await tx.run(PERSON_BY_EMAIL_QUERY, {"email": email}) if email else []:
        if row["id"] != person:
            raise Conflict(
                f"email is {email!r}, which {row['name']} ({row['id']}) already has. Each address belongs to one person.", field="email"
            )
