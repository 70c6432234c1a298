"""Apollo Client: parts of one answer share its cache, and what is no node is not mixed up with another thing of the same name."""

from typing import Any

import httpx
import pytest

from graph_service.api.clients.type_policies import PATH
from tests.clients.conftest import RunNode

YEARS = {
    year: f'{{ network(window: {{from: "20{year}-01-01", to: "20{year + 1}-01-01"}}) {{ nodeGraph {{ nodes {{ key mainstat }} }} }} }}'
    for year in (24, 25)
}
GROUPED = "{{ lessonsGrouped(by: [{}], first: 1000) {{ nodes {{ keys {{ key value }} }} }} }}"

pytestmark = pytest.mark.exhaustive


async def test_apollo_shows_each_component_its_own_figures_without_reading_them_again(
    service: str, tmp_path: Any, run_node: RunNode
) -> None:
    policies = tmp_path / "policies.mjs"
    async with httpx.AsyncClient(base_url=service, timeout=120) as client:
        policies.write_text((await client.get(PATH)).raise_for_status().text)
        found = await run_node("apollo", "run.mjs", f"{service}/graphql", policies.as_uri())

        async def ask(query: str) -> Any:
            return (await client.post("/graphql", json={"query": query})).json()["data"]

        for year, query in YEARS.items():
            nodes = (await ask(query))["network"]["nodeGraph"]["nodes"]
            figures = [(node["key"], node["mainstat"]) for node in nodes]
            assert [(node["key"], node["mainstat"]) for node in found["years"][f"y{year}"]["nodeGraph"]["nodes"]] == figures
            assert [(node["id"], node["mainstat"]) for node in found["oldNames"][f"y{year}"]["nodeGraph"]["nodes"]] == figures
        for name in ("topics", "departments"):
            groups = (await ask(GROUPED.format(name.upper())))["lessonsGrouped"]["nodes"]
            assert [group["keys"][0]["value"] for group in found["groups"][name]["nodes"]] == [
                group["keys"][0]["value"] for group in groups
            ]
    assert found["without"]["requests"] > 4, "Without the policies, the test would show nothing."
    assert found["without"]["complaints"] > 0
    assert found["parts"]["requests"] == 4
    assert [part["partial"] for part in found["parts"]["shown"]] == [False] * 4
    assert found["complaints"] == []
