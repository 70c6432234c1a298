"""Additional fields in GraphQL: a list of names and values, for those who may read it."""

from pathlib import Path
from typing import Any

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.api.seed_tables import Ask
from tests.callers import token_of
from tests.ingest.sample_tables import ORGANISATION

EXTRA = '"Desk:\tB 12\nBudget code:\t=1+1\n\tand more"'
PEOPLE = f"id,name,discoverable,extra\nann,Ann,true,{EXTRA}\nbo,Bo,false,{EXTRA}\n"
FIELDS = [{"name": "Desk", "value": "B 12"}, {"name": "Budget code", "value": "=1+1\nand more"}]
QUERY = "{ people(sort: [{name: ASC}]) { nodes { shown: extra { text: value name } } } }"
FOUND = '{ people(where: {search: "budget"}) { totalCount } }'


@pytest.fixture
async def loaded(graph: Graph, tmp_path: Path) -> Graph:
    """The organisation with additional fields of its people, its lesson and its bridge."""
    tables = {
        "people": PEOPLE,
        "lessons": f"{ORGANISATION['lessons'].splitlines()[0]},extra\nl1,Ask early,2021-03-01,ann,bridge,claims|money,{EXTRA}\n",
    }
    for name, text in {**ORGANISATION, **tables}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    await import_folder(graph, tmp_path)
    return graph


@pytest.mark.thorough
async def test_fields_are_a_list_of_names_and_values(loaded: Graph, ask: Ask) -> None:
    data = await ask(
        '{ lesson(id: "l1") { extra { name value } } project(id: "bridge") { extra { __typename name } } topics { nodes { extra { value } } } }'
    )
    assert data["lesson"]["extra"] == FIELDS
    assert data["project"]["extra"] == []
    assert [node["extra"] for node in data["topics"]["nodes"]] == [[], []]
    data = await ask('{ lesson(id: "l1") { extra { __typename b: name b2: value } } search(text: "budget") { lesson { id } highlights } }')
    assert data["lesson"]["extra"][0] == {"__typename": "ExtraField", "b": "Desk", "b2": "B 12"}
    assert data["search"][0]["lesson"] == {"id": "l1"}
    assert "**Budget** code:" in data["search"][0]["highlights"][0]


@pytest.mark.parametrize(
    ("caller", "readable", "found"),
    [
        (Caller("token:grafana", "grafana", None, Role.READER), [False, False], 0),
        (token_of("ann", Role.CONTRIBUTOR), [True, False], 1),
        (Caller("token:pmo", "pmo", None, Role.CURATOR), [True, True], 2),
        (LOCAL_CALLER, [True, True], 2),
    ],
)
async def test_fields_of_people_are_read_like_their_addresses(loaded: Graph, caller: Caller, readable: list[bool], found: int) -> None:
    async def read(query: str) -> Any:
        resources = Resources.create(loaded, max_cost=10**6, min_group=1, answer_timeout=60)
        result = await schema.execute(query, {}, Context(resources, caller))
        assert result.errors is None, result.errors
        return result.data

    shown = [bool(node["shown"]) for node in (await read(QUERY))["people"]["nodes"]]
    assert sorted(shown) == sorted(readable)
    assert await read(FOUND) == {"people": {"totalCount": found}}
