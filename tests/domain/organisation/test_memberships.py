"""One home department at a time. A move keeps the past; a correction recomputes everything that depends on it."""

import asyncio
from typing import Any

import pytest

from graph_service.domain.organisation.memberships import CorrectMembership, MoveMember, correct_membership, move_member
from graph_service.domain.reuses import RecordReuse, record_reuse
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


async def move(company: Company, person: str, department: str | None, on: str | None = None) -> Any:
    return await company.do(move_member, MoveMember(person=person, department=department, on=on))


async def correct(company: Company, person: str, department: str | None, from_: str, to: str | None = None) -> Any:
    return await company.do(correct_membership, CorrectMembership(person=person, department=department, from_=from_, to=to))


async def memberships(company: Company, person: str) -> list[Any]:
    return [key[1:] for key in await company.ties("MEMBER_OF") if key[0] == person]


async def test_person_moves_from_a_day_on(company: Company) -> None:
    await move(company, "ann", "south", "2025-01-01")
    assert await memberships(company, "ann") == [["north", "2020-01-01", "2025-01-01"], ["south", "2025-01-01", None]]


async def test_person_moves_today_by_default(company: Company) -> None:
    await move(company, "ann", "south")
    assert (await memberships(company, "ann"))[1] == ["south", "2026-06-15", None]


async def test_person_can_leave_and_return(company: Company) -> None:
    await move(company, "ann", None, "2025-01-01")
    await move(company, "ann", "north", "2026-01-01")
    assert await memberships(company, "ann") == [["north", "2020-01-01", "2025-01-01"], ["north", "2026-01-01", None]]


async def test_second_home_department_is_refused(company: Company) -> None:
    await move(company, "ann", "south", "2025-01-01")
    with pytest.raises(Conflict, match=r"one home department at a time\. Choose") as error:
        await move(company, "ann", "hq", "2024-01-01")
    assert error.value.field == "on"


async def test_move_to_the_current_department_is_refused(company: Company) -> None:
    with pytest.raises(Conflict, match="'ann' is a member of 'north' on 2025-01-01 already") as error:
        await move(company, "ann", "north", "2025-01-01")
    assert error.value.field == "department"


async def test_one_of_two_concurrent_moves_is_refused(company: Company) -> None:
    moves = [move(company, "ann", department, "2025-01-01") for department in ("south", "hq", "south", "hq")]
    await asyncio.gather(*moves, return_exceptions=True)
    open_ended = [key for key in await memberships(company, "ann") if key[2] is None]
    assert len(open_ended) == 1


async def test_earlier_lessons_and_reuses_keep_their_department_after_a_move(company: Company, reuse: str) -> None:
    await move(company, "ann", "south", "2025-01-01")
    assert await company.ties("LEARNED_IN") == [["l", "north", None, None]]
    assert (await company.node(reuse))["scope"] == "CROSS"


async def test_move_in_the_past_attributes_later_reuses_again(company: Company, reuse: str) -> None:
    await move(company, "bob", "north", "2025-05-05")
    assert await company.ties("REUSED_IN") == [["r", "north", None, None]]
    assert (await company.node(reuse))["scope"] == "INTERNAL"


async def test_correction_recomputes_lessons_of_the_person_and_the_scope_of_their_reuses(company: Company, reuse: str) -> None:
    await correct(company, "ann", "south", "2024-01-01", "2025-01-01")
    assert await memberships(company, "ann") == [
        ["north", "2020-01-01", "2024-01-01"],
        ["south", "2024-01-01", "2025-01-01"],
        ["north", "2025-01-01", None],
    ]
    assert await company.ties("LEARNED_IN") == [["l", "south", None, None]]
    assert (await company.node(reuse))["scope"] == "INTERNAL"


async def test_correction_recomputes_reuses_of_the_person(company: Company, reuse: str) -> None:
    await correct(company, "bob", "north", "2025-01-01", "2026-01-01")
    assert await company.ties("REUSED_IN") == [["r", "north", None, None]]
    assert (await company.node(reuse))["scope"] == "INTERNAL"


async def test_correction_to_no_department_leaves_events_unattributed(company: Company, reuse: str) -> None:
    await correct(company, "ann", None, "2024-01-01", "2025-01-01")
    assert await company.ties("LEARNED_IN") == []
    assert (await company.node(reuse))["scope"] == "UNATTRIBUTED"


async def test_correction_does_not_change_other_people(company: Company, reuse: str) -> None:
    await company.do(record_reuse, RecordReuse(id="r2", lesson="l", person="dee", project="q", reused_on="2025-05-05"))
    await correct(company, "bob", "north", "2020-01-01")
    assert await memberships(company, "bob") == [["north", "2020-01-01", None]]
    assert await memberships(company, "dee") == [["north", "2020-01-01", None]]
    assert (await company.node("r2"))["scope"] == "INTERNAL"


async def test_period_must_end_after_it_begins(company: Company) -> None:
    with pytest.raises(InvalidInput, match="to is 2024-01-01, but must be after the first day") as error:
        await correct(company, "ann", "south", "2024-01-01", "2024-01-01")
    assert error.value.field == "to"


@pytest.mark.parametrize(("person", "department", "field"), [("zoe", "north", "person"), ("ann", "west", "department")])
async def test_unknown_person_or_department_is_reported(company: Company, person: str, department: str, field: str) -> None:
    for tried in (move(company, person, department, "2025-01-01"), correct(company, person, department, "2025-01-01")):
        with pytest.raises(NotFound) as error:
            await tried
        assert error.value.field == field
