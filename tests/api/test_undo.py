"""Undo over GraphQL: what the log says about it, who may, and that the next network answer is as before."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.access import Role
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.seed_tables import Ask, rows
from tests.callers import new_token

TOPIC = 'mutation { createTopic(input: {id: "t", name: "T"}) { topic { id } activity { seq undoable notUndoableBecause } } }'
UNDO = """mutation($seq: Int!, $key: String) { undo(input: {activity: $seq, idempotencyKey: $key}) {
  activity { seq action subjectLabel subjectId undoable notUndoableBecause } undone { seq undoable notUndoableBecause } warnings } }"""
SEEN = "{ network { asOf { activity } flow { events } } topics { totalCount } }"


@pytest.mark.thorough
async def test_payloads_say_whether_a_change_can_be_undone(ask: Ask) -> None:
    for _ in range(2):  # the second time by the fast path
        made = (await ask(TOPIC))["createTopic"]["activity"]
        assert (made["undoable"], made["notUndoableBecause"]) == (True, None)
        found = (await ask(UNDO, seq=made["seq"], key=f"u{made['seq']}"))["undo"]
        assert found == (await ask(UNDO, seq=made["seq"], key=f"u{made['seq']}"))["undo"]
        assert (found["activity"]["action"], found["activity"]["subjectLabel"], found["activity"]["subjectId"]) == ("undo", "Topic", "t")
        assert (found["activity"]["undoable"], found["undone"]["undoable"]) == (False, False)
        assert found["activity"]["notUndoableBecause"] == "An undo cannot be undone. Make the change again."
        assert found["undone"] == {"seq": made["seq"], "undoable": False, "notUndoableBecause": "This change was already undone."}
        assert (await ask("{ topics { totalCount } }"))["topics"]["totalCount"] == 0
    log = (await ask("{ activity(first: 100) { action undoable } }"))["activity"]
    assert [(entry["action"], entry["undoable"]) for entry in log] == [("createTopic", False), ("undo", False)] * 2


async def test_network_answers_follow_an_undo(seeded: Graph, ask: Ask) -> None:
    before = await ask(SEEN)
    withdrawn = "mutation($id: ID!) { withdrawReuse(input: {reuse: $id}) { activity { seq } } }"
    seq = (await ask(withdrawn, id=rows("reuses")[0]["id"]))["withdrawReuse"]["activity"]["seq"]
    assert (await ask(SEEN))["network"]["flow"]["events"] == before["network"]["flow"]["events"] - 1
    await ask(UNDO, seq=seq)
    after = await ask(SEEN)
    assert after["network"] == {"asOf": {"activity": seq + 1}, "flow": before["network"]["flow"]}


async def test_an_import_is_not_undoable(seeded: Graph, post: Ask) -> None:
    (entry,) = (await post("{ activity(first: 1) { seq action undoable notUndoableBecause } }"))["data"]["activity"]
    assert (entry["action"], entry["undoable"]) == ("IMPORT", False)
    error = (await post(UNDO, seq=entry["seq"]))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"], error["message"]) == (
        "CONFLICT",
        "activity",
        entry["notUndoableBecause"],
    )


@pytest.fixture
async def as_ann(graph: Graph, database_settings: Settings, tmp_path: Path) -> AsyncIterator[Any]:
    """Sends a request with a token of a role, in the name of ann or another."""
    tokens = {(role, name): new_token(role, name) for role in Role for name in ("ann", "bob")}
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()))
    app = create_app(replace(database_settings, tokens_file=tmp_path / "tokens"), background=False)

    async def send(role: Role, query: str, name: str = "ann", **variables: Any) -> Any:
        headers = {"Authorization": f"Bearer {tokens[role, name][0]}"}
        return (await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)).json()

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield send


async def test_undo_requires_the_role_of_the_change_and_the_same_name(as_ann: Any) -> None:
    seq = (await as_ann(Role.CURATOR, TOPIC))["data"]["createTopic"]["activity"]["seq"]
    for role, name, message in (
        (Role.READER, "ann", "undo requires the role contributor"),
        (Role.CONTRIBUTOR, "ann", "undo of createTopic requires the role curator"),
        (Role.ADMINISTRATOR, "bob", "Only the person who made a change can undo it."),
    ):
        error = (await as_ann(role, UNDO, name, seq=seq))["errors"][0]
        assert error["extensions"]["code"] == "FORBIDDEN"
        assert error["message"].startswith(message)
    assert "errors" not in await as_ann(Role.CURATOR, UNDO, seq=seq)


async def test_log_entries_cost_what_their_execution_takes(ask: Ask, post: Ask) -> None:
    await ask(TOPIC)
    for fields, each in (("seq", 50), ("undoable", 150), ("undoable notUndoableBecause", 150)):
        cost = (await post(f"{{ activity(first: 1) {{ {fields} }} }}"))["extensions"]["cost"]["rows"]
        assert cost == each
    pages = " ".join(f"page{n}: activity(first: 1000) {{ seq }}" for n in range(120))
    assert (await post(f"{{ {pages} }}"))["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


async def test_the_log_can_be_read_from_its_end(ask: Ask, post: Ask) -> None:
    for number in range(5):
        await ask("mutation($name: String!) { createTopic(input: {name: $name}) { topic { id } } }", name=f"T{number}")
    newest = (await ask("{ activity(last: 2) { seq caller } }"))["activity"]
    assert [(entry["seq"], entry["caller"]) for entry in newest] == [(4, ""), (5, "")]
    earlier = (await ask("{ activity(last: 2, before: 4, after: 1) { seq } }"))["activity"]
    assert [entry["seq"] for entry in earlier] == [2, 3]
    error = (await post("{ activity(before: 4) { seq } }"))["errors"][0]
    assert error["message"] == "before is set without last. Set last as well."
