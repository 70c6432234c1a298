"""Names without blanks, as long as the service takes them: pages wrap them, and nothing is cut, covered or wider than the window."""

import httpx
import pytest

from tests.browser.conftest import Open
from tests.browser.inspection import faults

LONG = {"department": "Wasser" * 33, "person": "Nadja" * 40, "project": "Depot" * 38}
RENAME = """mutation($department: UpdateDepartmentInput!, $person: UpdatePersonInput!, $project: UpdateProjectInput!) {
  updateDepartment(input: $department) { activity { seq } }
  updatePerson(input: $person) { activity { seq } }
  updateProject(input: $project) { activity { seq } }
}"""
RENAMED = {"department": "water", "person": "nadja-petrov", "project": "electric-bus-depot"}
PATHS = (
    "/?span=all",
    "/network?span=all",
    "/network?span=all&tab=brokers&leaves=nadja-petrov",
    "/network?span=all&tab=introductions",
    "/people/nadja-petrov",
    "/departments/water",
    "/projects/electric-bus-depot",
    "/gate?project=electric-bus-depot&phase=DURING",
    "/send?span=all",
)


@pytest.fixture(scope="module", autouse=True)
async def renamed(site: str) -> None:
    inputs = {kind: {kind: node, "name": LONG[kind]} for kind, node in RENAMED.items()}
    async with httpx.AsyncClient(base_url=site, timeout=120) as http:
        answer = (await http.post("/graphql", json={"query": RENAME, "variables": inputs})).json()
    assert "errors" not in answer, answer


@pytest.mark.thorough
@pytest.mark.parametrize("width", [360, 1400])
async def test_long_names_are_wrapped(open_page: Open, width: int) -> None:
    found = {path: await faults(await open_page(path, width=width)) for path in PATHS}
    assert {path: each for path, each in found.items() if each} == {}
