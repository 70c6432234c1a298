"""No mutation says whether a lesson or a reuse exists that its caller may not read: its error is that for an ID that nothing has."""

from typing import Any, Final

import pytest

from graph_service.api.mutations import COMMANDS
from graph_service.api.schema import schema
from graph_service.callers import Caller, Role
from graph_service.graph import Graph
from graph_service.mapping.node_types import lower_first
from tests.api.read_rules.test_attacks import run
from tests.api.read_rules.test_read_rules import CURATOR, CY, DEE, GUEST, Read, read
from tests.callers import token_of
from tests.thorough import one_in

__all__ = ["read"]

# A rundown of the bridge, a lesson that everybody may read for pairs, and Dee's own draft. The secret lesson has been through everything.
MORE: Final = """
MATCH (bridge:Project {id: 'bridge'}), (dee:Person {id: 'dee'}), (parks:Department {id: 'parks'}), (steel:Topic {id: 'steel'}),
  (secret:Lesson {id: 'secret'}), (open:Lesson {id: 'open'}), (used:Reuse {id: 'used'}), (cy:Person {id: 'cy'})
CREATE (rundown:Rundown {id: 'rundown', phase: 'BEFORE', heldOn: date('2024-02-01')})-[:FOR]->(bridge),
  (rundown)-[:CONSIDERED {decision: 'LATER', reason: 'secret reason'}]->(secret),
  (own:Lesson {id: 'own', title: 'Own steel', status: 'DRAFT', audience: 'AUTHORS', learnedOn: date('2024-01-04')})-[:LEARNED_BY]->(dee),
  (own)-[:LEARNED_ON]->(bridge), (own)-[:LEARNED_IN]->(parks), (own)-[:ABOUT]->(steel), (secret)-[:RECURRENCE_OF]->(open),
  (used)-[:CONFIRMED_BY]->(cy)
"""
# By mutation and by field with the ID of a lesson or a reuse: the other fields of an input that the service accepts.
INPUTS: Final[dict[str, dict[str, str]]] = {
    "recordLesson": {
        "buildsOn": 'title: "New", learnedOn: "2024-05-05", learners: [PERSON], project: "bridge", confirm: true',
    },
    "reviseLesson": {"lesson": 'title: "x"', "buildsOn": 'lesson: "own"'},
    "restoreLessonVersion": {"lesson": "version: 1"},
    "publishLesson": {"lesson": ""},
    "correctPublication": {"lesson": 'publishedOn: "2024-02-02"'},
    "retireLesson": {"lesson": 'reason: "old"'},
    "submitLesson": {"lesson": ""},
    "returnLesson": {"lesson": 'question: "why?"'},
    "answerReturn": {"lesson": 'answer: "so"'},
    "mergeLessons": {"lesson": 'merged: "own"', "merged": 'lesson: "own"'},
    "restrictLesson": {"lesson": ""},
    "liftRestriction": {"lesson": ""},
    "supersedeLesson": {"lesson": 'supersedes: "open"', "supersedes": 'lesson: "open"'},
    "linkRecurrence": {"lesson": 'recurrenceOf: "open"', "recurrenceOf": 'lesson: "own"'},
    "dismissRecurrence": {"lesson": 'recurrenceOf: "open"', "recurrenceOf": 'lesson: "own"'},
    "recordReuse": {"lesson": 'project: "bridge", confirm: true'},
    "judgeReuse": {"reuse": "outcome: HELPED"},
    "confirmReuse": {"reuse": ""},
    "withdrawReuse": {"reuse": ""},
    "decideLesson": {"lesson": 'rundown: "rundown", decision: APPLY'},
}
LISTS: Final = ("buildsOn",)
HIDDEN: Final[dict[str, tuple[Caller, tuple[str, ...]]]] = {
    "guest": (GUEST, ("secret", "draft")),
    "contributor without a person": (Caller("token:bot", "bot", None, Role.CONTRIBUTOR), ("secret", "draft")),
    "member of the department below": (CY, ("draft",)),
    "colleague": (DEE, ("secret", "draft")),
    "curator": (CURATOR, ("secret",)),
    "curator who is a colleague": (token_of("dee", Role.CURATOR), ("secret",)),
}


def test_every_field_with_the_id_of_a_lesson_or_reuse_is_attacked() -> None:
    names = {"lesson", "reuse", "merged", "supersedes", "recurrenceOf", "buildsOn"}
    mutations = schema.core.mutation_type
    assert mutations
    for name, field in mutations.fields.items():
        if name != "undo":
            fields = set(field.args["input"].type.of_type.fields) & names
            assert fields == set(INPUTS.get(name, {})), name
    assert INPUTS.keys() <= {lower_first(command.__name__) for _, command, _ in COMMANDS}


def document(mutation: str, field: str, id_: str, caller: Caller) -> str:
    value = f'["{id_}"]' if field in LISTS else f'"{id_}"'
    by = ', by: "dee"' if "by" in _fields(mutation) and caller.person is None else ""
    by += ', person: "dee"' if "person" in _fields(mutation) and caller.person is None else ""
    others = INPUTS[mutation][field].replace("PERSON", f'"{caller.person or "dee"}"')
    return f"mutation {{ {mutation}(input: {{{field}: {value}, {others}{by}}}) {{ warnings }} }}"


def _fields(mutation: str) -> Any:
    assert schema.core.mutation_type
    return schema.core.mutation_type.fields[mutation].args["input"].type.of_type.fields


@pytest.mark.parametrize("kind", one_in(3, HIDDEN, thorough=1))
async def test_errors_do_not_tell_hidden_lessons_from_missing_ones(read: Read, graph: Graph, kind: str) -> None:
    await graph.command(MORE)
    caller, hidden = HIDDEN[kind]
    told = list[tuple[str, str, str, str]]()
    for mutation, fields in INPUTS.items():
        for field in fields:
            for id_ in ("used",) if field == "reuse" else hidden:
                if field == "reuse" and "secret" not in hidden:
                    continue
                answers = [await run(graph, caller, document(mutation, field, each, caller)) for each in (id_, "nothing")]
                found, missing = [[error.formatted for error in answer.errors or ()] for answer in answers]
                if str(found).replace(id_, "nothing") != str(missing) or not found:
                    told.append((mutation, field, id_, f"{found} != {missing}"))
    assert told == []
    assert await graph.read("OPTIONAL MATCH (a:Activity) WHERE a.action <> 'restrictLesson' RETURN count(a)") == 0


FOR_EVERYBODY: Final = {"recordReuse", "decideLesson", "confirmReuse"}  # what contributors do with things of others
NOT_ALONE: Final = {"linkRecurrence", "dismissRecurrence", "recordLesson"}  # take a second lesson, or make one of their own
OF_OTHERS: Final = [
    (mutation, field)
    for mutation, fields in INPUTS.items()
    if mutation not in FOR_EVERYBODY | NOT_ALONE
    for field in fields
    if field != "buildsOn"
]


async def test_contributors_change_nothing_of_others(read: Read, graph: Graph) -> None:
    await graph.command(MORE)
    bot = Caller("token:bot", "bot", None, Role.CONTRIBUTOR)
    for caller in (CY, DEE, bot, GUEST, token_of("dee", Role.READER)):
        for mutation, field in OF_OTHERS:
            if field == "reuse" and caller is DEE:
                continue  # it is hers
            [error] = (await run(graph, caller, document(mutation, field, "plain" if field == "reuse" else "open", caller))).errors
            assert error.original_error.code == "FORBIDDEN", (caller.name, mutation, error.message)
    assert await graph.read("OPTIONAL MATCH (a:Activity) WHERE a.action <> 'restrictLesson' RETURN count(a)") == 0


@pytest.mark.parametrize("mutation", ["judgeReuse", "confirmReuse", "withdrawReuse"])
async def test_nobody_changes_a_reuse_that_was_withdrawn(read: Read, graph: Graph, mutation: str) -> None:
    await graph.command("MATCH (plain:Reuse {id: 'plain'}) SET plain.withdrawnOn = date('2024-04-01')")
    for caller in (DEE, CY, CURATOR, token_of("ana", Role.ADMINISTRATOR)):
        [error] = (await run(graph, caller, document(mutation, "reuse", "plain", caller))).errors
        assert error.message.endswith("which was withdrawn on 2024-04-01."), (caller.name, error.message)
