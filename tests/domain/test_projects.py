"""Projects: started, updated, closed and reopened; one owner at a time; one assignment per person, project and role."""

from typing import Any

import pytest

from graph_service.domain.log_reading import LogFilter, read_log
from graph_service.domain.organisation.departments import CloseDepartment, close_department
from graph_service.domain.project_assignments import Assign, Unassign, assign, unassign
from graph_service.domain.projects import CloseProject, StartProject, UpdateProject, close_project, start_project, update_project
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


async def update(company: Company, **values: Any) -> Any:
    fields: dict[str, Any] = {"project": "p"} | values
    return await company.do(update_project, UpdateProject(**fields))


async def owners(company: Company, project: str = "p") -> list[Any]:
    return [[key[0], *key[2:]] for key in await company.ties("OWNS") if key[1] == project]


async def test_project_starts_running_today(company: Company) -> None:
    await company.do(create_topic, CreateTopic(id="t", name="T"))
    await company.do(start_project, StartProject(id="new", name="New", summary="S", owner="south", topics=["t"]))
    held = {"id": "new", "name": "New", "summary": "S", "status": "RUNNING", "startedOn": "2026-06-15"}
    assert await company.node("new") == held
    assert await owners(company, "new") == [["south", "2026-06-15", None]]
    assert await company.ties("CONCERNS") == [["new", "t", None, None]]


async def test_planned_project_may_have_no_days(company: Company) -> None:
    await company.do(start_project, StartProject(id="new", name="New", status="PLANNED", owner="south"))
    assert await company.node("new") == {"id": "new", "name": "New", "status": "PLANNED"}
    assert await owners(company, "new") == [["south", None, None]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"status": "CLOSED"}, "status"),
        ({"status": "running"}, "status"),
        ({"started_on": "2025-13-01"}, "startedOn"),
        ({"started_on": "2025-02-01", "ended_on": "2025-01-31"}, "endedOn"),
    ],
)
async def test_invalid_new_project_is_refused(company: Company, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        await company.do(start_project, StartProject(**{"name": "New"} | values))
    assert error.value.field == field


async def test_project_is_closed_and_reopened(company: Company) -> None:
    await company.do(close_project, CloseProject(project="p", on="2026-05-01"))
    assert ((await company.node("p"))["status"], (await company.node("p"))["endedOn"]) == ("CLOSED", "2026-05-01")
    with pytest.raises(Conflict, match="which is already CLOSED"):
        await company.do(close_project, CloseProject(project="p", status="CANCELLED"))
    await update(company, status="RUNNING", ended_on=None)
    await company.do(close_project, CloseProject(project="p", status="CANCELLED"))
    assert ((await company.node("p"))["status"], (await company.node("p"))["endedOn"]) == ("CANCELLED", "2026-06-15")


async def test_project_cannot_end_before_it_starts(company: Company) -> None:
    for attempt, field in (
        (company.do(close_project, CloseProject(project="p", on="2020-12-31")), "on"),
        (update(company, ended_on="2020-12-31"), "endedOn"),
    ):
        with pytest.raises(Conflict, match="starts on 2021-01-01") as error:
            await attempt
        assert error.value.field == field
    await company.do(close_project, CloseProject(project="p", on="2021-01-01"))


async def test_update_cannot_close_a_project_but_may_repeat_its_status(company: Company) -> None:
    with pytest.raises(InvalidInput, match="which only closeProject sets") as error:
        await update(company, status="CLOSED")
    assert error.value.field == "status"
    await company.do(close_project, CloseProject(project="p"))
    await update(company, status="CLOSED", name="Renamed")
    assert (await company.node("p"))["name"] == "Renamed"


@pytest.mark.parametrize("status", ["RUNNING", "PLANNED"])
async def test_reopening_a_project_clears_its_end(company: Company, status: str) -> None:
    await company.do(close_project, CloseProject(project="p"))
    result = await update(company, status=status)
    project = await company.node("p")
    assert (project["status"], "endedOn" in project) == (status, False)
    (activity,) = await read_log(company.graph, LogFilter(result.seq - 1))
    assert activity.changed == ["status", "endedOn"]


async def test_reopening_keeps_an_end_that_the_same_command_sets(company: Company) -> None:
    await company.do(close_project, CloseProject(project="p"))
    await update(company, status="RUNNING", ended_on="2027-03-31")
    assert (await company.node("p"))["endedOn"] == "2027-03-31"


async def test_open_project_keeps_its_planned_end(company: Company) -> None:
    await update(company, ended_on="2027-03-31")
    await update(company, status="RUNNING")
    assert (await company.node("p"))["endedOn"] == "2027-03-31"


async def test_project_owner_changes_from_a_day_on(company: Company) -> None:
    await update(company, owner="south", owner_from="2024-01-01")
    await update(company, owner=None)
    assert await owners(company) == [["north", "2021-01-01", "2024-01-01"], ["south", "2024-01-01", "2026-06-15"]]


async def test_second_owner_at_the_same_time_is_refused(company: Company) -> None:
    await update(company, owner="south", owner_from="2024-01-01")
    with pytest.raises(Conflict, match="'south' from 2024-01-01 on, and a project has one owner at a time"):
        await update(company, owner="hq", owner_from="2023-01-01")
    with pytest.raises(Conflict, match="is owned by 'south' on 2026-06-15 already"):
        await update(company, owner="south")
    await company.do(close_department, CloseDepartment(department="hq", on="2026-01-01"))
    with pytest.raises(Conflict, match="closed on 2026-01-01") as error:
        await update(company, owner="hq")
    assert error.value.field == "owner"


async def test_update_replaces_topics(company: Company) -> None:
    for topic in ("t", "u"):
        await company.do(create_topic, CreateTopic(id=topic, name=topic))
    await update(company, topics=["t", "t"])
    await update(company, topics=["u"])
    assert await company.ties("CONCERNS") == [["p", "u", None, None]]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"project": "x"}, "project"), ({"owner": "x"}, "owner"), ({"topics": ["x"]}, "topics"), ({"owner": None, "topics": ["x"]}, "topics")],
)
async def test_project_with_unknown_reference_is_refused(company: Company, values: dict[str, Any], field: str) -> None:
    before = await company.snapshot()
    with pytest.raises(NotFound) as error:
        await update(company, **values)
    assert error.value.field == field
    assert await company.snapshot() == before


async def test_person_is_assigned_from_today_until_unassigned(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", role="lead"))
    assert await company.ties("WORKED_ON") == [["ann", "p", "2026-06-15", None]]
    await company.do(unassign, Unassign(person="ann", project="p", role="lead", on="2026-07-01"))
    assert await company.ties("WORKED_ON") == [["ann", "p", "2026-06-15", "2026-07-01"]]


async def test_second_assignment_in_the_same_role_is_refused(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", role="lead", from_=None))
    await company.do(assign, Assign(person="ann", project="p", from_="2025-01-01", to="2025-02-01"))
    for role in ("lead", None):
        with pytest.raises(Conflict, match="one assignment per person, project and role"):
            await company.do(assign, Assign(person="ann", project="p", role=role))
    assert await company.ties("WORKED_ON") == [["ann", "p", "2025-01-01", "2025-02-01"], ["ann", "p", None, None]]


async def test_assignment_can_be_removed(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p"))
    await company.do(unassign, Unassign(person="ann", project="p", on=None))
    assert await company.ties("WORKED_ON") == []
    with pytest.raises(NotFound, match="not assigned to 'p' without a role"):
        await company.do(unassign, Unassign(person="ann", project="p"))


async def test_assignment_must_end_after_it_begins(company: Company) -> None:
    with pytest.raises(InvalidInput, match="must be after"):
        await company.do(assign, Assign(person="ann", project="p", from_="2025-01-01", to="2025-01-01"))
    await company.do(assign, Assign(person="ann", project="p", from_="2025-01-01"))
    with pytest.raises(Conflict, match="begins on 2025-01-01") as error:
        await company.do(unassign, Unassign(person="ann", project="p", on="2025-01-01"))
    assert error.value.field == "on"


@pytest.mark.parametrize(("person", "project", "field"), [("zoe", "p", "person"), ("ann", "x", "project")])
async def test_assignment_of_unknown_person_or_project_is_refused(company: Company, person: str, project: str, field: str) -> None:
    with pytest.raises(NotFound) as error:
        await company.do(assign, Assign(person=person, project=project))
    assert error.value.field == field


async def test_assignment_ends_at_the_latest_with_the_project(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", from_="2021-01-01"))
    await company.do(assign, Assign(person="bob", project="p", from_=None))
    closed = await company.do(close_project, CloseProject(project="p", on="2025-03-01"))
    assert closed.warnings == ("Assignments that continued after 2025-03-01, the last day of 'p', now end on it (1).",)
    for command in (Assign(person="cy", project="p", from_="2025-03-01"), Assign(person="dee", project="p", from_=None, to="2026-01-01")):
        assert (await company.do(assign, command)).warnings == ("The assignment ends on 2025-03-01, the last day of 'p'.",)
    assert (await company.do(assign, Assign(person="dee", project="p", role="lead", from_=None))).warnings == ()
    assert [key[:1] + key[2:] for key in await company.ties("WORKED_ON")] == [
        ["ann", "2021-01-01", "2025-03-02"],
        ["bob", None, None],  # nobody knows when
        ["cy", "2025-03-01", "2025-03-02"],
        ["dee", None, "2025-03-02"],
        ["dee", None, None],
    ]
    with pytest.raises(Conflict, match="from is 2025-03-02, but 'p' ended on 2025-03-01") as error:
        await company.do(assign, Assign(person="bob", project="p", role="lead", from_="2025-03-02"))
    assert error.value.field == "from"


async def test_unassigning_after_the_end_of_the_project_ends_the_assignment_with_it(company: Company) -> None:
    await company.do(close_project, CloseProject(project="p", on="2025-03-01"))
    await company.do(assign, Assign(person="ann", project="p", from_="2025-01-01"))
    ended = await company.do(unassign, Unassign(person="ann", project="p", on="2025-06-01"))
    assert ended.warnings == ("The assignment ends on 2025-03-01, the last day of 'p'.",)
    assert await company.ties("WORKED_ON") == [["ann", "p", "2025-01-01", "2025-03-02"]]


async def test_assignment_that_has_ended_does_not_end_again(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", from_="2021-01-01", to="2022-01-01"))
    with pytest.raises(Conflict, match="on is 2026-06-15, but the assignment already ends on 2022-01-01") as error:
        await company.do(unassign, Unassign(person="ann", project="p"))
    assert error.value.field == "on"
    assert await company.ties("WORKED_ON") == [["ann", "p", "2021-01-01", "2022-01-01"]]


async def test_earlier_end_of_a_closed_project_ends_its_assignments(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", from_="2025-01-01"))
    await company.do(close_project, CloseProject(project="p", on="2025-03-01"))
    moved = await update(company, ended_on="2025-02-01")
    assert moved.warnings == ("Assignments that continued after 2025-02-01, the last day of 'p', now end on it (1).",)
    assert await company.ties("WORKED_ON") == [["ann", "p", "2025-01-01", "2025-02-02"]]
    with pytest.raises(Conflict, match="endedOn is 2024-12-31, but some assignments to 'p' begin after that day") as error:
        await update(company, ended_on="2024-12-31")
    assert error.value.field == "endedOn"


async def test_project_cannot_close_before_an_assignment_begins(company: Company) -> None:
    await company.do(assign, Assign(person="ann", project="p", from_="2026-07-01"))
    with pytest.raises(Conflict, match="on is 2026-06-15, but some assignments to 'p' begin after that day") as error:
        await company.do(close_project, CloseProject(project="p"))
    assert error.value.field == "on"


@pytest.mark.parametrize("values", [{"status": "RUNNING"}, {"ended_on": "2025-06-01"}])
async def test_project_that_goes_on_after_its_owner_closed_no_longer_belongs_to_it(company: Company, values: dict[str, Any]) -> None:
    for project in ("p", "q"):
        await company.do(close_project, CloseProject(project=project, on="2025-01-01"))
    await company.do(close_department, CloseDepartment(department="north", on="2025-02-01"))
    assert await owners(company) == [["north", "2021-01-01", None]]
    resumed = await update(company, **values)
    assert resumed.warnings == ("owner is 'north' only until 2025-02-01, because the department closes on that day.",)
    assert await owners(company) == [["north", "2021-01-01", "2025-02-01"]]
