"""Recurrences link a later lesson to an earlier one about the same problem, unless the pair was dismissed."""

from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.recurrences import DismissRecurrence, LinkRecurrence, dismiss_recurrence, link_recurrence
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import Company


@pytest.fixture
async def later(company: Company) -> str:
    """A lesson learned after l."""
    command = RecordLesson(id="m", title="Again", learned_on="2024-06-01", learners=["bob"], project="q")
    return (await company.do(record_lesson, command)).id


async def link(company: Company, lesson: str = "m", recurrence_of: str = "l", **values: Any) -> Any:
    return await company.do(link_recurrence, LinkRecurrence(lesson=lesson, recurrence_of=recurrence_of, **values))


async def dismiss(company: Company, lesson: str = "m", recurrence_of: str = "l") -> Any:
    return await company.do(dismiss_recurrence, DismissRecurrence(lesson=lesson, recurrence_of=recurrence_of))


async def test_recurrence_links_the_later_lesson_to_the_earlier_one(company: Company, later: str) -> None:
    await link(company)
    assert await company.ties("RECURRENCE_OF") == [[later, "l", None, None]]


async def test_recurrence_in_the_wrong_direction_is_refused(company: Company, later: str) -> None:
    for handler in (link, dismiss):
        with pytest.raises(Conflict, match="'l' was learned before it, on 2024-03-01") as error:
            await handler(company, "l", later)
        assert error.value.field == "recurrenceOf"


async def test_lessons_of_the_same_day_are_linked_once_in_either_direction(company: Company, later: str) -> None:
    command = RecordLesson(id="n", title="Same day", learned_on="2024-06-01", learners=["ann"], project="p")
    await company.do(record_lesson, command)
    await link(company, "n", later)
    with pytest.raises(Conflict, match="already linked with 'm'"):
        await link(company, later, "n")


async def test_dismissed_pair_is_linked_only_with_although_dismissed(company: Company, later: str) -> None:
    await dismiss(company)
    with pytest.raises(Conflict, match="althoughDismissed") as error:
        await link(company)
    assert error.value.field == "recurrenceOf"
    await link(company, although_dismissed=True)
    assert await company.ties("NOT_RECURRENCE_OF") == []
    assert await company.ties("RECURRENCE_OF") == [[later, "l", None, None]]


async def test_dismissal_removes_the_link_and_is_remembered(company: Company, later: str) -> None:
    await link(company)
    await dismiss(company)
    assert await company.ties("RECURRENCE_OF") == []
    assert await company.ties("NOT_RECURRENCE_OF") == [[later, "l", None, None]]
    with pytest.raises(Conflict, match="already dismissed for 'm'"):
        await dismiss(company)


async def test_lesson_cannot_be_a_recurrence_of_itself(company: Company) -> None:
    with pytest.raises(InvalidInput, match="the lesson itself"):
        await link(company, "l", "l")


@pytest.mark.parametrize(("lesson", "recurrence_of", "field"), [("x", "l", "lesson"), ("l", "x", "recurrenceOf")])
async def test_recurrence_of_an_unknown_lesson_is_refused(company: Company, lesson: str, recurrence_of: str, field: str) -> None:
    with pytest.raises(NotFound) as error:
        await link(company, lesson, recurrence_of)
    assert error.value.field == field


async def test_contributors_decide_about_lessons_of_their_own_on_which_nobody_has_decided(company: Company, later: str) -> None:
    bob, dee = token_of("bob", Role.CONTRIBUTOR), token_of("dee", Role.CONTRIBUTOR)
    commands = (
        (link_recurrence, LinkRecurrence(lesson=later, recurrence_of="l")),
        (dismiss_recurrence, DismissRecurrence(lesson=later, recurrence_of="l")),
    )
    await company.do(publish_lesson, PublishLesson(lesson=later))
    for handler, command in commands:
        with pytest.raises(Forbidden, match="You are not an author of 'm' or 'l'"):
            await company.do(handler, command, caller=dee)
    linked = await company.do(*commands[0], caller=bob)
    with pytest.raises(Forbidden, match="Somebody already decided whether 'm' and 'l' are about the same problem"):
        await company.do(*commands[1], caller=token_of("ann", Role.CONTRIBUTOR))
    await company.do(undo, Undo(activity=linked.seq), caller=bob)
    await company.do(*commands[1], caller=token_of("ann", Role.CONTRIBUTOR))
    assert await company.ties("NOT_RECURRENCE_OF") == [[later, "l", None, None]]
