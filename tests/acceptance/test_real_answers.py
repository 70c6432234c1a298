"""Every question is asked of two real organisations: it has an answer, and none shows a department of few people.

GRAPH_SERVICE_REAL_DATA names the folder that holds their tables, pmo/kubernetes and pmo/llis.
"""

import csv
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.settings import Settings
from tests.seeding import is_loaded, remember, wipe
from tests.whole_answers import SCHEMA, selection

DATA = os.environ.get("GRAPH_SERVICE_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="GRAPH_SERVICE_REAL_DATA names no folder with pmo/kubernetes and pmo/llis")

Ask = Callable[..., Awaitable[Any]]
FEWEST = 5  # people of a department that is shown by itself
VIEWS = ["", "(level: 0)", "(level: 1)", '(window: {from: "2019-01-01", to: "2021-01-01"})', '(chart: "2020-06-30")']
SUGGESTED = "{ network { missedReuse(suggested: true, first: 1000) { likeness earlier { id publishedOn project { id } } later { id learnedOn project { id } } topics { id } } } }"
MEETINGS = "{ network { introductions(first: 1000) { giver { id } receiver { id } project { status } lessons { id } gap } } }"
FOUND = "query($text: String!) { search(text: $text, first: 5) { lesson { id } } experts(text: $text, first: 3) { person { id } lessons { lesson { id } } } }"


@pytest.fixture
async def ask(database: Graph, database_settings: Settings) -> AsyncIterator[Ask]:
    """The data of an answer; errors fail the test."""
    app = create_app(database_settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):

        async def send(query: str, **variables: Any) -> Any:
            answer = (await client.post("/graphql", json={"query": query, "variables": variables})).json()
            assert "errors" not in answer, answer["errors"]
            return answer["data"]

        yield send


def folder(name: str) -> Path:
    assert DATA is not None
    return Path(DATA) / "pmo" / name


async def load(database: Graph, name: str) -> None:
    """Leaves nothing in the graph but this organisation. Tests of the same one follow each other, so that it is imported once."""
    if not await is_loaded(database, name):
        await wipe(database)
        await import_folder(database, folder(name))
        await remember(database, name)


def few_people(name: str) -> set[str]:
    """The departments that, with all below them, the tables know fewer than FEWEST people of."""
    members = defaultdict[str, set[str]](set)
    with (folder(name) / "departments.csv").open(encoding="utf-8", newline="") as file:
        above = {row["id"]: row["partOf"] for row in csv.DictReader(file)}
    with (folder(name) / "memberships.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            department = row["department"]
            while department:
                members[department].add(row["person"])
                department = above.get(department, "")
    return {id_ for id_ in above if len(members[id_]) < FEWEST}


def groups(answer: Any) -> Iterator[str]:
    """The departments that stand by themselves anywhere in an answer."""
    if isinstance(answer, dict):
        if answer.get("kind") == "DEPARTMENT":
            yield answer["key"]
        answer = list(answer.values())
    if isinstance(answer, list):
        for one in answer:
            yield from groups(one)


@pytest.mark.exhaustive
async def test_on_kubernetes_people_are_introduced_and_lessons_found(database: Graph, ask: Ask) -> None:
    await load(database, "kubernetes")
    found = (await ask(MEETINGS))["network"]["introductions"]
    assert len(found) > 20
    assert all(one["project"]["status"] in ("PLANNED", "RUNNING") and one["lessons"] and one["gap"] > 0 for one in found)
    told = await database.read("MATCH (l:Lesson)-[:LEARNED_BY]->() WITH DISTINCT l ORDER BY l.id LIMIT 400 RETURN collect([l.id, l.title])")
    hits = 0
    for id_, title in told[::20]:
        answer = await ask(FOUND, text=title)
        hits += id_ in {match["lesson"]["id"] for match in answer["search"]}
        assert answer["experts"], title
    assert hits >= 18  # of 20: a few titles are said better by other lessons


@pytest.mark.parametrize("name", ["kubernetes", "llis"])
@pytest.mark.exhaustive
async def test_every_question_has_an_answer_that_shows_no_department_of_few(database: Graph, ask: Ask, name: str) -> None:
    await load(database, name)
    types = {one["name"]: one for one in (await ask(SCHEMA))["__schema"]["types"]}
    everything, shown = selection(types, "Network").replace('"places"', "$department"), set[str]()
    largest = await database.read("MATCH (d:Department)<-[:MEMBER_OF]-(p) WITH d, count(p) AS n ORDER BY n DESC LIMIT 1 RETURN d.id")
    for view in VIEWS:
        shown |= set(groups(await ask(f"query($department: ID) {{ network{view} {everything} }}", department=largest)))
    assert largest in shown
    assert few_people(name)
    assert not shown & few_people(name)


@pytest.mark.exhaustive
async def test_on_llis_nobody_is_at_work_but_problems_are_suggested(database: Graph, ask: Ask) -> None:
    await load(database, "llis")
    assert (await ask(MEETINGS))["network"]["introductions"] == []
    suggested = (await ask(SUGGESTED))["network"]["missedReuse"]
    assert len(suggested) > 10  # among the hundred newest lessons that tell what went wrong
    for one in suggested:
        assert one["earlier"]["publishedOn"] <= one["later"]["learnedOn"]
        assert one["topics"]
        assert one["earlier"]["project"] is None or one["earlier"]["project"] != one["later"]["project"]
