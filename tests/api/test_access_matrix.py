"""Every field of every type, read by each kind of caller: what a caller may not read is in no response, and what a caller may read is in one.

The questions are made from the schema, so a new field is read as well. A field that needs an argument which this test does not know fails it.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.graph import Graph
from tests.callers import token_of

# Ana learned all three lessons, the draft together with Bo, who must not be named. The secret lesson is restricted to the works, of which the
# board is a part.
ORGANISATION: Final = """
CREATE (works:Department {id: 'works-id', name: 'Works'}), (board:Department {id: 'board-id', name: 'Board'}),
  (board)-[:PART_OF]->(works), (parks:Department {id: 'parks-id', name: 'Parks'}),
  (ana:Person {id: 'ana-id', name: 'Ana Ruiz', email: 'ana@mail.example', title: 'ana-job', active: true, discoverable: true, shownId: 'ana-id',
    shownName: 'Ana Ruiz'}),
  (bo:Person {id: 'bo-id', name: 'Bo Lind', email: 'bo@mail.example', title: 'bo-job', active: true, discoverable: false,
    shownId: 'colleague-1', shownName: 'a colleague'}),
  (cy:Person {id: 'cy-id', name: 'Cy Oke', active: true, discoverable: true, shownId: 'cy-id', shownName: 'Cy Oke'}),
  (dee:Person {id: 'dee-id', name: 'Dee Nor', active: true, discoverable: true, shownId: 'dee-id', shownName: 'Dee Nor'}),
  (ana)-[:MEMBER_OF {from: date('2020-01-01')}]->(works), (bo)-[:MEMBER_OF {from: date('2020-01-01')}]->(works),
  (cy)-[:MEMBER_OF {from: date('2020-01-01')}]->(board), (dee)-[:MEMBER_OF {from: date('2020-01-01')}]->(parks),
  (bridge:Project {id: 'bridge-id', name: 'Bridge', status: 'RUNNING', startedOn: date('2023-01-01')}),
  (works)-[:OWNS {from: date('2023-01-01')}]->(bridge),
  (bo)-[:WORKED_ON {role: 'lead', from: date('2023-01-01')}]->(bridge), (ana)-[:WORKED_ON {role: 'lead', from: date('2023-01-01')}]->(bridge),
  (steel:Topic {id: 'steel-id', name: 'Steel'}), (bridge)-[:CONCERNS]->(steel),
  (open:Lesson {id: 'open-id', title: 'open-title steel', status: 'PUBLISHED', learnedOn: date('2024-01-01'), publishedOn: date('2024-01-01'),
    recordedAt: datetime('2024-01-01T00:00:00Z')}),
  (draft:Lesson {id: 'draft-id', title: 'draft-title steel', context: 'draft-context', status: 'RETURNED', audience: 'AUTHORS',
    projectText: 'draft-project', learnersText: 'draft-learners',
    learnedOn: date('2024-01-02'), recordedAt: datetime('2024-01-02T00:00:00Z')}),
  (secret:Lesson {id: 'secret-id', title: 'secret-title steel', context: 'secret-context', status: 'PUBLISHED', learnedOn: date('2024-01-03'),
    publishedOn: date('2024-01-03'), recordedAt: datetime('2024-01-03T00:00:00Z')}),
  (open)-[:BUILDS_ON]->(secret), (draft)-[:BUILDS_ON]->(open), (secret)-[:RECURRENCE_OF]->(open)
CREATE (used:Reuse {id: 'used-id', reusedOn: date('2024-03-01'), scope: 'CROSS', note: 'used-note', recordedAt: datetime('2024-03-01T00:00:00Z')}),
  (used)-[:REUSE_OF]->(secret), (used)-[:REUSED_BY]->(dee), (used)-[:REUSED_ON]->(bridge), (used)-[:REUSED_IN]->(parks),
  (plain:Reuse {id: 'plain-id', reusedOn: date('2024-03-02'), scope: 'CROSS', recordedAt: datetime('2024-03-02T00:00:00Z')}),
  (plain)-[:REUSE_OF]->(open), (plain)-[:REUSED_BY]->(bo), (plain)-[:REUSED_ON]->(bridge), (plain)-[:REUSED_IN]->(works),
  (plain)-[:CONFIRMED_BY]->(bo), (plain)-[:JUDGED_BY]->(bo), (draft)-[:LEARNED_BY]->(bo),
  (rundown:Rundown {id: 'rundown-id', phase: 'BEFORE', heldOn: date('2024-02-01')})-[:FOR]->(bridge),
  (rundown)-[:CONSIDERED {decision: 'LATER', reason: 'secret-reason'}]->(secret), (rundown)-[:CONSIDERED {decision: 'APPLY', reason: 'now'}]->(open),
  (talk:Conversation {id: 'talk-id', heldOn: date('2024-02-01')})-[:HELD_FOR]->(bridge), (talk)-[:HELD_WITH]->(bo), (talk)-[:HELD_BY]->(cy),
  (task:Task {id: 'task-id', audience: 'ASKED', finding: 'SILOS', title: 'task-title steel', note: 'task-note', askedOn: date('2024-02-01')}),
  (task)-[:ASKED_OF]->(dee), (task)-[:ASKED_BY]->(cy)
WITH *
UNWIND [open, draft, secret] AS lesson
CREATE (lesson)-[:LEARNED_BY]->(ana), (lesson)-[:LEARNED_ON]->(bridge), (lesson)-[:LEARNED_IN]->(works), (lesson)-[:ABOUT]->(steel)
"""
# What was changed: a draft by a command and a review, the secret lesson by an import.
CHANGES: Final = """
MATCH (draft:Lesson {id: 'draft-id'}), (bo:Person {id: 'bo-id'}), (sequence:Sequence {name: 'activity'})
CREATE (draft)-[:REVIEWED_BY {decision: 'RETURNED', at: datetime('2024-02-01T00:00:00Z'), note: 'draft-question'}]->(bo),
  (:Activity {seq: 101, at: datetime('2024-02-01T00:00:00Z'), actor: 'ana-id', caller: 'ana', callerSubject: 'token:ana-id', verified: true,
    action: 'reviseLesson', subjectLabel: 'Lesson', subjectId: 'draft-id', changed: ['title'],
    values: '[["title", "draft-earlier", "draft-later"]]', version: '{"title": "draft-earlier", "learnedOn": "2024-01-02"}'}),
  (:Activity {seq: 102, at: datetime('2024-02-02T00:00:00Z'), actor: 'ana-id', caller: 'ana', callerSubject: 'token:ana-id', verified: true,
    action: 'IMPORT', changed: [], import: 102}),
  (:ImportedChange {key: '102:Lesson:secret-id', seq: 102, subjectLabel: 'Lesson', subjectId: 'secret-id', changed: ['title'],
    values: '[["title", "secret-earlier", "secret-later"]]', version: '{"title": "secret-earlier", "learnedOn": "2024-01-03"}'})
SET sequence.value = 102
"""
DRAFT_TEXTS: Final = {"draft-title", "draft-context", "draft-project", "draft-learners", "draft-question", "draft-earlier"}
DRAFT: Final = {"draft-id", *DRAFT_TEXTS}
SECRET: Final = {"secret-id", "secret-title", "secret-context", "secret-reason", "used-id", "used-note"}
EARLIER: Final = {"secret-earlier"}  # for its learners and administrators
LATER: Final = {"draft-later", "secret-later"}  # the values after a change, for curators
TASK: Final = {"task-id", "task-title", "task-note"}
BO: Final = {"bo-id", "Bo Lind", "bo@mail.example", "bo-job"}
PRIVATE: Final = {"ana@mail.example", "ana-job"}
EVERYTHING: Final = DRAFT | SECRET | EARLIER | LATER | BO | PRIVATE | TASK
MAY_READ: Final[dict[str, tuple[Caller, set[str]]]] = {
    "guest": (Caller("token:grafana", "grafana", None, Role.READER), set()),
    "guest who contributes": (Caller("token:bot", "bot", None, Role.CONTRIBUTOR), set()),
    "learner": (token_of("ana-id", Role.CONTRIBUTOR), EVERYTHING - LATER - TASK - {"bo-id"}),  # another ID replaces it
    "co-learner who must not be named": (token_of("bo-id", Role.READER), EVERYTHING - LATER - TASK - EARLIER),
    "member of the department below": (token_of("cy-id", Role.CONTRIBUTOR), SECRET | PRIVATE | TASK),
    "colleague": (token_of("dee-id", Role.CONTRIBUTOR), PRIVATE | TASK),
    "curator": (Caller("token:pmo", "pmo", None, Role.CURATOR), DRAFT | BO | PRIVATE | TASK | {"draft-later"}),
    "administrator": (Caller("token:root", "root", None, Role.ADMINISTRATOR), EVERYTHING),
    "local": (LOCAL_CALLER, EVERYTHING),
}
IDS: Final = {
    "Department": ["works-id"],
    "Person": ["ana-id", "bo-id", "colleague-1"],
    "Project": ["bridge-id"],
    "Topic": ["steel-id"],
    "Lesson": ["open-id", "draft-id", "secret-id"],
    "Reuse": ["used-id", "plain-id"],
    "Rundown": ["rundown-id"],
    "Conversation": ["talk-id"],
    "Task": ["task-id"],
}
ARGUMENTS: Final[dict[str, list[str]]] = {
    "text": ['"steel"'],
    "project": ['"bridge-id"'],
    "topic": ['"steel-id"'],
    "lesson": ['"open-id"', '"draft-id"', '"secret-id"'],
    "subject": ['"draft-id"', '"secret-id"'],
    "notes": ['"steel"'],
}
"""Values of arguments, by name; `id` and those of an enum have values of their type."""

PATIENCE: Final = 600.0  # seconds
ECHO: Final = re.compile(r"is '[\w-]+', but there is no")  # an error repeats the ID that the caller sent


def arguments_of(parent: GraphQLNamedType, name: str, argument: GraphQLArgument, result: GraphQLNamedType) -> list[str]:
    """The values to try. None are needed for an argument with a default."""
    type_ = get_named_type(argument.type)
    if name == "id":
        return [f'"{each}"' for each in IDS[result.name]]
    if name == "nodeId":
        return []
    if isinstance(type_, GraphQLEnumType) and is_required_argument(argument):
        values = [each for each in type_.values if not each.endswith(("_DAY", "_WEEK", "_MONTH", "_QUARTER"))]
        return [f"[{each}]" for each in values] if is_list_type(get_nullable_type(argument.type)) else values
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    assert not is_required_argument(argument), f"{parent.name}: this test knows no value of the argument {name}"
    return []


def calls(parent: GraphQLNamedType, name: str, field: GraphQLField) -> Iterator[str]:
    """The field with each combination of values for its arguments: lesson(id: "open-id")."""
    result = get_named_type(field.type)
    values = {key: arguments_of(parent, key, argument, result) for key, argument in field.args.items()}
    given = {key: found for key, found in values.items() if found}
    for combination in product(*given.values()):
        arguments = ", ".join(f"{key}: {value}" for key, value in zip(given, combination, strict=True))
        yield f"{name}({arguments})" if arguments else name


def selection(type_: GraphQLNamedType, depth: int) -> str:
    """All fields of the type, with related ones to this depth."""
    if isinstance(type_, GraphQLInterfaceType):
        parts = [f"... on {each.name} {selection(each, depth)}" for each in schema.core.get_possible_types(type_)]
        return f"{{ __typename {' '.join(parts)} }}"
    assert isinstance(type_, GraphQLObjectType), type_
    entries = ["__typename"]
    for name, field in type_.fields.items():
        result = get_named_type(field.type)
        for number, call in enumerate(calls(type_, name, field)):
            alias = f"{name}{number}: " if number else ""
            if is_leaf_type(result):
                entries.append(f"{alias}{call}")
            elif depth > 0 or result.name.endswith(("Connection", "Edge")):
                below = depth if result.name.endswith(("Connection", "Edge")) else depth - 1
                entries.append(f"{alias}{call} {selection(result, below)}")
    return f"{{ {' '.join(entries)} }}"


def list_fields(connection: GraphQLObjectType) -> Iterator[str]:
    """The selections that read each field of the listed nodes to depth 1. Each is small: all in one document would exceed the limits."""
    listed = get_named_type(connection.fields["nodes"].type)
    assert isinstance(listed, GraphQLObjectType), listed
    for name, field in listed.fields.items():
        result = get_named_type(field.type)
        if not is_leaf_type(result):
            for call in calls(listed, name, field):
                yield f"{{ nodes {{ __typename {call} {selection(result, 1 if result.name.endswith('Connection') else 0)} }} }}"


def questions(depth: int) -> Iterator[tuple[str, str]]:
    """(name, document) of each root field, with each combination of values for its arguments.

    depth: 1 selects the fields of each listed node; a single node counts as listed. 2 selects those of the nodes that are related to listed ones.
    """
    root = schema.core.query_type
    assert root
    for name, field in root.fields.items():
        type_ = get_named_type(field.type)
        if name in ("node", "nodes"):  # they read what the fields of one type read
            continue
        if depth == 1:
            selected = ["" if is_leaf_type(type_) else selection(type_, depth - ("id" in field.args))]
        else:
            selected = list_fields(type_) if isinstance(type_, GraphQLObjectType) and type_.name.endswith("Connection") else ()
        for each in selected:
            yield name, "{ " + " ".join(f"a{at}: {call} {each}" for at, call in enumerate(calls(root, name, field))) + " }"


@pytest.fixture
async def resources(graph: Graph) -> Resources:
    await graph.command(ORGANISATION)
    await restrict_lesson(graph, RestrictLesson(lesson="secret-id", departments=["works-id"]))
    await graph.command(CHANGES)
    return patient_resources(graph)


def patient_resources(graph: Graph) -> Resources:
    """Resources that wait for Neo4j to plan a statement with every field of a type, on a machine that has other work too."""
    return Resources.create(graph.with_read_timeout(at_least=PATIENCE), max_cost=10**9, min_group=1, answer_timeout=PATIENCE)


REFUSED: Final = {"FORBIDDEN", "NOT_FOUND", "INVALID_INPUT"}
"""What a caller may be answered. Any other error, such as TIMEOUT, means that a question was not answered, so that it could not leak anything."""


def not_answered(result: Any) -> list[str]:
    """The messages of the errors that do not refuse something to the caller."""
    errors = [error.original_error or error for error in result.errors or ()]
    return [str(error) for error in errors if getattr(error, "code", None) not in REFUSED]


@pytest.mark.exhaustive
@pytest.mark.parametrize("depth", [1, 2])
async def test_responses_contain_only_what_the_caller_may_read(resources: Resources, depth: int) -> None:
    found, leaks, failed = {kind: set[str]() for kind in MAY_READ}, list[tuple[str, str, str]](), list[tuple[str, str, list[str]]]()
    for name, document in questions(depth):
        for kind, (caller, readable) in MAY_READ.items():
            result = await schema.execute(document, {}, Context(resources, caller))
            text = ECHO.sub("", repr((result.data, [error.message for error in result.errors or ()])))
            present = {each for each in EVERYTHING if each in text}
            leaks += [(kind, name, each) for each in present - readable]
            failed += [(kind, name, messages)] if (messages := not_answered(result)) else []
            found[kind] |= present
    assert leaks == []
    assert failed == []
    assert depth > 1 or found == {kind: readable for kind, (_, readable) in MAY_READ.items()}
