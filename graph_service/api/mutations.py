"""The PMO's verbs as mutations. A verb's command is its input; what it changed is its payload. Adding a verb is one line in VERBS."""

import inspect
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_type_hints

import strawberry
from strawberry import ID
from strawberry.utils.str_converters import to_camel_case

from graph_service.api.activity import Activity
from graph_service.api.context import Info
from graph_service.api.department import Department
from graph_service.api.lesson import Lesson
from graph_service.api.person import Person
from graph_service.api.project import Project
from graph_service.api.reuse import Reuse
from graph_service.api.topic import Topic
from graph_service.compiler.markers import attribute_texts, node_of
from graph_service.compiler.resolvers import read_reference
from graph_service.compiler.scalars import Date
from graph_service.door import Role
from graph_service.errors import InvalidInput
from graph_service.knowledge import (
    assignments,
    departments,
    lessons,
    memberships,
    people,
    projects,
    recurrences,
    reuses,
    supersession,
    topics,
)
from graph_service.knowledge.activity import activities
from graph_service.knowledge.rules import Unset
from graph_service.knowledge.verbs import Verb, Written

# Verb, command, the node it changes, and the least role that may.
VERBS: list[tuple[Verb[Any], type, type, Role]] = [
    (departments.create_department, departments.CreateDepartment, Department, Role.ADMINISTRATOR),
    (departments.update_department, departments.UpdateDepartment, Department, Role.ADMINISTRATOR),
    (departments.move_department, departments.MoveDepartment, Department, Role.ADMINISTRATOR),
    (departments.close_department, departments.CloseDepartment, Department, Role.ADMINISTRATOR),
    (people.add_person, people.AddPerson, Person, Role.ADMINISTRATOR),
    (people.update_person, people.UpdatePerson, Person, Role.ADMINISTRATOR),
    (memberships.move_member, memberships.MoveMember, Person, Role.ADMINISTRATOR),
    (memberships.correct_membership, memberships.CorrectMembership, Person, Role.ADMINISTRATOR),
    (topics.create_topic, topics.CreateTopic, Topic, Role.CURATOR),
    (topics.update_topic, topics.UpdateTopic, Topic, Role.CURATOR),
    (projects.start_project, projects.StartProject, Project, Role.CURATOR),
    (projects.update_project, projects.UpdateProject, Project, Role.CURATOR),
    (projects.close_project, projects.CloseProject, Project, Role.CURATOR),
    (assignments.assign, assignments.Assign, Project, Role.CURATOR),
    (assignments.unassign, assignments.Unassign, Project, Role.CURATOR),
    (lessons.record_lesson, lessons.RecordLesson, Lesson, Role.CONTRIBUTOR),
    (lessons.revise_lesson, lessons.ReviseLesson, Lesson, Role.CONTRIBUTOR),
    (lessons.publish_lesson, lessons.PublishLesson, Lesson, Role.CURATOR),
    (lessons.retire_lesson, lessons.RetireLesson, Lesson, Role.CURATOR),
    (supersession.supersede_lesson, supersession.SupersedeLesson, Lesson, Role.CURATOR),
    (recurrences.link_recurrence, recurrences.LinkRecurrence, Lesson, Role.CURATOR),
    (recurrences.dismiss_recurrence, recurrences.DismissRecurrence, Lesson, Role.CURATOR),
    (reuses.record_reuse, reuses.RecordReuse, Reuse, Role.CONTRIBUTOR),
    (reuses.judge_reuse, reuses.JudgeReuse, Reuse, Role.CONTRIBUTOR),
    (reuses.confirm_reuse, reuses.ConfirmReuse, Reuse, Role.CONTRIBUTOR),
    (reuses.withdraw_reuse, reuses.WithdrawReuse, Reuse, Role.CONTRIBUTOR),
]
PLAIN_TEXT = ("role", "reason")
KEY_TEXT = "A text of your choice. Sent again with the same key and input, the change is not made twice and the first answer is returned."


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a command as it stands in the GraphQL input."""

    attribute: str
    name: str
    type: Any
    nullable: bool
    default: Any
    description: str


def mutation_type() -> type:
    """The root type of all mutations."""
    namespace = {_lower(command.__name__): _mutation(verb, command, node, role) for verb, command, node, role in VERBS}
    return strawberry.type(
        type("Mutation", (), namespace), description="What the PMO does. Each takes one input and returns what it changed."
    )


def _mutation(verb: Verb[Any], command: type, node: type, role: Role) -> Any:
    entries = list(_entries(command, node))
    given = _input_type(command, entries)

    async def resolve(info: Info, input: Any) -> Any:  # noqa: A002 - the argument's name in GraphQL
        info.context.caller.require(role, info.field_name)
        read = {entry.attribute: _read(entry, getattr(input, entry.attribute)) for entry in entries}
        values = {attribute: value for attribute, value in read.items() if value is not strawberry.UNSET}
        return payload(written=await verb(info.context.graph, command(**values), idempotency_key=input.idempotency_key or None))

    resolve.__annotations__["input"] = Annotated[given, strawberry.argument(description="What to change, and how.")]
    payload = _payload_type(command, node)
    return strawberry.mutation(resolver=resolve, graphql_type=payload, description=f"{_text(verb)} Needs the role {role}.")


# Inputs


def _entries(command: type, node: type) -> Iterator[Entry]:
    hints, texts = get_type_hints(command), attribute_texts(command)
    for field in fields(command):
        name = to_camel_case(field.name.rstrip("_"))
        members = set(get_args(hints[field.name])) if isinstance(hints[field.name], UnionType) else {hints[field.name]}
        kind = _type_of(name, members - {NoneType, Unset}, node)
        text = texts.get(field.name) or _describe(name, node)
        yield Entry(field.name, name, kind, NoneType in members or Any in members, field.default, text)


def _describe(name: str, node: type) -> str:
    """What is said of a field unless the command says more: what the node says of it, or which node is meant."""
    if name == "id":
        return "The id to give it; the service makes one when left out."
    if name in node_of(node).properties:
        return node_of(node).properties[name].description or ""
    return f"The id of the {name}."


def _type_of(name: str, members: set[Any], node: type) -> Any:
    """A field that the node has too is of the node's type; other text is an id, if it is not a day."""
    declared = node_of(node).properties.get(name)
    if declared is not None:
        return declared.type
    if members == {date, str}:
        return Date
    if members == {str}:
        return str if name in PLAIN_TEXT else ID
    return list[ID] if any(get_args(member) == (str,) for member in members) else next(iter(members))


def _input_type(command: type, entries: list[Entry]) -> type:
    cls = type(f"{command.__name__}Input", (), {"__annotations__": {}})
    for entry in entries:
        required = entry.default is MISSING and not entry.nullable
        cls.__annotations__[entry.attribute] = entry.type if required else entry.type | None
        setattr(cls, entry.attribute, _input_field(entry, {} if required else {"default": _shown_default(entry)}))
    cls.__annotations__["idempotency_key"] = str | None
    setattr(cls, "idempotency_key", strawberry.field(default=strawberry.UNSET, description=KEY_TEXT))  # noqa: B010
    return strawberry.input(cls, description=_text(command))


def _input_field(entry: Entry, default: dict[str, Any]) -> Any:
    return strawberry.field(name=entry.name, description=entry.description, **default)


def _shown_default(entry: Entry) -> Any:
    """The default as the schema shows it: a value, never the absence of one."""
    if entry.default in (MISSING, None, Unset.UNSET, ()):
        return strawberry.UNSET
    return entry.type(entry.default)


def _read(entry: Entry, value: Any) -> Any:
    """The value as the command takes it. InvalidInput when null stands where something is needed, or nothing where null would mean something."""
    if value is None and not entry.nullable:
        raise InvalidInput(f"{entry.name} is null, and it is required. Leave it out to leave it as it is.", field=entry.name)
    if value is strawberry.UNSET and entry.default is MISSING:
        raise InvalidInput(f"{entry.name} is missing. Give null if you mean none.", field=entry.name)
    return value.value if isinstance(value, Enum) else value


# Payloads


def _payload_type(command: type, node: type) -> type:
    async def changed(root: Any, info: Info) -> Any:
        return await read_reference(info, node, root.written.id)

    async def activity(root: Any, info: Info) -> Activity:
        return Activity.of((await activities(info.context.graph, root.written.seq - 1, 1))[0])

    def warnings(root: Any) -> list[str]:
        return list(root.written.warnings)

    name = _lower(node.__name__)
    namespace = {
        "__annotations__": {"written": strawberry.Private[Written]},
        name: strawberry.field(resolver=changed, graphql_type=node, description=f"The {name} as it is now."),
        "activity": strawberry.field(resolver=activity, description="The entry in the log of changes."),
        "warnings": strawberry.field(resolver=warnings, description="What you should know about it, in words."),
    }
    return strawberry.type(type(f"{command.__name__}Payload", (), namespace), description="What was changed.")


def _text(documented: Any) -> str:
    return " ".join((inspect.getdoc(documented) or "").split())


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
