"""The language of a lesson is recognised and can be corrected; every command that writes texts also writes the stems by which they are found."""

from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.curation.merging import MergeLessons, merge_lessons
from graph_service.domain.lessons.languages import COUNT_UNSTEMMED_QUERY, LANGUAGES_QUERY, fill_stems
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restore_version import RestoreLessonVersion, restore_lesson_version
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import read_log
from graph_service.domain.undo.command import Undo, undo
from graph_service.domain.undo.values import read_values
from graph_service.errors import InvalidInput
from graph_service.language.lesson_stems import STEMS, stem_properties
from tests.callers import token_of
from tests.domain.company import Company

GERMAN = "Die Pumpen fielen aus, weil niemand die Dichtungen geprüft hatte."
FRENCH = "Les pompes sont tombées en panne parce que personne n'avait vérifié les joints."
LESSON_QUERY = "MATCH (lesson:Lesson {id: $id}) RETURN lesson {.*}"
FORGET_COMMAND = """
MATCH (lesson:Lesson)
REMOVE lesson.language, lesson.titleStems, lesson.contextStems, lesson.wentWellStems, lesson.wentWrongStems, lesson.recommendationStems, lesson.extraStems
"""
ANN = token_of("ann", Role.CONTRIBUTOR)
CHOOSES_IDS = token_of("ann", Role.ADMINISTRATOR)


async def read(company: Company, id: str = "m") -> dict[str, Any]:  # noqa: A002
    """The properties of a lesson. Fails if its stems are not those of its texts in its language."""
    found = await company.graph.read(LESSON_QUERY, {"id": id})
    expected = {name: stems for name, stems in stem_properties(found, found.get("language")).items() if stems is not None}
    assert {name: found[name] for name in STEMS.values() if name in found} == expected
    return found


async def record(company: Company, title: str = GERMAN, **values: Any) -> Any:
    fields: dict[str, Any] = {"id": "m", "title": title, "learned_on": "2024-06-01", "learners": ["ann"], "project": "p"}
    return await company.do(record_lesson, RecordLesson(**fields | values), caller=CHOOSES_IDS)


async def test_language_is_recognised(company: Company) -> None:
    await record(company)
    found = await read(company)
    assert (found["language"], found["title"]) == ("de", GERMAN)
    assert found["titleStems"] == "pump fiel niemand dichtung gepruft"


async def test_language_can_be_stated_and_is_checked(company: Company) -> None:
    await record(company, "Kran", language="DE")
    assert (await read(company))["language"] == "de"
    with pytest.raises(InvalidInput, match="language is 'german', which is not a code of ISO 639-1"):
        await record(company, id="n", language="german")


async def test_text_without_a_language_keeps_its_words(company: Company) -> None:
    await record(company, "Kran 12")
    found = await read(company)
    assert "language" not in found
    assert {"kran", "12"} <= set(found["titleStems"].split())


async def test_revision_recognises_the_language_again(company: Company) -> None:
    await record(company)
    await company.do(revise_lesson, ReviseLesson(lesson="m", title=FRENCH), caller=ANN)
    assert (await read(company))["language"] == "fr"
    await company.do(revise_lesson, ReviseLesson(lesson="m", context=None, phase="AFTER"), caller=ANN)
    assert (await read(company))["language"] == "fr"


async def test_corrected_language_stays_when_texts_change_until_it_is_recognised_again(company: Company) -> None:
    await record(company)
    corrected = await company.do(revise_lesson, ReviseLesson(lesson="m", language="nl"), caller=ANN)
    assert (await read(company))["titleStems"] != (await read(company))["title"]
    values = await read_values(company.graph, [corrected.seq])
    assert [(each.name, each.before, each.after) for each in values[corrected.seq]] == [("language", "de", "nl")]
    await company.do(revise_lesson, ReviseLesson(lesson="m", title=FRENCH), caller=ANN)
    assert (await read(company))["language"] == "nl"
    await company.do(revise_lesson, ReviseLesson(lesson="m", language=None), caller=ANN)
    assert (await read(company))["language"] == "fr"


async def test_undo_and_earlier_versions_bring_the_stems_back(company: Company) -> None:
    await record(company)
    before = await read(company)
    revised = await company.do(revise_lesson, ReviseLesson(lesson="m", title=FRENCH, context="À vérifier."), caller=ANN)
    await company.do(undo, Undo(activity=revised.seq), caller=ANN)
    assert {name: value for name, value in (await read(company)).items() if name != "revisedAt"} == before

    revised = await company.do(revise_lesson, ReviseLesson(lesson="m", title=FRENCH), caller=ANN)
    await company.do(restore_lesson_version, RestoreLessonVersion(lesson="m", version=revised.seq), caller=ANN)
    assert (await read(company))["language"] == "de"

    corrected = await company.do(revise_lesson, ReviseLesson(lesson="m", language="en"), caller=ANN)
    await company.do(undo, Undo(activity=corrected.seq), caller=ANN)
    assert (await read(company))["language"] == "de"


async def test_captured_and_merged_lessons_have_stems(company: Company) -> None:
    captured = await company.do(capture_lesson, CaptureLesson(text=f"{GERMAN} Jetzt prüfen wir sie jeden Herbst.", project="p"), caller=ANN)
    assert (await read(company, captured.id))["language"] == "de"
    await record(company, FRENCH)
    await company.do(merge_lessons, MergeLessons(lesson="m", merged=captured.id, title=GERMAN))
    assert (await read(company))["language"] == "de"


async def test_log_does_not_name_stems(company: Company) -> None:
    await record(company)
    await company.do(revise_lesson, ReviseLesson(lesson="m", title=FRENCH), caller=ANN)
    entries = await read_log(company.graph)
    assert not any(name.endswith("Stems") for entry in entries for name in entry.changed)


async def test_lessons_of_earlier_versions_are_filled_in(company: Company) -> None:
    await record(company)
    await record(company, FRENCH, id="n", context=GERMAN)
    before = await company.snapshot()
    await company.graph.command(FORGET_COMMAND)
    assert await company.graph.read(COUNT_UNSTEMMED_QUERY) == 3
    reports: list[str] = []
    assert await fill_stems(company.graph, reports.append) == 3
    assert reports == ["stems of 3 lessons"]
    assert await company.snapshot() == before
    assert await fill_stems(company.graph) == 0
    assert dict(await company.graph.read(LANGUAGES_QUERY)) == {"de": 1, "fr": 1}


async def test_filling_in_takes_several_batches(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.domain.lessons.languages.BATCH", 1)
    for id_ in ("m", "n", "o"):
        await record(company, id=id_)
    await company.graph.command(FORGET_COMMAND)
    assert await fill_stems(company.graph) == 4
    assert await company.graph.read(COUNT_UNSTEMMED_QUERY) == 0
