"""Earlier versions of lessons: kept when a text is replaced, shown to curators and learners, and restored."""

import pytest

from graph_service.callers import Role
from graph_service.domain.lessons import versions
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restore_version import RestoreLessonVersion, restore_lesson_version
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.lessons.versions import read_versions
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Forbidden, NotFound
from tests.callers import token_of
from tests.domain.company import Company

CURATOR = token_of("cleo", Role.CURATOR)
ANN = token_of("ann", Role.CONTRIBUTOR)
DEE = token_of("dee", Role.CONTRIBUTOR)


@pytest.fixture
async def revised(company: Company) -> list[int]:
    """A draft of Ann that was revised twice: the numbers of the versions."""
    await company.do(
        record_lesson, RecordLesson(id="m", title="One", context="Rain.", learned_on="2024-06-01", learners=["ann"], project="p")
    )
    changes = [ReviseLesson(lesson="m", title="Two", context=None), ReviseLesson(lesson="m", title="Three", phase="AFTER")]
    return [(await company.do(revise_lesson, change, caller=ANN)).seq for change in changes]


async def test_replaced_texts_are_kept(company: Company, revised: list[int]) -> None:
    latest, first = await read_versions(company.graph, "m", CURATOR)
    assert [version.number for version in (first, latest)] == revised
    assert first.values == {"title": "One", "context": "Rain.", "learnedOn": "2024-06-01"}
    assert latest.values == {"title": "Two", "learnedOn": "2024-06-01"}
    assert (latest.caller, latest.actor) == ("ann", "ann")


async def test_version_is_restored_and_what_it_replaces_is_kept(company: Company, revised: list[int]) -> None:
    before = await company.node("m")
    result = await company.do(restore_lesson_version, RestoreLessonVersion(lesson="m", version=revised[0]), caller=ANN)
    restored = await company.node("m")
    assert (restored["title"], restored["context"], "phase" in restored) == ("One", "Rain.", False)
    assert ["m", "ann", None, None] in await company.ties("LEARNED_BY")
    assert (await read_versions(company.graph, "m", CURATOR))[0].values["title"] == "Three"

    await company.do(undo, Undo(activity=result.seq), caller=ANN)
    after = await company.node("m")
    assert {name: value for name, value in after.items() if name != "revisedAt"} == {
        name: value for name, value in before.items() if name != "revisedAt"
    }
    assert [version.number for version in await read_versions(company.graph, "m", CURATOR)] == revised[::-1]


@pytest.mark.thorough
async def test_change_of_other_fields_keeps_no_version(company: Company, revised: list[int]) -> None:
    await company.do(revise_lesson, ReviseLesson(lesson="m", learners=["ann", "dee"]))
    assert len(await read_versions(company.graph, "m", CURATOR)) == 2


async def test_versions_are_shown_to_curators_and_learners(company: Company, revised: list[int]) -> None:
    seen = {caller.name: len(await read_versions(company.graph, "m", caller)) for caller in (CURATOR, ANN, DEE, token_of("x", Role.READER))}
    assert seen == {"cleo": 2, "ann": 2, "dee": 0, "x": 0}


async def test_restoring_follows_the_rules_of_revising(company: Company, revised: list[int]) -> None:
    restore = RestoreLessonVersion(lesson="m", version=revised[0])
    with pytest.raises((Forbidden, NotFound)):
        await company.do(restore_lesson_version, restore, caller=DEE)
    with pytest.raises(NotFound, match="no such version of this lesson is kept") as error:
        await company.do(restore_lesson_version, RestoreLessonVersion(lesson="l", version=revised[0]))
    assert error.value.field == "version"


async def test_number_of_versions_is_bounded(company: Company, revised: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_VERSIONS", 2)
    await company.do(revise_lesson, ReviseLesson(lesson="m", title="Four"))
    assert [version.values["title"] for version in await read_versions(company.graph, "m", CURATOR)] == ["Three", "Two"]
    monkeypatch.setattr(versions, "MAX_LENGTH", 10)
    await company.do(revise_lesson, ReviseLesson(lesson="m", title="Five"))
    assert len(await read_versions(company.graph, "m", CURATOR)) == 2
