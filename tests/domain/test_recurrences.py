"""The same problem came back: the later lesson points to the earlier one, unless someone found that it is not the same."""

from typing import Any

import pytest

from graph_service.domain.lessons import RecordLesson, record_lesson
from graph_service.domain.recurrences import DismissRecurrence, LinkRecurrence, dismiss_recurrence, link_recurrence
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


@pytest.fixture
async def later(company: Company) -> str:
    """A lesson learned after l."""
    command = RecordLesson(id="m", title="Again", learned_on="2024-06-01", learners=["bob"], project="q")
    return (await company.do(record_lesson, command)).id


async def link(company: Company, lesson: str = "m", recurrence_of: str = "l", **given: Any) -> Any:
    return await company.do(link_recurrence, LinkRecurrence(lesson=lesson, recurrence_of=recurrence_of, **given))


async def dismiss(company: Company, lesson: str = "m", recurrence_of: str = "l") -> Any:
    return await company.do(dismiss_recurrence, DismissRecurrence(lesson=lesson, recurrence_of=recurrence_of))


async def test_the_later_lesson_points_to_the_earlier_one(company: Company, later: str) -> None:
    await link(company)
    assert await company.ties("RECURRENCE_OF") == [[later, "l", None, None]]


async def test_the_wrong_way_round_is_refused(company: Company, later: str) -> None:
    for verb in (link, dismiss):
        with pytest.raises(Conflict, match="'l' was learned before, on 2024-03-01") as refused:
            await verb(company, "l", later)
        assert refused.value.field == "recurrenceOf"


async def test_lessons_of_the_same_day_are_linked_once_in_either_direction(company: Company, later: str) -> None:
    command = RecordLesson(id="n", title="Same day", learned_on="2024-06-01", learners=["ann"], project="p")
    await company.do(record_lesson, command)
    await link(company, "n", later)
    with pytest.raises(Conflict, match="linked with 'm' already"):
        await link(company, later, "n")


async def test_a_dismissed_pair_is_linked_only_by_saying_so(company: Company, later: str) -> None:
    await dismiss(company)
    with pytest.raises(Conflict, match="althoughDismissed") as refused:
        await link(company)
    assert refused.value.field == "recurrenceOf"
    await link(company, although_dismissed=True)
    assert await company.ties("NOT_RECURRENCE_OF") == []
    assert await company.ties("RECURRENCE_OF") == [[later, "l", None, None]]


async def test_a_link_that_is_dismissed_is_taken_back_and_remembered(company: Company, later: str) -> None:
    await link(company)
    await dismiss(company)
    assert await company.ties("RECURRENCE_OF") == []
    assert await company.ties("NOT_RECURRENCE_OF") == [[later, "l", None, None]]
    with pytest.raises(Conflict, match="dismissed for 'm' already"):
        await dismiss(company)


async def test_a_lesson_is_no_recurrence_of_itself(company: Company) -> None:
    with pytest.raises(InvalidInput, match="the lesson itself"):
        await link(company, "l", "l")


@pytest.mark.parametrize(("lesson", "recurrence_of", "field"), [("x", "l", "lesson"), ("l", "x", "recurrenceOf")])
async def test_both_lessons_must_be_there(company: Company, lesson: str, recurrence_of: str, field: str) -> None:
    with pytest.raises(NotFound) as refused:
        await link(company, lesson, recurrence_of)
    assert refused.value.field == field
