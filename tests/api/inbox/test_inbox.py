"""The inbox through GraphQL: whose inbox a caller may read, what it leaves out, and how many items it has."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.inbox.paths import path_of
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.curation.submission import SubmitLesson, submit_lesson
from graph_service.domain.inbox.waiting_item import WaitingItem
from graph_service.domain.lessons.languages import fill_stems
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind, Phase
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, BO, CURATOR, CY, DEE, GUEST, ORGANISATION
from tests.thorough import one_in

INBOX: Final = """query($person: ID, $kinds: [InboxKind!], $first: Int) { inbox(person: $person, kinds: $kinds, first: $first) {
  person { id } totalCount sections { kind totalCount items {
    key kind since ageInDays sentence note path phase lesson { id } earlier { id } reuse { id } project { id } rundown { id } } } } }"""
COUNT: Final = "query($person: ID) { inboxCount(person: $person) }"
SUBMITTED: Final = """
CREATE (:Lesson {id: 'sent', title: 'Sent steel', status: 'SUBMITTED', audience: 'AUTHORS', learnedOn: date('2024-01-04'),
  recordedAt: datetime('2024-01-04T00:00:00Z')})
WITH * MATCH (draft:Lesson {id: 'draft'}) SET draft.recordedAt = datetime('2024-01-02T00:00:00Z')
"""
STEEL: Final = "steel beams of the long bridge rusted because the paint was thin"
REPEATED: Final = """
MATCH (ana:Person {id: 'ana'}), (dee:Person {id: 'dee'}), (steel:Topic {id: 'steel'}), (works:Department {id: 'works'})
CREATE (pier:Project {id: 'pier', name: 'Pier', status: 'RUNNING', startedOn: date('2024-01-01')})
CREATE (quay:Project {id: 'quay', name: 'Quay', status: 'RUNNING', startedOn: date('2024-01-01')})
CREATE (first:Lesson {id: 'first', title: $text, wentWrong: $text, status: 'PUBLISHED', learnedOn: date('2024-02-01'),
  publishedOn: date('2024-02-01')})-[:LEARNED_BY]->(ana)
CREATE (again:Lesson {id: 'again', title: $text, wentWrong: $text, status: 'PUBLISHED', learnedOn: date('2024-05-01'),
  publishedOn: date('2024-05-01')})-[:LEARNED_BY]->(dee)
CREATE (first)-[:LEARNED_ON]->(pier), (again)-[:LEARNED_ON]->(quay), (first)-[:ABOUT]->(steel), (again)-[:ABOUT]->(steel),
  (first)-[:LEARNED_IN]->(works), (again)-[:LEARNED_IN]->(works)
"""
Run = Callable[..., Awaitable[Any]]


@pytest.fixture
async def run(graph: Graph) -> AsyncIterator[Run]:
    """Runs a query as a caller. The secret lesson, which Dee reused, is restricted to the works; a submitted lesson has no steward."""
    await graph.command(ORGANISATION)
    await graph.command(SUBMITTED)
    await restrict_lesson(graph, RestrictLesson(lesson="secret", departments=["works"]))
    resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)

    async def execute(caller: Caller, query: str = INBOX, **variables: Any) -> Any:
        return await schema.execute(query, variables, Context(resources, caller))

    yield execute
    await resources.close()


async def keys(run: Run, caller: Caller, **variables: Any) -> set[str]:
    """The keys of the items that wait; the counts agree with them."""
    result = await run(caller, **variables)
    assert result.errors is None, result.errors
    sections = result.data["inbox"]["sections"]
    found = {item["key"] for section in sections for item in section["items"]}
    assert result.data["inbox"]["totalCount"] == sum(section["totalCount"] for section in sections) == len(found)
    if "kinds" not in variables:
        count = await run(caller, COUNT, **variables)
        assert count.data["inboxCount"] == len([key for key in found if not key.startswith("REPEAT")])
    return found


@pytest.mark.parametrize(
    ("caller", "expected"),
    one_in(
        4,
        [
            (GUEST, set[str]()),
            (Caller("token:bot", "bot", None, Role.CONTRIBUTOR), set[str]()),
            (ANA, {"DRAFT:draft"}),
            (BO, {"DRAFT:draft"}),
            (CY, set[str]()),
            (DEE, {"JUDGE:open:plain:bridge"}),  # not the reuse of the lesson that she may no longer read
            (CURATOR, {"REVIEW:sent"}),
            (ADMINISTRATOR, {"REVIEW:sent"}),
            (LOCAL_CALLER, {"REVIEW:sent"}),
            (Caller("token:ana", "ana", "ana", Role.READER), set[str]()),
            (Caller("token:dee", "dee", "dee", Role.ADMINISTRATOR), {"REVIEW:sent", "JUDGE:open:plain:bridge", "JUDGE:secret:used:bridge"}),
        ],
        thorough=1,
    ),
)
async def test_inbox_has_what_its_owner_may_do_and_read(run: Run, caller: Caller, expected: set[str]) -> None:
    assert await keys(run, caller) == expected


@pytest.mark.parametrize(
    ("caller", "person", "expected"),
    [
        (CURATOR, "ana", {"DRAFT:draft"}),
        (CURATOR, "dee", {"JUDGE:open:plain:bridge"}),
        (ADMINISTRATOR, "dee", {"JUDGE:open:plain:bridge", "JUDGE:secret:used:bridge"}),
        (LOCAL_CALLER, "ana", {"DRAFT:draft", "REVIEW:sent"}),
        (ANA, "ana", {"DRAFT:draft"}),
        (CURATOR, "nobody", set[str]()),
    ],
)
async def test_curators_read_the_inbox_of_others_without_what_waits_for_curators(
    run: Run, caller: Caller, person: str, expected: set[str]
) -> None:
    assert await keys(run, caller, person=person) == expected


async def test_contributors_do_not_read_the_inbox_of_others(run: Run) -> None:
    for query in (INBOX, COUNT):
        [error] = (await run(ANA, query, person="dee")).errors
        assert error.message == "Only curators see what waits for somebody else."
        assert error.original_error.field == "person"


async def test_item_says_what_waits_and_since_when(run: Run) -> None:
    data = (await run(DEE, kinds=["JUDGE"])).data["inbox"]
    assert data["person"] == {"id": "dee"}
    [section] = data["sections"]
    [item] = section["items"]
    age = (datetime.now(UTC).date() - datetime(2024, 3, 2, tzinfo=UTC).date()).days
    assert item == {
        "key": "JUDGE:open:plain:bridge",
        "kind": "JUDGE",
        "since": "2024-03-02",
        "ageInDays": age,
        "sentence": "“Open steel” was used on Bridge: its result is not known yet.",
        "note": None,
        "path": "/lessons/open",
        "phase": None,
        "lesson": {"id": "open"},
        "earlier": None,
        "reuse": {"id": "plain"},
        "project": {"id": "bridge"},
        "rundown": None,
    }


async def test_count_is_read_again_only_after_a_change(graph: Graph, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []
    read = Graph.read

    async def record(self: Graph, query: Any, *arguments: Any, **options: Any) -> Any:
        statements.append(query)
        return await read(self, query, *arguments, **options)

    monkeypatch.setattr(Graph, "read", record)

    async def count(caller: Caller) -> tuple[int, int]:
        """The count, and the number of statements that it took."""
        statements.clear()
        return (await run(caller, COUNT)).data["inboxCount"], len(statements)

    first, many = await count(CURATOR)
    assert (first, many > 1) == (1, True)
    assert await count(CURATOR) == (1, 1)
    assert (await count(ANA))[0] == 1
    lesson = (await capture_lesson(graph, CaptureLesson(text="Order early."), caller=ANA)).id
    assert (await count(ANA))[0] == 2
    await submit_lesson(graph, SubmitLesson(lesson=lesson), caller=ANA)
    assert (await count(ANA))[0] == 1
    assert (await count(CURATOR))[0] == 2
    assert await count(CURATOR) == (2, 1)


async def test_lists_are_cut_and_counts_are_not(graph: Graph, run: Run) -> None:
    await graph.command(
        "MATCH (ana:Person {id: 'ana'}) UNWIND range(1, 30) AS number CREATE (:Lesson {id: 'd' + number, title: 'D', status: 'DRAFT', "
        "audience: 'AUTHORS', learnedOn: date('2024-01-02'), recordedAt: datetime('2024-02-02T00:00:00Z')})-[:LEARNED_BY]->(ana)"
    )
    [section] = (await run(ANA, kinds=["DRAFT"], first=5)).data["inbox"]["sections"]
    assert (section["totalCount"], len(section["items"])) == (31, 5)
    assert section["items"][0]["lesson"] == {"id": "draft"}
    assert (await run(ANA, first=101)).errors[0].original_error.field == "first"
    assert (await run(ANA, kinds=[])).data["inbox"] == {"person": {"id": "ana"}, "totalCount": 0, "sections": []}


@pytest.mark.thorough
async def test_suggested_repeat_waits_for_the_authors_of_both_lessons(graph: Graph, run: Run) -> None:
    await graph.command(REPEATED, {"text": STEEL})
    await fill_stems(graph)
    for caller in (ANA, DEE):
        assert await keys(run, caller, kinds=["REPEAT"]) == {"REPEAT:again:first"}
    assert await keys(run, CY, kinds=["REPEAT"]) == set()
    dismissed = await run(DEE, 'mutation { dismissRecurrence(input: {lesson: "again", recurrenceOf: "first"}) { lesson { id } } }')
    assert dismissed.errors is None
    assert await keys(run, ANA, kinds=["REPEAT"]) == set()


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (WaitingItem(InboxKind.DRAFT, "2024-01-01", "", lesson="a b/ü?"), "/lessons/a%20b%2F%C3%BC%3F"),
        (WaitingItem(InboxKind.DRAFT, "2024-01-01", "", lesson=".."), "/lessons/~.."),
        (WaitingItem(InboxKind.POSTPONED, "2024-01-01", "", lesson="l", project="p"), "/projects/p"),
        (WaitingItem(InboxKind.GATE, "2024-01-01", "", project="p&q", phase=Phase.BEFORE), "/gate?project=p%26q&phase=BEFORE"),
    ],
)
def test_path_is_that_of_the_page(item: WaitingItem, path: str) -> None:
    assert path_of(item) == path


async def test_gate_that_is_due_waits_for_the_project(graph: Graph, run: Run) -> None:
    start = (datetime.now(UTC).date() + timedelta(days=5)).isoformat()
    await graph.command(
        "MATCH (cy:Person {id: 'cy'}) CREATE (cy)-[:WORKED_ON {role: 'lead', from: date($start)}]->"
        "(:Project {id: 'pier', name: 'Pier', status: 'PLANNED', startedOn: date($start)})",
        {"start": start},
    )
    assert await keys(run, CY) == {"GATE:pier:BEFORE"}
