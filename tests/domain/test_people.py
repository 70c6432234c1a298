"""People: an address belongs to one person."""

import asyncio
from typing import Any

import pytest

from graph_service.domain.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


async def test_a_person_is_added_active_and_discoverable_and_a_member_from_today(company: Company) -> None:
    await company.do(add_person, AddPerson(id="eve", name="Eve", email="Eve@Example.org", title="Planner", department="south"))
    held = {"id": "eve", "name": "Eve", "email": "eve@example.org", "title": "Planner", "active": True, "discoverable": True}
    assert await company.node("eve") == held
    assert ["eve", "south", "2026-06-15", None] in await company.ties("MEMBER_OF")


async def test_a_person_may_belong_nowhere_and_have_no_address(company: Company) -> None:
    await company.do(add_person, AddPerson(id="eve", name="Eve", discoverable=False))
    assert await company.node("eve") == {"id": "eve", "name": "Eve", "active": True, "discoverable": False}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "eve"}, "email"),
        ({"active": None}, "active"),
        ({"from_": "soon"}, "from"),
        ({"id": "x" * 1001}, "id"),
    ],
)
async def test_a_person_with_nonsense_in_it_is_refused(company: Company, given: dict[str, Any], field: str) -> None:
    fields: dict[str, Any] = {"name": "Eve"} | given
    with pytest.raises(InvalidInput) as refused:
        await company.do(add_person, AddPerson(**fields))
    assert refused.value.field == field


async def test_an_address_is_one_persons(company: Company) -> None:
    for attempt in (
        company.do(add_person, AddPerson(name="Eve", email="ANN@example.org")),
        company.do(update_person, UpdatePerson(person="bob", email="ann@example.org")),
    ):
        with pytest.raises(Conflict, match="the address of the person 'ann'") as refused:
            await attempt
        assert refused.value.field == "email"
    await company.do(update_person, UpdatePerson(person="ann", email="ann@example.org"))


async def test_an_address_asked_for_twice_at_the_same_time_is_given_once(company: Company) -> None:
    added = [company.do(add_person, AddPerson(name="Eve", email="eve@example.org")) for _ in range(4)]
    results = await asyncio.gather(*added, return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Conflict") == 3


async def test_a_person_is_updated(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", email=None, active=False))
    assert await company.node("ann") == {"id": "ann", "name": "Ann", "active": False, "discoverable": True}


async def test_a_person_or_department_that_is_not_there_is_named(company: Company) -> None:
    with pytest.raises(NotFound, match="person is 'zoe'"):
        await company.do(update_person, UpdatePerson(person="zoe", title="x"))
    before = await company.snapshot()
    with pytest.raises(NotFound, match="department is 'west'"):
        await company.do(add_person, AddPerson(name="Eve", department="west"))
    assert await company.snapshot() == before
