"""Lessons: recorded with who learned them where, published, revised, retired, superseded."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from graph_service.domain.lessons.publish import CorrectPublication, PublishLesson, correct_publication, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.recurrences import LinkRecurrence, link_recurrence
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.lessons.supersession import SupersedeLesson, supersede_lesson
from graph_service.domain.log_reading import LogFilter, read_log
from graph_service.domain.projects import StartProject, start_project
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.errors import ConfirmationRequired, Conflict, InvalidInput, NotFound
from tests.domain.company import NOW, Company


def lesson(id: str, learned_on: str = "2024-06-01", **values: Any) -> RecordLesson:  # noqa: A002
    fields: dict[str, Any] = {"id": id, "title": "Ask twice", "learned_on": learned_on, "learners": ["ann"], "project": "p"}
    return RecordLesson(**fields | values)


async def supersede(company: Company, newer: str, older: str) -> Any:
    return await company.do(supersede_lesson, SupersedeLesson(lesson=newer, supersedes=older))


async def test_lesson_is_recorded_as_a_draft_with_all_fields(company: Company) -> None:
    await company.do(create_topic, CreateTopic(id="testing", name="Testing"))
    fields = {"context": "A release slipped.", "went_well": "Tests.", "went_wrong": "Too late.", "recommendation": "Test early."}
    links: dict[str, Any] = {"learners": ["ann", "bob"], "topics": ["testing"], "builds_on": ["l"]}
    await company.do(record_lesson, lesson("m", phase="AFTER", source_url="https://example.org/m", **fields, **links))
    assert await company.node("m") == {
        "id": "m",
        "title": "Ask twice",
        "context": "A release slipped.",
        "wentWell": "Tests.",
        "wentWrong": "Too late.",
        "recommendation": "Test early.",
        "phase": "AFTER",
        "status": "DRAFT",
        "audience": "AUTHORS",
        "learnedOn": "2024-06-01",
        "language": "en",
        "sourceUrl": "https://example.org/m",
        "recordedAt": "2026-06-15T10:30:00.000000000+00:00",
    }
    for type, other in (("LEARNED_BY", "bob"), ("LEARNED_ON", "p"), ("LEARNED_IN", "south"), ("ABOUT", "testing"), ("BUILDS_ON", "l")):  # noqa: A001
        assert ["m", other, None, None] in await company.ties(type)


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"title": " "}, "title", "which is blank"),
        ({"title": None}, "title", "is required"),
        ({"learned_on": "2024-02-30"}, "learnedOn", "not a date"),
        ({"learned_on": None}, "learnedOn", "is required"),
        ({"learned_on": "2026-06-17"}, "learnedOn", "in the future"),
        ({"learned_on": "1949-12-31"}, "learnedOn", "between 1950-01-01 and 2100-12-31"),
        ({"learners": []}, "learners", "at least one learner"),
        ({"project": None}, "project", "is required"),
        ({"phase": "LATER"}, "phase", "one of BEFORE, DURING, AFTER"),
        ({"status": "RETIRED"}, "status", "one of DRAFT, PUBLISHED"),
        ({"source_url": "javascript:alert(1)"}, "sourceUrl", "not a web address"),
    ],
)
async def test_lesson_with_missing_or_invalid_field_is_refused(company: Company, values: dict[str, Any], field: str, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected) as error:
        await company.do(record_lesson, lesson("m", **values))
    assert error.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"learners": ["ann", "zoe"]}, "learners"),
        ({"project": "x"}, "project"),
        ({"topics": ["x"]}, "topics"),
        ({"builds_on": ["x"]}, "buildsOn"),
    ],
)
async def test_lesson_with_unknown_reference_is_refused(company: Company, values: dict[str, Any], field: str) -> None:
    before = await company.snapshot()
    with pytest.raises(NotFound) as error:
        await company.do(record_lesson, lesson("m", **values))
    assert error.value.field == field
    assert await company.snapshot() == before


@pytest.mark.thorough
async def test_concurrent_lessons_get_consecutive_sequence_numbers(company: Company) -> None:
    before = (await company.do(create_topic, CreateTopic(name="Testing"))).seq
    fields: dict[str, Any] = {"title": "Ask twice", "learned_on": "2024-06-01", "learners": ["ann"], "project": "p"}
    writers = [
        company.do(record_lesson, RecordLesson(**fields), idempotency_key=f"k{number}" if number % 3 else None) for number in range(12)
    ]
    writers += [company.do(record_lesson, RecordLesson(id=f"m{number}", **fields)) for number in range(4)]
    result = await asyncio.gather(*writers)
    entries = await read_log(company.graph, LogFilter(before))
    assert [entry.seq for entry in entries] == list(range(before + 1, before + 17))
    assert {(entry.seq, entry.subject_id, entry.action) for entry in entries} == {(each.seq, each.id, "recordLesson") for each in result}
    assert entries == sorted(entries, key=lambda entry: entry.at)


async def test_concurrent_requests_for_one_id_succeed_once(company: Company) -> None:
    answers = await asyncio.gather(*(company.do(record_lesson, lesson("m")) for _ in range(4)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["CommandResult", "Conflict", "Conflict", "Conflict"]


async def test_publishing_sets_published_on_to_today(company: Company) -> None:
    await company.do(record_lesson, lesson("m"))
    await company.do(publish_lesson, PublishLesson(lesson="m"), now=NOW + timedelta(days=3))
    assert (await company.node("m"))["publishedOn"] == "2026-06-18"


async def test_lesson_can_be_recorded_as_published(company: Company) -> None:
    await company.do(record_lesson, lesson("m", status="PUBLISHED"))
    assert (await company.node("m"))["publishedOn"] == "2026-06-15"


async def test_only_a_draft_can_be_published(company: Company) -> None:
    with pytest.raises(Conflict, match="'l', which is PUBLISHED"):
        await company.do(publish_lesson, PublishLesson(lesson="l"))
    await company.do(retire_lesson, RetireLesson(lesson="l"))
    with pytest.raises(Conflict, match="'l', which is RETIRED"):
        await company.do(publish_lesson, PublishLesson(lesson="l"))


async def test_lesson_is_retired_once(company: Company) -> None:
    await company.do(retire_lesson, RetireLesson(lesson="l"))
    assert ((await company.node("l"))["status"], (await company.node("l"))["retiredOn"]) == ("RETIRED", "2026-06-15")
    with pytest.raises(Conflict, match="has been RETIRED since 2026-06-15") as error:
        await company.do(retire_lesson, RetireLesson(lesson="l"), now=NOW + timedelta(days=1))
    assert error.value.field == "lesson"


async def test_retired_draft_has_no_published_on(company: Company) -> None:
    await company.do(record_lesson, lesson("m"))
    await company.do(retire_lesson, RetireLesson(lesson="m"))
    assert "publishedOn" not in await company.node("m")


async def test_revision_sets_fields_and_revised_at(company: Company) -> None:
    await company.do(revise_lesson, ReviseLesson(lesson="l", title="Test first", context="New.", phase=None))
    held = await company.node("l")
    assert (held["title"], held["context"], held["revisedAt"][:16]) == ("Test first", "New.", "2026-06-15T10:30")
    assert await company.ties("LEARNED_BY") == [["l", "ann", None, None]]


async def test_new_learners_update_departments_and_scope(company: Company, reuse: str) -> None:
    await company.do(revise_lesson, ReviseLesson(lesson="l", learners=["bob", "dee"]))
    assert await company.ties("LEARNED_IN") == [["l", "north", None, None], ["l", "south", None, None]]
    assert (await company.node(reuse))["scope"] == "OWN"


@pytest.mark.thorough
async def test_new_learned_on_updates_departments_and_scope(company: Company, reuse: str) -> None:
    await company.do(revise_lesson, ReviseLesson(lesson="l", learned_on="2019-01-01", confirm=True))
    assert await company.ties("LEARNED_IN") == []
    assert (await company.node(reuse))["scope"] == "UNATTRIBUTED"


async def test_learned_on_cannot_be_after_the_first_reuse(company: Company, reuse: str) -> None:
    await company.do(revise_lesson, ReviseLesson(lesson="l", learned_on="2025-05-05"))
    with pytest.raises(Conflict, match="it was reused on 2025-05-05 \\(reuse 'r'\\)") as error:
        await company.do(revise_lesson, ReviseLesson(lesson="l", learned_on="2025-05-06"))
    assert error.value.field == "learnedOn"


async def test_learned_on_cannot_reverse_a_recurrence(company: Company) -> None:
    await company.do(record_lesson, lesson("m", "2024-06-01"))
    await company.do(link_recurrence, LinkRecurrence(lesson="m", recurrence_of="l"))
    for moved, day in (("m", "2024-02-29"), ("l", "2024-06-02")):
        with pytest.raises(Conflict, match="a recurrence must be the later lesson") as error:
            await company.do(revise_lesson, ReviseLesson(lesson=moved, learned_on=day))
        assert error.value.field == "learnedOn"
    await company.do(revise_lesson, ReviseLesson(lesson="m", learned_on="2024-03-01"))


@pytest.mark.parametrize(("values", "field"), [({"learners": []}, "learners"), ({"project": None}, "project"), ({"title": None}, "title")])
async def test_revision_cannot_remove_learners_project_or_title(company: Company, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        await company.do(revise_lesson, ReviseLesson(lesson="l", **values))
    assert error.value.field == field


async def test_lesson_cannot_build_on_itself(company: Company) -> None:
    await company.do(record_lesson, lesson("m", builds_on=["l"], status="PUBLISHED"))
    await company.do(record_lesson, lesson("n", builds_on=["m"], status="PUBLISHED"))
    with pytest.raises(Conflict, match="cycle \\(l → n → m → l\\)") as error:
        await company.do(revise_lesson, ReviseLesson(lesson="l", builds_on=["n"]))
    assert error.value.field == "buildsOn"
    with pytest.raises(Conflict, match="cycle \\(l → l\\)"):
        await company.do(revise_lesson, ReviseLesson(lesson="l", builds_on=["l"]))


async def test_a_cycle_does_not_name_lessons_that_not_everybody_may_read(company: Company) -> None:
    await company.do(record_lesson, lesson("draft", builds_on=["l"]))
    await company.do(record_lesson, lesson("n", builds_on=["draft"], status="PUBLISHED"))
    with pytest.raises(Conflict, match="cycle \\(l → n → another lesson → l\\)"):
        await company.do(revise_lesson, ReviseLesson(lesson="l", builds_on=["n"]))


async def test_builds_on_can_be_reversed_in_one_revision(company: Company) -> None:
    await company.do(record_lesson, lesson("m", builds_on=["l"]))
    await company.do(revise_lesson, ReviseLesson(lesson="m", builds_on=None))
    await company.do(revise_lesson, ReviseLesson(lesson="l", builds_on=["m"]))
    assert await company.ties("BUILDS_ON") == [["l", "m", None, None]]


async def test_superseded_lesson_is_retired(company: Company) -> None:
    await company.do(record_lesson, lesson("m", status="PUBLISHED"))
    assert (await supersede(company, "m", "l")).warnings == ()
    held = await company.node("l")
    assert (held["status"], held["retiredOn"]) == ("RETIRED", "2026-06-15")


async def test_superseding_keeps_an_earlier_retired_on(company: Company) -> None:
    await company.do(retire_lesson, RetireLesson(lesson="l"), now=NOW - timedelta(days=30))
    await company.do(record_lesson, lesson("m", status="PUBLISHED"))
    await supersede(company, "m", "l")
    assert (await company.node("l"))["retiredOn"] == "2026-05-16"


async def test_lesson_cannot_supersede_itself_through_others(company: Company) -> None:
    await company.do(record_lesson, lesson("m", status="PUBLISHED"))
    await supersede(company, "m", "l")
    for newer, older in (("l", "m"), ("l", "l")):
        with pytest.raises(Conflict, match="closes a cycle") as error:
            await supersede(company, newer, older)
        assert error.value.field == "supersedes"
    with pytest.raises(Conflict, match="already supersedes"):
        await supersede(company, "m", "l")


async def test_superseding_with_a_draft_warns(company: Company) -> None:
    await company.do(record_lesson, lesson("m"))
    assert "'m' is a DRAFT" in (await supersede(company, "m", "l")).warnings[0]


async def test_publication_day_can_be_corrected(company: Company) -> None:
    await company.graph.command("MATCH (l:Lesson {id: 'l'}) SET l.publishedOn = date('9999-01-01')")
    await company.do(correct_publication, CorrectPublication(lesson="l", published_on="2025-01-01"))
    assert (await company.node("l"))["publishedOn"] == "2025-01-01"
    with pytest.raises(InvalidInput, match="in the future"):
        await company.do(correct_publication, CorrectPublication(lesson="l", published_on="2026-06-17"))
    with pytest.raises(Conflict, match="was learned on"):
        await company.do(correct_publication, CorrectPublication(lesson="l", published_on="1999-01-01"))
    await company.do(record_lesson, lesson("m"))
    with pytest.raises(Conflict, match="which is a DRAFT"):
        await company.do(correct_publication, CorrectPublication(lesson="m", published_on="2025-01-01"))


async def test_day_long_before_the_project_must_be_confirmed(company: Company) -> None:
    await company.do(start_project, StartProject(id="later", name="Later", started_on="2025-06-03"))
    before = await company.snapshot()
    with pytest.raises(ConfirmationRequired, match=r"learnedOn is 2024-06-01, but .* before its project started \(2025-06-03\)") as error:
        await company.do(record_lesson, lesson("m", project="later"))
    assert error.value.field == "learnedOn"
    assert await company.snapshot() == before
    await company.do(record_lesson, lesson("m", project="later", confirm=True))
    assert (await company.node("m"))["learnedOn"] == "2024-06-01"


async def test_revision_that_makes_the_day_unlikely_must_be_confirmed(company: Company) -> None:
    await company.do(start_project, StartProject(id="later", name="Later", started_on="2025-06-03"))
    await company.do(record_lesson, lesson("m"))
    before = await company.snapshot()
    for command in (ReviseLesson(lesson="m", project="later"), ReviseLesson(lesson="m", project="later", learned_on="2024-06-01")):
        with pytest.raises(ConfirmationRequired, match="learnedOn is 2024-06-01"):
            await company.do(revise_lesson, command)
    assert await company.snapshot() == before
    await company.do(revise_lesson, ReviseLesson(lesson="m", project="later", confirm=True))
    await company.do(revise_lesson, ReviseLesson(lesson="m", title="A title is not asked about again"))
    with pytest.raises(ConfirmationRequired, match="learnedOn is 2024-05-31"):
        await company.do(revise_lesson, ReviseLesson(lesson="m", learned_on="2024-05-31"))
