"""What a lesson that somebody may not read leaves elsewhere: in the log of changes, in IDs that are taken, and in errors."""

from typing import Any, Final

import pytest

from graph_service.callers import Caller, Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.reuses import RecordReuse, record_reuse
from graph_service.domain.rundowns.decisions import DecideLesson, decide_lesson
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Forbidden, InvalidInput, NotFound
from graph_service.graph import Graph
from graph_service.model.enums import Decision
from tests.api.read_rules.test_attacks import run
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, CURATOR, CY, DEE, Read, read
from tests.callers import token_of

__all__ = ["read"]

FIELDS: Final = """seq action actor caller callerSubject verified onBehalfOf subjectLabel subjectId subjectNodeId changed values { name }
  undoable notUndoableBecause undoableImport"""
BLANK: Final = {
    "action": "RESTRICTED", "actor": None, "caller": None, "callerSubject": None, "verified": None, "onBehalfOf": [], "subjectLabel": None,
    "subjectId": None, "subjectNodeId": None, "changed": [], "values": None, "undoable": False,
    "notUndoableBecause": "Only the person who made a change can undo it.", "undoableImport": None,
}  # fmt: skip
STEEL_CURATOR: Final = token_of("dee", Role.CURATOR)


async def log(read: Read, caller: Caller, arguments: str = "first: 50") -> list[dict[str, Any]]:
    return (await read(caller, f"{{ activity({arguments}) {{ {FIELDS} }} }}"))["activity"]


def without_number(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "seq"}


async def test_curators_read_only_number_and_time_of_a_change_of_a_restricted_lesson(read: Read, graph: Graph) -> None:
    await record_reuse(graph, RecordReuse(lesson="secret", project="bridge", confirm=True), caller=CY)
    await create_topic(graph, CreateTopic(name="Wood"), caller=CURATOR)
    for caller in (CURATOR, STEEL_CURATOR):
        *hidden, shown = await log(read, caller)
        assert list(map(without_number, hidden)) == [BLANK, BLANK]
        assert [entry["seq"] for entry in (*hidden, shown)] == [1, 2, 3]
        assert shown["action"] == "createTopic"
    assert [entry["action"] for entry in await log(read, ADMINISTRATOR)] == ["restrictLesson", "recordReuse", "createTopic"]
    assert [entry["action"] for entry in await log(read, CY, "last: 5")] == ["recordReuse"]


@pytest.mark.parametrize("matching", ['action: "recordReuse"', 'caller: "token:cy"', 'subject: "secret"'])
async def test_no_filter_of_the_log_finds_changes_of_a_restricted_lesson(read: Read, graph: Graph, matching: str) -> None:
    await record_reuse(graph, RecordReuse(lesson="open", project="bridge", confirm=True), caller=CY)
    for _ in range(2):
        await record_reuse(graph, RecordReuse(lesson="secret", project="bridge", confirm=True), caller=CY)
    await record_reuse(graph, RecordReuse(lesson="open", project="bridge", confirm=True), caller=CY)
    expected = [] if "subject" in matching else [2, 5]
    for size in (1, 2, 4, 50):
        assert [entry["seq"] for entry in await log(read, CURATOR, f"{matching}, first: {size}")] == expected[:size]
        assert [entry["seq"] for entry in await log(read, CURATOR, f"{matching}, last: {size}")] == expected[-size:]
    assert expected == [] or [entry["seq"] for entry in await log(read, CURATOR, f"{matching}, after: 2, first: 1")] == [5]
    today = (await read(ADMINISTRATOR, "{ activity { at } }"))["activity"][0]["at"][:10]
    assert len(await log(read, CURATOR, f'from: "{today}"')) == 5  # the time is known


async def test_the_log_takes_as_many_statements_for_a_hidden_lesson_as_for_none(
    read: Read, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements, run_statement = list[str](), Graph.read

    async def counted(self: Graph, query: Any, *arguments: Any, **options: Any) -> Any:
        statements.append(query)
        return await run_statement(self, query, *arguments, **options)

    monkeypatch.setattr(Graph, "read", counted)
    counts = dict[str, int]()
    for id_ in ("secret", "used", "nothing"):
        statements.clear()
        assert await log(read, CURATOR, f'subject: "{id_}"') == []
        counts[id_] = len(statements)
    assert len(set(counts.values())) == 1, counts


async def test_other_nodes_with_the_id_of_a_restricted_lesson_are_shown_as_they_are(read: Read, graph: Graph) -> None:
    for id_ in ("secret", "nothing", "used"):
        await create_topic(graph, CreateTopic(id=id_, name=f"About {id_}"), caller=CURATOR)
        [entry] = await log(read, CURATOR, f'subject: "{id_}"')
        assert (entry["action"], entry["subjectId"], entry["changed"]) == ("createTopic", id_, ["name"])
        assert (await log(read, CURATOR, "last: 1"))[0]["subjectId"] == id_


async def test_the_log_does_not_name_a_restricted_lesson_that_was_removed(read: Read, graph: Graph) -> None:
    reuse = await record_reuse(graph, RecordReuse(lesson="secret", project="bridge", confirm=True), caller=CY)
    await undo(graph, Undo(activity=reuse.seq), caller=CY)
    record = RecordLesson(title="Told to few", learned_on="2024-05-05", learners=["cy"], project="bridge", restricted=True,
                          restricted_to_people=["ana"], confirm=True)  # fmt: skip
    lesson = await record_lesson(graph, record, caller=CY)
    await undo(graph, Undo(activity=lesson.seq), caller=CY)
    assert list(map(without_number, await log(read, CURATOR))) == [BLANK] * 5
    for id_ in (reuse.id, lesson.id):
        assert await log(read, CURATOR, f'subject: "{id_}"') == []
        assert len(await log(read, ADMINISTRATOR, f'subject: "{id_}"')) == 2
    assert [entry["action"] for entry in await log(read, CY, "first: 9")] == ["recordReuse", "undo", "recordLesson", "undo"]


async def test_the_log_does_not_tell_that_a_project_decided_on_a_restricted_lesson(read: Read, graph: Graph) -> None:
    await graph.command(
        "MATCH (p:Project {id: 'bridge'}) CREATE (:Rundown {id: 'r', phase: 'BEFORE', heldOn: date('2024-02-01')})-[:FOR]->(p)"
    )
    decided = await decide_lesson(graph, DecideLesson(rundown="r", lesson="secret", decision=Decision.APPLY), caller=CY)
    await undo(graph, Undo(activity=decided.seq), caller=CY)
    await decide_lesson(graph, DecideLesson(rundown="r", lesson="open", decision=Decision.LATER, reason="soon"), caller=CY)
    entries = await log(read, CURATOR)
    assert list(map(without_number, entries[:3])) == [BLANK] * 3
    assert [(entry["action"], entry["subjectId"]) for entry in entries[3:]] == [("decideLesson", "r")]
    assert [entry["seq"] for entry in await log(read, CURATOR, 'subject: "r"')] == [4]


async def test_undo_tells_others_nothing_about_a_change(read: Read, graph: Graph) -> None:
    first = await record_reuse(graph, RecordReuse(lesson="secret", project="bridge", confirm=True), caller=CY)
    await undo(graph, Undo(activity=first.seq), caller=CY)
    await graph.command("MATCH (a:Activity {seq: 1}) SET a.action = 'IMPORT', a.callerSubject = 'token:root', a.subjectId = NULL")
    for number in (1, 2, 3):
        for caller in (DEE, CURATOR):
            with pytest.raises(Forbidden, match="Only the person who made a change can undo it"):
                await undo(graph, Undo(activity=number), caller=caller)


@pytest.mark.parametrize("id_", ["secret", "draft", "used", "nothing"])
async def test_ids_of_lessons_and_reuses_are_not_chosen_by_those_who_do_not_read_all(read: Read, graph: Graph, id_: str) -> None:
    for caller in (DEE, CY, STEEL_CURATOR):
        record = RecordLesson(id=id_, title="New", learned_on="2024-05-05", learners=[caller.person or ""], project="bridge", confirm=True)
        with pytest.raises(Forbidden) as lesson:
            await record_lesson(graph, record, caller=caller)
        with pytest.raises(Forbidden) as reuse:
            await record_reuse(graph, RecordReuse(id=id_, lesson="open", project="bridge", confirm=True), caller=caller)
        for error, noun in ((lesson, "lesson"), (reuse, "reuse")):
            assert error.value.message == (
                f"id is set, but only administrators choose the ID of a {noun}. Omit it: the service gives the {noun} a new ID, and a request "
                "that is repeated with the same idempotencyKey records nothing twice."
            )
    record = RecordLesson(id="chosen", title="New", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True)
    assert (await record_lesson(graph, record, caller=ADMINISTRATOR)).id == "chosen"


RECORD: Final = """mutation($status: LessonStatus!) { recordLesson(input: {title: "Layoffs in spring", learnedOn: "2024-05-05", learners: ["ana"],
  project: "bridge", topics: ["steel"], status: $status, restricted: true, restrictedToDepartments: ["board"], confirm: true}) {
  lesson { id audience restrictedToDepartments { nodes { id } } } } }"""


@pytest.mark.parametrize("status", ["DRAFT", "PUBLISHED"])
async def test_lesson_that_is_restricted_from_the_start_is_seen_by_nobody_else(read: Read, graph: Graph, status: str) -> None:
    publisher = Caller("token:ana", "ana", "ana", Role.CONTRIBUTOR, publishes=True)
    lesson = (await read(publisher, RECORD, status=status))["recordLesson"]["lesson"]
    assert (lesson["audience"], lesson["restrictedToDepartments"]["nodes"]) == ("NAMED", [{"id": "board"}])
    lessons = '{ lessons(first: 50, where: {title: {startsWith: "Layoffs"}}) { totalCount nodes { id } } }'
    for caller, count in ((DEE, 0), (CURATOR, 0), (CY, 1), (ADMINISTRATOR, 1)):
        assert (await read(caller, lessons))["lessons"]["totalCount"] == count
    assert without_number((await log(read, CURATOR, "last: 1"))[0]) == BLANK
    assert (await log(read, ADMINISTRATOR, "last: 1"))[0]["changed"][-3:] == ["audience", "restrictedToPeople", "restrictedToDepartments"]


async def test_only_learners_record_a_restricted_lesson_and_only_for_people_who_exist(read: Read, graph: Graph) -> None:
    new: dict[str, Any] = {"title": "New", "learned_on": "2024-05-05", "project": "bridge", "confirm": True}
    with pytest.raises(Forbidden, match="only learners of the lesson and administrators may restrict it"):
        await record_lesson(graph, RecordLesson(**new, learners=["ana"], restricted=True), caller=STEEL_CURATOR)
    with pytest.raises(InvalidInput, match="restrictedToPeople is set, but restricted is not"):
        await record_lesson(graph, RecordLesson(**new, learners=["ana"], restricted_to_people=["cy"]), caller=ANA)
    for named in ({"restricted_to_people": ["colleague-1"]}, {"restricted_to_departments": ["mars"]}):
        values: dict[str, Any] = {**new, **named, "learners": ["dee"], "restricted": True}
        with pytest.raises(NotFound, match="but there is no"):
            await record_lesson(graph, RecordLesson(**values), caller=DEE)
    assert await graph.read("MATCH (lesson:Lesson {title: 'New'}) RETURN count(lesson)") == 0


async def test_undo_does_not_name_a_lesson_that_was_restricted_since(read: Read, graph: Graph) -> None:
    made = await read(CURATOR, 'mutation { linkRecurrence(input: {lesson: "draft", recurrenceOf: "open"}) { activity { seq } } }')
    await restrict_lesson(graph, RestrictLesson(lesson="open"), caller=ANA)
    error = (
        await run(graph, CURATOR, f"mutation {{ undo(input: {{activity: {made['linkRecurrence']['activity']['seq']}}}) {{ warnings }} }}")
    ).errors[0]
    assert "'open'" not in error.message


@pytest.mark.parametrize("restricted", [True, False])
async def test_project_does_not_tell_that_restricted_drafts_waited_for_it(read: Read, graph: Graph, restricted: bool) -> None:
    draft = await capture_lesson(graph, CaptureLesson(text="Tell nobody", project="Merger"), caller=ANA)
    if restricted:
        await restrict_lesson(graph, RestrictLesson(lesson=draft.id), caller=ANA)
    start = 'mutation { startProject(input: {name: "Merger"}) { warnings } }'
    warnings = [] if restricted else ["A draft that names this project now belongs to it."]
    assert (await read(CURATOR, start))["startProject"]["warnings"] == warnings
    on = "MATCH (:Lesson {id: $id})-[:LEARNED_ON]->(project) RETURN project.name"
    assert await graph.read(on, {"id": draft.id}) == "Merger"
