"""/tables/NAME.csv: what spreadsheets read is what GraphQL answers, row for row, and no cell is a formula."""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from graph_service.api.endpoint import Endpoint
from graph_service.api.schema import schema
from graph_service.api.tables import reading
from graph_service.api.tables.catalog import TABLES
from graph_service.api.tables.cells import write, write_number
from graph_service.api.tables.columns import read_layout
from graph_service.api.tables.reading import Asker, Refused
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.asking import SEED, Ask, rows

WINDOW = {"from": "2025-01-01", "to": "2026-01-01"}
OF_THE_NETWORK = {
    "flow": "flow { cells { events } }",
    "silos": "silos { events }",
    "brokers": "brokers(first: 1000) { events }",
    "pairs-at-risk": "pairsAtRisk { events }",
    "missed-reuse": "missedReuse(first: 1000) { likeness }",
    "shelf": "shelf(first: 1000) { lessons { days } }",
    "benefits": "benefits(by: [GROUP, PERIOD]) { rows { window { from } } }",
}


def read(answer: httpx.Response) -> list[dict[str, str]]:
    """A table as Python's own reader has it."""
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), strict=True))


async def get(http: httpx.AsyncClient, table: str, **parameters: str) -> list[dict[str, str]]:
    return read(await http.get(f"/tables/{table}.csv", params=parameters))


def refusal(answer: httpx.Response) -> str:
    """What it says was wrong."""
    (error,) = answer.json()["errors"]
    assert error["extensions"]["requestId"]
    return error["message"]


@pytest.mark.parametrize("table", ["lessons", "reuses", "people", "projects"])
async def test_all_that_there_are_are_in_the_table(table: str, seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    found = await get(http, table)
    assert len(found) == (await ask(f"{{ {table} {{ totalCount }} }}"))[table]["totalCount"] == len(rows(table))
    assert {row["id"] for row in found} == {row["id"] for row in rows(table)}


@pytest.mark.parametrize("table", OF_THE_NETWORK)
async def test_answers_of_the_network_have_their_rows(table: str, seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    view = 'window: {from: "2023-01-01", to: "2026-01-01"}, level: 1'
    answer = (await ask(f"{{ network({view}) {{ {OF_THE_NETWORK[table]} }} }}"))["network"]
    while isinstance(answer, dict):
        (answer,) = answer.values()
    found = await get(http, table, **{"from": "2023-01-01", "to": "2026-01-01"}, level="1")
    assert len(found) == len(answer) > 0


async def test_a_window_and_a_topic_narrow_the_events(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    found = await get(http, "reuses", **WINDOW)
    assert {row["id"] for row in found} == {row["id"] for row in rows("reuses") if "2025" <= row["reusedOn"] < "2026"}
    published = await get(http, "lessons", **WINDOW)
    assert published
    assert all(WINDOW["from"] <= row["published_on"] < WINDOW["to"] for row in published)
    assert {row["id"] for row in await get(http, "projects", **WINDOW)} == {
        row["id"] for row in rows("projects") if row["startedOn"] and row["startedOn"] < "2026" and not ("" < row["endedOn"] < "2025")
    }


async def test_a_topic_brings_what_is_a_part_of_it(seeded: Graph, http: httpx.AsyncClient) -> None:
    broader = {row["id"]: row["broader"].split("|") for row in rows("topics")}
    top = next(topic for topic in broader if any(topic in above for above in broader.values()))
    below, more = set[str](), {top}
    while more:
        below |= more
        more = {topic for topic, above in broader.items() if below & set(above)} - below
    expected = {row["id"] for row in rows("lessons") if below & set(row["topics"].split("|"))}
    assert {row["id"] for row in await get(http, "lessons", topic=top)} == expected != set()


async def test_figures_are_those_of_graphql(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    cells = (await ask("{ network { flow { cells { from { name } to { name } reuses hoursSaved costAvoided { currency sum } } } } }"))[
        "network"
    ]["flow"]["cells"]
    currencies = sorted({row["currency"] for row in rows("reuses")} - {""})
    assert currencies
    for cell, row in zip(cells, await get(http, "flow"), strict=True):
        assert (row["from"], row["to"]) == (cell["from"]["name"], cell["to"]["name"])
        assert float(row["reuses"]) == cell["reuses"]
        assert (float(row["hours_saved"]) if row["hours_saved"] else None) == cell["hoursSaved"]
        sums = {currency: row[f"cost_avoided_{currency}"] for currency in currencies if row[f"cost_avoided_{currency}"]}
        assert sums == {money["currency"]: money["sum"] for money in cell["costAvoided"]}


async def test_a_withdrawn_reuse_is_on_record_and_in_no_figure(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    before = {row["id"]: int(row["reuses"]) for row in await get(http, "lessons")}
    reuse = next(row for row in rows("reuses") if row["lesson"])
    await ask("mutation($id: ID!) { withdrawReuse(input: {reuse: $id}) { reuse { id } } }", id=reuse["id"])
    after = {row["id"]: int(row["reuses"]) for row in await get(http, "lessons")}
    assert after == before | {reuse["lesson"]: before[reuse["lesson"]] - 1}
    (withdrawn,) = [row for row in await get(http, "reuses") if row["withdrawn_on"]]
    assert withdrawn["id"] == reuse["id"]


async def test_columns_stay_when_the_window_is_empty(seeded: Graph, http: httpx.AsyncClient) -> None:
    """A workbook that was made for a column breaks without it."""
    for table in OF_THE_NETWORK:
        full, empty = [
            (await http.get(f"/tables/{table}.csv", params={"from": day, "to": "2026-01-01"})).text.splitlines()
            for day in ("2020-01-01", "2026-01-01")
        ]
        assert full[0] == empty[0]


async def test_experts_of_a_topic_and_of_a_text(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    for argument, value in (("topic", "charging"), ("text", "charging")):
        answer = (await ask(f'{{ experts({argument}: "{value}", first: 1000) {{ score person {{ id }} }} }}'))["experts"]
        found = await get(http, "experts", **{argument: value})
        assert (
            [(row["person_id"], float(row["score"])) for row in found] == [(each["person"]["id"], each["score"]) for each in answer] != []
        )


async def test_small_departments_are_not_shown_alone(seeded: Graph, http: httpx.AsyncClient) -> None:
    names = {row[side] for row in await get(http, "flow") for side in ("from", "to")} | {row["group"] for row in await get(http, "silos")}
    assert "Parks and Cemeteries" not in names
    assert any(name.startswith("Small departments") for name in names)


async def test_who_may_not_be_named_is_not(seeded: Graph, http: httpx.AsyncClient) -> None:
    silent = {row["id"] for row in rows("people") if row["discoverable"].lower() in ("false", "no", "0")}
    assert silent
    for table in ("brokers", "pairs-at-risk"):
        assert not silent & {row["person_id"] for row in await get(http, table)}


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


async def test_any_text_comes_back_whole(graph: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    title, context = (
        'Say "stop", then; wait 🛑 – Prüfe, ob\u2028 alles läuft',
        'first line, "quoted"\nsecond; line\r\n\tthird 👩‍🔧\n\n- a list',
    )
    await record(ask, title, context)
    (row,) = await get(http, "lessons")
    assert (row["title"], row["context"]) == (title, context)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", "\n@"])
def test_no_text_is_a_formula(start: str) -> None:
    assert write(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert write([f"{start}1", "x"]).startswith("'")
    assert write(f"a{start}b") == f"a{start}b"


async def test_no_cell_of_a_table_is_a_formula(graph: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    await record(ask, "=cmd|' /C calc'!A0", "@SUM(1+1)")
    (row,) = await get(http, "lessons")
    assert [row[name] for name in ("id", "title", "context", "learners")] == ["'-l", "'=cmd|' /C calc'!A0", "'@SUM(1+1)", "'=P()"]


@pytest.mark.parametrize(
    ("value", "text"), [(-3, "-3"), (-0.5, "-0.5"), (1e-7, "0.0000001"), (12345678.25, "12345678.25"), ("-12.50", "-12.50"), (None, "")]
)
def test_numbers_stay_numbers(value: Any, text: str) -> None:
    assert write_number(value) == text
    assert isinstance(value, str) or write(value) == text


async def test_the_file_is_what_excel_and_the_standard_want(seeded: Graph, http: httpx.AsyncClient) -> None:
    answer = await http.get("/tables/people.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="people.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfid,name,")
    assert answer.content.endswith(b"\r\n")
    assert answer.content.count(b"\n") == answer.content.count(b"\r\n") == len(rows("people")) + 1
    head = await http.head("/tables/people.csv")
    assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", answer.headers["content-type"])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The variables of each question that was asked, in order."""
    asked: list[dict[str, Any]] = []
    ask = Asker.ask

    async def noted(self: Asker, question: str, variables: dict[str, Any]) -> Any:
        asked.append(variables)
        return await ask(self, question, variables)

    monkeypatch.setattr(Asker, "ask", noted)
    return asked


async def stream(app: Any, path: str) -> AsyncIterator[bytes]:
    """The pieces of an answer, each when it is sent: httpx's own transport hands them over only at the end."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(1)

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        await pieces.put(message.get("body", b"") if message["type"] == "http.response.body" else b"")

    scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", b"localhost")], "server": ("test", 80)}

    async def run() -> None:
        await app(scope, receive, send)
        await pieces.put(None)

    task = asyncio.create_task(run())
    while (piece := await pieces.get()) is not None:
        if piece:
            yield piece
    await task


async def test_rows_are_sent_before_the_last_page_is_read(
    seeded: Graph, database_settings: Settings, monkeypatch: pytest.MonkeyPatch, asked: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(reading, "PAGE_SIZE", 7)
    app = create_app(database_settings, warm_up=False)
    async with app.router.lifespan_context(app):
        seen: list[int] = []
        content = b""
        async for piece in stream(app, "/tables/lessons.csv"):
            seen.append(len(asked))
            content += piece
    pages = -(-len(rows("lessons")) // 7)
    assert len(asked) == pages > 5
    assert seen[0] < 4  # the queue holds one piece while the next page is read
    assert len({row["id"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))}) == len(rows("lessons"))


async def test_where_a_full_page_costs_too_much_pages_are_smaller(
    seeded: Graph, database_settings: Settings, asked: list[dict[str, Any]]
) -> None:
    app = create_app(replace(database_settings, max_cost=10_000), warm_up=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:
        found = await get(http, "lessons")
    assert len(found) == len(rows("lessons"))
    assert asked[0]["first"] == 1000 > asked[-1]["first"] > 0


async def test_what_is_too_costly_in_any_size_is_refused(seeded: Graph, database_settings: Settings) -> None:
    app = create_app(replace(database_settings, max_cost=100), warm_up=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:
        answer = await http.get("/tables/lessons.csv")
    assert answer.status_code == 400
    assert "at most 100 are answered" in refusal(answer)


async def test_a_table_that_breaks_off_does_not_end_well(
    seeded: Graph, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, asked: list[dict[str, Any]]
) -> None:
    """The first page is sent already: whoever reads must see that the answer is not complete."""
    monkeypatch.setattr(reading, "PAGE_SIZE", 7)
    ask = Asker.ask

    async def failing(self: Asker, question: str, variables: dict[str, Any]) -> Any:
        return await ask(self, "{ nothing }" if len(asked) == 2 else question, variables)

    monkeypatch.setattr(Asker, "ask", failing)
    with pytest.raises(Refused):
        await http.get("/tables/lessons.csv")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("lessons.csv?from=2025-02-30", "from is '2025-02-30'; it must be a day that exists, like 2025-03-01."),
        ("flow.csv?to=1.1.2025", "to is '1.1.2025'; it must be a day that exists, like 2025-03-01."),
        ("reuses.csv?from=2025-01-01&to=2024-01-01", "to is 2024-01-01, which lies before from, 2025-01-01. Swap the two."),
        ("silos.csv?level=-1", "level is '-1'; it is 0 for the top of the department tree or a whole number up to 999."),
        ("silos.csv?level=1&level=2", "level is given twice, as 1 and '2'. Give it once."),
        ("lessons.csv?level=1", "level is no parameter of lessons, which takes from, to, topic."),
        ("people.csv?from=2025-01-01", "from is no parameter of people, which takes no parameters."),
        ("lessons.csv?topic=nothing", "topic is 'nothing'; it must be the id of a topic, and there is none with this one."),
        ("flow.csv?topic=nothing", "nothing"),
        ("experts.csv", "topic"),
        ("experts.csv?text=%20", "text is ' '; it must not be empty."),
        ("experts.csv?topic=nothing", "nothing"),
    ],
)
async def test_a_parameter_that_is_wrong_is_named_with_value_and_rule(
    address: str, says: str, seeded: Graph, http: httpx.AsyncClient
) -> None:
    answer = await http.get(f"/tables/{address}")
    assert answer.status_code == 400
    assert says in refusal(answer)


async def test_a_table_that_is_not_there_is_404_and_says_which_are(http: httpx.AsyncClient) -> None:
    answer = await http.get("/tables/lesson.csv")
    assert answer.status_code == 404
    assert refusal(answer) == f"There is no table 'lesson'. There are {', '.join(TABLES)}."


async def test_the_list_says_what_there_is(seeded: Graph, http: httpx.AsyncClient) -> None:
    listed = (await http.get("/tables")).json()["tables"]
    assert [table["address"] for table in listed] == [f"/tables/{name}.csv" for name in TABLES]
    for table in listed:
        parameters = {"topic": "charging"} if "experts" in table["address"] else {}
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
    columns = {column.header for column in read_layout(schema.operations.schema, TABLES[table].question).columns}
    assert set(re.findall(r'\{"(\w+)", type', text)) <= columns


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_have_one_name(table: str) -> None:
    names = [column.header for column in read_layout(schema.operations.schema, TABLES[table].question).columns]
    assert len(set(names)) == len(names) > 3


async def test_who_asks_is_handed_on(graph: Graph, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headers of the request, so that /graphql knows who it is for."""
    seen: list[Request] = []
    answer = Endpoint.get_context

    async def noted(self: Endpoint, request: Any, response: Any) -> Any:
        seen.append(request)
        return await answer(self, request, response)

    monkeypatch.setattr(Endpoint, "get_context", noted)
    await http.get("/tables/silos.csv", headers={"Authorization": "Bearer me", "Accept": "text/event-stream"})
    assert [(request.headers["authorization"], request.headers["accept"]) for request in seen] == [("Bearer me", "application/json")]
