"""/tables/NAME.csv: spreadsheets read the same rows and figures as GraphQL returns, and no cell is a formula."""

import re
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from graph_service.api.http.endpoint import Endpoint
from graph_service.api.schema import schema
from graph_service.api.tables.catalog import TABLES
from graph_service.api.tables.csv_format import format_cell, format_number
from graph_service.api.tables.layout import read_layout
from graph_service.graph import Graph
from tests.api.csv_tables import error_message, get_table
from tests.api.seed_tables import SEED, Ask, rows
from tests.thorough import one_in

WINDOW = {"from": "2025-01-01", "to": "2026-01-01"}


NETWORK_FIELDS = {
    "flow": "flow { cells { events } }",
    "silos": "silos { events }",
    "brokers": "brokers(first: 1000) { events }",
    "pairs-at-risk": "pairsAtRisk { events }",
    "missed-reuse": "missedReuse(first: 1000) { likeness }",
    "shelf": "shelf(first: 1000) { lessons { days } }",
    "benefits": "benefits(by: [GROUP, PERIOD]) { rows { window { from } } }",
}


@pytest.mark.parametrize("table", one_in(2, ["lessons", "reuses", "people", "projects"]))
async def test_table_has_one_row_per_node(table: str, seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    found = await get_table(http, table)
    assert len(found) == (await ask(f"{{ {table} {{ totalCount }} }}"))[table]["totalCount"] == len(rows(table))
    assert {row["id"] for row in found} == {row["id"] for row in rows(table)}


@pytest.mark.parametrize("table", one_in(3, NETWORK_FIELDS))
async def test_table_has_one_row_per_item_of_the_network_field(table: str, seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    view = 'window: {from: "2023-01-01", to: "2026-01-01"}, level: 1'
    answer = (await ask(f"{{ network({view}) {{ {NETWORK_FIELDS[table]} }} }}"))["network"]
    while isinstance(answer, dict):
        (answer,) = answer.values()
    found = await get_table(http, table, **{"from": "2023-01-01", "to": "2026-01-01"}, level="1")
    assert len(found) == len(answer) > 0


@pytest.mark.thorough
async def test_window_filters_reuses_lessons_and_projects(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    found = await get_table(http, "reuses", **WINDOW)
    assert {row["id"] for row in found} == {row["id"] for row in rows("reuses") if "2025" <= row["reusedOn"] < "2026"}
    published = await get_table(http, "lessons", **WINDOW)
    assert published
    assert all(WINDOW["from"] <= row["published_on"] < WINDOW["to"] for row in published)
    assert {row["id"] for row in await get_table(http, "projects", **WINDOW)} == {
        row["id"] for row in rows("projects") if row["startedOn"] and row["startedOn"] < "2026" and not ("" < row["endedOn"] < "2025")
    }


@pytest.mark.thorough
async def test_topic_includes_the_topics_below_it(seeded: Graph, http: httpx.AsyncClient) -> None:
    broader = {row["id"]: row["broader"].split("|") for row in rows("topics")}
    top = next(topic for topic in broader if any(topic in above for above in broader.values()))
    below, more = set[str](), {top}
    while more:
        below |= more
        more = {topic for topic, above in broader.items() if below & set(above)} - below
    expected = {row["id"] for row in rows("lessons") if below & set(row["topics"].split("|"))}
    assert {row["id"] for row in await get_table(http, "lessons", topic=top)} == expected != set()


async def test_figures_equal_those_of_graphql(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    cells = (await ask("{ network { flow { cells { from { name } to { name } reuses hoursSaved costAvoided { currency sum } } } } }"))[
        "network"
    ]["flow"]["cells"]
    currencies = sorted({row["currency"] for row in rows("reuses")} - {""})
    assert currencies
    for cell, row in zip(cells, await get_table(http, "flow"), strict=True):
        assert (row["from"], row["to"]) == (cell["from"]["name"], cell["to"]["name"])
        assert float(row["reuses"]) == cell["reuses"]
        assert (float(row["hours_saved"]) if row["hours_saved"] else None) == cell["hoursSaved"]
        sums = {currency: row[f"cost_avoided_{currency}"] for currency in currencies if row[f"cost_avoided_{currency}"]}
        assert sums == {money["currency"]: money["sum"] for money in cell["costAvoided"]}


async def test_computed_table_says_how_recent_it_is(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    as_of = (await ask("{ network { asOf { activity at behind } } }"))["network"]["asOf"]
    computed = await http.get("/tables/silos.csv")
    assert computed.headers["graph-as-of"] == f'{as_of["activity"]};at="{as_of["at"]}";behind=0'
    assert "graph-as-of" in (await http.get("/tables/experts.csv", params={"topic": rows("topics")[0]["id"]})).headers
    assert "graph-as-of" not in (await http.get("/tables/people.csv")).headers


async def test_withdrawn_reuse_is_listed_but_not_counted(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    before = {row["id"]: int(row["reuses"]) for row in await get_table(http, "lessons")}
    reuse = next(row for row in rows("reuses") if row["lesson"])
    await ask("mutation($id: ID!) { withdrawReuse(input: {reuse: $id}) { reuse { id } } }", id=reuse["id"])
    after = {row["id"]: int(row["reuses"]) for row in await get_table(http, "lessons")}
    assert after == before | {reuse["lesson"]: before[reuse["lesson"]] - 1}
    (withdrawn,) = [row for row in await get_table(http, "reuses") if row["withdrawn_on"]]
    assert withdrawn["id"] == reuse["id"]


@pytest.mark.thorough
async def test_empty_window_has_the_same_columns(seeded: Graph, http: httpx.AsyncClient) -> None:
    """A workbook that uses a column breaks without it."""
    for table in NETWORK_FIELDS:
        full, empty = [
            (await http.get(f"/tables/{table}.csv", params={"from": day, "to": "2026-01-01"})).text.splitlines()
            for day in ("2020-01-01", "2026-01-01")
        ]
        assert full[0] == empty[0]


@pytest.mark.thorough
async def test_experts_are_filtered_by_topic_or_text(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    for argument, value in (("topic", "charging"), ("text", "charging")):
        answer = (await ask(f'{{ experts({argument}: "{value}", first: 1000) {{ score person {{ id }} }} }}'))["experts"]
        found = await get_table(http, "experts", **{argument: value})
        assert (
            [(row["person_id"], float(row["score"])) for row in found] == [(each["person"]["id"], each["score"]) for each in answer] != []
        )


async def test_small_departments_are_merged(seeded: Graph, http: httpx.AsyncClient) -> None:
    names = {row[side] for row in await get_table(http, "flow") for side in ("from", "to")} | {
        row["group"] for row in await get_table(http, "silos")
    }
    assert "Parks and Cemeteries" not in names
    assert any(name.startswith("Small departments") for name in names)


async def test_people_who_are_not_discoverable_are_not_listed(seeded: Graph, http: httpx.AsyncClient) -> None:
    hidden = {row["id"] for row in rows("people") if row["discoverable"].lower() in ("false", "no", "0")}
    assert hidden
    for table in ("brokers", "pairs-at-risk"):
        assert not hidden & {row["person_id"] for row in await get_table(http, table)}


async def record(ask: Ask, title: str, context: str) -> None:
    await ask('mutation { createDepartment(input: {id: "d", name: "D", openedOn: "2020-01-01"}) { department { id } } }')
    await ask('mutation { addPerson(input: {id: "p", name: "=P()", department: "d", from: "2020-01-01"}) { person { id } } }')
    await ask('mutation { startProject(input: {id: "j", name: "J", owner: "d", startedOn: "2020-01-01"}) { project { id } } }')
    await ask(
        """mutation($title: String!, $context: String) { recordLesson(input: {id: "-l", title: $title, context: $context, learnedOn: "2024-01-02",
               learners: ["p"], project: "j", status: PUBLISHED}) { lesson { id } } }""",
        title=title,
        context=context,
    )


@pytest.mark.thorough
async def test_any_text_survives_the_round_trip(graph: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    title, context = (
        'Say "stop", then; wait 🛑 – Prüfe, ob alles läuft',
        'first line, "quoted"\u2028\nsecond; line\r\n\tthird 👩‍🔧\n\n- a list',
    )
    await record(ask, title, context)
    (row,) = await get_table(http, "lessons")
    assert (row["title"], row["context"]) == (title, context)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", "\n@"])
def test_text_that_looks_like_a_formula_is_quoted(start: str) -> None:
    assert format_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert format_cell([f"{start}1", "x"]).startswith("'")
    assert format_cell(f"a{start}b") == f"a{start}b"


async def test_every_text_column_is_protected_against_formulas(graph: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    await record(ask, "=cmd|' /C calc'!A0", "@SUM(1+1)")
    (row,) = await get_table(http, "lessons")
    assert [row[name] for name in ("id", "title", "context", "learners")] == ["'-l", "'=cmd|' /C calc'!A0", "'@SUM(1+1)", "'=P()"]


@pytest.mark.thorough
async def test_list_with_more_than_100_values_ends_with_an_ellipsis(graph: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    await record(ask, "A lesson", "with more topics than a cell lists")
    topics = " ".join(f'm{n}: createTopic(input: {{id: "t{n:03}", name: "T{n:03}"}}) {{ topic {{ id }} }}' for n in range(101))
    await ask(f"mutation {{ {topics} }}")
    revise = 'mutation($topics: [ID!]) { reviseLesson(input: {lesson: "-l", topics: $topics}) { lesson { id } } }'
    for count, ending in ((100, ["T099"]), (101, ["T099", "…"])):
        await ask(revise, topics=[f"t{n:03}" for n in range(count)])
        (row,) = await get_table(http, "lessons")
        assert row["topics"].split("; ") == [f"T{n:03}" for n in range(99)] + ending
        assert len(row["topic_ids"].split("; ")) == min(count, 100) + (count > 100)


@pytest.mark.parametrize(
    ("value", "text"), [(-3, "-3"), (-0.5, "-0.5"), (1e-7, "0.0000001"), (12345678.25, "12345678.25"), ("-12.50", "-12.50"), (None, "")]
)
def test_numbers_have_a_decimal_point_and_no_exponent(value: Any, text: str) -> None:
    assert format_number(value) == text
    assert isinstance(value, str) or format_cell(value) == text


async def test_file_has_the_headers_and_line_ends_of_rfc_4180_and_a_byte_order_mark(seeded: Graph, http: httpx.AsyncClient) -> None:
    response = await http.get("/tables/people.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["content-disposition"] == 'attachment; filename="people.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfid,name,")
    assert response.content.endswith(b"\r\n")
    assert response.content.count(b"\n") == response.content.count(b"\r\n") == len(rows("people")) + 1
    head = await http.head("/tables/people.csv")
    assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", response.headers["content-type"])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("lessons.csv?from=2025-02-30", "from is '2025-02-30'; it must be an existing day, written like 2025-03-01."),
        ("flow.csv?to=1.1.2025", "to is '1.1.2025'; it must be an existing day, written like 2025-03-01."),
        ("reuses.csv?from=2025-01-01&to=2024-01-01", "to is 2024-01-01, which is before from, 2025-01-01. Swap them."),
        ("silos.csv?level=-1", "level is '-1'; it must be a whole number from 0, the top of the department tree, to 999."),
        ("silos.csv?level=1&level=2", "level is set twice, to 1 and '2'. Set it once."),
        ("lessons.csv?level=1", "level is not a parameter of the table lessons, which accepts from, to, topic."),
        ("people.csv?from=2025-01-01", "from is not a parameter of the table people, which accepts no parameters."),
        ("lessons.csv?topic=nothing", "topic is 'nothing', and there is no topic with this ID."),
        ("flow.csv?topic=nothing", "nothing"),
        ("experts.csv", "topic"),
        ("experts.csv?text=%20", "text is ' '; it must not be empty. Omit it if you do not need it."),
        ("experts.csv?topic=nothing", "nothing"),
    ],
)
async def test_invalid_parameter_is_refused_with_its_name_value_and_rule(
    address: str, message: str, seeded: Graph, http: httpx.AsyncClient
) -> None:
    response = await http.get(f"/tables/{address}")
    assert response.status_code == 400
    assert message in error_message(response)


async def test_unknown_table_is_404_and_lists_the_tables(http: httpx.AsyncClient) -> None:
    response = await http.get("/tables/lesson.csv")
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")
    assert error_message(response) == f"There is no table 'lesson'. The tables are {', '.join(TABLES)}."


async def test_list_names_the_graphs(http: httpx.AsyncClient) -> None:
    (graph,) = (await http.get("/tables")).json()["graphs"]
    assert (await http.get(graph["address"])).headers["content-type"] == "application/graphml+xml"


async def test_list_of_tables_has_their_columns(seeded: Graph, http: httpx.AsyncClient) -> None:
    listed = (await http.get("/tables")).json()["tables"]
    assert [table["address"] for table in listed] == [f"/tables/{name}.csv" for name in TABLES]
    for table in listed:
        name = table["address"].removeprefix("/tables/").removesuffix(".csv")
        parameters = {"experts": {"topic": "charging"}, "risks": {"project": "electric-bus-depot"}}.get(name, {})
        header = (await http.get(table["address"], params=parameters)).content.decode("utf-8-sig").split("\r\n")[0].split(",")
        money = [column.removesuffix("CURRENCY") for column in table["columns"] if column.endswith("_CURRENCY")]
        assert [column for column in header if not column.startswith(tuple(money))] == [
            column for column in table["columns"] if not column.endswith("_CURRENCY")
        ]


def test_documentation_names_tables_and_columns_that_exist() -> None:
    text = (SEED.parent / "graph_service" / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
    listed = re.search(r"columns and parameters:\n([\w\s,-]+)\.", text)
    assert listed
    assert re.split(r",\s+", listed[1]) == list(TABLES)
    (table,) = re.findall(r'RelativePath = "tables/([\w-]+)\.csv"', text)
    columns = {column.header for column in read_layout(schema.operations.schema, TABLES[table].document).columns}
    assert set(re.findall(r'\{"(\w+)", type', text)) <= columns


@pytest.mark.parametrize("table", TABLES)
def test_headers_are_unique(table: str) -> None:
    names = [column.header for column in read_layout(schema.operations.schema, TABLES[table].document).columns]
    assert len(set(names)) == len(names) > 3


async def test_headers_of_the_request_reach_graphql(graph: Graph, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """/graphql must see the token of the caller."""
    received: list[Request] = []
    create_context = Endpoint.create_context

    def recording(self: Endpoint, request: Request) -> Any:
        received.append(request)
        return create_context(self, request)

    monkeypatch.setattr(Endpoint, "create_context", recording)
    await http.get("/tables/silos.csv", headers={"Authorization": "Bearer me", "Accept": "text/event-stream"})
    assert [(request.headers["authorization"], request.headers["accept"]) for request in received] == [("Bearer me", "application/json")]
