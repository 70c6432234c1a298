"""Capture: drafts from a sentence and from the notes of a meeting, and what they name that is not there yet."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.capture.meeting import CaptureMeeting, MeetingLesson, capture_meeting
from graph_service.domain.curation.submission import SubmitLesson, submit_lesson
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import read_entry
from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.domain.projects import StartProject, UpdateProject, start_project, update_project
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import NOW, Company

ANN, BOB = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob"))
CURATOR = token_of("maria", Role.CURATOR, "cy")
NOBODY = Caller("token:bot", "bot", None, Role.CONTRIBUTOR)
EARLY = "Order early. It took 60 weeks."
DRAFTS = "MATCH (lesson:Lesson) WHERE lesson.status = 'DRAFT' RETURN count(lesson)"


def with_project(values: dict[str, Any]) -> dict[str, Any]:
    return {"project": "p"} | values


async def capture(company: Company, caller: Caller = ANN, text: str = EARLY, **values: Any) -> Any:
    options = {name: values.pop(name) for name in ("now", "idempotency_key") if name in values}
    return await company.do(capture_lesson, CaptureLesson(text=text, **with_project(values)), caller=caller, **options)


async def meet(company: Company, *texts: str | MeetingLesson, caller: Caller = CURATOR, **values: Any) -> Any:
    lessons = [text if isinstance(text, MeetingLesson) else MeetingLesson(text=text) for text in texts]
    options = {name: values.pop(name) for name in ("now", "idempotency_key") if name in values}
    return await company.do(capture_meeting, CaptureMeeting(lessons=lessons, **with_project(values)), caller=caller, **options)


async def count_drafts(company: Company) -> int:
    return await company.graph.read(DRAFTS)


# One sentence


async def test_a_sentence_becomes_a_draft_of_the_caller(company: Company) -> None:
    done = await capture(company)
    node = await company.node(done.id)
    assert node == {
        "id": done.id,
        "title": "Order early.",
        "context": "It took 60 weeks.",
        "status": "DRAFT",
        "audience": "AUTHORS",
        "language": "en",
        "learnedOn": "2026-06-15",
        "recordedAt": "2026-06-15T10:30:00.000000000+00:00",
    }
    for type_, end in (("LEARNED_BY", "ann"), ("LEARNED_ON", "p"), ("LEARNED_IN", "north")):
        assert [done.id, end, None, None] in await company.ties(type_)
    entry = await read_entry(company.graph, done.seq)
    assert (entry.action, entry.actor, entry.subject_id) == ("captureLesson", "ann", done.id)


async def test_day_and_learner_may_be_stated(company: Company) -> None:
    done = await capture(company, CURATOR, learned_on="2026-01-02", learner="bob")
    assert (await company.node(done.id))["learnedOn"] == "2026-01-02"
    assert [done.id, "bob", None, None] in await company.ties("LEARNED_BY")
    with pytest.raises(InvalidInput, match="learnedOn is 2027-01-01, which is in the future"):
        await capture(company, learned_on="2027-01-01")
    with pytest.raises(Forbidden, match="Only curators may act for somebody else"):
        await capture(company, learner="bob")
    for caller in (NOBODY, LOCAL_CALLER):
        with pytest.raises(InvalidInput, match="learner is required, because the service does not know which person you are"):
            await capture(company, caller)
    with pytest.raises(NotFound, match="there is no person"):
        await capture(company, LOCAL_CALLER, learner="nobody")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "text is required"),
        (" \n\t ", "which is blank"),
        ("\x00\x07\x1b", "text is"),
        ("🎉🎉", "contains no word"),
        ("x" * 102_400, "text has 102,400 characters; one lesson may have 10,000"),
    ],
)
async def test_text_without_a_lesson_is_refused_and_nothing_is_written(company: Company, text: str, rule: str) -> None:
    before = await company.snapshot()
    with pytest.raises(InvalidInput, match=rule) as refused:
        await capture(company, text=text, project="New project")
    assert refused.value.field == "text"
    assert await company.snapshot() == before


async def test_same_sentence_sent_twice_is_one_draft(company: Company) -> None:
    first = await capture(company, idempotency_key="k")
    again = await capture(company, idempotency_key="k")
    assert (again.id, again.seq, again.repeated) == (first.id, first.seq, True)
    second = await capture(company, idempotency_key="other", now=NOW + timedelta(seconds=70))
    assert (second.id, second.seq) == (first.id, first.seq)
    assert second.warnings == ("You wrote this a minute ago: it was not recorded again.",)
    third = await capture(company, now=NOW + timedelta(minutes=7, seconds=5))
    assert third.warnings == ("You wrote this 7 minutes ago: it was not recorded again.",)
    assert await count_drafts(company) == 1
    for other in (
        await capture(company, project="q"),
        await capture(company, text="Order late."),
        await capture(company, BOB),
        await capture(company, now=NOW + timedelta(minutes=11)),
    ):
        assert other.id != first.id
    assert await count_drafts(company) == 5


async def test_sentence_that_was_undone_can_be_written_again(company: Company) -> None:
    first = await capture(company)
    await company.do(undo, Undo(activity=first.seq), caller=ANN)
    assert await count_drafts(company) == 0
    assert (await capture(company)).id != first.id


# A project that is not there yet


async def test_project_is_found_by_name_without_regard_to_case(company: Company) -> None:
    await company.do(start_project, StartProject(id="tram", name="Tram 9"))
    done = await capture(company, project=" tram  9 ")
    assert [done.id, "tram", None, None] in await company.ties("LEARNED_ON")


async def test_projects_of_the_same_name_are_listed(company: Company) -> None:
    for id_ in ("tram-a", "tram-b"):
        await company.do(start_project, StartProject(id=id_, name="Tram 9"))
    with pytest.raises(Conflict, match=r"'Tram 9', which matches 2 projects: Tram 9 \(ID tram-a\), Tram 9 \(ID tram-b\)"):
        await capture(company, project="Tram 9")


async def test_unknown_project_is_kept_with_the_draft_until_there_is_one(company: Company) -> None:
    done = await capture(company, project="Night train")
    assert done.warnings == ("There is no project called 'Night train'. The name is kept with the draft.",)
    assert (await company.node(done.id))["projectText"] == "Night train"
    with pytest.raises(Conflict, match=r"has no project yet\. Its author wrote 'Night train'"):
        await company.do(publish_lesson, PublishLesson(lesson=done.id), caller=CURATOR)
    started = await company.do(start_project, StartProject(id="night", name="Night Train"), caller=CURATOR)
    assert started.warnings == ("A draft that names this project now belongs to it.",)
    assert [done.id, "night", None, None] in await company.ties("LEARNED_ON")
    assert "projectText" not in await company.node(done.id)
    await company.do(publish_lesson, PublishLesson(lesson=done.id), caller=CURATOR)


@pytest.mark.thorough
async def test_project_that_gets_the_name_or_is_chosen_gets_the_draft(company: Company) -> None:
    renamed, chosen = await capture(company, project="Night train"), await capture(company, project="Day train")
    await company.do(update_project, UpdateProject(project="q", name="Night train"))
    await company.do(revise_lesson, ReviseLesson(lesson=chosen.id, project="q"), caller=CURATOR)
    ties = await company.ties("LEARNED_ON")
    assert [renamed.id, "q", None, None] in ties
    assert [chosen.id, "q", None, None] in ties
    assert "projectText" not in await company.node(chosen.id)


async def test_undo_of_a_project_or_of_its_name_lets_the_draft_wait_again(company: Company) -> None:
    done = await capture(company, project="Night train")
    for handler, command in (
        (start_project, StartProject(id="night", name="Night train")),
        (update_project, UpdateProject(project="q", name="Night train")),
    ):
        before = await company.node(done.id)
        named = await company.do(handler, command, caller=CURATOR)
        assert [done.id, named.id, None, None] in await company.ties("LEARNED_ON")
        undone = await company.do(undo, Undo(activity=named.seq), caller=CURATOR)
        assert not [tie for tie in await company.ties("LEARNED_ON") if tie[0] == done.id]
        assert await company.node(done.id) == before
        assert f"Lesson:{done.id}" in await company.graph.read("MATCH (a:Activity {seq: $seq}) RETURN a.alsoChanged", {"seq": undone.seq})


async def test_undo_of_a_project_leaves_a_draft_that_was_submitted_since(company: Company) -> None:
    done = await capture(company, project="Night train")
    named = await company.do(update_project, UpdateProject(project="q", name="Night train"), caller=CURATOR)
    await company.do(submit_lesson, SubmitLesson(lesson=done.id), caller=ANN, now=datetime.now(UTC))
    await company.do(undo, Undo(activity=named.seq), caller=CURATOR)
    assert [done.id, "q", None, None] in await company.ties("LEARNED_ON")


async def test_planned_project_is_created_only_by_choice_and_by_whom_may(company: Company) -> None:
    with pytest.raises(Forbidden, match="createProject requires the role curator"):
        await capture(company, project="Night train", create_project=True)
    done = await capture(company, CURATOR, project="Night train", create_project=True)
    assert done.warnings == ("The project 'Night train' was created as PLANNED.",)
    ((_, project, *_),) = [tie for tie in await company.ties("LEARNED_ON") if tie[0] == done.id]
    assert project is not None
    node = await company.node(project)
    assert (node["name"], node["status"]) == ("Night train", "PLANNED")
    await company.do(undo, Undo(activity=done.seq), caller=CURATOR)
    assert await company.graph.read("MATCH (p:Project {name: 'Night train'}) RETURN count(p)") == 0
    kept = await capture(company, CURATOR, project="p", create_project=True)
    assert kept.warnings == ()


async def test_project_created_by_a_capture_gets_the_other_drafts_that_wait_for_it_until_it_is_undone(company: Company) -> None:
    waiting = await capture(company, caller=BOB, text="Test with dirt.", project="night train")
    before = await company.node(waiting.id)
    for do in (
        lambda: capture(company, CURATOR, project="Night train", create_project=True),
        lambda: meet(company, "Order early.", "Test twice.", project="Night train", create_project=True, learners=["ann"]),
    ):
        done = await do()
        assert "A draft that names this project now belongs to it." in done.warnings
        assert waiting.id not in (done.id, *done.others)
        projects = {end for start, end, *_ in await company.ties("LEARNED_ON") if start in (waiting.id, done.id)}
        assert len(projects) == 1
        assert "projectText" not in await company.node(waiting.id)
        undone = await company.do(undo, Undo(activity=done.seq), caller=CURATOR)
        assert await company.node(waiting.id) == before | {"projectText": "Night train"}
        assert not [tie for tie in await company.ties("LEARNED_ON") if tie[0] == waiting.id]
        assert await count_drafts(company) == 1
        logged = await company.graph.read("MATCH (a:Activity {seq: $seq}) RETURN a.alsoChanged", {"seq": undone.seq})
        assert f"Lesson:{waiting.id}" in logged


async def test_refused_draft_does_not_keep_a_project_from_being_undone(company: Company) -> None:
    refused = await capture(company, project="Night train")
    await company.do(retire_lesson, RetireLesson(lesson=refused.id), caller=CURATOR)
    started = await company.do(start_project, StartProject(id="night", name="Night train"), caller=CURATOR)
    await company.do(undo, Undo(activity=started.seq), caller=CURATOR)
    assert (await company.node(refused.id))["projectText"] == "Night train"


async def test_lesson_without_a_project_is_a_draft_that_cannot_be_published(company: Company) -> None:
    done = await capture(company, project=None)
    with pytest.raises(Conflict, match="has no project yet"):
        await company.do(publish_lesson, PublishLesson(lesson=done.id), caller=CURATOR)


async def test_author_is_told_at_submission_what_keeps_the_draft_from_being_published(company: Company) -> None:
    done = await meet(company, EARLY, learners=["ann", "Zoe Zimmer"], project="Night train")
    submitted = await company.do(submit_lesson, SubmitLesson(lesson=done.id), caller=ANN)
    assert submitted.warnings[:2] == (
        "It has no project, and no project is called 'Night train'. It needs one before it can be published.",
        "Nobody is called Zoe Zimmer. Choose these people, or remove the names, before it can be published.",
    )
    unnamed = await capture(company, text="Test with dirt.", project=None)
    submitted = await company.do(submit_lesson, SubmitLesson(lesson=unnamed.id), caller=ANN)
    assert submitted.warnings[0] == "It has no project. It needs one before it can be published."


# The lessons of a meeting


async def test_lessons_of_a_meeting_are_recorded_at_once(company: Company) -> None:
    lessons = [EARLY, MeetingLesson(text="Test with dirt.", learners=["bob@example.org", "Dee"])]
    done = await meet(
        company, *lessons, held_on="2026-06-01", learners=["ann", "Bob"], notes="- Walk the site\n- Order early. It took 60 weeks."
    )
    ids = [done.id, *done.others]
    nodes = [await company.node(id_) for id_ in ids]
    assert [node["title"] for node in nodes] == ["Order early.", "Test with dirt.", "Walk the site"]
    assert {node["learnedOn"] for node in nodes} == {"2026-06-01"}
    learned = [sorted(str(end) for start, end, *_ in await company.ties("LEARNED_BY") if start == id_) for id_ in ids]
    assert learned == [["ann", "bob"], ["bob", "dee"], ["ann", "bob"]]
    assert [ids[1], "south", None, None] in await company.ties("LEARNED_IN")
    entry = await read_entry(company.graph, done.seq)
    assert entry.action == "captureMeeting"
    assert (await meet(company, *lessons, held_on="2026-06-01", learners=["ann", "bob"])).warnings == (
        "You wrote this a minute ago: it was not recorded again.",
    )


async def test_contributor_is_a_learner_of_each_lesson(company: Company) -> None:
    done = await meet(company, EARLY, MeetingLesson(text="Test with dirt.", learners=["Bob"]), caller=ANN)
    learned = [sorted(str(end) for start, end, *_ in await company.ties("LEARNED_BY") if start == id_) for id_ in (done.id, *done.others)]
    assert learned == [["ann"], ["ann", "bob"]]


async def test_people_are_found_by_words_of_their_names(company: Company) -> None:
    for id_, name in (("nadja", "Nadja Petrov"), ("nadja-k", "Nadja Keller"), ("gone", "Uwe Brandt"), ("uwe", "Uwe Brandt Junior")):
        await company.do(add_person, AddPerson(id=id_, name=name))
    done = await meet(company, EARLY, learners=["@Petrov", "keller nadja", "uwe brandt"])
    assert {str(end) for start, end, *_ in await company.ties("LEARNED_BY") if start == done.id} == {"nadja", "nadja-k", "gone"}
    before = await company.snapshot()
    with pytest.raises(
        Conflict, match=r"learners contains 'Nadja', which matches 2 people: Nadja Keller \(ID nadja-k\), Nadja Petrov \(ID nadja\)"
    ):
        await meet(company, "Another lesson", learners=["Nadja"])
    assert await company.snapshot() == before


async def test_unknown_people_are_kept_by_name_until_somebody_chooses_them(company: Company) -> None:
    done = await meet(company, EARLY, learners=["ann", "Zoe Zimmer", "Bbo"])
    assert done.warnings == ("Nobody is called 'Zoe Zimmer', 'Bbo'. The names are kept with the drafts.",)
    assert (await company.node(done.id))["learnersText"] == "Zoe Zimmer; Bbo"
    with pytest.raises(Conflict, match="names that the service does not know: Zoe Zimmer; Bbo"):
        await company.do(publish_lesson, PublishLesson(lesson=done.id), caller=CURATOR)
    await company.do(revise_lesson, ReviseLesson(lesson=done.id, learners=["ann", "bob"], learners_text=None), caller=CURATOR)
    await company.do(publish_lesson, PublishLesson(lesson=done.id), caller=CURATOR)
    with pytest.raises(Conflict, match="learnersText can be kept only with a DRAFT, but this lesson is PUBLISHED"):
        await company.do(revise_lesson, ReviseLesson(lesson=done.id, learners_text="Zoe"), caller=CURATOR)


async def test_people_who_must_not_be_named_are_not_found_by_others(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="bob", discoverable=False))
    done = await meet(company, EARLY, learners=["Bob", "bob@example.org", "bob"], caller=ANN)
    assert (await company.node(done.id))["learnersText"] == "Bob; bob@example.org; bob"
    assert {str(end) for start, end, *_ in await company.ties("LEARNED_BY") if start == done.id} == {"ann"}
    named = await meet(company, "Test with dirt", learners=["Bob"])
    assert {str(end) for start, end, *_ in await company.ties("LEARNED_BY") if start == named.id} == {"bob"}


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({}, "lessons is empty, and notes contains no words"),
        ({"notes": "- \n🎉\n"}, "lessons is empty, and notes contains no words"),
        ({"notes": "\n".join(f"- lesson {number}" for number in range(201))}, "notes has 201 lessons; at most 200 are recorded at once"),
        ({"notes": "x" * 102_400}, "notes has 102,400 characters; at most 100,000"),
        ({"lessons": [MeetingLesson(text="Fine"), MeetingLesson(text="🎉")]}, "Lesson 2: text is '🎉', which contains no word"),
        ({"lessons": [MeetingLesson(text=f"lesson {number}") for number in range(201)]}, "lessons has 201 lessons; at most 200"),
        ({"lessons": [MeetingLesson(text=f"{number} {'word ' * 1900}") for number in range(12)]}, "more than 100,000 characters together"),
        ({"notes": "Order early", "learners": [f"p{number}" for number in range(101)]}, "learners has 101 people; at most 100"),
        (
            {"lessons": [MeetingLesson(text=f"lesson {one}", learners=[f"p{one}-{two}" for two in range(90)]) for one in range(3)]},
            "learners has 270 people in all; at most 200",
        ),
        ({"notes": "Order early", "held_on": "soon"}, "heldOn is 'soon', which is not a date"),
    ],
)
async def test_bad_meetings_are_refused_and_nothing_is_written(company: Company, values: dict[str, Any], rule: str) -> None:
    before = await company.snapshot()
    with pytest.raises(InvalidInput, match=rule):
        await company.do(capture_meeting, CaptureMeeting(project="New", create_project=True, **values), caller=CURATOR)
    assert await company.snapshot() == before


async def test_meeting_without_a_known_person_needs_one(company: Company) -> None:
    program = Caller("token:program", "program", None, Role.CURATOR)
    with pytest.raises(InvalidInput, match="learners contains nobody whom the service knows"):
        await meet(company, EARLY, learners=["Zoe Zimmer"], caller=program)


async def test_two_hundred_bullets_are_recorded_and_undone_together(company: Company) -> None:
    before = await count_drafts(company)
    done = await meet(company, notes="\n".join(f"- Lesson number {number}" for number in range(200)), project="New", create_project=True)
    assert (await count_drafts(company), len(done.others)) == (before + 200, 199)
    await company.do(revise_lesson, ReviseLesson(lesson=done.others[7], title="Revised"), caller=CURATOR)
    with pytest.raises(Conflict, match="has been changed again since"):
        await company.do(undo, Undo(activity=done.seq), caller=CURATOR)
    assert await count_drafts(company) == before + 200
    other = await meet(company, "Another", "And one more", project="Newer", create_project=True)
    await company.do(undo, Undo(activity=other.seq), caller=CURATOR)
    assert await count_drafts(company) == before + 200
    assert await company.graph.read("MATCH (p:Project {name: 'Newer'}) RETURN count(p)") == 0


async def test_meeting_sent_again_records_what_is_new(company: Company) -> None:
    first = await meet(company, EARLY, "Test with dirt", idempotency_key="k")
    again = await meet(company, EARLY, "Test with dirt", idempotency_key="k")
    assert (again.id, again.others, again.repeated) == (first.id, first.others, True)
    longer = await meet(company, EARLY, "Test with dirt", "Walk the site")
    assert longer.warnings == ("You wrote 2 of these lessons a moment ago: they were not recorded again.",)
    assert longer.others == ()
    with pytest.raises(Conflict, match="already used for captureMeeting with another input"):
        await meet(company, EARLY, "Walk the site", idempotency_key="k")
