"""Grafana's files: dashboards that it can draw, and every query in them sent to the service as Grafana would send it.

There is no Grafana here. Variables are filled in as its documentation says, columns are looked up as the plug-in Infinity does.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings

ROOT = Path(__file__).parents[2]
GRAFANA = ROOT / "graph_service" / "web" / "grafana"
DASHBOARDS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((GRAFANA / "dashboards").glob("*.json"))}
PLUGIN = "yesoreyeram-infinity-datasource"
PANELS = {"stat", "timeseries", "table", "nodeGraph"}
# What Grafana's documentation of the Node Graph panel lists; arc__ and detail__ are beginnings.
NODE_FIELDS = re.compile(r"id|title|subtitle|mainstat|secondarystat|color|icon|noderadius|highlighted|arc__\w+|detail__\w+")
EDGE_FIELDS = re.compile(r"id|source|target|mainstat|secondarystat|color|thickness|strokedasharray|highlighted|detail__\w+")
DAYS = {"__from:date:YYYY-MM-DD": "2023-01-01", "__to:date:YYYY-MM-DD": "2026-01-01"}
NO_SEARCH = {"topic_search": "", "department_search": ""}
Rows = list[dict[str, Any]]
Run = Callable[..., Awaitable[Rows]]


def panels() -> list[Any]:
    return [pytest.param(panel, id=f"{name} {panel['title']}") for name, board in DASHBOARDS.items() for panel in board["panels"]]


def variable(name: str) -> dict[str, Any]:
    return next(each for board in DASHBOARDS.values() for each in board["templating"]["list"] if each["name"] == name)


def fill(text: str, values: dict[str, str]) -> str:
    """Replaces `${name:format}` by its value; KeyError for an unknown name."""
    return re.sub(r"\$\{([^}]+)\}", lambda found: values[found[1]], text)


def column(row: Any, selector: str) -> Any:
    """The value at a path with dots: None below a null, KeyError where a key is missing."""
    for key in selector.split("."):
        if row is None:
            return None
        row = row[key]
    return row


@pytest.fixture
async def run(seeded: Graph, database_settings: Settings) -> Any:
    """Runs a query on the demonstration organisation and returns its rows, as dictionaries by column text."""
    app = create_app(database_settings, background=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:

        async def ask(query: dict[str, Any], values: dict[str, str]) -> Rows:
            options = query["url_options"]
            answer = await http.post(query["url"], json={"query": fill(options["body_graphql_query"], values)})
            data = answer.json()
            assert "errors" not in data, data["errors"]
            root = column(data, query["root_selector"])
            rows = root if isinstance(root, list) else [root]
            return [compute(query, {each["text"]: column(row, each["selector"]) for each in query["columns"]}) for row in rows]

        yield ask


def compute(query: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Adds the computed columns, which are plain arithmetic."""
    for each in query["computed_columns"]:
        assert re.fullmatch(r"[\w\s()+*/.-]+", each["selector"])
        row[each["text"]] = eval(each["selector"], {"__builtins__": {}}, dict(row))  # noqa: S307
    return row


async def chosen(run: Run) -> dict[str, str]:
    """The values of all variables set to All, as Grafana writes them: a custom value unchanged, else every value in quotes."""
    departments = await run(variable("department")["query"]["infinityQuery"], NO_SEARCH)
    assert variable("topic")["allValue"] == "null"
    assert "allValue" not in variable("department")
    return DAYS | {
        "level": variable("level")["current"]["value"],
        "topic:doublequote": "null",
        "department:doublequote": ",".join(f'"{each["__value"]}"' for each in departments),
    }


async def test_variables_have_values(run: Run) -> None:
    for name in ("topic", "department"):
        query = variable(name)["query"]
        assert query["queryType"] == "infinity"
        options = await run(query["infinityQuery"], NO_SEARCH)
        assert len(options) > 5
        assert all(option["__text"] and option["__value"] for option in options)
    for level in variable("level")["options"]:
        assert re.fullmatch(r"null|\d", level["value"])


async def test_a_search_text_narrows_the_options_of_a_variable(run: Run) -> None:
    """A list has at most 1,000 entries, so a larger organisation finds the others by name."""
    for name, text, expected in (("topic", "charging", ["Charging vehicles"]), ("department", "roads", ["Roads and Bridges"])):
        assert variable(f"{name}_search")["type"] == "textbox"
        options = await run(variable(name)["query"]["infinityQuery"], NO_SEARCH | {f"{name}_search": text})
        assert [option["__text"] for option in options] == expected


@pytest.mark.parametrize("panel", panels())
async def test_panel_has_rows_with_the_columns_it_names(panel: dict[str, Any], run: Run) -> None:
    values = await chosen(run)
    for query in panel["targets"]:
        rows = await run(query, values)
        assert rows
        for each in query["columns"]:
            kinds = {"number": int | float | None, "string": str | None, "timestamp": str | None}[each["type"]]
            assert all(isinstance(row[each["text"]], kinds) for row in rows), each
            assert any(row[each["text"]] is not None for row in rows), f"{each['text']} is always absent"
            if each["type"] == "timestamp":
                assert each["timestampFormat"] == "2006-01-02"
                assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[each["text"]]) for row in rows)


@pytest.mark.parametrize("panel", panels())
async def test_panel_works_for_one_topic_level_and_department(panel: dict[str, Any], run: Run) -> None:
    values = DAYS | {"level": "1", "topic:doublequote": '"charging"', "department:doublequote": '"roads"'}
    for query in panel["targets"]:
        await run(query, values)


async def test_share_across_is_the_rest_of_the_own_share(run: Run) -> None:
    share, silos = (
        (panel["targets"][0]) for name in ("Across", "Silos") for panel in DASHBOARDS["overview"]["panels"] if name in panel["title"]
    )
    values = await chosen(run)
    ((shown,), groups) = (await run(share, values), await run(silos, values))
    own = sum(group["Own"] for group in groups) / sum(group["Reuses"] for group in groups)
    assert shown["Across"] == pytest.approx(1 - own)


async def test_node_graph_has_the_fields_that_the_panel_draws(run: Run) -> None:
    (panel,) = [panel for panel in DASHBOARDS["network"]["panels"] if panel["type"] == "nodeGraph"]
    nodes, edges = panel["targets"]
    assert (nodes["format"], edges["format"]) == ("node-graph-nodes", "node-graph-edges")
    for query, known in ((nodes, NODE_FIELDS), (edges, EDGE_FIELDS)):
        assert all(each["text"] == each["selector"] and known.fullmatch(each["text"]) for each in query["columns"])
    values = await chosen(run)
    circles, arrows = await run(nodes, values), await run(edges, values)
    ids = {circle["id"] for circle in circles}
    assert len(ids) == len(circles)
    assert len({arrow["id"] for arrow in arrows}) == len(arrows)
    assert {arrow[end] for arrow in arrows for end in ("source", "target")} <= ids
    for circle in circles:
        assert sum(share for name, share in circle.items() if name.startswith("arc__")) == pytest.approx(1)
    assert {arc["field"] for arc in panel["options"]["nodes"]["arcs"]} == {name for name in circles[0] if name.startswith("arc__")}


@pytest.mark.parametrize("board", [pytest.param(board, id=name) for name, board in DASHBOARDS.items()])
def test_dashboard_follows_the_rules_of_grafana(board: dict[str, Any]) -> None:
    assert 36 <= board["schemaVersion"] <= 41
    assert re.fullmatch(r"[\w-]{1,40}", board["uid"])
    assert "id" not in board  # Grafana gives it
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(set(numbers)) == len(numbers)
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert cells
        assert not cells & taken, f"{panel['title']} lies over another panel"
        assert max(x for x, _ in cells) < 24
        taken |= cells
        assert panel["type"] in PANELS
        assert panel["title"]
        assert "transformations" not in panel
        assert len({query["refId"] for query in panel["targets"]}) == len(panel["targets"])
    shown = {link["url"].removeprefix("/d/") for link in board["links"]}
    assert shown < {each["uid"] for each in DASHBOARDS.values()}


def queries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "url_options" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from queries(each)


@pytest.mark.parametrize("board", [pytest.param(board, id=name) for name, board in DASHBOARDS.items()])
def test_query_uses_the_provisioned_data_source_and_known_variables(board: dict[str, Any]) -> None:
    source = yaml.safe_load((GRAFANA / "provisioning/datasources/graph-service.yaml").read_text())["datasources"][0]
    names = {each["name"] for each in board["templating"]["list"]} | {"__from", "__to"}
    found = list(queries(board))
    assert len(found) >= len(board["panels"])
    for query in found:
        assert query["datasource"] == {"type": source["type"], "uid": source["uid"]} == {"type": PLUGIN, "uid": "graph-service"}
        assert (query["type"], query["parser"], query["source"], query["url"]) == ("graphql", "backend", "url", "/graphql")
        assert (query["url_options"]["method"], query["url_options"]["body_type"]) == ("POST", "graphql")
        text = query["url_options"]["body_graphql_query"]
        assert {name.split(":")[0] for name in re.findall(r"\$\{([^}]+)\}", text)} <= names
        assert "$" not in re.sub(r"\$\{[^}]+\}", "", text)  # Grafana would take it for a variable of its own
