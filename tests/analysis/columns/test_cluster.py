"""On a cluster, a follower that is behind neither mixes older rows into the columns nor looks like a restored backup."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph_service.analysis.columns import snapshot
from graph_service.analysis.columns.activity_log import ENTRIES_QUERY, LOG_QUERY
from graph_service.analysis.columns.snapshot import SnapshotCache, apply_log, load
from graph_service.graph import Graph
from graph_service.graph.bookmarks import BookmarkChain, use_bookmarks
from graph_service.settings import Settings
from tests.analysis.columns.lagging_follower import LaggingFollower
from tests.analysis.columns.random_verbs import RandomVerbs
from tests.seeding import wipe

NAME_QUERY = "MATCH (person:Person {id: $id}) RETURN person.name"


def refuse(*_: Any) -> Any:
    raise AssertionError("everything was loaded again")


@pytest.fixture
async def driver(database_settings: Settings) -> AsyncIterator[AsyncDriver]:
    auth = (database_settings.neo4j_username, database_settings.password or "")
    async with AsyncGraphDatabase.driver(database_settings.neo4j_uri or "", auth=auth) as driver:
        yield driver


@pytest.fixture
async def company(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> RandomVerbs:
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)
    company = RandomVerbs(graph, 11)
    await company.found_company()
    return company


@pytest.mark.thorough
async def test_rows_are_as_new_as_the_log(graph: Graph, driver: AsyncDriver, company: RandomVerbs) -> None:
    cluster = LaggingFollower(driver, always_current={LOG_QUERY, ENTRIES_QUERY})
    before = await load(cluster.graph(), 2)
    cluster.stop()
    await company.act("addPerson")
    loaded = await load(cluster.graph(), 2)
    assert loaded.log.last == before.log.last + 1
    assert len(loaded.columns.people.ids) == len(before.columns.people.ids) + 1
    refreshed = await apply_log(cluster.graph(), before, 2)
    assert refreshed is not None
    assert refreshed.columns.people.ids == loaded.columns.people.ids
    assert cluster.late_reads == 0


@pytest.mark.thorough
async def test_lagging_log_is_no_restored_backup(driver: AsyncDriver, company: RandomVerbs, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = LaggingFollower(driver)
    snapshots = SnapshotCache(cluster.graph(), 2)
    await snapshots.current()
    cluster.stop()
    await company.act("addPerson")
    chain = BookmarkChain()
    with use_bookmarks(chain):
        await company.act("addPerson")
        newest = await snapshots.current()  # the follower catches up for a request that has written
    assert cluster.late_reads == 0
    monkeypatch.setattr(snapshot, "load", refuse)
    assert (await snapshots.current()).columns is newest.columns
    assert cluster.late_reads == 1  # the log that was behind


@pytest.mark.thorough
async def test_nodes_of_a_network_answer_are_as_new_as_its_columns(driver: AsyncDriver, company: RandomVerbs) -> None:
    cluster = LaggingFollower(driver)
    graph = cluster.graph()
    snapshots = SnapshotCache(graph, 2)
    before = (await snapshots.current()).columns
    cluster.stop()
    await company.act("addPerson")
    with use_bookmarks(BookmarkChain()):
        await company.act("addPerson")
        await snapshots.current()
    with use_bookmarks(BookmarkChain()):
        columns = (await snapshots.current()).columns
        for added in set(columns.people.ids) - set(before.people.ids):
            assert await graph.read(NAME_QUERY, {"id": added}) is not None
    assert len(columns.people.ids) == len(before.people.ids) + 2


@pytest.mark.thorough
async def test_older_backup_of_the_same_graph_causes_a_full_load(graph: Graph, company: RandomVerbs) -> None:
    snapshots = SnapshotCache(graph, 2)
    before = (await snapshots.current()).columns
    await company.act("addPerson")
    assert len((await snapshots.current()).columns.people.ids) == len(before.people.ids) + 1
    await graph.command("MATCH (s:Sequence) MATCH (last:Activity {seq: s.value}) SET s.value = s.value - 1 DELETE last")
    await graph.command("MATCH (person:Person) WHERE NOT person.id IN $ids DETACH DELETE person", {"ids": before.people.ids})
    assert (await snapshots.current()).columns.people.ids == before.people.ids


@pytest.mark.thorough
async def test_another_graph_with_a_longer_log_causes_a_full_load(graph: Graph, company: RandomVerbs) -> None:
    snapshots = SnapshotCache(graph, 2)
    await snapshots.current()
    await wipe(graph)
    other = RandomVerbs(graph, 12)
    await other.found_company()
    while (await load(graph, 2)).log.last <= (snapshots.as_of or 0):
        await other.act("createTopic")
    assert (await snapshots.current()).columns.people.ids == (await load(graph, 2)).columns.people.ids


async def test_graph_keeps_its_id(graph: Graph, company: RandomVerbs) -> None:
    first = (await load(graph, 2)).log.graph
    assert first
    await company.act("addPerson")
    assert (await load(graph, 2)).log.graph == first
