"""Undo: restores exactly what was there before, as long as nothing depends on the change."""

import asyncio
from typing import Any

import pytest

from graph_service.callers import LOCAL_CALLER
from graph_service.domain.commands import SUBJECT_FIELDS
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.lessons.supersession import SupersedeLesson, supersede_lesson
from graph_service.domain.log_reading import LogFilter, read_entry, read_log
from graph_service.domain.organisation.departments import CloseDepartment, MoveDepartment, close_department, move_department
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.domain.project_assignments import Assign, assign
from graph_service.domain.projects import CloseProject, close_project
from graph_service.domain.reuses import (
    ConfirmReuse,
    JudgeReuse,
    RecordReuse,
    WithdrawReuse,
    confirm_reuse,
    judge_reuse,
    record_reuse,
    withdraw_reuse,
)
from graph_service.domain.topics import CreateTopic, UpdateTopic, create_topic, update_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.domain.undo.footprint import remove_expired_footprints
from graph_service.domain.undo.restoration import creation_statement, removal_statement
from graph_service.errors import Conflict, Forbidden, NotFound
from graph_service.graph import Graph
from graph_service.model.relationships import RelationshipType
from tests.analysis.columns.random_verbs import RandomVerbs
from tests.callers import token_of
from tests.domain.company import Company
from tests.seeding import wipe
from tests.thorough import one_in

NODES = """
MATCH (n) WHERE NOT n:Activity AND NOT n:Sequence AND NOT n:Migration
RETURN collect([labels(n)[0], n.id, [key IN keys(n) | [key, toString(n[key])]]])
"""
KEPT = "MATCH (a:Activity) WHERE a.undo IS NOT NULL AND a.subjectId = 'bob' RETURN collect(a.seq)"
LINKS = """
MATCH (a)-[r]->(b)
RETURN collect([type(r), a.id, b.id, [key IN keys(r) | [key, toString(r[key])]]])
"""


async def contents(graph: Graph) -> tuple[Any, Any]:
    """All nodes and relationships but the log, in order."""
    nodes, links = await graph.read(NODES), await graph.read(LINKS)
    return sorted([*rest, sorted(properties)] for *rest, properties in nodes), sorted(
        [*rest, sorted(properties)] for *rest, properties in links
    )


@pytest.mark.parametrize(
    ("seeds", "rounds"),
    [
        pytest.param([10], 60, marks=pytest.mark.thorough),
        pytest.param(range(10, 16), 90, marks=pytest.mark.exhaustive),
    ],
)
async def test_random_changes_undone_in_reverse_order_leave_the_graph_as_it_was(graph: Graph, seeds: list[int], rounds: int) -> None:
    undone, actions = set[str](), sorted(SUBJECT_FIELDS.keys() - {"undo", "restoreLessonVersion", "erasePerson"})
    for seed in seeds:
        await wipe(graph)
        company = RandomVerbs(graph, seed)
        await company.found_company()
        company.changes.clear()
        states = []
        for _ in range(rounds):
            known, state = {*company.changes}, await contents(graph)
            await company.act(company.random.choice([company.random.choice(actions), *sorted({*actions} - company.done.keys())]))
            states += [(seq, state) for seq in company.changes.keys() - known]
        for seq, state in reversed(states):
            entry = await read_entry(graph, seq)
            await undo(graph, Undo(activity=seq), caller=LOCAL_CALLER)
            assert await contents(graph) == state, entry
            undone.add(entry.action)
    assert len(undone) > 12


async def undo_in(company: Company, seq: int, **options: Any) -> Any:
    return await company.do(undo, Undo(activity=seq), **{"caller": token_of("ann")} | options)


async def do(company: Company, handler: Any, command: Any, **options: Any) -> int:
    """Runs a command as ann and returns the sequence number of its Activity."""
    return (await company.do(handler, command, **{"caller": token_of("ann")} | options)).seq


async def test_undo_is_a_change_of_its_own_in_the_log(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    result = await undo_in(company, seq)
    assert (await company.node("bob")).get("title") is None
    (entry,) = await read_log(company.graph, LogFilter(result.seq - 1))
    assert (entry.seq, entry.action, entry.subject_label, entry.subject_id, entry.changed) == (seq + 1, "undo", "Person", "bob", ["title"])


async def test_change_is_undone_once(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    results = await asyncio.gather(*(undo_in(company, seq) for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in results].count(Conflict) == 2
    with pytest.raises(Conflict, match="already undone"):
        await undo_in(company, seq)


async def test_retry_of_an_undo_with_its_key_returns_the_first_result(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    first, again = [await undo_in(company, seq, idempotency_key="u") for _ in range(2)]
    assert again == first


async def test_retry_of_a_change_that_was_undone_is_refused(company: Company) -> None:
    lesson = RecordLesson(title="Ask", learned_on="2024-01-01", learners=["ann"], project="p")
    await undo_in(company, await do(company, record_lesson, lesson, idempotency_key="k"))
    with pytest.raises(Conflict, match="which was undone"):
        await do(company, record_lesson, lesson, idempotency_key="k")


async def test_only_the_caller_who_made_a_change_can_undo_it(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    with pytest.raises(Forbidden, match="Only the person who made a change"):
        await undo_in(company, seq, caller=token_of("bob"))
    unknown = await do(company, update_person, UpdatePerson(person="bob", title="Builder"), caller=None)
    with pytest.raises(Conflict, match="does not say who made this change"):
        await undo_in(company, unknown)


async def test_a_change_can_be_undone_for_a_day(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    await company.graph.command(
        "MATCH (a:Activity) SET a.at = a.at - duration({hours: 25}), a.undoUntil = a.undoUntil - duration({hours: 25})"
    )
    with pytest.raises(Conflict, match="only within 24 hours"):
        await undo_in(company, seq)


async def test_previous_values_are_removed_after_a_day_even_if_nobody_changes_anything(company: Company) -> None:
    old, new = [await do(company, update_person, UpdatePerson(person="bob", title=title)) for title in ("Engineer", "Builder")]
    await company.graph.command("MATCH (a:Activity {seq: $seq}) SET a.undoUntil = a.undoUntil - duration({hours: 25})", {"seq": old})
    await remove_expired_footprints(company.graph)
    assert await company.graph.read(KEPT) == [new]


@pytest.mark.parametrize("seq", [0, -1, 2**31 - 1])
async def test_unknown_change_is_not_found(company: Company, seq: int) -> None:
    with pytest.raises(NotFound, match=f"activity is {seq}"):
        await undo_in(company, seq)


async def test_an_undo_and_an_import_cannot_be_undone(company: Company) -> None:
    undone = (await undo_in(company, await do(company, update_person, UpdatePerson(person="bob", title="Engineer")))).seq
    with pytest.raises(Conflict, match="Make the change again"):
        await undo_in(company, undone)
    await company.graph.command(
        "MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, at: datetime(), action: 'IMPORT'})"
    )
    with pytest.raises(Conflict, match="An import"):
        await undo_in(company, undone + 1)


async def test_nothing_is_undone_after_an_import(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    await company.graph.command(
        "MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, at: datetime(), action: 'IMPORT'})"
    )
    with pytest.raises(Conflict, match="An import or a repair has changed the graph since"):
        await undo_in(company, seq)


async def refused(company: Company, seq: int, reason: str) -> None:
    """The undo is refused with this reason and changes nothing."""
    before = await contents(company.graph)
    with pytest.raises(Conflict, match=rf"^This change can no longer be undone\. .*{reason}"):
        await undo_in(company, seq)
    assert await contents(company.graph) == before


async def test_later_change_of_the_same_node(company: Company) -> None:
    first = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    second = await do(company, update_person, UpdatePerson(person="bob", title="Builder"))
    await refused(company, first, r"The person 'bob' has been changed again since \(updatePerson\)")
    await undo_in(company, second)
    await undo_in(company, first)
    assert (await company.node("bob")).get("title") is None


async def test_recorded_lesson_that_was_reused(company: Company) -> None:
    lesson = RecordLesson(id="n", title="Ask", learned_on="2024-01-01", learners=["ann"], project="p", status="PUBLISHED")
    seq = await do(company, record_lesson, lesson)
    reuse = RecordReuse(id="x", lesson="n", person="bob", project="q", reused_on="2026-06-15", confirm=True)
    reused = await do(company, record_reuse, reuse)
    await refused(company, seq, "The reuse 'x' now refers to this lesson")
    await undo_in(company, reused)
    await undo_in(company, seq)
    assert not {"n", "x"} & {node[1] for node in (await contents(company.graph))[0]}


async def test_published_lesson_that_was_reused(company: Company) -> None:
    await do(company, record_lesson, RecordLesson(id="n", title="Ask", learned_on="2024-01-01", learners=["ann"], project="p"))
    seq = await do(company, publish_lesson, PublishLesson(lesson="n"))
    await do(company, record_reuse, RecordReuse(lesson="n", person="bob", project="q", reused_on="2026-06-15", confirm=True))
    await refused(company, seq, "The lesson has been reused since")


async def test_day_of_a_lesson_that_was_reused_before_its_earlier_day(company: Company) -> None:
    seq = await do(company, revise_lesson, ReviseLesson(lesson="l", learned_on="2023-01-01"))
    await do(company, record_reuse, RecordReuse(lesson="l", person="bob", project="q", reused_on="2023-06-15", confirm=True))
    await refused(company, seq, "learnedOn is 2024-03-01, but it was reused on 2023-06-15")


@pytest.mark.parametrize(("status", "by"), [("PUBLISHED", "The lesson 'Ask'"), ("DRAFT", "A lesson that not everybody may read")])
async def test_retired_lesson_that_was_superseded(company: Company, status: str, by: str) -> None:
    new = RecordLesson(id="n", title="Ask", learned_on="2024-01-01", learners=["ann"], project="p", status=status)
    await do(company, record_lesson, new)
    seq = await do(company, retire_lesson, RetireLesson(lesson="l"))
    await do(company, supersede_lesson, SupersedeLesson(lesson="n", supersedes="l"))
    await refused(company, seq, f"{by} has replaced it since")


async def test_superseded_lesson_is_published_again(company: Company) -> None:
    await do(company, record_lesson, RecordLesson(id="n", title="Ask", learned_on="2024-01-01", learners=["ann"], project="p"))
    before = await contents(company.graph)
    await undo_in(company, await do(company, supersede_lesson, SupersedeLesson(lesson="n", supersedes="l")))
    assert await contents(company.graph) == before


async def test_judgement_confirmation_and_withdrawal(company: Company, reuse: str) -> None:
    for handler, command in (
        (judge_reuse, JudgeReuse(reuse=reuse, by="ann", outcome="HELPED", note="It did.")),
        (confirm_reuse, ConfirmReuse(reuse=reuse, by="dee")),
        (withdraw_reuse, WithdrawReuse(reuse=reuse)),
    ):
        before = await contents(company.graph)
        await undo_in(company, await do(company, handler, command))
        assert await contents(company.graph) == before


async def test_address_that_another_person_has_now(company: Company) -> None:
    seq = await do(company, update_person, UpdatePerson(person="bob", email="robert@example.org"))
    await do(company, add_person, AddPerson(name="Bob", email="bob@example.org"))
    await refused(company, seq, "email is 'bob@example.org'")


async def test_move_to_a_department_that_closed(company: Company) -> None:
    seq = await do(company, move_member, MoveMember(person="bob", department="north"))
    await do(company, close_department, CloseDepartment(department="south"))
    await refused(company, seq, "The department 'south' has been changed again")


async def test_closed_department_gets_its_people_back(company: Company) -> None:
    before = await contents(company.graph)
    seq = await do(company, close_department, CloseDepartment(department="north"))
    assert await contents(company.graph) != before
    await undo_in(company, seq)
    assert await contents(company.graph) == before
    seq = await do(company, close_department, CloseDepartment(department="north"))
    await do(company, move_member, MoveMember(person="ann", department="south"))
    await refused(company, seq, "The person 'ann' has been changed again")


async def test_people_who_joined_a_reopened_department(company: Company) -> None:
    await do(company, close_department, CloseDepartment(department="south"))
    seq = await do(company, close_department, CloseDepartment(department="south", on=None))
    await do(company, move_member, MoveMember(person="cy", department="south", on="2026-06-10"))
    await refused(company, seq, "These have joined the department since it was reopened: people 1")


async def test_undo_of_an_earlier_change_counts_as_a_later_change(company: Company) -> None:
    await do(company, close_department, CloseDepartment(department="south"))
    reopened = await do(company, close_department, CloseDepartment(department="south", on=None))
    await do(company, move_member, MoveMember(person="cy", department="south", on="2026-06-10"))
    seq = await do(company, move_member, MoveMember(person="cy", department="north", on="2026-06-12"))
    await undo_in(company, reopened)
    await refused(company, seq, r"The department 'south' has been changed again since \(undo\)\.$")


async def test_changes_that_share_a_department_are_undone_in_any_order(company: Company) -> None:
    before = await contents(company.graph)
    moves = [await do(company, move_member, MoveMember(person=person, department="hq")) for person in ("bob", "cy")]
    assigned = await do(company, assign, Assign(person="bob", project="p"))
    for seq in (*moves, assigned):
        await undo_in(company, seq)
    assert await contents(company.graph) == before


async def test_closed_project_whose_owner_closed(company: Company) -> None:
    seq = await do(company, close_project, CloseProject(project="p", on="2026-06-01"))
    await do(company, close_department, CloseDepartment(department="north", on="2026-06-10"))
    await refused(company, seq, "has closed since")


async def test_links_that_would_close_a_cycle(company: Company) -> None:
    for topic, broader in (("t1", []), ("t2", ["t1"]), ("t3", ["t2"])):
        await do(company, create_topic, CreateTopic(id=topic, name=topic, broader=broader))
    seq = await do(company, update_topic, UpdateTopic(topic="t2", broader=[]))
    await do(company, update_topic, UpdateTopic(topic="t1", broader=["t3"]))
    await refused(company, seq, "closes a cycle")


async def test_move_that_would_make_a_department_part_of_itself(company: Company) -> None:
    seq = await do(company, move_department, MoveDepartment(department="south", part_of=None))
    await do(company, move_department, MoveDepartment(department="north", part_of="south"))
    await do(company, move_department, MoveDepartment(department="hq", part_of="north"))
    await refused(company, seq, "The department 'hq' has been changed again")


async def test_created_topic_that_a_lesson_is_about(company: Company) -> None:
    seq = await do(company, create_topic, CreateTopic(id="t", name="T"))
    linked = await do(company, revise_lesson, ReviseLesson(lesson="l", topics=["t"]))
    await refused(company, seq, "The lesson 'Test early' now refers to this topic")
    await undo_in(company, linked)
    await undo_in(company, seq)


async def test_topic_that_is_gone(company: Company) -> None:
    created = await do(company, create_topic, CreateTopic(id="t", name="T"))
    await do(company, revise_lesson, ReviseLesson(lesson="l", topics=["t"]))
    seq = await do(company, revise_lesson, ReviseLesson(lesson="l", topics=[]))
    await undo_in(company, created)
    await refused(company, seq, "has changed since")


async def test_change_that_nothing_was_kept_of(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.domain.undo.footprint.MAX_LENGTH", 10)
    seq = await do(company, update_person, UpdatePerson(person="bob", title="Engineer"))
    with pytest.raises(Conflict, match="too large"):
        await undo_in(company, seq)


@pytest.mark.parametrize("kind", one_in(4, RelationshipType, thorough=1))
async def test_statements_of_every_relationship_type_run(database: Graph, kind: RelationshipType) -> None:
    for statement in (creation_statement(kind), removal_statement(kind)):
        assert await database.read(f"EXPLAIN {statement}", {"rows": []}) is None
