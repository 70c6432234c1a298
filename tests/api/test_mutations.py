"""Mutations over GraphQL: inputs, payloads and errors."""

import json
from typing import Any

import httpx
import pytest

from graph_service.api.http.endpoint import Endpoint
from tests.api.seed_tables import Ask

RECORD = """mutation($input: RecordLessonInput!) { recordLesson(input: $input) {
  lesson { id title status publishedOn learners { nodes { id } } departments { nodes { id } } topics { nodes { id } } }
  activity { seq action subjectLabel subjectId changed } warnings } }"""


async def start(ask: Ask) -> None:
    """Two departments, one person in each, a project."""
    await ask("""mutation {
      a: createDepartment(input: {id: "a", name: "A"}) { department { id } }
      b: createDepartment(input: {id: "b", name: "B", partOf: "a"}) { department { id parent { id } } }
      p: addPerson(input: {id: "p", name: "P", email: "p@example.org", department: "a", from: "2020-01-01"}) { person { department { id } } }
      q: addPerson(input: {id: "q", name: "Q", department: "b", from: "2020-01-01"}) { person { id } }
      t: createTopic(input: {id: "t", name: "T"}) { topic { id } }
      j: startProject(input: {id: "j", name: "J", owner: "a", startedOn: "2021-01-01"}) { project { status owner { id } } }
    }""")


def lesson(**changed: Any) -> dict[str, Any]:
    """The input of a lesson that breaks no rule, but for what is changed."""
    return {
        "id": "l",
        "title": "Ask first",
        "learnedOn": "2024-05-06",
        "learners": ["p"],
        "project": "j",
        "topics": ["t"],
        "status": "PUBLISHED",
    } | changed


async def test_mutation_returns_the_changed_node_and_its_log_entry(ask: Ask) -> None:
    await start(ask)
    data = (await ask(RECORD, input=lesson()))["recordLesson"]
    assert data["lesson"]["departments"] == {"nodes": [{"id": "a"}]}
    assert (data["lesson"]["title"], data["lesson"]["status"]) == ("Ask first", "PUBLISHED")
    assert (data["activity"]["action"], data["activity"]["subjectLabel"], data["activity"]["subjectId"]) == ("recordLesson", "Lesson", "l")
    log = (await ask("{ activity(first: 100) { seq action } }"))["activity"]
    assert [entry["seq"] for entry in log] == list(range(1, 8))
    assert log[-1]["action"] == "recordLesson"


async def test_reuse_is_recorded_judged_confirmed_and_withdrawn(ask: Ask, post: Ask) -> None:
    await start(ask)
    await ask(RECORD, input=lesson())
    reuse = (
        await ask("""mutation { recordReuse(input: {id: "r", lesson: "l", person: "q", project: "j", reusedOn: "2024-06-01", confirm: true, costAvoided: "12.5", currency: "EUR"}) {
        reuse { scope costAvoided department { id } lesson { id } } } }""")
    )["recordReuse"]["reuse"]
    assert reuse == {"scope": "CROSS", "costAvoided": "12.50", "department": {"id": "b"}, "lesson": {"id": "l"}}
    judged = await ask(
        'mutation { judgeReuse(input: {reuse: "r", by: "q", outcome: HELPED, hoursSaved: -2.5}) { reuse { outcome hoursSaved judgedBy { id } } } }'
    )
    assert judged["judgeReuse"]["reuse"] == {"outcome": "HELPED", "hoursSaved": -2.5, "judgedBy": {"id": "q"}}
    refused = (await post('mutation { confirmReuse(input: {reuse: "r", by: "q"}) { reuse { id } } }'))["errors"][0]
    assert refused["extensions"]["code"] == "FORBIDDEN"
    confirmed = await ask('mutation { confirmReuse(input: {reuse: "r", by: "p"}) { reuse { confirmedBy { id } } } }')
    assert confirmed["confirmReuse"]["reuse"]["confirmedBy"] == {"id": "p"}
    withdrawn = await ask('mutation { withdrawReuse(input: {reuse: "r"}) { reuse { withdrawnOn } } }')
    assert withdrawn["withdrawReuse"]["reuse"]["withdrawnOn"] is not None


async def test_retry_with_same_idempotency_key_returns_first_result(ask: Ask) -> None:
    await start(ask)
    first = await ask(RECORD, input={**lesson(), "idempotencyKey": "once"})
    again = await ask(RECORD, input={**lesson(), "idempotencyKey": "once"})
    assert again["recordLesson"]["activity"] == first["recordLesson"]["activity"]
    assert (await ask("{ lessons { totalCount } }"))["lessons"]["totalCount"] == 1


async def test_update_keeps_omitted_fields_and_clears_null_fields(ask: Ask, post: Ask) -> None:
    await start(ask)
    query = "mutation($input: UpdatePersonInput!) { updatePerson(input: $input) { person { name email title } } }"
    data = await ask(query, input={"person": "p", "title": "Engineer"})
    assert data["updatePerson"]["person"] == {"name": "P", "email": "p@example.org", "title": "Engineer"}
    data = await ask(query, input={"person": "p", "email": None})
    assert data["updatePerson"]["person"] == {"name": "P", "email": None, "title": "Engineer"}
    refused = (await post(query, input={"person": "p", "name": None}))["errors"][0]
    assert (refused["extensions"]["code"], refused["extensions"]["field"]) == ("INVALID_INPUT", "name")


async def test_required_nullable_field_must_be_null_not_omitted(ask: Ask, post: Ask) -> None:
    await start(ask)
    refused = (await post('mutation { moveMember(input: {person: "p"}) { person { id } } }'))["errors"][0]
    assert (refused["extensions"]["code"], refused["extensions"]["field"]) == ("INVALID_INPUT", "department")
    moved = await ask('mutation { moveMember(input: {person: "p", department: null, on: "2026-01-01"}) { person { department { id } } } }')
    assert moved["moveMember"]["person"]["department"] is None


async def test_invalid_input_names_the_field_and_writes_nothing(ask: Ask, post: Ask) -> None:
    await start(ask)
    for changed, code, field in [
        ({"learners": ["nobody"]}, "NOT_FOUND", "learners"),
        ({"title": "  "}, "INVALID_INPUT", "title"),
        ({"learners": []}, "INVALID_INPUT", "learners"),
        ({"sourceUrl": "javascript:alert(1)"}, "INVALID_INPUT", "sourceUrl"),
    ]:
        error = (await post(RECORD, input=lesson(**changed)))["errors"][0]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == (code, field), changed
        assert error["extensions"]["requestId"]
    assert (await ask("{ lessons { totalCount } activity(first: 100) { action } }"))["lessons"]["totalCount"] == 0


RECORD_ON_FAST_PATH = """mutation($input: RecordLessonInput!, $n: Int = 5) { done: recordLesson(input: $input) {
  lesson { id topics(first: $n) { nodes { id } } } again: lesson { learners { totalCount } } warnings __typename } }"""


@pytest.fixture
def views(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each request that Strawberry executes."""
    requests, run = list[str](), Endpoint.run

    async def counted(endpoint: Endpoint, *args: Any, **named: Any) -> Any:
        requests.append("view")
        return await run(endpoint, *args, **named)

    monkeypatch.setattr(Endpoint, "run", counted)
    return requests


async def post_to_view(http: httpx.AsyncClient, query: str, **variables: Any) -> Any:
    """The response of Strawberry's execution: the fast path takes no request that mentions a receipt."""
    return (await http.post("/graphql", json={"query": query, "variables": variables, "extensions": {"receipt": False}})).json()


async def count_changes(ask: Ask) -> int:
    return len((await ask("{ activity(first: 1000) { seq } }"))["activity"])


async def test_prepared_mutation_takes_the_fast_path_and_runs_once(http: httpx.AsyncClient, ask: Ask, post: Ask, views: list[str]) -> None:
    await start(ask)
    before = await count_changes(ask)
    views.clear()
    first = await post_to_view(http, RECORD_ON_FAST_PATH, input=lesson(id="l1"))
    assert views
    views.clear()
    second = await post(RECORD_ON_FAST_PATH, input=lesson(id="l2"))
    assert not views
    assert await count_changes(ask) == before + 2
    assert second["data"] == {
        "done": {
            "lesson": {"id": "l2", "topics": {"nodes": [{"id": "t"}]}},
            "again": {"learners": {"totalCount": 1}},
            "warnings": [],
            "__typename": "RecordLessonPayload",
        }
    }
    assert json.dumps(first).replace("l1", "l2") == json.dumps(second)


@pytest.mark.thorough
async def test_mutation_that_falls_through_to_the_view_is_not_run_again(ask: Ask, post: Ask, views: list[str]) -> None:
    await start(ask)
    for number in range(3):
        before = await count_changes(ask)
        views.clear()
        assert (await post(RECORD, input=lesson(id=f"l{number}")))["data"]["recordLesson"]["activity"]["subjectId"] == f"l{number}"
        assert views  # the entry in the log is no row
        assert await count_changes(ask) == before + 1


@pytest.mark.parametrize(
    ("changed", "variables", "code"),
    [
        ({"id": "taken"}, {}, "CONFLICT"),
        ({"learners": ["nobody"]}, {}, "NOT_FOUND"),
        ({"title": " "}, {}, "INVALID_INPUT"),
        ({}, {"n": 1001}, "INVALID_INPUT"),
        ({}, {"n": -1}, "INVALID_INPUT"),
    ],
    ids=str,
)
async def test_refused_mutation_has_the_same_error_on_both_paths_and_writes_nothing(
    http: httpx.AsyncClient, ask: Ask, post: Ask, changed: dict[str, Any], variables: dict[str, Any], code: str
) -> None:
    await start(ask)
    await ask(RECORD_ON_FAST_PATH, input=lesson(id="taken"))
    before = await count_changes(ask)
    values = {"input": lesson(**{"id": "m"} | changed), **variables}
    answers = [await post_to_view(http, RECORD_ON_FAST_PATH, **values), await post(RECORD_ON_FAST_PATH, **values)]
    for answer in answers:
        assert answer["errors"][0]["extensions"].pop("code") == code
        del answer["errors"][0]["extensions"]["requestId"]
    assert answers[0] == answers[1]
    assert await count_changes(ask) == before


async def test_payload_above_the_cost_limit_is_refused_before_writing(ask: Ask, post: Ask) -> None:
    await start(ask)
    before = await count_changes(ask)
    reused = "lesson { reuses(first: 1000) { nodes { lesson { learners(first: 20) { nodes { id } } } } } }"
    dear = f"mutation($input: RecordLessonInput!) {{ recordLesson(input: $input) {{ {reused} }} }}"
    for number in range(2):
        answer = await post(dear, input=lesson(id=f"l{number}"))
        assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert await count_changes(ask) == before
