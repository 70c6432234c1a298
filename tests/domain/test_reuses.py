"""Reuses: recorded after their lesson, judged, confirmed by someone else, withdrawn but kept."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.projects import StartProject, start_project
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
from graph_service.errors import ConfirmationRequired, Conflict, Forbidden, InvalidInput, NotFound
from tests.domain.company import NOW, Company


async def record(company: Company, **values: Any) -> Any:
    fields: dict[str, Any] = {"id": "s", "lesson": "l", "person": "bob", "project": "q"} | values
    return await company.do(record_reuse, RecordReuse(**fields))


async def judge(company: Company, outcome: Any = "HELPED", by: str = "dee", **values: Any) -> Any:
    return await company.do(judge_reuse, JudgeReuse(reuse="r", by=by, outcome=outcome, **values))


async def confirm(company: Company, by: str) -> Any:
    return await company.do(confirm_reuse, ConfirmReuse(reuse="r", by=by))


async def test_reuse_is_recorded_with_lesson_person_project_and_department(company: Company) -> None:
    result = await record(company, note=" Saved a week. ")
    assert result.warnings == ()
    assert await company.node("s") == {
        "id": "s",
        "reusedOn": "2026-06-15",
        "recordedAt": "2026-06-15T10:30:00.000000000+00:00",
        "scope": "CROSS",
        "note": "Saved a week.",
    }
    for type, other in (("REUSE_OF", "l"), ("REUSED_BY", "bob"), ("REUSED_ON", "q"), ("REUSED_IN", "south")):  # noqa: A001
        assert await company.ties(type) == [["s", other, None, None]]


async def test_reuse_before_its_lesson_is_refused(company: Company) -> None:
    with pytest.raises(Conflict, match="reusedOn is 2024-02-29, but 'l' was learned on 2024-03-01") as error:
        await record(company, reused_on="2024-02-29")
    assert error.value.field == "reusedOn"
    await record(company, reused_on="2024-03-01")


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"reused_on": "2024-03-01", "lesson": "late"}, "reusedOn", "a lesson is rarely reused before it was published (2026-06-15)"),
        ({"reused_on": "2024-03-01", "project": "new"}, "reusedOn", "before the project started (2024-03-02)"),
        ({"hours_saved": 2_001}, "hoursSaved", "a reuse rarely saves or costs more than 2,000 hours (2000)"),
        ({"hours_saved": -2_001}, "hoursSaved", "more than 2,000 hours (2000)"),
    ],
)
async def test_unlikely_reuse_must_be_confirmed(company: Company, values: dict[str, Any], field: str, reason: str) -> None:
    late = RecordLesson(id="late", title="Late", learned_on="2024-02-01", learners=["ann"], project="p")
    await company.do(record_lesson, late)
    await company.do(publish_lesson, PublishLesson(lesson="late"))
    await company.do(start_project, StartProject(id="new", name="New", started_on="2024-03-02"))
    before = await company.snapshot()
    with pytest.raises(ConfirmationRequired, match=re.escape(reason)) as error:
        await record(company, **values)
    assert error.value.field == field
    assert await company.snapshot() == before
    await record(company, **values, confirm=True)
    assert await company.node("s")


async def test_likely_reuse_needs_no_confirmation(company: Company) -> None:
    await record(company, reused_on="2024-03-01", hours_saved=2_000)


async def test_unlikely_judgement_must_be_confirmed(company: Company, reuse: str) -> None:
    with pytest.raises(ConfirmationRequired, match=r"hoursSaved is 2001\.0") as error:
        await judge(company, hours_saved=2_001)
    assert error.value.field == "hoursSaved"
    await judge(company, hours_saved=2_001, confirm=True)
    assert (await company.node(reuse))["hoursSaved"] == 2_001


async def test_same_reuse_twice_on_one_day_is_recorded_with_a_warning(company: Company) -> None:
    await record(company)
    again = await record(company, id="s2")
    assert again.warnings == ("'bob' already has a reuse of 'l' on 'q' on 2026-06-15: 's'.",)
    assert (await record(company, id="s3", reused_on="2026-06-14")).warnings == ()
    for id_ in ("s", "s2"):
        await company.do(withdraw_reuse, WithdrawReuse(reuse=id_))
    assert (await record(company, id="s4")).warnings == ()


async def test_draft_cannot_be_reused(company: Company) -> None:
    await company.do(record_lesson, RecordLesson(id="d", title="Draft", learned_on="2024-01-01", learners=["ann"], project="p"))
    with pytest.raises(Conflict, match="'d', which is a DRAFT") as error:
        await record(company, lesson="d")
    assert error.value.field == "lesson"


async def test_reuse_of_a_retired_lesson_warns(company: Company) -> None:
    await company.do(retire_lesson, RetireLesson(lesson="l"))
    assert (await record(company)).warnings == ("'l' has been RETIRED since 2026-06-15.",)


@pytest.mark.parametrize("field", ["lesson", "person", "project"])
async def test_reuse_with_unknown_reference_is_refused(company: Company, field: str) -> None:
    with pytest.raises(NotFound, match=f"{field} is 'x'") as error:
        await record(company, **{field: "x"})
    assert error.value.field == field
    with pytest.raises(InvalidInput, match="required"):
        await record(company, **{field: None})


async def test_outcome_recorded_with_the_reuse_is_judged_by_its_person(company: Company) -> None:
    await record(company, outcome="HELPED", hours_saved=12, cost_avoided="99.95", currency="EUR")
    held = await company.node("s")
    assert (held["outcome"], held["hoursSaved"], held["costAvoided"], held["currency"]) == ("HELPED", 12.0, 9995, "EUR")
    assert held["judgedAt"].startswith("2026-06-15T10:30")
    assert await company.ties("JUDGED_BY") == [["s", "bob", None, None]]


async def test_reuse_is_judged(company: Company, reuse: str) -> None:
    await judge(company, "BACKFIRED", hours_saved=-3.5, note="Worse.")
    held = await company.node(reuse)
    assert (held["outcome"], held["hoursSaved"], held["note"], held["judgedAt"][:10]) == ("BACKFIRED", -3.5, "Worse.", "2026-06-15")
    assert await company.ties("JUDGED_BY") == [[reuse, "dee", None, None]]


async def test_later_judgement_replaces_an_earlier_one(company: Company, reuse: str) -> None:
    await judge(company, "HELPED", hours_saved=5, cost_avoided=1000, currency="JPY")
    await judge(company, "NO_EFFECT", by="ann", hours_saved=None)
    held = await company.node(reuse)
    assert (held["outcome"], held["costAvoided"], held["currency"], "hoursSaved" in held) == ("NO_EFFECT", 1000, "JPY", False)
    assert await company.ties("JUDGED_BY") == [[reuse, "ann", None, None]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "GOOD"}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"hours_saved": float("inf")}, "hoursSaved"),
        ({"cost_avoided": "1.234", "currency": "EUR"}, "costAvoided"),
        ({"cost_avoided": "-5", "currency": "EUR"}, "costAvoided"),
        ({"cost_avoided": "5"}, "currency"),
        ({"cost_avoided": "5", "currency": "EURO"}, "currency"),
    ],
)
async def test_invalid_judgement_is_refused(company: Company, reuse: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        await judge(company, **values)
    assert error.value.field == field
    assert "judgedAt" not in await company.node(reuse)


async def test_reuse_is_confirmed_by_someone_else(company: Company, reuse: str) -> None:
    await confirm(company, "dee")
    assert (await company.node(reuse))["confirmedAt"].startswith("2026-06-15T10:30")
    assert await company.ties("CONFIRMED_BY") == [[reuse, "dee", None, None]]


async def test_reuse_cannot_be_confirmed_by_the_person_who_reported_it(company: Company, reuse: str) -> None:
    with pytest.raises(Forbidden, match="someone other than the person who reported it") as error:
        await confirm(company, "bob")
    assert error.value.field == "by"
    assert "confirmedAt" not in await company.node(reuse)


async def test_concurrent_confirmations_succeed_once(company: Company, reuse: str) -> None:
    results = await asyncio.gather(confirm(company, "dee"), confirm(company, "ann"), return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Conflict") == 1
    assert len(await company.ties("CONFIRMED_BY")) == 1


async def test_reuse_without_a_known_reporter_can_be_confirmed_by_anyone(company: Company, reuse: str) -> None:
    await company.graph.command("MATCH (:Reuse {id: 'r'})-[b:REUSED_BY]->() DELETE b")
    await confirm(company, "bob")


async def test_withdrawn_reuse_is_kept_and_cannot_be_changed(company: Company, reuse: str) -> None:
    await company.do(withdraw_reuse, WithdrawReuse(reuse=reuse), now=NOW + timedelta(days=1))
    assert (await company.node(reuse))["withdrawnOn"] == "2026-06-16"
    for attempt in (confirm(company, "dee"), judge(company), company.do(withdraw_reuse, WithdrawReuse(reuse=reuse))):
        with pytest.raises(Conflict, match="withdrawn on 2026-06-16"):
            await attempt


@pytest.mark.parametrize(
    ("handler", "command", "field"),
    [
        (judge_reuse, JudgeReuse(reuse="x", by="dee", outcome="HELPED"), "reuse"),
        (judge_reuse, JudgeReuse(reuse="r", by="x", outcome="HELPED"), "by"),
        (confirm_reuse, ConfirmReuse(reuse="x", by="dee"), "reuse"),
        (confirm_reuse, ConfirmReuse(reuse="r", by="x"), "by"),
        (withdraw_reuse, WithdrawReuse(reuse="x"), "reuse"),
    ],
)
@pytest.mark.usefixtures("reuse")
async def test_unknown_reuse_or_judge_is_reported(company: Company, handler: Any, command: Any, field: str) -> None:
    with pytest.raises(NotFound) as error:
        await company.do(handler, command)
    assert error.value.field == field
