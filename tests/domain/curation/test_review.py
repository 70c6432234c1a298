"""The review of lessons: submitted, returned with a question, answered, published or refused, by those who may."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.curation.returns import ReturnLesson, return_lesson
from graph_service.domain.curation.reviews import read_reviews
from graph_service.domain.curation.stewards import AppointSteward, EndStewardship, appoint_steward, end_stewardship
from graph_service.domain.curation.submission import AnswerReturn, SubmitLesson, answer_return, submit_lesson
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import LogFilter, read_log
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.domain.organisation.people import UpdatePerson, update_person
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import NOW, Company

ANN, BOB, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob", "dee"))
CHOOSES_IDS = token_of("ann", Role.ADMINISTRATOR)
CURATOR = token_of("maria", Role.CURATOR, "cy")
PROGRAM = Caller("token:program", "program", None, Role.CURATOR)
TODAY = NOW.date().isoformat()


async def prepare(company: Company, **values: Any) -> None:
    """Ann's draft d about testing, whose steward is bob."""
    await company.do(create_topic, CreateTopic(id="testing", name="Testing"))
    await company.do(appoint_steward, AppointSteward(topic="testing", person="bob", from_="2024-01-01"))
    fields: dict[str, Any] = {
        "id": "d",
        "title": "Ask first",
        "learned_on": "2024-01-01",
        "learners": ["ann"],
        "project": "p",
        "topics": ["testing"],
    }
    await company.do(record_lesson, RecordLesson(**fields | values), caller=CHOOSES_IDS)


async def submit(company: Company, **options: Any) -> Any:
    return await company.do(submit_lesson, SubmitLesson(lesson="d"), **{"caller": ANN} | options)


async def send_back(company: Company, question: str = "Which supplier?", **options: Any) -> Any:
    return await company.do(return_lesson, ReturnLesson(lesson="d", question=question), **{"caller": BOB} | options)


async def status(company: Company) -> str:
    return (await company.node("d"))["status"]


async def refused(company: Company, error: type[Exception], match: str, handler: Any, command: Any, caller: Caller) -> None:
    before = await company.snapshot()
    with pytest.raises(error, match=match):
        await company.do(handler, command, caller=caller)
    assert await company.snapshot() == before


async def conversation(company: Company, caller: Caller = CURATOR) -> list[tuple[str, str | None, str]]:
    return [(step.decision, step.note, step.person) for step in await read_reviews(company.graph, "d", caller, TODAY)]


async def test_lesson_is_submitted_returned_answered_and_published(company: Company) -> None:
    await prepare(company)
    await submit(company)
    assert (await company.node("d"))["audience"] == "AUTHORS"
    await send_back(company, now=NOW + timedelta(days=1))
    assert await status(company) == "RETURNED"
    answer = AnswerReturn(lesson="d", answer="The one for steel.", recommendation="Ask the steel supplier first.")
    await company.do(answer_return, answer, caller=ANN, now=NOW + timedelta(days=2))
    node = await company.node("d")
    assert (node["status"], node["recommendation"]) == ("SUBMITTED", "Ask the steel supplier first.")
    assert node["submittedAt"].startswith("2026-06-17")
    result = await company.do(publish_lesson, PublishLesson(lesson="d", note="Thank you."), caller=BOB, now=NOW + timedelta(days=3))
    node = await company.node("d")
    assert (node["status"], node["publishedOn"], node.get("audience")) == ("PUBLISHED", "2026-06-18", None)
    steps = [
        ("SUBMITTED", None, "ann"),
        ("RETURNED", "Which supplier?", "bob"),
        ("ANSWERED", "The one for steel.", "ann"),
        ("PUBLISHED", "Thank you.", "bob"),
    ]
    for reader in (CURATOR, ANN, BOB):
        assert await conversation(company, reader) == steps
    assert await conversation(company, DEE) == []
    logged = await read_log(company.graph, LogFilter(after=result.seq - 4), 4)
    assert [(each.action, each.caller) for each in logged] == [
        ("submitLesson", "ann"),
        ("returnLesson", "bob"),
        ("answerReturn", "ann"),
        ("publishLesson", "bob"),
    ]


async def test_submission_warns_of_what_would_make_the_lesson_more_useful(company: Company) -> None:
    await prepare(company, title="P needs a GPP first")
    result = await submit(company)
    assert "does not say what happened" in " ".join(result.warnings)
    assert "has no recommendation" in " ".join(result.warnings)
    assert "has no phase" in " ".join(result.warnings)


async def test_steps_out_of_order_are_refused(company: Company) -> None:
    await prepare(company)
    question, answer = ReturnLesson(lesson="d", question="Why?"), AnswerReturn(lesson="d", answer="Because.")
    await refused(company, Conflict, "which is DRAFT. Only a SUBMITTED lesson can be returned", return_lesson, question, BOB)
    await refused(company, Conflict, "Only a RETURNED lesson has a question", answer_return, answer, ANN)
    await submit(company)
    await refused(company, Conflict, "which is SUBMITTED. Only a DRAFT", submit_lesson, SubmitLesson(lesson="d"), ANN)
    await send_back(company)
    await refused(company, Conflict, "RETURNED with a question. Answer it with answerReturn", submit_lesson, SubmitLesson(lesson="d"), ANN)
    published = ReturnLesson(lesson="l", question="Why?")
    await refused(company, Conflict, "which is PUBLISHED. Only a SUBMITTED lesson can be returned", return_lesson, published, CURATOR)
    await refused(company, NotFound, "there is no lesson", return_lesson, ReturnLesson(lesson="x", question="Why?"), CURATOR)


@pytest.mark.parametrize(
    ("text", "match"), [(" \n ", "which is blank"), ("", "is required"), ("x" * 100_000, "has 100,000 characters; the maximum is 5,000")]
)
async def test_notes_that_are_blank_or_too_long_are_refused(company: Company, text: str, match: str) -> None:
    await prepare(company)
    await submit(company)
    await refused(company, InvalidInput, f"question.* {match}", return_lesson, ReturnLesson(lesson="d", question=text), BOB)
    await send_back(company, "<b>Why?</b> 🤔")
    assert (await conversation(company))[-1] == ("RETURNED", "<b>Why?</b> 🤔", "bob")
    await refused(company, InvalidInput, f"answer.* {match}", answer_return, AnswerReturn(lesson="d", answer=text), ANN)


async def test_each_step_is_taken_only_by_those_who_may(company: Company) -> None:
    await prepare(company)
    question, answer = ReturnLesson(lesson="d", question="Why?"), AnswerReturn(lesson="d", answer="Because.")
    await refused(company, NotFound, "there is no lesson", submit_lesson, SubmitLesson(lesson="d"), DEE)
    await refused(company, Forbidden, "which other people learned", submit_lesson, SubmitLesson(lesson="d"), BOB)
    needs = "Publishing a lesson requires the role curator"
    await refused(company, Forbidden, needs, publish_lesson, PublishLesson(lesson="d"), BOB)  # not submitted yet
    await submit(company)
    await refused(company, Forbidden, "Only stewards of its topics and curators", return_lesson, question, ANN)
    await refused(company, NotFound, "there is no lesson", return_lesson, question, DEE)
    await refused(company, NotFound, "there is no lesson", publish_lesson, PublishLesson(lesson="d"), DEE)
    await refused(company, Forbidden, needs, publish_lesson, PublishLesson(lesson="d"), ANN)
    await send_back(company)
    await refused(company, Forbidden, "You are not an author of 'd'", answer_return, answer, BOB)
    await refused(company, Forbidden, "You are not an author of 'd'", answer_return, answer, CURATOR)
    by_bob = replace(answer, by="bob")
    await refused(company, Forbidden, "by is 'bob', who is not an author of 'd'", answer_return, by_bob, CURATOR)
    await refused(company, Forbidden, "by is 'ann', but you are 'bob'", answer_return, replace(answer, by="ann"), BOB)
    await company.do(answer_return, replace(answer, by="ann"), caller=CURATOR, now=NOW + timedelta(minutes=1))
    assert (await conversation(company))[-1] == ("ANSWERED", "Because.", "ann")


async def test_a_reviewer_without_a_person_states_who_reviews(company: Company) -> None:
    await prepare(company)
    await submit(company)
    await refused(company, InvalidInput, "by is required", return_lesson, ReturnLesson(lesson="d", question="Why?"), PROGRAM)
    unknown = ReturnLesson(lesson="d", question="Why?", by="nobody")
    await refused(company, NotFound, "there is no person", return_lesson, unknown, PROGRAM)
    result = await company.do(return_lesson, ReturnLesson(lesson="d", question="Why?", by="cy"), caller=LOCAL_CALLER)
    assert (await conversation(company))[-1] == ("RETURNED", "Why?", "cy")
    assert (await read_log(company.graph, LogFilter(after=result.seq - 1), 1))[0].actor == "cy"
    await company.do(publish_lesson, PublishLesson(lesson="d"), caller=PROGRAM)  # nothing to keep but the log
    assert len(await conversation(company)) == 2


async def test_a_refused_lesson_keeps_the_reason(company: Company) -> None:
    await prepare(company)
    await submit(company)
    await company.do(retire_lesson, RetireLesson(lesson="d", reason="Known already."), caller=CURATOR)
    assert (await conversation(company, ANN))[-1] == ("REFUSED", "Known already.", "cy")
    assert (await company.node("d"))["audience"] == "AUTHORS"
    await refused(company, Conflict, "kept only for lessons that were not", retire_lesson, RetireLesson(lesson="l", reason="Old"), CURATOR)


# Stewards


async def test_a_steward_who_has_left_no_longer_counts(company: Company) -> None:
    await prepare(company)
    await submit(company)
    await company.do(move_member, MoveMember(person="bob", department=None))
    await refused(company, NotFound, "there is no lesson", return_lesson, ReturnLesson(lesson="d", question="Why?"), BOB)
    await company.do(move_member, MoveMember(person="bob", department="north", on="2026-06-15"))
    await company.do(update_person, UpdatePerson(person="bob", active=False))
    await refused(company, NotFound, "there is no lesson", publish_lesson, PublishLesson(lesson="d"), BOB)
    await company.do(update_person, UpdatePerson(person="bob", active=True))
    await company.do(end_stewardship, EndStewardship(topic="testing", person="bob"))
    await refused(company, NotFound, "there is no lesson", publish_lesson, PublishLesson(lesson="d"), BOB)


async def test_stewards_are_appointed_and_their_stewardship_ends(company: Company) -> None:
    await company.do(create_topic, CreateTopic(id="testing", name="Testing"))
    appointed = await company.do(appoint_steward, AppointSteward(topic="testing", person="cy", from_="2025-01-01"))
    assert "belongs to no department" in appointed.warnings[0]
    await refused(
        company,
        Conflict,
        "already a steward of 'testing' since 2025-01-01",
        appoint_steward,
        AppointSteward(topic="testing", person="cy"),
        CURATOR,
    )
    await refused(
        company, Conflict, "began on 2025-01-01", end_stewardship, EndStewardship(topic="testing", person="cy", on="2025-01-01"), CURATOR
    )
    await company.do(end_stewardship, EndStewardship(topic="testing", person="cy", on="2025-06-01"))
    assert await company.ties("STEWARDED_BY") == [["testing", "cy", "2025-01-01", "2025-06-01"]]
    await refused(company, NotFound, "who is not a steward", end_stewardship, EndStewardship(topic="testing", person="cy"), CURATOR)
    again = await company.do(appoint_steward, AppointSteward(topic="testing", person="cy", from_="2025-06-01"), caller=CURATOR)
    removed = await company.do(end_stewardship, EndStewardship(topic="testing", person="cy", on=None), caller=CURATOR)
    assert len(await company.ties("STEWARDED_BY")) == 1
    await company.do(undo, Undo(activity=removed.seq), caller=CURATOR)
    await company.do(undo, Undo(activity=again.seq), caller=CURATOR)
    assert await company.ties("STEWARDED_BY") == [["testing", "cy", "2025-01-01", "2025-06-01"]]
    await refused(company, Forbidden, "requires the role curator", appoint_steward, AppointSteward(topic="testing", person="bob"), ANN)


# Somebody else was faster


async def test_a_change_since_the_lesson_was_read_is_a_conflict_that_names_it(company: Company) -> None:
    await prepare(company)
    await submit(company)
    seen = (await company.node("d"))["revisedAt"]
    await company.do(publish_lesson, PublishLesson(lesson="d"), caller=BOB, now=NOW + timedelta(minutes=5))
    late = r"has changed since you read it: Bob changed it \(publishLesson\) on 20.*Its status is now PUBLISHED"
    question = ReturnLesson(lesson="d", question="Why?", expected_revised_at=seen)
    await refused(company, Conflict, late, return_lesson, question, CURATOR)
    await refused(company, Conflict, late, publish_lesson, PublishLesson(lesson="d", expected_status="SUBMITTED"), CURATOR)
    await refused(company, Conflict, late, retire_lesson, RetireLesson(lesson="d", expected_revised_at=seen), CURATOR)
    await refused(company, Conflict, late, revise_lesson, ReviseLesson(lesson="d", title="Other", expected_revised_at=None), CURATOR)
    await refused(company, InvalidInput, "must be one of DRAFT", publish_lesson, PublishLesson(lesson="d", expected_status="NEW"), CURATOR)


async def test_a_text_that_was_revised_meanwhile_is_not_published_unread(company: Company) -> None:
    await prepare(company)
    await submit(company)
    seen = (await company.node("d"))["revisedAt"]
    await company.do(revise_lesson, ReviseLesson(lesson="d", title="Ask twice"), caller=ANN, now=NOW + timedelta(minutes=1))
    expecting = PublishLesson(lesson="d", expected_status="SUBMITTED", expected_revised_at=seen)
    await refused(company, Conflict, r"Ann changed it \(reviseLesson\)", publish_lesson, expecting, BOB)
    seen = (await company.node("d"))["revisedAt"]
    await company.do(publish_lesson, replace(expecting, expected_revised_at=seen), caller=BOB)


# Undo


async def test_every_step_can_be_undone(company: Company) -> None:
    await prepare(company)
    before = await company.node("d")
    later = [NOW + timedelta(minutes=minute) for minute in range(4)]
    submitted = await submit(company, now=later[0])
    returned = await send_back(company, now=later[1])
    answer = AnswerReturn(lesson="d", answer="So.", title="Ask twice")
    answered = await company.do(answer_return, answer, caller=ANN, now=later[2])
    published = await company.do(publish_lesson, PublishLesson(lesson="d"), caller=BOB, now=later[3])
    steps = ["SUBMITTED", "RETURNED", "ANSWERED", "PUBLISHED"]
    for result, caller in ((published, BOB), (answered, ANN), (returned, BOB), (submitted, ANN)):
        assert [step for step, _, _ in await conversation(company)] == steps
        await company.do(undo, Undo(activity=result.seq), caller=caller)
        steps.pop()
    assert await company.node("d") == before
    assert await conversation(company) == []
