"""`POST /capture`: JSON, forms and plain text become drafts; what other sites send is refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graph_service import rate_limit
from graph_service.app import create_app
from graph_service.callers import Role
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.domain.projects import StartProject, start_project
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.callers import new_token

LESSONS = "MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.title RETURN collect([lesson.title, lesson.status, lesson.projectText])"
NOTES = "- Order early\n- Test with dirt"


@pytest.fixture
async def client(graph: Graph, database_settings: Settings, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the token of Nadja, a contributor."""
    await add_person(graph, AddPerson(id="nadja", name="Nadja Petrov"))
    await start_project(graph, StartProject(id="tram", name="Tram 9"))
    token, line = new_token(Role.CONTRIBUTOR, "nadja", "nadja")
    (tmp_path / "tokens").write_text(line)
    app = create_app(replace(database_settings, tokens_file=tmp_path / "tokens"), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost", headers={"Authorization": f"Bearer {token}"}
        ) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "request_",
    [
        {"json": {"text": "Order early.", "project": "Tram 9"}},
        {"data": {"text": "Order early.", "project": "tram", "user_name": "nadja", "command": "/lesson"}},
        {"content": "Order early.", "headers": {"Content-Type": "text/plain; charset=utf-8"}, "params": {"project": "tram"}},
        {"content": "Order early.", "params": {"project": "tram"}},
        {"content": b"\xef\xbb\xbfOrder early.", "params": {"project": "tram"}},
        {"content": b'\xef\xbb\xbf{"text": "Order early.", "project": "tram"}', "headers": {"Content-Type": "application/json"}},
    ],
)
async def test_sentence_becomes_a_draft(client: httpx.AsyncClient, graph: Graph, request_: dict[str, object]) -> None:
    response = await client.post("/capture", **request_)  # type: ignore[arg-type]
    assert response.status_code == 201, response.text
    body = response.json()
    (lesson,) = body["lessons"]
    assert lesson["title"] == "Order early."
    assert lesson["url"] == f"http://localhost/lessons/{lesson['id']}"
    assert body["text"] == f"Saved as a draft: Order early.\n{lesson['url']}"
    assert await graph.read(LESSONS) == [["Order early.", "DRAFT", None]]


async def test_caller_who_prefers_text_gets_text(client: httpx.AsyncClient) -> None:
    response = await client.post("/capture", json={"text": "Order early.", "project": "Night train"}, headers={"Accept": "text/plain"})
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text.startswith("Saved as a draft: Order early.\nhttp://localhost/lessons/")
    assert response.text.endswith("There is no project called 'Night train'. The name is kept with the draft.")


async def test_notes_are_split_on_request(client: httpx.AsyncClient, graph: Graph) -> None:
    response = await client.post("/capture?split=true&project=tram", content=NOTES)
    assert [lesson["title"] for lesson in response.json()["lessons"]] == ["Order early", "Test with dirt"]
    assert len(await graph.read(LESSONS)) == 2


async def test_same_request_twice_is_one_draft(client: httpx.AsyncClient, graph: Graph) -> None:
    headers = {"Idempotency-Key": "message-17"}
    bodies = [(await client.post("/capture", json={"text": "Order early."}, headers=headers)).json() for _ in range(2)]
    assert bodies[0] == bodies[1]
    again = (await client.post("/capture", json={"text": "Order early."})).json()
    assert again["warnings"] == ["You wrote this a minute ago: it was not recorded again."]
    assert len(await graph.read(LESSONS)) == 1


async def test_repetition_of_a_draft_that_was_undone_says_so(client: httpx.AsyncClient, graph: Graph) -> None:
    for split in (False, True):
        request = {"json": {"text": "Order early.", "split": split}, "headers": {"Idempotency-Key": f"message-{split}"}}
        seq = (await client.post("/capture", **request)).json()["activity"]  # type: ignore[arg-type]
        undo = {"query": f"mutation {{ undo(input: {{activity: {seq}}}) {{ activity {{ at }} }} }}"}
        day = (await client.post("/graphql", json=undo)).json()["data"]["undo"]["activity"]["at"][:10]
        response = await client.post("/capture", **request)  # type: ignore[arg-type]
        [error] = response.json()["errors"]
        action = "captureMeeting" if split else "captureLesson"
        assert f"which was already used for {action}, which was undone on {day}. Use a new key" in error["message"]
        assert await graph.read(LESSONS) == []


@pytest.mark.parametrize(
    ("request_", "status", "message"),
    [
        ({"content": b""}, 400, "text is required"),
        ({"content": " \n "}, 400, "blank"),
        ({"content": "🎉".encode()}, 400, "contains no word"),
        ({"content": "x" * 102_400}, 400, "one lesson may have 10,000"),
        ({"content": "x" * 600_000}, 400, "The text is larger than 500 kB"),
        ({"content": b"\xff\xfe"}, 400, "The text is not UTF-8"),
        ({"content": "{", "headers": {"Content-Type": "application/json"}}, 400, "The body is not JSON"),
        ({"json": ["Order early."]}, 400, "must be a JSON object"),
        ({"json": {"text": 5}}, 400, "text is required, as a string"),
        ({"json": {"text": "Order early.", "split": "perhaps"}}, 400, "split is 'perhaps', but must be true or false"),
        ({"content": "<x/>", "headers": {"Content-Type": "text/xml"}}, 400, "The Content-Type is 'text/xml'"),
        ({"json": {"text": "Order early."}, "headers": {"Origin": "https://evil.example"}}, 403, "only from a page of this service"),
        ({"content": "Order early.", "headers": {"Authorization": "Bearer none"}}, 401, "token"),
        ({"json": {"text": "Order early.", "project": "New", "createProject": True}}, 403, "createProject requires the role curator"),
        ({"content": "\n".join(f"- lesson {n}" for n in range(201)), "params": {"split": "true"}}, 400, "201 lessons; at most 200"),
    ],
)
async def test_bad_requests_are_refused(
    client: httpx.AsyncClient, graph: Graph, request_: dict[str, object], status: int, message: str
) -> None:
    response = await client.post("/capture", **request_)  # type: ignore[arg-type]
    assert (response.status_code, message in response.text) == (status, True), response.text
    assert await graph.read(LESSONS) == []


async def test_captures_count_towards_the_limit_of_the_caller(
    graph: Graph, database_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "MINUTE", 1e9)  # so that nothing is forgotten, however slow the machine is
    await add_person(graph, AddPerson(id="nadja", name="Nadja Petrov"))
    app = create_app(replace(database_settings, cost_per_minute=4), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        statuses = [
            (await client.post("/capture?learner=nadja", content=f"Order {word}.")).status_code for word in ("early", "late", "twice")
        ]
        assert statuses == [201, 201, 429]
        refused = await client.post("/capture?learner=nadja", content="Order once.")
        assert (refused.json()["errors"][0]["extensions"]["code"], int(refused.headers["retry-after"]) > 0) == ("RATE_LIMITED", True)
    assert len(await graph.read(LESSONS)) == 2


async def test_link_with_a_text_is_a_page_that_saves_nothing(client: httpx.AsyncClient, graph: Graph) -> None:
    response = await client.get("/capture?text=Order%20early.&project=tram", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.headers["content-type"].startswith(("text/html", "text/plain"))  # plain where the dashboard is not built
    assert await graph.read(LESSONS) == []


async def test_html_stays_text(client: httpx.AsyncClient, graph: Graph) -> None:
    await client.post("/capture", json={"text": "<img src=x onerror=alert(1)> stays <b>text</b>"})
    assert (await graph.read(LESSONS))[0][0] == "<img src=x onerror=alert(1)> stays <b>text</b>"
