"""The PMO's verbs as mutations. A verb's command is its input; what it changed is its payload. Adding a verb is one line in VERBS."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import strawberry
from graphql import GraphQLSchema
from strawberry import ID
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from graph_service.api.activity import Activity
from graph_service.api.context import Context
from graph_service.api.department import Department
from graph_service.api.lesson import Lesson
from graph_service.api.person import Person
from graph_service.api.project import Project
from graph_service.api.reuse import Reuse
from graph_service.api.topic import Topic
from graph_service.compiler.cost import refuse_beyond
from graph_service.compiler.operations import Planned, Root, Roots, compile_root
from graph_service.compiler.resolvers import resolver
from graph_service.compiler.selection import Info as RawInfo
from graph_service.compiler.selection import read_selection
from graph_service.compiler.values import Given, fill
from graph_service.door import Role
from graph_service.errors import InvalidInput
from graph_service.grammar.markers import Node, attribute_texts, field_of, node_of
from graph_service.grammar.registry import Registry, make_argument, make_field
from graph_service.grammar.scalars import Date
from graph_service.graph import WriteTransaction
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
MOST_ROWS = 10_000  # of a payload: it is read while everybody else who writes waits
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


@dataclass(frozen=True, slots=True)
class Mutation:
    """One field of the root type: the verb it carries out, the fields of its input, the node it changes, and who may."""

    name: str
    verb: Verb[Any]
    command: type
    entries: tuple[Entry, ...]
    node: Node
    role: Role

    async def carry_out(self, context: Context, root: Root, given: Given) -> dict[str, Any]:
        """Does it, and returns the payload as a row. What is wrong with the request is found out before anything is written."""
        context.caller.require(self.role, self.name)
        refuse_beyond(root.statement.cost(given), MOST_ROWS)
        root.statement.parameters([*given, ""])
        asked: dict[str, Any] = fill(root.selected.arguments["input"], given)
        taken = {entry.attribute: _read(entry, asked.get(entry.name, strawberry.UNSET)) for entry in self.entries}
        command = self.command(**{attribute: value for attribute, value in taken.items() if value is not strawberry.UNSET})

        async def read(tx: WriteTransaction, id_: str) -> Any:
            rows = await tx.run(root.statement.text, root.statement.parameters([*given, id_]))
            return root.response(rows[0]["row"])

        wanted = any(each.name == field_of(self.node) for each in root.selected.below)
        key = asked.get("idempotencyKey") or None
        return await self._payload(
            context, root, await self.verb(context.graph, command, idempotency_key=key, read=read if wanted else None)
        )

    async def _payload(self, context: Context, root: Root, written: Written) -> dict[str, Any]:
        row: dict[str, Any] = written.read or {}
        for each in root.selected.below:
            if each.name == "warnings":
                row[each.key] = list(written.warnings)
            elif each.name == "activity":
                row[each.key] = Activity.of((await activities(context.graph, written.seq - 1, 1))[0])
        return row


def _mutations() -> Iterator[Mutation]:
    for verb, command, node, role in VERBS:
        yield Mutation(_lower(command.__name__), verb, command, tuple(_entries(command, node)), node_of(node), role)


class Mutations:
    """All mutations of one schema: their root type, and what carries them out."""

    def __init__(self, registry: Registry) -> None:
        self.fields = {mutation.name: mutation for mutation in _mutations()}
        self.roots: Roots = {name: (mutation.node, "change") for name, mutation in self.fields.items()}
        described = "What the PMO does. Each takes one input and returns what it changed."
        self.type = registry.fill("Mutation", described, {name: _field(registry, each) for name, each in self.fields.items()})

    def attach(self, schema: GraphQLSchema) -> None:
        """Gives the fields their resolvers. Called once, when the schema is built."""
        for name, field in schema.mutation_type.fields.items() if schema.mutation_type else ():
            field.resolve = resolver(self._resolver(self.fields[name]))

    async def carry_out(self, context: Context, planned: Planned) -> dict[str, Any]:
        """The payload of a mutation's one root field by its key; the error where it could not be made."""
        (root,) = planned.plan.roots
        try:
            return {root.key: await self.fields[root.selected.name].carry_out(context, root, planned.given)}
        except Exception as error:  # raised again by whoever asks for the row
            return {root.key: error}

    def _resolver(self, mutation: Mutation) -> Callable[[Context, RawInfo], Awaitable[Any]]:
        async def answer(context: Context, info: RawInfo) -> Any:
            root = compile_root(mutation.node, "change", read_selection(info))
            return await mutation.carry_out(context, root, [context.today])

        return answer


def _field(registry: Registry, mutation: Mutation) -> StrawberryField:
    given = make_argument("input", _input_type(mutation.command, mutation.entries), "What to change, and how.")
    name = field_of(mutation.node)
    payload = {
        name: make_field(mutation.node.origin, f"The {name} as it is now."),
        "activity": make_field(Activity, "The entry in the log of changes."),
        "warnings": make_field(list[str], "What you should know about it, in words."),
    }
    made = registry.fill(f"{mutation.command.__name__}Payload", "What was changed.", payload)
    return make_field(made, f"{_text(mutation.verb)} Needs the role {mutation.role}.", [given])


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


def _input_type(command: type, entries: Iterable[Entry]) -> type:
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


def _text(documented: Any) -> str:
    return " ".join((inspect.getdoc(documented) or "").split())


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
