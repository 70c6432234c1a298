"""A small organisation, created with the commands under test: two departments below a head office, four people, two projects, a lesson."""

import pytest

from graph_service.domain.lessons.publish import CorrectPublication, correct_publication
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.organisation.departments import CreateDepartment, create_department
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.domain.projects import StartProject, start_project
from graph_service.domain.reuses import RecordReuse, record_reuse
from graph_service.graph import Graph
from tests.domain.company import Company
from tests.seeding import load


@pytest.fixture
async def company(database: Graph) -> Company:
    """hq over north and south; ann and dee in north, bob in south, cy nowhere; projects p and q; the published lesson l of ann on p."""
    made = Company(graph=database)
    await load(database, "company", lambda: found(made))
    return made


async def found(made: Company) -> None:
    """Creates it in an empty graph."""
    await made.do(create_department, CreateDepartment(id="hq", name="Head office"))
    for name in ("north", "south"):
        await made.do(create_department, CreateDepartment(id=name, name=name.title(), part_of="hq"))
    for person, department in (("ann", "north"), ("bob", "south"), ("cy", None), ("dee", "north")):
        command = AddPerson(id=person, name=person.title(), email=f"{person}@example.org", department=department, from_="2020-01-01")
        await made.do(add_person, command)
    for project in ("p", "q"):
        await made.do(start_project, StartProject(id=project, name=project.upper(), started_on="2021-01-01", owner="north"))
    lesson = RecordLesson(id="l", title="Test early", learned_on="2024-03-01", learners=["ann"], project="p", status="PUBLISHED")
    await made.do(record_lesson, lesson)
    await made.do(correct_publication, CorrectPublication(lesson="l", published_on="2024-03-01"))


@pytest.fixture
async def reuse(company: Company) -> str:
    """Bob's reuse of ann's lesson on project q."""
    command = RecordReuse(id="r", lesson="l", person="bob", project="q", reused_on="2025-05-05")
    return (await company.do(record_reuse, command)).id
