"""Rundowns: held by a project, with one decision on each lesson, which can be undone."""

import asyncio
from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.organisation.erasure import ErasePerson, erase_person
from graph_service.domain.projects import CloseProject, close_project
from graph_service.domain.reuses import ConfirmReuse, JudgeReuse, confirm_reuse, judge_reuse
from graph_service.domain.rundowns.decisions import DecideLesson, decide_lesson
from graph_service.domain.rundowns.offers import postponed, read_decisions
from graph_service.domain.rundowns.rundowns import HoldRundown, hold_rundown
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import ConfirmationRequired, Conflict, Forbidden, InvalidInput, NotFound
from graph_service.model.enums import Decision, Phase
from tests.callers import token_of
from tests.domain.company import Company
from tests.domain.undo.test_undo import contents

BOB, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("bob", "dee"))
CURATOR = token_of("maria", Role.CURATOR, "cy")
DECISIONS = """
MATCH (u:Rundown)-[c:CONSIDERED]->(l)
WITH u, c, l ORDER BY u.id, l.id
RETURN collect([u.id, l.id, c.decision, c.reason, c.decidedBy])
"""
REUSES = "MATCH (r:Reuse) WITH r ORDER BY r.id RETURN collect(r {.*, reusedOn: toString(r.reusedOn)})"


async def hold(company: Company, **values: Any) -> Any:
    options = {"caller": values.pop("caller", BOB)}
    fields: dict[str, Any] = {"id": "u", "project": "q", "phase": "BEFORE", "held_on": "2026-06-01"} | values
    return await company.do(hold_rundown, HoldRundown(**fields), **options)


async def decide(company: Company, decision: str = "NOT_APPLICABLE", lesson: str = "l", **values: Any) -> Any:
    caller = values.pop("caller", BOB)
    fields: dict[str, Any] = {"rundown": "u", "reason": "Other tools"} | values
    return await company.do(decide_lesson, DecideLesson(lesson=lesson, decision=Decision(decision), **fields), caller=caller)


async def decisions(company: Company) -> Any:
    return await company.graph.read(DECISIONS)


async def add_lesson(company: Company, id_: str, **values: Any) -> None:
    fields: dict[str, Any] = {"title": id_, "learned_on": "2025-01-01", "learners": ["ann"], "project": "p", "status": "PUBLISHED"}
    await company.do(record_lesson, RecordLesson(id=id_, **fields | values))


async def test_rundown_is_held_for_a_project_and_can_be_undone(company: Company) -> None:
    before = await contents(company.graph)
    held = await hold(company, note=" Kick-off ")
    assert held.warnings == ()
    assert await company.graph.read("MATCH (u:Rundown) RETURN u {.*, heldOn: toString(u.heldOn)}") == {
        "id": "u",
        "phase": "BEFORE",
        "heldOn": "2026-06-01",
        "note": "Kick-off",
    }
    assert await company.ties("FOR") == [["u", "q", None, None]]
    await company.do(undo, Undo(activity=held.seq), caller=BOB)
    assert await contents(company.graph) == before


async def test_second_rundown_of_a_phase_on_one_day_is_a_warning(company: Company) -> None:
    await hold(company)
    assert (await hold(company, id="v")).warnings == ("The project already has a rundown of the phase BEFORE on 2026-06-01: 'u'.",)
    assert (await hold(company, id="w", phase="DURING")).warnings == ()


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"project": "none"}, NotFound, "project is 'none', but there is no project with this id"),
        ({"phase": "LATER"}, InvalidInput, "phase is 'LATER', but must be one of BEFORE, DURING, AFTER"),
        ({"held_on": "2026-07-01"}, InvalidInput, "heldOn is 2026-07-01, which is in the future"),
        ({"phase": "DURING", "held_on": "2020-12-31"}, Conflict, "heldOn is 2020-12-31, but the project started on 2021-01-01"),
        ({"held_on": "2019-12-01"}, ConfirmationRequired, "rarely held more than a year before the project started"),
    ],
)
async def test_impossible_rundown_is_refused(company: Company, values: dict[str, Any], error: Any, message: str) -> None:
    before = await company.snapshot()
    with pytest.raises(error, match=message):
        await hold(company, **values)
    assert await company.snapshot() == before


@pytest.mark.thorough
async def test_unlikely_day_can_be_confirmed(company: Company) -> None:
    await hold(company, held_on="2019-12-01", confirm=True)
    await company.do(close_project, CloseProject(project="p", on="2024-06-01"))
    with pytest.raises(ConfirmationRequired, match="more than a year after the project ended"):
        await hold(company, id="v", project="p", phase="AFTER")


async def test_reader_may_not_hold_a_rundown(company: Company) -> None:
    with pytest.raises(Forbidden, match="contributor"):
        await hold(company, caller=token_of("cy", Role.READER))


async def test_apply_makes_a_reuse_to_be_judged_and_undo_takes_both_back(company: Company) -> None:
    await hold(company)
    before = await contents(company.graph)
    made = await decide(company, "APPLY", reason=None)
    assert made.warnings == ()
    assert await decisions(company) == [["u", "l", "APPLY", None, "bob"]]
    [reuse] = await company.graph.read(REUSES)
    assert (reuse["reusedOn"], reuse["scope"], reuse.get("outcome")) == ("2026-06-15", "CROSS", None)
    for kind, other in (
        ("REUSE_OF", "l"),
        ("REUSED_BY", "bob"),
        ("REUSED_ON", "q"),
        ("REUSED_IN", "south"),
        ("DECIDED_IN", "u"),
    ):
        assert await company.ties(kind) == [[reuse["id"], other, None, None]]
    await company.do(undo, Undo(activity=made.seq), caller=BOB)
    assert await contents(company.graph) == before


async def test_lesson_is_applied_on_the_day_on_which_it_was_learned_at_the_earliest(company: Company) -> None:
    await hold(company)
    await add_lesson(company, "tomorrow", learned_on="2026-06-16")
    await decide(company, "APPLY", "tomorrow")
    [reuse] = await company.graph.read(REUSES)
    assert reuse["reusedOn"] == "2026-06-16"


async def test_judged_reuse_keeps_its_decision(company: Company) -> None:
    await hold(company)
    made = await decide(company, "APPLY")
    [reuse] = await company.graph.read(REUSES)
    await company.do(judge_reuse, JudgeReuse(reuse=reuse["id"], outcome="HELPED"), caller=BOB)
    with pytest.raises(Conflict, match=f"The reuse '{reuse['id']}' has been changed again since"):
        await company.do(undo, Undo(activity=made.seq), caller=BOB)
    assert len(await decisions(company)) == 1


async def test_decisions_of_one_rundown_are_undone_in_any_order(company: Company) -> None:
    await add_lesson(company, "m")
    await add_lesson(company, "n")
    held = await hold(company)
    made = [await decide(company, decision, lesson) for decision, lesson in (("APPLY", "l"), ("LATER", "m"), ("NOT_APPLICABLE", "n"))]
    with pytest.raises(Conflict, match="has been changed again since"):
        await company.do(undo, Undo(activity=held.seq), caller=BOB)
    for each in made:
        await company.do(undo, Undo(activity=each.seq), caller=BOB)
    assert await decisions(company) == await company.graph.read(REUSES) == []
    await company.do(undo, Undo(activity=held.seq), caller=BOB)


@pytest.mark.parametrize("first", ["APPLY", "NOT_APPLICABLE"])
async def test_nobody_decides_twice(company: Company, first: str) -> None:
    await hold(company)
    await hold(company, id="v", phase="DURING")
    await decide(company, first)
    for rundown in ("u", "v"):
        before = await company.snapshot()
        with pytest.raises(Conflict, match=rf"on which Bob already decided {first} on 2026-06-15 \(Other tools\)") as error:
            await decide(company, "LATER", rundown=rundown, caller=DEE)
        assert error.value.field == "lesson"
        assert await company.snapshot() == before


async def test_later_is_decided_again_only_in_another_rundown(company: Company) -> None:
    await hold(company)
    await decide(company, "LATER")
    with pytest.raises(Conflict, match="Bob already decided LATER"):
        await decide(company, "APPLY", caller=DEE)
    await hold(company, id="v", phase="DURING")
    await decide(company, "APPLY", rundown="v", caller=DEE)
    assert [row[2] for row in await decisions(company)] == ["LATER", "APPLY"]


async def test_other_projects_decide_for_themselves(company: Company) -> None:
    await hold(company)
    await hold(company, id="v", project="p", phase="AFTER")
    await decide(company, "NOT_APPLICABLE")
    await decide(company, "NOT_APPLICABLE", rundown="v")
    assert len(await decisions(company)) == 2


async def test_of_two_who_decide_at_once_one_is_told_of_the_other(company: Company) -> None:
    await hold(company)
    done = await asyncio.gather(decide(company, "APPLY", caller=BOB), decide(company, "NOT_APPLICABLE", caller=DEE), return_exceptions=True)
    [conflict] = [each for each in done if isinstance(each, Conflict)]
    [[_, _, decision, _, person]] = await decisions(company)
    assert f"{person.title()} already decided {decision}" in conflict.message


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"rundown": "none"}, NotFound, "rundown is 'none', but there is no rundown"),
        ({"lesson": "none"}, NotFound, "lesson is 'none', but there is no lesson"),
        ({"reason": None}, InvalidInput, "reason is required for NOT_APPLICABLE"),
        ({"decision": "LATER", "reason": " "}, InvalidInput, "reason is required for LATER"),
        ({"person": "dee"}, Forbidden, "Only curators may act for somebody else"),
        ({"lesson": "draft", "caller": CURATOR}, Conflict, "lesson is 'draft', which is a DRAFT. It must be published before"),
        ({"lesson": "secret"}, NotFound, "lesson is 'secret', but there is no lesson"),
    ],
)
async def test_impossible_decision_is_refused(company: Company, values: dict[str, Any], error: Any, message: str) -> None:
    await hold(company)
    await add_lesson(company, "draft", status="DRAFT")
    await add_lesson(company, "secret")
    await company.do(restrict_lesson, RestrictLesson(lesson="secret"), caller=token_of("ann", Role.CONTRIBUTOR))
    before = await company.snapshot()
    with pytest.raises(error, match=message):
        await decide(company, **values)
    assert await company.snapshot() == before


async def test_decisions_warn(company: Company) -> None:
    await hold(company, phase="AFTER")
    await company.do(retire_lesson, RetireLesson(lesson="l"))
    made = await decide(company, "LATER")
    assert made.warnings == (
        "'l' has been RETIRED since 2026-06-15.",
        "No phase follows AFTER, so no rundown of this project offers the lesson again.",
    )
    await add_lesson(company, "m")
    await decide(company, "APPLY", "m")


async def test_whoever_decided_for_somebody_does_not_confirm_the_reuse(company: Company) -> None:
    await hold(company)
    await decide(company, "APPLY", person="bob", caller=CURATOR)
    [reuse] = await company.graph.read(REUSES)
    with pytest.raises(Forbidden, match="You recorded or judged this reuse"):
        await company.do(confirm_reuse, ConfirmReuse(reuse=reuse["id"]), caller=CURATOR)
    await company.do(confirm_reuse, ConfirmReuse(reuse=reuse["id"]), caller=DEE)


async def test_postponed_lessons_come_up_in_later_phases_until_they_are_decided(company: Company) -> None:
    for lesson in ("m", "n"):
        await add_lesson(company, lesson)
    await hold(company)
    await decide(company, "LATER", "l")
    await decide(company, "LATER", "m")
    await decide(company, "NOT_APPLICABLE", "n")

    async def offered(phase: Phase) -> list[str]:
        return [each.lesson for each in postponed(await read_decisions(company.graph, "q"), phase)]

    assert [await offered(phase) for phase in Phase] == [[], ["l", "m"], ["l", "m"]]
    await hold(company, id="v", phase="DURING")
    await decide(company, "LATER", "l", rundown="v")
    await decide(company, "APPLY", "m", rundown="v")
    assert [await offered(phase) for phase in Phase] == [[], [], ["l"]]
    with pytest.raises(NotFound, match="project is 'none'"):
        await read_decisions(company.graph, "none")


async def test_publication_of_a_decided_lesson_is_not_undone(company: Company) -> None:
    await add_lesson(company, "m", status="DRAFT")
    published = await company.do(publish_lesson, PublishLesson(lesson="m"), caller=CURATOR)
    await hold(company)
    await decide(company, "NOT_APPLICABLE", "m")
    with pytest.raises(Conflict, match="A project has decided on the lesson since"):
        await company.do(undo, Undo(activity=published.seq), caller=CURATOR)


async def test_erasing_a_person_leaves_no_trace_in_decisions(company: Company) -> None:
    await hold(company, note="Bob was there")
    await decide(company, "NOT_APPLICABLE")
    with pytest.raises(ConfirmationRequired, match="rundown u"):
        await company.do(erase_person, ErasePerson(person="bob"))
    await company.do(erase_person, ErasePerson(person="bob", confirm=True))
    [[*_, person]] = await decisions(company)
    assert person not in (None, "bob")
    with pytest.raises(Conflict, match="on which a colleague already decided NOT_APPLICABLE"):
        await decide(company, "LATER", caller=DEE)
