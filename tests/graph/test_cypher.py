"""Every statement of the product is shown to the real server, which says what it thinks of the text and how it would run it.

EXPLAIN plans a statement without running it, schema commands and CALL ... IN TRANSACTIONS included. Plans are made on a graph of the
size of a small organisation: on an empty one every plan costs the same.
"""

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, LiteralString, cast

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase
from neo4j.exceptions import ClientError

from graph_service.domain.node_statements import FIRST_IDS_STATEMENT, ID_PAGE_STATEMENTS
from graph_service.graph import Graph
from graph_service.graph.migrations import read_migrations
from graph_service.settings import Settings
from graph_service.web.neo4j_browser.guide import list_queries
from tests.architecture.test_literal_cypher import COMPOSE_STATEMENTS

ROOT = Path(__file__).parents[2]
LANGUAGES = ("CYPHER 5", "CYPHER 25")  # Neo4j 5.26 knows the first alone, later ones both

# One of each label and relationship type of the model. A statement that names another one has a spelling mistake.
MODEL = """
UNWIND range(1, 300) AS i
WITH i, toString(i) AS id
CREATE (d:Department {id: id, name: id}), (p:Person {id: id, name: id, email: id}), (j:Project {id: id, name: id}),
  (t:Topic {id: id, name: id}), (l:Lesson {id: id, title: id}), (r:Reuse {id: id}), (u:Rundown {id: id}), (c:Conversation {id: id}),
  (k:Task {id: id, title: id}),
  (:Activity {seq: i, idempotencyKey: id}), (:Sequence {name: id}),
  (d)-[:PART_OF]->(d), (t)-[:BROADER]->(t), (p)-[:MEMBER_OF]->(d), (p)-[:WORKED_ON]->(j), (d)-[:OWNS]->(j), (p)-[:HEADS]->(d),
  (l)-[:LEARNED_BY]->(p), (l)-[:LEARNED_ON]->(j), (l)-[:LEARNED_IN]->(d), (l)-[:ABOUT]->(t), (j)-[:CONCERNS]->(t),
  (l)-[:BUILDS_ON]->(l), (l)-[:SUPERSEDES]->(l), (l)-[:RECURRENCE_OF]->(l), (l)-[:NOT_RECURRENCE_OF]->(l),
  (r)-[:REUSE_OF]->(l), (r)-[:REUSED_BY]->(p), (r)-[:REUSED_ON]->(j), (r)-[:REUSED_IN]->(d),
  (r)-[:JUDGED_BY]->(p), (r)-[:CONFIRMED_BY]->(p), (u)-[:FOR]->(j), (u)-[:CONSIDERED]->(l), (r)-[:DECIDED_IN]->(u),
  (c)-[:HELD_FOR]->(j), (c)-[:HELD_WITH]->(p), (c)-[:HELD_BY]->(p), (k)-[:ASKED_OF]->(p), (k)-[:ASKED_BY]->(p)
"""
# What the server may say of a sound statement. Everything else, above all a deprecation or a remark on performance, is refused.
HARMLESS = {
    "01N60": "a parameter has no value: EXPLAIN needs none",
    "01N52": "a property is unknown: so it is until the first value is written, and keys of parameter maps always are",
}
# A predicate on a key that is checked row by row instead of being looked up, as plans write it: l.id = $id, cache[l.id] IN $ids.
KEY_FILTER = re.compile(
    r"\.(?:id|seq|email|idempotencyKey)\]? (?:=|IN) |\.seq\]? [<>]| = (?:cache\[)?\w+\.(?:id|seq|email|idempotencyKey)\b"
)


# A comparison of two properties of the same node, which no index can look up: p.shownId = p.id, cache[p.id] = p.shownId.
SAME_NODE = re.compile(r"(?:cache\[)?\b(\w+)\.\w+\]? = (?:cache\[)?\1\.\w+\b\]?")


def statements() -> Iterator[tuple[str, str]]:
    """Name and text of every constant ending in _QUERY or _COMMAND below graph_service/, of every composed one that ends in _STATEMENT or
    _STATEMENTS, of every statement in schema/, and of what the guide for Neo4j Browser lets people run.
    """
    for file in sorted((ROOT / "graph_service").rglob("*.py")):
        place = ".".join(file.relative_to(ROOT / "graph_service").with_suffix("").parts)
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign):
                continue
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Name) and target.id.endswith(("_QUERY", "_COMMAND")):
                assert node.value is not None
                yield f"{place}.{target.id}", ast.literal_eval(node.value)
            elif file in COMPOSE_STATEMENTS and isinstance(target, ast.Name) and target.id.endswith(("_STATEMENT", "_STATEMENTS")):
                composed = getattr(import_module(f"graph_service.{place}"), target.id)
                named = _named(composed)
                yield from ((f"{place}.{target.id} {label}".strip(), text) for label, text in named)
    for migration in read_migrations(ROOT / "schema"):
        yield from ((f"schema/{migration.name}:{number}", text) for number, text in enumerate(migration.statements, 1))
    yield from ((f"guide: {query.title}", query.cypher) for query in list_queries())


def _named(composed: str | Mapping[str, str] | Sequence[str]) -> Iterable[tuple[str, str]]:
    """The texts of a constant, each with what tells it from the others of the constant."""
    if isinstance(composed, Mapping):
        return composed.items()
    return [("", composed)] if isinstance(composed, str) else ((str(number), text) for number, text in enumerate(composed, 1))


STATEMENTS = dict(statements())


@pytest.fixture(scope="module")
async def server(database: Graph, database_settings: Settings) -> AsyncIterator[AsyncDriver]:
    """The bare driver, which hands on what the server remarks, on a graph of some size whose statistics are up to date."""
    await database.command("MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    await database.command(MODEL)
    await database.command("CALL db.prepareForReplanning()")
    auth = (database_settings.neo4j_username, database_settings.password or "")
    async with AsyncGraphDatabase.driver(str(database_settings.neo4j_uri), auth=auth) as driver:
        yield driver


async def explain(server: AsyncDriver, language: str, text: str) -> tuple[list[str], dict[str, Any]]:
    """The server's remarks on a statement, harmless ones left out, and its plan."""
    async with server.session(database="neo4j") as session:
        summary = await (await session.run(cast("LiteralString", f"{language} EXPLAIN {text}"))).consume()
    remarks = [status for status in summary.gql_status_objects if status.is_notification and status.gql_status not in HARMLESS]
    return [f"{status.gql_status} {status.status_description}" for status in remarks], summary.plan or {}


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from operators(child)


def lookups_by_scan(plan: dict[str, Any]) -> list[str]:
    """The predicates on a key for which the plan goes through all nodes, or all relationships, of a kind.

    Loading everything and counting everything are what scans are for, and a filter on a key is fine behind a lookup by another key.
    What is refused is a filter on a key above a scan.
    """
    return [
        operator["args"]["Details"]
        for operator in operators(plan)
        if KEY_FILTER.search(SAME_NODE.sub("", operator["args"].get("Details", "")))
        and "Seek" not in operator["operatorType"]
        and not operator["operatorType"].startswith("Set")  # sets a key
        and any("Scan" in below["operatorType"] for below in operators(operator))
    ]


@pytest.fixture(scope="module")
async def language(server: AsyncDriver, request: pytest.FixtureRequest) -> str:
    try:
        await explain(server, request.param, "RETURN 1")
    except ClientError:
        if request.param == LANGUAGES[0]:
            raise
        pytest.skip(f"this server does not know {request.param}")
    return request.param


@pytest.mark.parametrize(
    ("language", "name"),
    [
        pytest.param(language, name, marks=pytest.mark.thorough if language == LANGUAGES[1] else pytest.mark.exhaustive)
        for language in LANGUAGES
        for name in STATEMENTS
    ],
    indirect=["language"],
)
async def test_neo4j_accepts_every_statement_without_a_notification(server: AsyncDriver, language: str, name: str) -> None:
    remarks, plan = await explain(server, language, STATEMENTS[name])
    assert remarks == []
    assert lookups_by_scan(plan) == [], "looked up by going through everything: give it a label and a constraint or index"


@pytest.mark.parametrize("text", [FIRST_IDS_STATEMENT, *ID_PAGE_STATEMENTS.values()])
async def test_pages_of_ids_are_read_in_the_order_of_an_index(server: AsyncDriver, text: str) -> None:
    """Each row that is sorted counts the lists beside it as its own memory: the first ids of 60,000 reuses took 700 MB."""
    _, plan = await explain(server, LANGUAGES[0], text)
    assert not {operator["operatorType"].partition("@")[0] for operator in operators(plan)} & {"Sort", "Top", "PartialSort", "PartialTop"}


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("MATCH (l:Lesson) RETURN id(l)", "deprecated"),
        ("MATCH (l:Lesson), (p:Person) RETURN l.id, p.id", "cartesian product"),
        ("LOAD CSV FROM 'file:///x.csv' AS row MATCH (l:Lesson {id: row[0]}) DELETE l MERGE (:Lesson {id: row[1]})", "eager"),
        ("MATCH (l:Lessen {id: $id}) RETURN l.id", "label does not exist"),
        ("MATCH (l:Lesson {id: $id})-[:LEARNT_BY]->(p) RETURN p.id", "relationship type does not exist"),
    ],
)
async def test_neo4j_reports_bad_statements(server: AsyncDriver, text: str, remark: str) -> None:
    remarks, _ = await explain(server, LANGUAGES[0], text)
    assert remark in " ".join(remarks)


@pytest.mark.parametrize(
    ("text", "scans"),
    [
        ("MATCH (l {id: $id}) RETURN l.title", True),
        ("MATCH (l:Lesson) WHERE toUpper(l.id) = $id WITH l SKIP 1 WHERE l.id = $id RETURN l.title", True),
        ("MATCH (l:Lesson)-[:LEARNED_BY]->(p {id: $person}) RETURN l.id", True),
        ("MATCH (q:Person {id: $id}) MATCH (p:Person) WHERE p.shownId = q.id RETURN p.name", True),
        ("MATCH (p:Person) WHERE p.shownId = p.id OR p.id = p.shownName RETURN count(p)", False),
        ("MATCH (l:Lesson {id: $id}) RETURN l.title", False),
        ("UNWIND $rows AS row MATCH (l:Lesson {id: row.id})-[:LEARNED_BY]->(p:Person {id: row.person}) RETURN l.title", False),
        ("MATCH (a:Activity) WHERE a.seq > $last RETURN a.seq ORDER BY a.seq", False),
        ("MATCH (l:Lesson) RETURN collect(l.id)", False),
        ("MATCH (r:Reuse)-[:REUSE_OF]->(l:Lesson {id: $id}) RETURN count(r)", False),
    ],
)
async def test_key_lookup_by_scan_is_distinguished_from_a_full_load(server: AsyncDriver, text: str, scans: bool) -> None:
    _, plan = await explain(server, LANGUAGES[0], text)
    assert bool(lookups_by_scan(plan)) is scans, [operator["operatorType"] for operator in operators(plan)]
