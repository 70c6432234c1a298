"""What contributors may do with lessons and reuses: act for themselves. Curators may act for others, and the log says so."""

from dataclasses import replace
from typing import Any

import pytest

from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import read_entry
from graph_service.domain.organisation.people import UpdatePerson, update_person
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
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import Company

ANN, BOB, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob", "dee"))
CURATOR = token_of("maria", Role.CURATOR, "cy")
BOT = Caller("token:bot", "bot", None, Role.CONTRIBUTOR)
PROGRAM = Caller("token:program", "program", None, Role.CURATOR)
PUBLISHES = {caller.name: replace(caller, publishes=True) for caller in (ANN, BOB)}


def draft(**changed: Any) -> RecordLesson:
    values: dict[str, Any] = {"title": "Ask first", "learned_on": "2024-01-01", "learners": ["ann"], "project": "p"}
    return RecordLesson(**values | changed)


def reuse_by(person: str | None, **changed: Any) -> RecordReuse:
    values: dict[str, Any] = {"lesson": "l", "person": person, "project": "q", "reused_on": "2025-05-05"}
    return RecordReuse(**values | changed)


async def refused(company: Company, caller: Caller, handler: Any, command: Any, match: str, field: str | None = None) -> None:
    """The command is refused, and nothing is written."""
    before = await company.snapshot()
    with pytest.raises(Forbidden, match=match) as error:
        await company.do(handler, command, caller=caller)
    assert error.value.field == field
    assert await company.snapshot() == before


async def logged(company: Company, seq: int) -> Any:
    return await read_entry(company.graph, seq)


# Lessons


async def test_contributor_records_drafts_that_they_learned(company: Company) -> None:
    result = await company.do(record_lesson, draft(learners=["ann", "dee"]), caller=ANN)
    entry = await logged(company, result.seq)
    assert (entry.actor, entry.caller, entry.verified, entry.on_behalf_of) == ("ann", "ann", True, ["dee"])
    await refused(company, BOB, record_lesson, draft(), "learners does not contain you \\('bob'\\)", "learners")


async def test_contributor_publishes_nothing(company: Company) -> None:
    needs = "Publishing a lesson requires the role curator; you have the role contributor"
    await refused(company, ANN, record_lesson, draft(status="PUBLISHED"), needs, "status")
    lesson = (await company.do(record_lesson, draft(), caller=ANN)).id
    await refused(company, ANN, publish_lesson, PublishLesson(lesson=lesson), needs, "lesson")
    await company.do(publish_lesson, PublishLesson(lesson=lesson), caller=CURATOR)


async def test_setting_lets_contributors_publish_and_revise_their_own_lessons(company: Company) -> None:
    ann, bob = PUBLISHES["ann"], PUBLISHES["bob"]
    published = (await company.do(record_lesson, draft(status="PUBLISHED"), caller=ann)).id
    await company.do(revise_lesson, ReviseLesson(lesson=published, title="Ask twice"), caller=ann)
    lesson = (await company.do(record_lesson, draft(), caller=ann)).id
    with pytest.raises(NotFound):  # a draft is seen by its learners and curators only
        await company.do(publish_lesson, PublishLesson(lesson=lesson), caller=bob)
    await company.do(publish_lesson, PublishLesson(lesson=lesson), caller=ann)
    await refused(company, bob, revise_lesson, ReviseLesson(lesson=lesson, title="Mine"), "which other people learned", "lesson")
    await company.do(retire_lesson, RetireLesson(lesson=lesson), caller=CURATOR)
    await refused(company, ann, revise_lesson, ReviseLesson(lesson=lesson, title="Back"), "which is RETIRED", "lesson")


async def test_contributor_revises_own_drafts_and_those_of_co_learners_only(company: Company) -> None:
    lesson = (await company.do(record_lesson, draft(learners=["ann", "dee"]), caller=ANN)).id
    await company.do(revise_lesson, ReviseLesson(lesson=lesson, title="Ask twice"), caller=DEE)
    for command in (ReviseLesson(lesson=lesson, title="Mine"), ReviseLesson(lesson=lesson, learners=["bob"])):
        with pytest.raises(NotFound):  # a draft is seen by its learners and curators only
            await company.do(revise_lesson, command, caller=BOB)
    await refused(company, ANN, revise_lesson, ReviseLesson(lesson=lesson, learners=["dee"]), "learners does not contain you", "learners")


async def test_contributor_does_not_rewrite_published_lessons(company: Company) -> None:
    await refused(company, BOB, revise_lesson, ReviseLesson(lesson="l", context="Wrong."), "which other people learned", "lesson")
    await refused(company, ANN, revise_lesson, ReviseLesson(lesson="l", context="Wrong."), "which is PUBLISHED", "lesson")


async def test_curator_records_for_others_and_the_log_says_so(company: Company) -> None:
    result = await company.do(record_lesson, draft(status="PUBLISHED"), caller=CURATOR)
    entry = await logged(company, result.seq)
    assert (entry.actor, entry.caller_subject, entry.on_behalf_of) == ("cy", "token:maria", ["ann"])
    result = await company.do(record_reuse, reuse_by("bob"), caller=PROGRAM)
    entry = await logged(company, result.seq)
    assert (entry.actor, entry.caller, entry.on_behalf_of) == (None, "program", ["bob"])


@pytest.mark.usefixtures("reuse")
async def test_contributor_without_a_person_records_nothing(company: Company) -> None:
    tie = "link your token to your person: graph-service token create NAME --role contributor --person ID"
    for handler, command in (
        (record_lesson, draft()),
        (revise_lesson, ReviseLesson(lesson="l", title="Mine")),
        (record_reuse, reuse_by("bob")),
        (judge_reuse, JudgeReuse(reuse="r", by="bob", outcome="HELPED")),
        (confirm_reuse, ConfirmReuse(reuse="r", by="dee")),
        (withdraw_reuse, WithdrawReuse(reuse="r")),
    ):
        await refused(company, BOT, handler, command, tie)


# Reuses


async def test_contributor_reports_and_judges_own_reuses_only(company: Company) -> None:
    await refused(company, BOB, record_reuse, reuse_by("ann"), "person is 'ann', but you are 'bob'", "person")
    result = await company.do(record_reuse, reuse_by(None), caller=BOB)
    entry, reuse = await logged(company, result.seq), result.id
    assert (entry.actor, entry.on_behalf_of) == ("bob", [])
    assert await company.ties("REUSED_BY") == [[reuse, "bob", None, None]]
    await company.do(judge_reuse, JudgeReuse(reuse=reuse, outcome="HELPED", hours_saved=3), caller=BOB)
    await refused(company, BOB, judge_reuse, JudgeReuse(reuse=reuse, by="dee", outcome="HELPED"), "by is 'dee', but you are 'bob'", "by")
    somebody_elses = "which somebody else reported"
    await refused(company, DEE, judge_reuse, JudgeReuse(reuse=reuse, outcome="HELPED"), somebody_elses, "reuse")
    await refused(company, DEE, withdraw_reuse, WithdrawReuse(reuse=reuse), somebody_elses, "reuse")
    await company.do(withdraw_reuse, WithdrawReuse(reuse=reuse), caller=BOB)


async def test_one_token_does_not_report_as_one_colleague_and_confirm_as_another(company: Company) -> None:
    await refused(company, BOB, record_reuse, reuse_by("ann", hours_saved=2000), "person is 'ann', but you are 'bob'", "person")
    reuse = (await company.do(record_reuse, reuse_by("bob"), caller=BOB)).id
    await refused(company, BOB, confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), "by is 'dee', but you are 'bob'", "by")
    await refused(company, BOB, confirm_reuse, ConfirmReuse(reuse=reuse), "who reported this reuse", "by")
    result = await company.do(confirm_reuse, ConfirmReuse(reuse=reuse), caller=DEE)
    assert (await logged(company, result.seq)).actor == "dee"
    assert await company.ties("CONFIRMED_BY") == [[reuse, "dee", None, None]]


@pytest.mark.parametrize("caller", [CURATOR, PROGRAM], ids=["person", "program"])
async def test_curator_does_not_confirm_what_they_recorded_for_somebody(company: Company, caller: Caller) -> None:
    reuse = (await company.do(record_reuse, reuse_by("bob"), caller=caller)).id
    own = "You recorded or judged this reuse"
    await refused(company, caller, confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), own, "reuse")
    other_token = replace(CURATOR, subject="token:maria-2", name="maria-2")
    if caller is CURATOR:  # the same person with another token
        await refused(company, other_token, confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), own, "reuse")
    else:
        await company.do(confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), caller=other_token)


@pytest.mark.usefixtures("reuse")
async def test_curator_who_judged_a_reuse_does_not_confirm_it(company: Company) -> None:
    seq = (await company.do(judge_reuse, JudgeReuse(reuse="r", by="bob", outcome="HELPED", hours_saved=1000), caller=CURATOR)).seq
    await refused(company, CURATOR, confirm_reuse, ConfirmReuse(reuse="r", by="dee"), "You recorded or judged this reuse", "reuse")
    await company.do(undo, Undo(activity=seq), caller=CURATOR)
    await company.do(confirm_reuse, ConfirmReuse(reuse="r", by="dee"), caller=CURATOR)
    await refused(company, CURATOR, judge_reuse, JudgeReuse(reuse="r", by="bob", outcome="HELPED"), "You confirmed this reuse", "reuse")


@pytest.mark.usefixtures("reuse")
async def test_reporter_does_not_change_the_result_once_it_is_confirmed(company: Company) -> None:
    await company.do(confirm_reuse, ConfirmReuse(reuse="r"), caller=DEE)
    command = JudgeReuse(reuse="r", outcome="HELPED", cost_avoided="99999999", currency="EUR")
    await refused(company, BOB, judge_reuse, command, "was confirmed on 2026-06-15", "reuse")
    await company.do(judge_reuse, command, caller=token_of("cy", Role.CURATOR))


@pytest.mark.usefixtures("reuse")
async def test_curator_does_not_confirm_own_reuse_for_somebody(company: Company) -> None:
    bob = token_of("bob", Role.CURATOR)
    await refused(company, bob, confirm_reuse, ConfirmReuse(reuse="r", by="dee"), "You reported this reuse", "reuse")


@pytest.mark.usefixtures("reuse")
async def test_local_callers_name_who_acts_and_the_log_marks_it_as_not_verified(company: Company) -> None:
    result = await company.do(judge_reuse, JudgeReuse(reuse="r", by="bob", outcome="HELPED"), caller=LOCAL_CALLER)
    entry = await logged(company, result.seq)
    assert (entry.actor, entry.caller, entry.verified, entry.on_behalf_of) == ("bob", "", False, [])
    with pytest.raises(InvalidInput, match="by is required, because the service does not know which person you are") as error:
        await company.do(confirm_reuse, ConfirmReuse(reuse="r"), caller=LOCAL_CALLER)
    assert error.value.field == "by"
    stated = replace(LOCAL_CALLER, name="Dee Doe", person="dee")
    entry = await logged(company, (await company.do(confirm_reuse, ConfirmReuse(reuse="r"), caller=stated)).seq)
    assert (entry.actor, entry.caller, entry.verified) == ("dee", "Dee Doe", False)


# Roles


async def test_command_requires_its_role_and_undo_requires_it_again(company: Company) -> None:
    command = UpdatePerson(person="ann", title="Engineer")
    await refused(company, CURATOR, update_person, command, "updatePerson requires the role administrator; you have the role curator")
    seq = (await company.do(update_person, command, caller=token_of("maria", person="cy"))).seq
    await refused(company, CURATOR, undo, Undo(activity=seq), "undo of updatePerson requires the role administrator")
    await refused(company, token_of("x", Role.READER), undo, Undo(activity=seq), "undo requires the role contributor")
