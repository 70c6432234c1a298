"""The permissions of each role over HTTP."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema, build_schema

from graph_service.access import Role
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.callers import new_token
from tests.thorough import one_in

ROOT = Path(__file__).parents[2]
SCHEMA: GraphQLSchema = build_schema((ROOT / "schema" / "schema.graphql").read_text())
MUTATIONS = SCHEMA.mutation_type.fields if SCHEMA.mutation_type else {}
TOPIC = """mutation { createTopic(input: {id: "locks", name: "Locks"}) { topic { id } } }"""
DEPARTMENT = """mutation { createDepartment(input: {id: "parks", name: "Parks"}) { department { id } } }"""
LESSON = """mutation { recordLesson(input: {title: "Ask first", learners: ["nobody"], project: "none", learnedOn: "2026-01-01"}) { lesson { id } } }"""
Post = Callable[..., Awaitable[Any]]
READ = "{ lessons { totalCount } }"


@pytest.fixture
def tokens() -> dict[Role, tuple[str, str]]:
    """By role, a token and its line for the file."""
    return {role: new_token(role, str(role), "nobody") for role in Role}


@pytest.fixture
async def http(
    graph: Graph, database_settings: Settings, tokens: dict[Role, tuple[str, str]], tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A service that requires tokens."""
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()))
    app = create_app(replace(database_settings, tokens_file=tmp_path / "tokens"), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield client


@pytest.fixture
def post(http: httpx.AsyncClient, tokens: dict[Role, tuple[str, str]]) -> Post:
    """Sends a request with the token of a role and returns the response's JSON."""

    async def send(role: Role, query: str, **further: Any) -> Any:
        headers = {"Authorization": f"Bearer {tokens[role][0]}"}
        return (await http.post("/graphql", json={"query": query, **further}, headers=headers)).json()

    return send


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", ())]


@pytest.mark.parametrize("path", ["/graphql?query={lessons{totalCount}}", "/tables", "/tables/lessons.csv", "/metrics"])
@pytest.mark.thorough
async def test_data_requires_a_token(http: httpx.AsyncClient, tokens: dict[Role, tuple[str, str]], path: str) -> None:
    assert (await http.get(path)).status_code == 401
    assert (await http.get(path, headers={"Authorization": f"Bearer {tokens[Role.READER][0]}"})).status_code == 200


async def test_write_without_a_token_is_refused(http: httpx.AsyncClient, graph: Graph) -> None:
    assert (await http.post("/graphql", json={"query": TOPIC})).status_code == 401
    assert await graph.read("MATCH (topic:Topic) RETURN count(topic)") == 0


@pytest.mark.parametrize("path", ["/", "/healthz", "/browser/guide.html"])
async def test_pages_without_data_need_no_token(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 200


async def test_every_role_can_read(post: Post) -> None:
    for _ in range(2):  # the second time by the short way
        assert [await post(role, READ) for role in Role] == [await post(Role.READER, READ)] * len(Role)


@pytest.mark.parametrize(("query", "least"), [(LESSON, Role.CONTRIBUTOR), (TOPIC, Role.CURATOR), (DEPARTMENT, Role.ADMINISTRATOR)])
async def test_mutation_requires_its_role(post: Post, query: str, least: Role) -> None:
    found = {role: codes(await post(role, query)) for role in Role}
    assert {role for role, errors in found.items() if errors == ["FORBIDDEN"]} == {role for role in Role if role < least}


def test_every_mutation_describes_its_required_role() -> None:
    matches = {name: re.search(r"Requires the role (\w+)\.$", field.description or "") for name, field in MUTATIONS.items()}
    assert [name for name, match in matches.items() if match is None] == []
    needed = {name: Role[match[1].upper()] for name, match in matches.items() if match}
    assert set(needed.values()) == set(Role) - {Role.READER}


async def test_profile_requires_the_role_administrator(post: Post) -> None:
    found = {role: (await post(role, READ, extensions={"receipt": True}))["extensions"] for role in Role}
    assert {role for role, keys in found.items() if "receipt" in keys} == {Role.ADMINISTRATOR}


async def test_caller_is_the_name_and_role_of_the_token(post: Post) -> None:
    for role in Role:
        expected = {"subject": f"token:{role}", "name": str(role), "role": role.name, "verified": True, "mayPublish": role >= Role.CURATOR}
        expected |= {"personId": "nobody", "person": None}
        assert (await post(role, "{ caller { subject name role verified mayPublish personId person { name } } }"))["data"] == {
            "caller": expected
        }


# The log of changes

RENAME = 'mutation { updateTopic(input: {topic: "locks", name: "Keys"}) { topic { id } } }'
LOG = "query($caller: String, $subject: ID, $action: String, $from: Date, $to: Date) { log: activity(caller: $caller, subject: $subject, action: $action, from: $from, to: $to) { seq caller } }"


@pytest.mark.thorough
async def test_curators_see_all_changes_and_others_their_own(
    post: Post, http: httpx.AsyncClient, tokens: dict[Role, tuple[str, str]]
) -> None:
    await post(Role.CURATOR, TOPIC)
    await post(Role.ADMINISTRATOR, RENAME)
    for role, seen in ((Role.READER, []), (Role.CONTRIBUTOR, []), (Role.CURATOR, [1, 2]), (Role.ADMINISTRATOR, [1, 2])):
        assert [entry["seq"] for entry in (await post(role, LOG))["data"]["log"]] == seen
        table = await http.get("/tables/activity.csv", headers={"Authorization": f"Bearer {tokens[role][0]}"})
        assert [line.split(",")[0] for line in table.text.splitlines()[1:]] == [str(seq) for seq in seen]
    (error,) = (await post(Role.CONTRIBUTOR, LOG, variables={"caller": "token:curator"}))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("FORBIDDEN", "caller")
    assert (await post(Role.CONTRIBUTOR, LOG, variables={"caller": "token:contributor"}))["data"]["log"] == []


@pytest.mark.parametrize(
    ("variables", "seen"),
    one_in(
        3,
        [
            ({"caller": "token:curator"}, [1]),
            ({"caller": "curator"}, []),
            ({"subject": "locks"}, [1, 2]),
            ({"subject": "keys"}, []),
            ({"action": "updateTopic"}, [2]),
            ({"subject": "locks", "caller": "token:administrator", "action": "updateTopic", "from": "2020-01-01", "to": "2999-01-01"}, [2]),
            ({"from": "2020-01-01"}, [1, 2]),
            ({"to": "2020-01-01"}, []),
            ({"from": "2999-01-01"}, []),
            ({"from": "0001-01-01", "to": "9999-12-31"}, [1, 2]),
            ({"caller": "x" * 10_000}, []),
        ],
        thorough=1,
    ),
)
async def test_log_is_filtered(post: Post, variables: dict[str, str], seen: list[int]) -> None:
    await post(Role.CURATOR, TOPIC)
    await post(Role.ADMINISTRATOR, RENAME)
    for query in (LOG, LOG.replace("activity(", "activity(last: 10, ")):
        assert [entry["seq"] for entry in (await post(Role.CURATOR, query, variables=variables))["data"]["log"]] == seen
