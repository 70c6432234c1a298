"""Ways around the read rules: searches, errors, repeated requests and inputs that would tell what a caller may not read."""

from typing import Any

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import Caller, Role
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, NotFound
from graph_service.graph import Graph
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, BO, CURATOR, CY, DEE, GUEST, Read, ids, read

__all__ = ["read"]
RECORD = """
mutation($learners: [ID!]!) {
  recordLesson(input: {title: "New", learnedOn: "2024-05-05", learners: $learners, project: "bridge", confirm: true}) {
    lesson { learners { nodes { name email } } }
  }
}
"""


async def run(graph: Graph, caller: Caller, query: str, **variables: Any) -> Any:
    """The whole result, errors included."""
    return await schema.execute(query, variables, Context(Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60), caller))


@pytest.mark.thorough
async def test_contributors_cannot_unmask_a_colleague_by_naming_them(read: Read, graph: Graph) -> None:
    for shown in ("colleague-1", "bo"):
        result = await run(graph, DEE, RECORD, learners=["dee", shown])
        assert [error.message for error in result.errors] == [f"learners is '{shown}', but there is no person with this id."]
        with pytest.raises(NotFound, match=f"people is '{shown}'"):
            await restrict_lesson(graph, RestrictLesson(lesson="secret", people=[shown]), caller=await _only_dee(graph))
    mine = await record_lesson(
        graph, RecordLesson(title="Mine", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True), caller=DEE
    )
    with pytest.raises(NotFound, match="learners is 'bo'"):
        await revise_lesson(graph, ReviseLesson(lesson=mine.id, learners=["dee", "bo"]), caller=DEE)
    for caller in (ANA, BO, CURATOR):  # who may see Bo named
        own = [caller.person] if caller.person else []
        for shown in ("colleague-1", "bo"):
            result = await run(graph, caller, RECORD, learners=list(dict.fromkeys([*own, shown])))
            assert result.errors is None, (caller.name, shown)


async def _only_dee(graph: Graph) -> Caller:
    """Dee, who has learned the secret too."""
    await graph.command("MATCH (lesson:Lesson {id: 'secret'}), (dee:Person {id: 'dee'}) MERGE (lesson)-[:LEARNED_BY]->(dee)")
    return DEE


@pytest.mark.parametrize(
    "mutation",
    [
        'recordReuse(input: {lesson: "open", project: "bridge", person: "colleague-1"}) { reuse { id } }',
        'confirmReuse(input: {reuse: "plain", by: "colleague-1"}) { reuse { id } }',
        'withdrawReuse(input: {reuse: "colleague-1"}) { reuse { id } }',
    ],
)
async def test_errors_do_not_state_the_id_of_a_person_who_must_not_be_named(read: Read, graph: Graph, mutation: str) -> None:
    [error] = (await run(graph, DEE, f"mutation {{ {mutation} }}")).errors
    assert "'colleague-1'" in error.message
    assert "'bo'" not in error.message


async def test_arguments_of_network_answers_take_the_ids_that_the_caller_reads(read: Read, graph: Graph) -> None:
    for field in ('experts(topic: "steel", asker: "{}") {{ score }}', 'network {{ without(person: "{}") {{ __typename }} }}'):
        for caller, known, unknown in (
            (GUEST, "colleague-1", "bo"),
            (DEE, "colleague-1", "bo"),
            (BO, "bo", "nobody"),
            (CURATOR, "bo", "nobody"),
        ):
            assert (await run(graph, caller, "{" + field.format(known) + "}")).errors is None, (caller.name, field)
            [error] = (await run(graph, caller, "{" + field.format(unknown) + "}")).errors
            assert error.original_error.code == "NOT_FOUND"
            assert unknown in error.message


async def test_experts_are_not_found_by_the_words_of_a_restricted_lesson(read: Read) -> None:
    for caller in (GUEST, CURATOR, CY):
        assert (await read(caller, '{ experts(text: "secret") { score } }'))["experts"] == []
        assert len((await read(caller, '{ experts(text: "open") { score } }'))["experts"]) == 1


async def test_guests_do_not_find_people_by_their_job_titles(read: Read) -> None:
    for query in (
        '{ people(where: {search: "engineer"}) { nodes { id } } }',
        '{ searchEverything(text: "engineer", kinds: [PERSON]) { entityId } }',
    ):
        assert ids(await read(GUEST, query)) == set()
        assert ids(await read(DEE, query)) == {"ana"}
        assert ids(await read(GUEST, query.replace("engineer", "ruiz"))) == {"ana"}


REVISE = 'mutation { reviseLesson(input: {lesson: "open", phase: BEFORE, idempotencyKey: "k"}) { lesson { title } activity { caller } } }'


@pytest.mark.thorough
async def test_repeated_change_returns_nothing_that_its_caller_may_no_longer_read(read: Read, graph: Graph) -> None:
    for _ in range(2):
        assert (await read(CURATOR, REVISE))["reviseLesson"]["lesson"] == {"title": "Open steel"}
    await restrict_lesson(graph, RestrictLesson(lesson="open"), caller=ANA)
    [error] = (await run(graph, CURATOR, REVISE)).errors
    assert error.message == "The change was made, but you may no longer read what it changed."


async def test_idempotency_key_of_another_caller_does_not_return_their_change(read: Read, graph: Graph) -> None:
    await read(CURATOR, REVISE)
    [error] = (await run(graph, Caller("token:other", "other", None, Role.CURATOR), REVISE)).errors
    assert error.message == "idempotencyKey is 'k', which was already used for a change by somebody else. Use a new key for each change."


async def test_errors_of_undo_name_nothing_that_not_everybody_may_read(read: Read, graph: Graph) -> None:
    mine = await record_lesson(
        graph, RecordLesson(title="Mine", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True), caller=DEE
    )
    await graph.command("MATCH (mine:Lesson {title: 'Mine'}), (secret:Lesson {id: 'secret'}) CREATE (secret)-[:BUILDS_ON]->(mine)")
    with pytest.raises(Conflict, match="A lesson that not everybody may read now refers to this lesson"):
        await undo(graph, Undo(activity=mine.seq), caller=DEE)
    await graph.command("MATCH (:Lesson {id: 'secret'})-[link:BUILDS_ON]->() DELETE link")
    await graph.command("MATCH (mine:Lesson {title: 'Mine'}), (bo:Person {id: 'bo'}) CREATE (mine)-[:REVIEWED_BY]->(bo)")
    with pytest.raises(Conflict, match="The person 'a colleague' now refers to this lesson"):
        await undo(graph, Undo(activity=mine.seq), caller=DEE)


async def test_error_about_a_day_does_not_name_a_restricted_recurrence(read: Read, graph: Graph) -> None:
    await graph.command("MATCH (draft:Lesson {id: 'open'}), (secret:Lesson {id: 'secret'}) CREATE (secret)-[:RECURRENCE_OF]->(draft)")
    with pytest.raises(Conflict, match="a lesson that not everybody may read is linked as a recurrence"):
        await revise_lesson(graph, ReviseLesson(lesson="open", learned_on="2024-02-20"), caller=CURATOR)


async def test_the_log_cannot_be_searched_for_a_restricted_lesson(read: Read) -> None:
    log = '{ activity(subject: "secret") { action } }'
    assert (await read(CURATOR, log))["activity"] == []
    assert (await read(ADMINISTRATOR, log))["activity"] == [{"action": "restrictLesson"}]


# The secret was known when the problem came back on another project, where people look for lessons now.
REPETITION = """
MATCH (secret:Lesson {id: 'secret'}), (open:Lesson {id: 'open'}), (steel:Topic {id: 'steel'}), (dee:Person {id: 'dee'}), (parks:Department {id: 'parks'})
CREATE (tower:Project {id: 'tower', name: 'Tower', status: 'RUNNING'})-[:CONCERNS]->(steel), (dee)-[:WORKED_ON]->(tower),
  (:Project {id: 'mast', name: 'Mast', status: 'PLANNED'})-[:CONCERNS]->(steel),
  (again:Lesson {id: 'again', title: 'Steel again', status: 'PUBLISHED', learnedOn: date('2024-06-01'), publishedOn: date('2024-06-02')}),
  (again)-[:LEARNED_BY]->(dee), (again)-[:LEARNED_ON]->(tower), (again)-[:LEARNED_IN]->(parks), (again)-[:ABOUT]->(steel),
  (again)-[:RECURRENCE_OF]->(secret), (again)-[:RECURRENCE_OF]->(open)
"""
ROWS = {
    "missedReuse": "{ network { missedReuse(first: %d, suggested: false) { earlier { id } later { id } topics { id } knownIn { name } } } }",
    "lessonsFor": '{ lessonsFor(project: "mast", first: %d) { lesson { id } score } }',
    "mostReused": "{ network { mostReused(first: %d) { lesson { id } } } }",
    "shelf": "{ network { shelf(first: %d) { lessons { lesson { id } days } } } }",
    "experts": '{ experts(topic: "steel", first: %d) { lessons { lesson { id } } reuses { reuse { id } } } }',
}


@pytest.mark.parametrize("name", ROWS)
async def test_computed_lists_have_no_rows_about_lessons_that_the_caller_may_not_read(read: Read, graph: Graph, name: str) -> None:
    await graph.command(REPETITION)
    if name == "shelf":
        await graph.command("MATCH (reuse:Reuse {id: 'used'}) DETACH DELETE reuse")
    everything = await read(ADMINISTRATOR, ROWS[name] % 20)
    assert "secret" in ids(everything)
    for caller in (GUEST, DEE, CURATOR):
        found = await read(caller, ROWS[name] % 20)
        assert "secret" not in str(found), caller.name
        assert "used" not in ids(found), caller.name
        assert "None" not in str(found), caller.name
    assert "secret" in ids(await read(CY, ROWS[name] % 20))


async def test_rows_that_are_left_out_leave_no_gap(read: Read, graph: Graph) -> None:
    await graph.command(REPETITION)
    for name in ("missedReuse", "lessonsFor", "mostReused"):
        everything = [await read(GUEST, ROWS[name] % 20)]
        first = await read(GUEST, ROWS[name] % 1)
        rows = [next(iter(each.values())) for each in (everything[0], first)]
        rows = [each[name] if isinstance(each, dict) else each for each in rows]
        assert rows[1] == rows[0][:1] != [], name


async def test_versions_do_not_name_a_caller_who_must_not_be_named(read: Read, graph: Graph) -> None:
    await graph.command("MATCH (open:Lesson {id: 'open'}), (dee:Person {id: 'dee'}) CREATE (open)-[:LEARNED_BY]->(dee)")
    bo = Caller("oidc:https://login.example|7", "Bo Lind", "bo", Role.CURATOR)
    await revise_lesson(graph, ReviseLesson(lesson="open", title="Open the steel"), caller=bo)
    await revise_lesson(graph, ReviseLesson(lesson="open", title="Open it"), caller=CURATOR)
    query = '{ lessonVersions(lesson: "open") { caller by { id name } } }'
    latest = {"caller": "pmo", "by": None}
    assert (await read(DEE, query))["lessonVersions"] == [latest, {"caller": None, "by": {"id": "colleague-1", "name": "a colleague"}}]
    assert (await read(CURATOR, query))["lessonVersions"] == [latest, {"caller": "Bo Lind", "by": {"id": "bo", "name": "Bo Lind"}}]
