"""The department tree: one parent at a time, no cycle on any day, an unchanged history."""

import asyncio
from typing import Any

import pytest

from graph_service.domain.log_reading import read_log
from graph_service.domain.organisation.departments import (
    CloseDepartment,
    CreateDepartment,
    MoveDepartment,
    UpdateDepartment,
    close_department,
    create_department,
    move_department,
    update_department,
)
from graph_service.domain.organisation.memberships import CorrectMembership, MoveMember, correct_membership, move_member
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.domain.projects import CloseProject, StartProject, UpdateProject, close_project, start_project, update_project
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


async def move(company: Company, department: str, part_of: str | None, on: str) -> Any:
    return await company.do(move_department, MoveDepartment(department=department, part_of=part_of, on=on))


async def test_new_department_is_part_of_its_parent_from_its_opening_day(company: Company) -> None:
    await company.do(create_department, CreateDepartment(id="lab", name=" Lab ", opened_on="2023-01-01", part_of="north"))
    assert await company.node("lab") == {"id": "lab", "name": "Lab", "openedOn": "2023-01-01"}
    assert ["lab", "north", "2023-01-01", None] in await company.ties("PART_OF")


async def test_department_move_applies_from_its_day_and_keeps_earlier_days(company: Company) -> None:
    await move(company, "south", "north", "2024-01-01")
    await move(company, "south", None, "2025-01-01")
    await move(company, "south", "hq", "2026-01-01")
    assert [key for key in await company.ties("PART_OF") if key[0] == "south"] == [
        ["south", "north", "2024-01-01", "2025-01-01"],
        ["south", "hq", "2026-01-01", None],
        ["south", "hq", None, "2024-01-01"],
    ]


async def test_department_move_without_a_day_applies_today(company: Company) -> None:
    await company.do(move_department, MoveDepartment(department="south", part_of="north"))
    assert ["south", "north", "2026-06-15", None] in await company.ties("PART_OF")


async def test_second_parent_at_the_same_time_is_refused(company: Company) -> None:
    await move(company, "south", "north", "2027-01-01")
    with pytest.raises(Conflict, match="is part of 'north' from 2027-01-01 on, and a department has one parent at a time") as error:
        await move(company, "south", None, "2026-01-01")
    assert error.value.field == "on"


async def test_department_move_to_its_current_parent_is_refused(company: Company) -> None:
    with pytest.raises(Conflict, match="'south' is part of 'hq' on 2026-01-01 already"):
        await move(company, "south", "hq", "2026-01-01")


async def test_department_cannot_become_part_of_itself(company: Company) -> None:
    for department, part_of in (("hq", "south"), ("hq", "hq")):
        with pytest.raises(Conflict, match=f"'{department}' would be part of itself on 2026-01-01") as error:
            await move(company, department, part_of, "2026-01-01")
        assert error.value.field == "partOf"


async def test_cycle_on_a_future_day_is_refused(company: Company) -> None:
    """South goes under north in 2027, so north may not go under south from 2026 on: it would be part of itself from 2027."""
    await move(company, "south", "north", "2027-01-01")
    with pytest.raises(Conflict, match="'north' would be part of itself on 2027-01-01"):
        await move(company, "north", "south", "2026-01-01")


async def test_edges_on_different_days_are_no_cycle(company: Company) -> None:
    """South was under north until 2025; north goes under south later."""
    await move(company, "south", "north", "2024-01-01")
    await move(company, "south", "hq", "2025-01-01")
    await move(company, "north", "south", "2026-01-01")
    assert ["north", "south", "2026-01-01", None] in await company.ties("PART_OF")


async def test_concurrent_moves_that_form_a_cycle_do_not_both_succeed(company: Company) -> None:
    both = [move(company, "south", "north", "2026-01-01"), move(company, "north", "south", "2026-01-01")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Conflict") == 1


async def test_closed_department_accepts_no_people_departments_or_projects(company: Company) -> None:
    await company.do(close_department, CloseDepartment(department="south", on="2026-01-01"))
    reason = "that department closed on 2026-01-01"
    for handler, command, field in (
        (move_member, MoveMember(person="ann", department="south", on="2026-01-01"), "department"),
        (add_person, AddPerson(name="Eve", department="south"), "department"),
        (move_department, MoveDepartment(department="north", part_of="south"), "partOf"),
        (create_department, CreateDepartment(name="Lab", opened_on="2026-02-01", part_of="south"), "partOf"),
        (start_project, StartProject(name="Late", owner="south"), "owner"),
    ):
        with pytest.raises(Conflict, match=reason) as error:
            await company.do(handler, command)
        assert error.value.field == field
    await company.do(move_member, MoveMember(person="ann", department="south", on="2025-12-31"))


async def test_closing_a_department_ends_what_belongs_to_it_and_says_so(company: Company) -> None:
    await company.do(close_project, CloseProject(project="q", on="2026-01-01"))
    result = await company.do(close_department, CloseDepartment(department="north"))
    assert result.warnings == (
        "These no longer belong to 'north' from 2026-06-15 on: people 2, projects 1. Move them to other departments.",
    )
    assert [key for key in await company.ties("MEMBER_OF") if key[1] == "north"] == [
        ["ann", "north", "2020-01-01", "2026-06-15"],
        ["dee", "north", "2020-01-01", "2026-06-15"],
    ]
    # A project that ended before keeps its owner, and so does a department that closed before keep its parent.
    assert await company.ties("OWNS") == [["north", "p", "2021-01-01", "2026-06-15"], ["north", "q", "2021-01-01", None]]
    result = await company.do(close_department, CloseDepartment(department="hq"))
    assert ": departments 1." in result.warnings[0]
    assert await company.ties("PART_OF") == [["north", "hq", None, None], ["south", "hq", None, "2026-06-15"]]
    assert [activity.changed for activity in (await read_log(company.graph))[-2:]] == [
        ["closedOn", "members", "projects"],
        ["closedOn", "children"],
    ]


@pytest.mark.thorough
async def test_closing_in_the_past_attributes_later_events_again(company: Company, reuse: str) -> None:
    await company.do(close_department, CloseDepartment(department="south", on="2025-01-01"))
    assert (await company.node(reuse))["scope"] == "UNATTRIBUTED"
    assert await company.ties("REUSED_IN") == []


async def test_department_cannot_close_before_something_begins_to_belong_to_it(company: Company) -> None:
    with pytest.raises(Conflict, match=r"on is 2020-01-01, but these joined 'north' on that day or later: people 2, projects 2\.") as error:
        await company.do(close_department, CloseDepartment(department="north", on="2020-01-01"))
    assert error.value.field == "on"
    assert "closedOn" not in await company.node("north")


async def test_what_begins_before_the_department_closes_ends_with_it(company: Company) -> None:
    """Members, parents and owners, of every command that sets them."""
    await company.do(close_department, CloseDepartment(department="south", on="2027-01-01"))
    said = "is 'south' only until 2027-01-01, because the department closes on that day."
    for handler, command, field in (
        (move_member, MoveMember(person="cy", department="south"), "department"),
        (correct_membership, CorrectMembership(person="dee", department="south", from_="2020-01-01"), "department"),
        (add_person, AddPerson(id="eve", name="Eve", department="south"), "department"),
        (move_department, MoveDepartment(department="north", part_of="south", on="2026-07-01"), "partOf"),
        (create_department, CreateDepartment(id="lab", name="Lab", part_of="south"), "partOf"),
        (start_project, StartProject(id="new", name="New", owner="south"), "owner"),
        (update_project, UpdateProject(project="p", owner="south"), "owner"),
    ):
        assert (await company.do(handler, command)).warnings == (f"{field} {said}",)
    ends = {
        (key[0] if kind != "OWNS" else key[1]): key[3]
        for kind in ("MEMBER_OF", "PART_OF", "OWNS")
        for key in await company.ties(kind)
        if key[0 if kind == "OWNS" else 1] == "south"
    }
    assert ends == dict.fromkeys(("bob", "cy", "dee", "eve", "north", "lab", "new", "p"), "2027-01-01")
    assert (
        await company.do(correct_membership, CorrectMembership(person="dee", department="south", from_="2020-01-01", to="2027-01-01"))
    ).warnings == ()


async def test_department_that_does_not_outlive_its_parent_stays_part_of_it(company: Company) -> None:
    await company.do(close_department, CloseDepartment(department="south", on="2027-01-01"))
    await company.do(close_department, CloseDepartment(department="north", on="2026-12-01"))
    assert (await company.do(move_department, MoveDepartment(department="north", part_of="south", on="2026-07-01"))).warnings == ()
    assert ["north", "south", "2026-07-01", None] in await company.ties("PART_OF")


@pytest.mark.parametrize("day", [None, "2026-04-01"])
async def test_department_that_goes_on_after_its_parent_closed_is_no_longer_part_of_it(company: Company, day: str | None) -> None:
    for department, closing in (("north", "2026-01-01"), ("south", "2026-01-01"), ("hq", "2026-02-01")):
        await company.do(close_department, CloseDepartment(department=department, on=closing))
    resumed = await company.do(close_department, CloseDepartment(department="north", on=day))
    assert resumed.warnings == ("partOf is 'hq' only until 2026-02-01, because the department closes on that day.",)
    assert await company.ties("PART_OF") == [["north", "hq", None, "2026-02-01"], ["south", "hq", None, None]]


async def test_department_can_be_reopened(company: Company) -> None:
    await company.do(close_department, CloseDepartment(department="south"))
    await company.do(close_department, CloseDepartment(department="south", on=None))
    assert "closedOn" not in await company.node("south")


async def test_department_must_close_after_it_opened(company: Company) -> None:
    await company.do(update_department, UpdateDepartment(department="south", opened_on="2025-01-01"))
    with pytest.raises(Conflict, match="opened on 2025-01-01"):
        await company.do(close_department, CloseDepartment(department="south", on="2025-01-01"))
    await company.do(close_department, CloseDepartment(department="south", on="2026-01-01"))
    with pytest.raises(Conflict, match="closed on 2026-01-01") as error:
        await company.do(update_department, UpdateDepartment(department="south", opened_on="2026-01-01"))
    assert error.value.field == "openedOn"


async def test_update_sets_values_clears_nulls_and_keeps_unset_fields(company: Company) -> None:
    await company.do(update_department, UpdateDepartment(department="south", description="Warm", opened_on="2020-01-01"))
    await company.do(update_department, UpdateDepartment(department="south", description=None))
    assert await company.node("south") == {"id": "south", "name": "South", "openedOn": "2020-01-01"}
    with pytest.raises(InvalidInput, match="name is required") as error:
        await company.do(update_department, UpdateDepartment(department="south", name=None))  # type: ignore[arg-type]
    assert error.value.field == "name"


@pytest.mark.parametrize(
    ("handler", "command", "field"),
    [
        (update_department, UpdateDepartment(department="west"), "department"),
        (close_department, CloseDepartment(department="west"), "department"),
        (move_department, MoveDepartment(department="west", part_of="hq"), "department"),
        (move_department, MoveDepartment(department="south", part_of="west"), "partOf"),
        (create_department, CreateDepartment(name="Lab", part_of="west"), "partOf"),
    ],
)
async def test_unknown_department_is_reported(company: Company, handler: Any, command: Any, field: str) -> None:
    with pytest.raises(NotFound, match="'west', but there is no department") as error:
        await company.do(handler, command)
    assert error.value.field == field
