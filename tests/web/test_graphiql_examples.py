"""The examples of GraphiQL on the demonstration organisation: each returns a value for every field it selects."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode, SelectionSetNode, parse

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.seeding import seed

FOLDER = Path(__file__).parents[2] / "graph_service" / "web" / "src" / "graphiql" / "examples"
EXAMPLES = sorted(file.stem for file in FOLDER.glob("*.graphql"))
Way = tuple[str, ...]
LOST = ("network", "without", "pairsLost")
GOOD_WHEN_EMPTY = {("recordLesson", "warnings"), (*LOST, "from", "name"), (*LOST, "to", "name"), (*LOST, "flow")}


def query_of(name: str) -> str:
    return (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


def variables_of(name: str) -> dict[str, Any]:
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def operation_of(name: str) -> OperationDefinitionNode:
    (operation,) = [part for part in parse(query_of(name)).definitions if isinstance(part, OperationDefinitionNode)]
    return operation


@pytest.fixture(scope="module")
async def http(database: Graph, database_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service on the demonstration organisation, which is loaded once."""
    await seed(database)
    app = create_app(database_settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield client


def selected_paths(name: str) -> set[Way]:
    """The path to every leaf of the query."""
    fragments = {part.name.value: part for part in parse(query_of(name)).definitions if isinstance(part, FragmentDefinitionNode)}

    def leaves(selected: SelectionSetNode, above: Way) -> Iterator[Way]:
        for one in selected.selections:
            if isinstance(one, FragmentSpreadNode):
                yield from leaves(fragments[one.name.value].selection_set, above)
            elif isinstance(one, FieldNode):
                here = (*above, one.name.value)
                yield from leaves(one.selection_set, here) if one.selection_set else [here]

    return set(leaves(operation_of(name).selection_set, ()))


def value_paths(value: Any, here: Way = ()) -> Iterator[Way]:
    """The path to every value that is not null."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from value_paths(below, (*here, key))
    elif isinstance(value, list):
        for one in value:
            yield from value_paths(one, here)
    elif value is not None:
        yield here


@pytest.mark.parametrize("name", EXAMPLES)
async def test_example_returns_a_value_for_every_field(name: str, http: httpx.AsyncClient) -> None:
    answer = (await http.post("/graphql", json={"query": query_of(name), "variables": variables_of(name)})).json()
    assert "errors" not in answer, answer["errors"]
    assert selected_paths(name) - set(value_paths(answer["data"])) <= GOOD_WHEN_EMPTY


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_states_its_question_and_has_its_variables(name: str) -> None:
    comment = re.match(r"((?:#.*\n)+)(?=query|mutation)", query_of(name))
    assert comment
    assert re.match(r"# [A-Z][^.]*\?\n#\n", comment[1])
    assert variables_of(name).keys() == {one.variable.name.value for one in operation_of(name).variable_definitions or ()}


def test_examples_have_unique_names() -> None:
    names = [operation.name.value for operation in map(operation_of, EXAMPLES) if operation.name]
    assert len(set(names)) == len(EXAMPLES) >= 10


async def test_browser_is_redirected_from_graphql_to_graphiql(http: httpx.AsyncClient) -> None:
    answer = await http.get("/graphql", headers={"accept": "text/html,application/xhtml+xml"})
    assert answer.is_redirect
    assert (await http.get(answer.headers["location"])).text.startswith("<!doctype html>")
