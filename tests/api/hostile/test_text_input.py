"""Any text in a variable gives a correct response or an error with its code, and all values share one statement."""

import json
from typing import Any

import httpx
import pytest

from graph_service.graph import Graph

LONE_SURROGATE = "\ud800"
TEXTS = [LONE_SURROGATE, "a\udfff", "", "a\x00b", "\u202e", "e\u0301", "🎸", "\u2028", "\ufeff", "\uffff", "x" * 1_000_000]
QUERIES: dict[str, tuple[str, Any]] = {
    "an id": ("query($text: ID!) { answer: lesson(id: $text) { id } }", None),
    "a condition": (
        "query($text: String!) { answer: lessons(where: {OR: [{title: {startsWith: $text}}, {title: {eq: $text}}], "
        'NOT: {title: {contains: ""}}}) { totalCount } }',
        {"totalCount": 0},
    ),
    "one of a list": ("query($text: ID!) { answer: lessons(where: {id: {in: [$text]}}) { totalCount } }", {"totalCount": 0}),
    "words": ("query($text: String!) { answer: search(text: $text) { score } }", []),
}


@pytest.mark.parametrize(("query", "nothing"), QUERIES.values(), ids=QUERIES)
@pytest.mark.thorough
async def test_any_text_matches_nothing_or_is_refused(
    http: httpx.AsyncClient, seeded: Graph, monkeypatch: pytest.MonkeyPatch, query: str, nothing: Any
) -> None:
    statements: set[str] = set()
    read = Graph.read

    async def noted(graph: Graph, statement: Any, *args: Any, **named: Any) -> Any:
        statements.add(statement)
        return await read(graph, statement, *args, **named)

    monkeypatch.setattr(Graph, "read", noted)
    for text in TEXTS:
        body = json.dumps({"query": query, "variables": {"text": text}})  # in ASCII: half a character as \ud800
        response = await http.post("/graphql", content=body, headers={"content-type": "application/json"})
        answer = response.json()
        if text in TEXTS[:2]:
            assert (response.status_code, answer["errors"][0]["extensions"]["code"]) == (400, "INVALID_INPUT")
        else:
            assert (response.status_code, answer["data"], "errors" in answer) == (200, {"answer": nothing}, False), ascii(text[:9])
    assert len(statements) == 1


async def test_ten_thousand_ids_are_one_parameter(http: httpx.AsyncClient, seeded: Graph) -> None:
    query = "query($ids: [ID!]) { lessons(where: {id: {in: $ids}}) { totalCount } }"
    known = "walk-the-site-with-the-caretaker"
    body = {"query": query, "variables": {"ids": [*(f"x{number}" for number in range(9_999)), known]}}
    assert (await http.post("/graphql", json=body)).json()["data"] == {"lessons": {"totalCount": 1}}
