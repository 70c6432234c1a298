"""Three organisations to look at: the demonstration, Kubernetes, and a flat one of 60 departments; and the addresses of every page in each."""

import os
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.settings import Settings
from tests.browser.conftest import served
from tests.browser.flat_organisation import write_tables
from tests.seeding import seed, wipe

ORGANISATIONS = ("demonstration", "kubernetes", "flat")
DATA = os.environ.get("GRAPH_SERVICE_REAL_DATA")
# The nodes with the most content.
MOST_QUERY = """{
  topics(first: 1, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
  lessons(first: 1, sort: [{reusesAggregate: {count: DESC}}], where: {status: {eq: PUBLISHED}}) { nodes { id title } }
  projects(first: 1, sort: [{lessonsAggregate: {count: DESC}}], where: {status: {eq: RUNNING}}) { nodes { id } }
  people(first: 2, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
  departments(first: 2, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
}"""
WARM_QUERY = "{ network { asOf { activity } } }"  # answered once the service has loaded its columns


@asynccontextmanager
async def organisation(name: str, database: Graph, settings: Settings, folder: Path) -> AsyncGenerator[str]:
    """Loads an organisation and yields the address of a service on it. The folder is for tables that are written first."""
    if name == "demonstration":
        await seed(database)
    else:
        await wipe(database)
        await import_folder(database, find_tables(name, folder))
    async with served(settings) as site:
        yield site


def find_tables(name: str, folder: Path) -> Path:
    if name == "flat":
        write_tables(folder / "tables")
        return folder / "tables"
    if DATA is None:
        pytest.skip(f"GRAPH_SERVICE_REAL_DATA names no folder with pmo/{name}")
    return Path(DATA) / "pmo" / name


async def find_ids(site: str) -> dict[str, str]:
    """What to replace in an address of the demonstration, so that the same page of another organisation is opened."""
    async with httpx.AsyncClient(base_url=site, timeout=120) as http:
        await http.post("/graphql", json={"query": WARM_QUERY})
        data: dict[str, Any] = (await http.post("/graphql", json={"query": MOST_QUERY})).json()["data"]
    lesson, project, topic = (_node(data, kind) for kind in ("lessons", "projects", "topics"))
    people, departments = ([_node(data, kind, at) for at in (0, 1)] for kind in ("people", "departments"))
    word = max(data["lessons"]["nodes"][0]["title"].split(), key=len)
    return {
        "nadja-petrov": people[0],
        "bastien-roux": people[1],
        "electric-bus-depot": project,
        "electric-ferry": project,
        "connection-power-shared-by-software": lesson,
        "water": departments[0],
        "roads": departments[1],
        "transit": departments[1],
        "q=charging": f"q={quote(word)}",
        "q=winter": f"q={quote(word)}",
        "/charging": f"/{topic}",
    }


def _node(data: Mapping[str, Any], kind: str, at: int = 0) -> str:
    nodes = data[kind]["nodes"]
    return quote(nodes[at]["id"], safe="") if at < len(nodes) else "there-is-none"


def translate(path: str, ids: Mapping[str, str]) -> str:
    """The address of the same page in another organisation."""
    return re.sub("|".join(map(re.escape, ids)), lambda found: ids[found[0]], path) if ids else path
