"""The snippets of docs/clients-*.md run as they are printed there, and show what the service returns to a plain request."""

import json
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.architecture.test_documentation import DOCS, table_below
from tests.browser.conftest import served
from tests.clients.snippets import read_section, run_section
from tests.clients.versions import CLIENTS
from tests.seeding import seed

MOST_REUSED = "{ lessons(first: 3, sort: [{ reusesAggregate: { count: DESC } }]) { nodes { title learnedOn reusesAggregate { count } } } }"
TITLES_AND_COUNTS = [
    ("clients-python", "gql"),
    ("clients-python", "LangChain"),
    ("clients-javascript", "graphql-request"),
    ("clients-javascript", "urql"),
    ("clients-javascript", "Apollo Client"),
]
TITLES_COUNTS_AND_YEARS = [("clients-python", "sgqlc"), ("clients-python", "ariadne-codegen")]


@pytest.fixture
async def most_reused(service: str) -> list[tuple[str, int, str]]:
    """Title, number of reuses and year of the three lessons that were reused most."""
    async with httpx.AsyncClient(base_url=service, timeout=120) as client:
        nodes = (await client.post("/graphql", json={"query": MOST_REUSED})).json()["data"]["lessons"]["nodes"]
    return [(node["title"], node["reusesAggregate"]["count"], node["learnedOn"][:4]) for node in nodes]


@pytest.fixture
def titles_and_counts(most_reused: list[tuple[str, int, str]]) -> list[str]:
    return [f"{title} {count}" for title, count, _ in most_reused]


@pytest.fixture
def titles_counts_and_years(most_reused: list[tuple[str, int, str]]) -> list[str]:
    return [f"{title} {count} {year}" for title, count, year in most_reused]


@pytest.mark.thorough
@pytest.mark.parametrize(("page", "heading"), TITLES_AND_COUNTS)
async def test_snippet_prints_the_lessons_reused_most(
    page: str, heading: str, service: str, titles_and_counts: list[str], tmp_path: Path
) -> None:
    *_, printed = await run_section(read_section(page, heading, service), tmp_path)
    assert printed.splitlines() == titles_and_counts


@pytest.mark.thorough
@pytest.mark.parametrize(("page", "heading"), TITLES_COUNTS_AND_YEARS)
async def test_generated_python_has_dates(
    page: str, heading: str, service: str, titles_counts_and_years: list[str], tmp_path: Path
) -> None:
    *_, printed = await run_section(read_section(page, heading, service), tmp_path)
    assert printed.splitlines() == titles_counts_and_years


@pytest.mark.exhaustive
async def test_generated_typescript_takes_dates_for_strings(service: str, titles_counts_and_years: list[str], tmp_path: Path) -> None:
    section = read_section("clients-javascript", "GraphQL Code Generator", service)
    *_, printed = await run_section(section, tmp_path)
    assert printed.splitlines() == titles_counts_and_years
    source = "src/most-reused.ts"
    wrong = section.files[source].replace("learnedOn.slice(0, 4)", "learnedOn.toFixed(4)")
    with pytest.raises(AssertionError, match="'toFixed' does not exist on type 'string'"):
        await run_section(replace(section, files={source: wrong}, commands=["npx tsc"]), tmp_path)


@pytest.mark.thorough
async def test_pandas_and_duckdb_read_the_tables(service: str, titles_and_counts: list[str], tmp_path: Path) -> None:
    *_, pandas, duckdb = await run_section(read_section("clients-python", "pandas and DuckDB", service), tmp_path)
    assert pandas.splitlines() == titles_and_counts
    assert duckdb.splitlines() == titles_and_counts


@pytest.mark.exhaustive
async def test_postman_collection_runs(service: str, titles_and_counts: list[str], tmp_path: Path) -> None:
    *_, printed = await run_section(read_section("clients-tools", "Postman", service), tmp_path)
    assert "\u2713  Three lessons" in printed
    assert [line for line in titles_and_counts if _letters(line) not in _letters(printed)] == []


def _letters(text: str) -> str:
    """The text without spaces, lines and frames: newman wraps what it prints."""
    return re.sub(r"\W", "", text)


@pytest.mark.thorough
async def test_rest_client_gets_a_persisted_document(
    database: Graph, database_settings: Settings, titles_and_counts: list[str], tmp_path: Path
) -> None:
    name = "documents.json"
    documents = tmp_path / name
    documents.write_text(read_section("clients-tools", "REST", "").files[name])
    await seed(database)
    async with served(replace(database_settings, persisted_documents=documents)) as address:
        (printed,) = await run_section(read_section("clients-tools", "REST", address), tmp_path)
    nodes = json.loads(printed)["data"]["lessons"]["nodes"]
    assert [f"{node['title']} {node['reusesAggregate']['count']}" for node in nodes] == titles_and_counts


def test_table_of_clients_names_the_versions_that_are_run() -> None:
    rows = table_below(DOCS / "clients.md", ["Client", "Versions", "What was run"])
    named = [version for row in rows for version in row[1].split(", ") if " " in version]
    assert named == [f"{name} {version}" for name, version in CLIENTS.items()]
