"""People: an e-mail address belongs to one person."""

import asyncio
from typing import Any

import pytest

from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


async def test_person_is_added_active_and_discoverable_and_a_member_from_today(company: Company) -> None:
    await company.do(add_person, AddPerson(id="eve", name="Eve", email="Eve@Example.org", title="Planner", department="south"))
    held = {"id": "eve", "name": "Eve", "email": "eve@example.org", "title": "Planner", "active": True, "discoverable": True}
    assert await company.node("eve") == held | {"shownId": "eve", "shownName": "Eve"}
    assert ["eve", "south", "2026-06-15", None] in await company.ties("MEMBER_OF")


async def test_person_may_have_no_department_and_no_email(company: Company) -> None:
    await company.do(add_person, AddPerson(id="eve", name="Eve", discoverable=False))
    eve = await company.node("eve")
    assert eve.pop("shownId").startswith("colleague-")
    assert eve == {"id": "eve", "name": "Eve", "active": True, "discoverable": False, "shownName": "a colleague"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "eve"}, "email"),
        ({"active": None}, "active"),
        ({"from_": "soon"}, "from"),
        ({"id": "x" * 1001}, "id"),
    ],
)
async def test_person_with_invalid_field_is_refused(company: Company, values: dict[str, Any], field: str) -> None:
    fields: dict[str, Any] = {"name": "Eve"} | values
    with pytest.raises(InvalidInput) as error:
        await company.do(add_person, AddPerson(**fields))
    assert error.value.field == field


async def test_taken_email_is_refused(company: Company) -> None:
    for attempt in (
        company.do(add_person, AddPerson(name="Eve", email="ANN@example.org")),
        company.do(update_person, UpdatePerson(person="bob", email="ann@example.org")),
    ):
        with pytest.raises(Conflict, match="which Ann \\(ann\\) already has") as error:
            await attempt
        assert error.value.field == "email"
    await company.do(update_person, UpdatePerson(person="ann", email="ann@example.org"))


async def test_concurrent_requests_for_one_email_succeed_once(company: Company) -> None:
    added = [company.do(add_person, AddPerson(name="Eve", email="eve@example.org")) for _ in range(4)]
    results = await asyncio.gather(*added, return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Conflict") == 3


async def test_person_is_updated(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", email=None, active=False))
    held = {"id": "ann", "name": "Ann", "active": False, "discoverable": True}
    assert await company.node("ann") == held | {"shownId": "ann", "shownName": "Ann"}


async def test_what_others_read_of_a_person_follows_the_person(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", discoverable=False))
    masked = (await company.node("ann"))["shownId"]
    assert masked.startswith("colleague-")
    await company.do(update_person, UpdatePerson(person="ann", name="Anna"))
    assert (await company.node("ann"))["shownId"] == masked  # links to it stay valid
    await company.do(update_person, UpdatePerson(person="ann", discoverable=True))
    assert {name: value for name, value in (await company.node("ann")).items() if name.startswith("shown")} == {
        "shownId": "ann",
        "shownName": "Anna",
    }


async def test_unknown_person_or_department_is_reported(company: Company) -> None:
    with pytest.raises(NotFound, match="person is 'zoe'"):
        await company.do(update_person, UpdatePerson(person="zoe", title="x"))
    before = await company.snapshot()
    with pytest.raises(NotFound, match="department is 'west'"):
        await company.do(add_person, AddPerson(name="Eve", department="west"))
    assert await company.snapshot() == before
