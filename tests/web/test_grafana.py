"""Grafana's files: dashboards that it can draw, and every query in them sent to the service as Grafana would send it.

There is no Grafana here: tests/web/infinity.py does what its plug-in does, tests/web/grafana_panels.py what its panels do.
"""

import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.seed_tables import rows
from tests.seeding import seed
from tests.web.grafana_panels import draw, matches
from tests.web.infinity import VERSION, Frame, PanelError, read_frame

ROOT = Path(__file__).parents[2]
GRAFANA = ROOT / "graph_service" / "web" / "grafana"
DASHBOARDS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((GRAFANA / "dashboards").glob("*.json"))}
PLUGIN = "yesoreyeram-infinity-datasource"
PANELS = {"stat", "timeseries", "table", "nodeGraph"}
# What Grafana's documentation of the Node Graph panel lists; arc__ and detail__ are beginnings.
NODE_FIELDS = re.compile(r"id|title|subtitle|mainstat|secondarystat|color|icon|noderadius|highlighted|arc__\w+|detail__\w+")
EDGE_FIELDS = re.compile(r"id|source|target|mainstat|secondarystat|color|thickness|strokedasharray|highlighted|detail__\w+")
DAYS = {"__from:date:YYYY-MM-DD": "2023-01-01", "__to:date:YYYY-MM-DD": "2025-12-31"}
NO_SEARCH = {"topic_search:doublequote": '""', "department_search:doublequote": '""'}
Run = Callable[[dict[str, Any], dict[str, str]], Awaitable[Frame]]


def panels() -> list[Any]:
    return [pytest.param(panel, id=f"{name} {panel['title']}") for name, board in DASHBOARDS.items() for panel in board["panels"]]


def variable(name: str) -> dict[str, Any]:
    return next(each for board in DASHBOARDS.values() for each in board["templating"]["list"] if each["name"] == name)


@pytest.fixture(scope="module")
async def run(database: Graph, database_settings: Settings) -> Any:
    """Runs a query on the demonstration organisation as the plug-in does. No test of this module writes."""
    await seed(database)
    app = create_app(database_settings, background=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:

        async def ask(query: dict[str, Any], values: dict[str, str]) -> Frame:
            return await read_frame(http, query, values)

        yield ask


def test_compose_installs_the_version_of_the_plugin_that_the_tests_follow() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert compose["services"]["grafana"]["environment"]["GF_PLUGINS_PREINSTALL_SYNC"] == f"{PLUGIN}@{VERSION}"
    page = (ROOT / "graph_service" / "docs" / "clients-tools.md").read_text(encoding="utf-8")
    assert f"as version {VERSION} of the plug-in does" in page
    assert f"plugins install {PLUGIN} {VERSION}" in page


async def chosen(run: Run) -> dict[str, str]:
    """The values of all variables set to All, as Grafana writes them: a custom value unchanged, else every value in quotes."""
    departments = await run(variable("department")["query"]["infinityQuery"], NO_SEARCH)
    assert variable("topic")["allValue"] == "null"
    assert "allValue" not in variable("department")
    return DAYS | {
        "level": variable("level")["current"]["value"],
        "topic:doublequote": "null",
        "department:doublequote": ",".join(f'"{value}"' for value in departments["__value"]),
    }


async def test_variables_have_values(run: Run) -> None:
    for name in ("topic", "department"):
        query = variable(name)["query"]
        assert query["queryType"] == "infinity"
        options = await run(query["infinityQuery"], NO_SEARCH)
        assert len(options["__text"]) > 5
        assert all(options["__text"] + options["__value"])
    for level in variable("level")["options"]:
        assert re.fullmatch(r"null|\d", level["value"])


async def test_a_search_text_narrows_the_options_of_a_variable(run: Run) -> None:
    """A list has at most 1,000 entries, so a larger organisation finds the others by name."""
    for name, text, expected in (("topic", "charging", ["Charging vehicles"]), ("department", "roads", ["Roads and Bridges"])):
        assert variable(f"{name}_search")["type"] == "textbox"
        options = await run(variable(name)["query"]["infinityQuery"], NO_SEARCH | {f"{name}_search:doublequote": f'"{text}"'})
        assert options["__text"] == expected


@pytest.mark.parametrize("panel", panels())
async def test_panel_draws_the_columns_it_names(panel: dict[str, Any], run: Run) -> None:
    values = await chosen(run)
    frames = [await run(query, values) for query in panel["targets"]]
    for query, frame in zip(panel["targets"], frames, strict=True):
        for each in query["columns"]:
            assert any(value is not None for value in frame[each["text"]]), f"{each['text']} is always absent"
    lines = draw(panel, frames)
    assert len(lines) > (panel["type"] == "table")
    names = [name for frame in frames for name in frame]
    for override in panel["fieldConfig"]["overrides"]:
        assert any(matches(override["matcher"], name) for name in names), override
    if panel["type"] == "table":
        assert lines[0] == [each["text"] for each in panel["targets"][0]["columns"]]


async def test_panels_show_figures_with_their_units(run: Run) -> None:
    values = await chosen(run)
    shown = {
        panel["title"]: draw(panel, [await run(query, values) for query in panel["targets"]])
        for board in DASHBOARDS.values()
        for panel in board["panels"]
    }
    assert [shown[title] for title in ("Reuses", "Across departments", "Hours saved", "Lessons on the shelf")] == [
        [["Reuses", "162"]],
        [["Across", "68%"]],
        [["Hours saved", "1274"]],
        [["On the shelf", "48"]],
    ]
    assert shown["Reuses per quarter"][0][:3] == ["Reuses", "2023-01-01 8", "2023-04-01 8"]
    assert [line[-1] for line in shown["Hours saved per quarter"]] == ["2025-10-01 101", "2025-10-01 129"]
    assert shown["Silos"][1] == ["Water and Wastewater", "SILO", "30", "20.0", "5.8", "0.59", "0.00"]
    assert shown["Exchanges that depend on one person"][1] == ["Roads and Bridges", "Water and Wastewater", "85%", "7", "Nadja Petrov"]
    assert shown["Repeated problems"][1][1:4:2] == ["2023-05-01", "2025-05-13"]
    assert shown["Flow"][1] == ["Small departments of Places", "Small departments of Places", "9.5", "73.0", "11", "7"]
    assert shown["Brokers"][1] == ["Dario Conti", "Waste and Recycling", "34", "19", "6", "0.11"]
    assert shown["Flow between departments"][0] == ["Small departments of Places", "as chance would have it", "31 29"]


@pytest.mark.parametrize("panel", panels())
async def test_panel_shows_the_error_of_the_service(panel: dict[str, Any], run: Run) -> None:
    values = await chosen(run) | {"__from:date:YYYY-MM-DD": "2023-02-30"}
    for query in panel["targets"]:
        with pytest.raises(PanelError, match="2023-02-30"):
            await run(query, values)


async def test_a_quote_in_the_search_text_of_a_variable_is_part_of_the_text(run: Run) -> None:
    for name in ("topic", "department"):
        assert not await run(variable(name)["query"]["infinityQuery"], {f"{name}_search:doublequote": '"a\\"b"'})


async def test_last_day_of_the_time_range_is_included(run: Run) -> None:
    day = max(row["reusedOn"] for row in rows("reuses"))
    events = sum(row["reusedOn"] == day for row in rows("reuses"))
    values = await chosen(run) | {"__from:date:YYYY-MM-DD": day, "__to:date:YYYY-MM-DD": day}
    reuses, newest = (
        panel["targets"][0]
        for panel in DASHBOARDS["overview"]["panels"]
        if panel["title"].startswith(("Reuses", "Newest"))
        if "quarter" not in panel["title"]
    )
    assert await run(reuses, values) == {"Reuses": [events]}
    assert len((await run(newest, values))["Lesson"]) == events > 0


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
    shown, groups = await run(share, values), await run(silos, values)
    assert shown["Across"] == [pytest.approx(1 - sum(groups["Own"]) / sum(groups["Reuses"]))]


async def test_node_graph_has_the_fields_that_the_panel_draws(run: Run) -> None:
    (panel,) = [panel for panel in DASHBOARDS["network"]["panels"] if panel["type"] == "nodeGraph"]
    nodes, edges = panel["targets"]
    assert (nodes["format"], edges["format"]) == ("node-graph-nodes", "node-graph-edges")
    for query, known in ((nodes, NODE_FIELDS), (edges, EDGE_FIELDS)):
        assert all(each["text"] == each["selector"] and known.fullmatch(each["text"]) for each in query["columns"])
    values = await chosen(run)
    circles, arrows = await run(nodes, values), await run(edges, values)
    assert len(set(circles["id"])) == len(circles["id"])
    assert len(set(arrows["id"])) == len(arrows["id"])
    assert {*arrows["source"], *arrows["target"]} <= set(circles["id"])
    rings = {name: shares for name, shares in circles.items() if name.startswith("arc__")}
    assert [sum(shares) for shares in zip(*rings.values(), strict=True)] == pytest.approx([1] * len(circles["id"]))
    assert {arc["field"] for arc in panel["options"]["nodes"]["arcs"]} == rings.keys()


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
        # The document is the same whatever is chosen, so that it can be on a list of allowed documents.
        assert not names & set(re.findall(r"\$\{?(\w+)", query["url_options"]["body_graphql_query"]))
        text = query["url_options"]["body_graphql_variables"]
        assert {name.split(":")[0] for name in re.findall(r"\$\{([^}]+)\}", text)} <= names
        assert "$" not in re.sub(r"\$\{[^}]+\}", "", text)  # Grafana would take it for a variable of its own


def test_documentation_names_the_files_and_the_data_source() -> None:
    page = (ROOT / "graph_service" / "docs" / "clients-tools.md").read_text(encoding="utf-8").partition("## Grafana")[2]
    code = re.search(r'python -c "(.+)"', page)
    assert code
    folder = subprocess.run([sys.executable, "-c", code[1]], check=True, capture_output=True, text=True, cwd=ROOT).stdout.strip()
    assert {file.stem for file in Path(folder, "dashboards").glob("*.json")} == DASHBOARDS.keys()
    (documented,) = yaml.safe_load(page.split("```yaml\n")[1].partition("```")[0])["datasources"]
    shipped = (GRAFANA / "provisioning/datasources/graph-service.yaml").read_text().replace("${GRAPH_SERVICE_URL}", documented["url"])
    assert yaml.safe_load(shipped)["datasources"] == [documented]
