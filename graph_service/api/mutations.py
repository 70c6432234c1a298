"""The PMO's commands as mutations: the command is the input, the changed node is in the payload. A new command is one line in COMMANDS."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import GraphQLSchema
from strawberry.types.field import StrawberryField

from graph_service.api.activity import Activity
from graph_service.api.context import Context
from graph_service.api.inputs import InputField, docstring_line, input_fields, make_input_type, read_command
from graph_service.api.nodes.departments import Department
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.people import Person
from graph_service.api.nodes.projects import Project
from graph_service.api.nodes.reuses import Reuse
from graph_service.api.nodes.rundowns import Conversation, Rundown
from graph_service.api.nodes.tasks import Task
from graph_service.api.nodes.topics import Topic
from graph_service.api.undo import undo_field, undo_resolver
from graph_service.compiler.execution.plans import BoundPlan, CompiledField, RootFields, compile_root_field, result_or_error
from graph_service.compiler.execution.resolvers import readable_ids, root_resolver
from graph_service.compiler.operation_cost import check_cost
from graph_service.compiler.request_values import RequestValues, fill_placeholders
from graph_service.compiler.selection import Info, read_selection
from graph_service.compiler.statements import CHANGED_ID, CHANGED_IDS, payload_nodes, related_id
from graph_service.domain import project_assignments, projects, reuses, tasks, topics
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.capture.meeting import CaptureMeeting, capture_meeting
from graph_service.domain.commands import CREATED_LABELS, LEAST_ROLES, CommandHandler, CommandResult
from graph_service.domain.curation import merging, returns, stewards, submission
from graph_service.domain.existence import MASKED_ID, resolve_people
from graph_service.domain.lessons import publish, record, recurrences, restore_version, restrictions, retire, revise, supersession
from graph_service.domain.log_reading import read_entry
from graph_service.domain.organisation import departments, erasure, memberships, people
from graph_service.domain.rundowns import conversations, decisions, rundowns
from graph_service.errors import NotFound
from graph_service.graph import WriteTransaction
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import Node, lower_first
from graph_service.mapping.read_rules import Clearance
from graph_service.mapping.registry import Registry, make_argument, make_field

# Handler, command, and the node type it changes.
COMMANDS: list[tuple[CommandHandler[Any], type, type]] = [
    (departments.create_department, departments.CreateDepartment, Department),
    (departments.update_department, departments.UpdateDepartment, Department),
    (departments.move_department, departments.MoveDepartment, Department),
    (departments.close_department, departments.CloseDepartment, Department),
    (people.add_person, people.AddPerson, Person),
    (people.update_person, people.UpdatePerson, Person),
    (erasure.erase_person, erasure.ErasePerson, Person),
    (memberships.move_member, memberships.MoveMember, Person),
    (memberships.correct_membership, memberships.CorrectMembership, Person),
    (topics.create_topic, topics.CreateTopic, Topic),
    (topics.update_topic, topics.UpdateTopic, Topic),
    (stewards.appoint_steward, stewards.AppointSteward, Topic),
    (stewards.end_stewardship, stewards.EndStewardship, Topic),
    (projects.start_project, projects.StartProject, Project),
    (projects.update_project, projects.UpdateProject, Project),
    (projects.close_project, projects.CloseProject, Project),
    (project_assignments.assign, project_assignments.Assign, Project),
    (project_assignments.unassign, project_assignments.Unassign, Project),
    (record.record_lesson, record.RecordLesson, Lesson),
    (capture_lesson, CaptureLesson, Lesson),
    (capture_meeting, CaptureMeeting, Lesson),
    (revise.revise_lesson, revise.ReviseLesson, Lesson),
    (restore_version.restore_lesson_version, restore_version.RestoreLessonVersion, Lesson),
    (publish.publish_lesson, publish.PublishLesson, Lesson),
    (publish.correct_publication, publish.CorrectPublication, Lesson),
    (retire.retire_lesson, retire.RetireLesson, Lesson),
    (submission.submit_lesson, submission.SubmitLesson, Lesson),
    (returns.return_lesson, returns.ReturnLesson, Lesson),
    (submission.answer_return, submission.AnswerReturn, Lesson),
    (merging.merge_lessons, merging.MergeLessons, Lesson),
    (restrictions.restrict_lesson, restrictions.RestrictLesson, Lesson),
    (restrictions.lift_restriction, restrictions.LiftRestriction, Lesson),
    (supersession.supersede_lesson, supersession.SupersedeLesson, Lesson),
    (recurrences.link_recurrence, recurrences.LinkRecurrence, Lesson),
    (recurrences.dismiss_recurrence, recurrences.DismissRecurrence, Lesson),
    (reuses.record_reuse, reuses.RecordReuse, Reuse),
    (reuses.judge_reuse, reuses.JudgeReuse, Reuse),
    (reuses.confirm_reuse, reuses.ConfirmReuse, Reuse),
    (reuses.withdraw_reuse, reuses.WithdrawReuse, Reuse),
    (rundowns.hold_rundown, rundowns.HoldRundown, Rundown),
    (decisions.decide_lesson, decisions.DecideLesson, Rundown),
    (conversations.record_conversation, conversations.RecordConversation, Conversation),
    (tasks.create_task, tasks.CreateTask, Task),
    (tasks.close_task, tasks.CloseTask, Task),
    (tasks.reopen_task, tasks.ReopenTask, Task),
]
RELATED: Final = {
    "decideLesson": ("lesson",),
    "assign": ("person",),
    "unassign": ("person",),
    "linkRecurrence": ("recurrenceOf",),
    "dismissRecurrence": ("recurrenceOf",),
}
"""By mutation, the fields of the input with the ids of nodes that are in the payload too: clients cannot find them from the changed node."""
MAX_PAYLOAD_ROWS = 10_000  # in a payload, because other writes wait while it is read

NO_LONGER_READABLE: Final = "The change was made, but you may no longer read what it changed."


@dataclass(frozen=True, slots=True)
class Mutation:
    """A field of the type Mutation: its handler and command, the fields of its input, and the node it changes."""

    name: str
    handler: CommandHandler[Any]
    command: type
    input_fields: tuple[InputField, ...]
    node: Node

    async def execute(self, context: Context, root: CompiledField, values: RequestValues) -> dict[str, Any]:
        """Runs the command and returns the payload as a row. Errors of the request itself are raised before anything is written."""
        check_cost(root.statement.cost(values), MAX_PAYLOAD_ROWS)
        parameters = root.statement.parameters(values)
        input_values: dict[str, Any] = fill_placeholders(root.selected.arguments["input"], values)
        command = read_command(self.command, self.input_fields, await _unmask_people(context, input_values))
        related = {related_id(name): input_values.get(name) for name in RELATED.get(self.name, ())}

        async def read_node(tx: WriteTransaction, result: CommandResult) -> Any:
            changed = {CHANGED_ID: result.id, CHANGED_IDS: [result.id, *result.others]}
            rows = await tx.run(root.statement.text, parameters | changed | related)
            return root.response(rows[0]["row"])

        selects_node = any(field.name in payload_nodes(self.node) for field in root.selected.selections)
        key = input_values.get("idempotencyKey") or None
        reader = read_node if selects_node else None
        result = await self.handler(context.graph, command, idempotency_key=key, read_node=reader, caller=context.caller)
        if result.repeated and not await readable_ids(context, self.node.cls, [result.id]):
            raise NotFound(NO_LONGER_READABLE, field="idempotencyKey")
        return await self._payload(context, root, result)

    async def resolve(self, context: Context, info: Info) -> dict[str, Any]:
        """Resolves the field in graphql-core's execution."""
        return await self.execute(
            context,
            compile_root_field(self.node, "change", read_selection(info), context.statistics, context.viewer),
            context.request_values,
        )

    async def _payload(self, context: Context, root: CompiledField, result: CommandResult) -> dict[str, Any]:
        row: dict[str, Any] = result.node or {}
        context.warnings.extend(result.warnings)
        for field in root.selected.selections:
            if field.name == "warnings":
                row[field.response_key] = list(result.warnings)
            elif field.name == "activity":
                row[field.response_key] = Activity.of(await read_entry(context.graph, result.seq))
        return row


async def _unmask_people(context: Context, values: Any) -> Any:
    """The values of an input with the masked IDs of people replaced by their IDs in the graph.

    Those of people who must not be named to the caller are left as they are: the command fails as for an unknown person.
    """
    masked = [text for text in _texts(values) if text.startswith(MASKED_ID)]
    everybody = context.viewer.clearance >= Clearance.CURATOR
    people = await resolve_people(context.graph, masked, context.caller.person, everybody=everybody)
    return _replace(values, people) if people else values


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        items = cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("list[Any]", value)
        for each in items:
            yield from _texts(each)


def _replace(value: Any, names: Mapping[str, str]) -> Any:
    """The value of JSON with these texts replaced."""
    if isinstance(value, dict):
        return {key: _replace(each, names) for key, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_replace(each, names) for each in cast("list[Any]", value)]
    return names.get(value, value) if isinstance(value, str) else value


def _mutations() -> Iterator[Mutation]:
    for handler, command, node in COMMANDS:
        yield Mutation(lower_first(command.__name__), handler, command, tuple(input_fields(command, node)), node_of(node))


class Mutations:
    """The mutations of one schema and the type Mutation."""

    def __init__(self, registry: Registry) -> None:
        self.fields = {mutation.name: mutation for mutation in _mutations()}
        self.roots: RootFields = {name: (mutation.node, "change") for name, mutation in self.fields.items()}
        description = "Changes to the graph. Each mutation takes one input and returns the node it changed."
        fields = {name: _field(registry, mutation) for name, mutation in self.fields.items()} | {"undo": undo_field()}
        self.type = registry.define_object("Mutation", description, fields)

    def attach(self, schema: GraphQLSchema) -> None:
        """Attaches the resolvers to the fields, once the schema is built."""
        mutations = self.fields.values()
        undo = undo_resolver({each.node.name: each.node for each in mutations})
        for name, field in schema.mutation_type.fields.items() if schema.mutation_type else ():
            field.resolve = root_resolver(self.fields[name].resolve) if name in self.fields else undo

    async def execute(self, context: Context, planned: BoundPlan) -> dict[str, Any]:
        """Runs an operation with one root field: the payload, or the error, by response key."""
        (root,) = planned.plan.fields
        return {root.response_key: await result_or_error(self.fields[root.selected.name].execute(context, root, planned.values))}


def _field(registry: Registry, mutation: Mutation) -> StrawberryField:
    argument = make_argument("input", make_input_type(mutation.command, mutation.input_fields), "The change to make.")
    name, related = mutation.node.singular, mutation.node.related_types
    payload = {
        name: make_field(mutation.node.cls, f"The {name} after the change."),
        **(
            {
                mutation.node.plural: make_field(
                    list[mutation.node.cls], f"All {mutation.node.plural} that it recorded, in the order of the input."
                )
            }
            if mutation.node.label in CREATED_LABELS[mutation.name]
            else {}
        ),
        **{
            field: make_field(related[field].cls | None, f"The {related[field].singular} that the input names as `{field}`.")
            for field in RELATED.get(mutation.name, ())
        },
        "activity": make_field(Activity, "The log entry of the change."),
        "warnings": make_field(list[str], "Warnings, as sentences for the user."),
    }
    payload_type = registry.define_object(f"{mutation.command.__name__}Payload", "The result of the change.", payload)
    return make_field(payload_type, f"{docstring_line(mutation.handler)} Requires the role {LEAST_ROLES[mutation.name]}.", [argument])
