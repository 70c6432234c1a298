"""Clients read their own writes, on a cluster too: mutations return bookmarks, and a request with bookmarks waits for those transactions."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from graph_service.analysis.columns.snapshot import SnapshotCache
from graph_service.errors import Unavailable
from graph_service.graph import Graph, WriteTransaction
from graph_service.graph.bookmarks import BookmarkChain, use_bookmarks

WRITE = 'mutation($id: ID!) { createDepartment(input: {id: $id, name: "Tunnels"}) { department { name } } }'
READ = '{ department(id: "tunnels") { name } }'
PAIR = 'mutation { one: createTopic(input: {name: "One"}) { topic { id } } two: createTopic(input: {name: "Two"}) { topic { id } } }'
TABLE = "/tables/lessons.csv"
Send = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def send(http: httpx.AsyncClient) -> Send:
    """Sends a GraphQL operation, with bookmarks or without."""

    async def sent(query: str, *bookmarks: str, **variables: Any) -> httpx.Response:
        headers = [(b"Graph-Bookmarks", bookmark.encode("latin-1")) for bookmark in bookmarks]
        return await http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    return sent


async def write_something(graph: Graph) -> None:
    async def work(transaction: WriteTransaction) -> None:
        await transaction.run("CREATE (:Gadget)")

    await graph.write(work)


async def current_bookmark(graph: Graph) -> str:
    """A bookmark of the latest transaction."""
    chain = BookmarkChain.from_values([])
    with use_bookmarks(chain):
        await write_something(graph)
    (bookmark,) = chain.written
    return bookmark


def altered(bookmark: str, *, database: bytes = b"", transaction: bytes = b"") -> str:
    """The bookmark with another database or a later transaction.

    Its bytes: the marker of a list, the marker and length of a byte string, 16 bytes, a number, a list.
    """
    assert bookmark.startswith("FB:")
    inner = base64.b64decode(bookmark[3:] + "==")
    other = inner[:3] + (database or inner[3:19]) + (transaction + b"\x90" if transaction else inner[19:])
    return "FB:" + base64.b64encode(other).decode().rstrip("=")


async def test_read_with_the_bookmarks_of_a_write_sees_the_write(send: Send) -> None:
    written = await send(WRITE, id="tunnels")
    bookmarks = written.headers["graph-bookmarks"]
    for _ in range(2):  # through graphql-core, then as a prepared operation
        answer = await send(READ, bookmarks)
        assert answer.json()["data"] == {"department": {"name": "Tunnels"}}
        assert "graph-bookmarks" not in answer.headers
    later = await send(WRITE, bookmarks, id="bridges")
    assert later.json()["data"]["createDepartment"]["department"]["name"] == "Tunnels"
    assert later.headers["graph-bookmarks"] != bookmarks
    assert (await send(READ, f"{bookmarks}, {later.headers['graph-bookmarks']}", bookmarks)).status_code == 200


async def test_only_writes_return_bookmarks(send: Send) -> None:
    assert "graph-bookmarks" not in (await send(READ)).headers
    await send(WRITE, id="tunnels")
    refused = await send(WRITE, id="tunnels")
    assert refused.json()["errors"][0]["extensions"]["code"] == "CONFLICT"
    assert "graph-bookmarks" not in refused.headers
    assert "," not in (await send(PAIR)).headers["graph-bookmarks"]  # the bookmark of the second write covers the first


@pytest.mark.parametrize(
    "bookmark", ["abc", "nonsense", "FB:xyz", "FB:kcwQ", "two words", "FB:\xe9", "x" * 1001, ",".join(["FB:kcwQ"] * 21)]
)
async def test_invalid_bookmark_is_refused(send: Send, http: httpx.AsyncClient, bookmark: str) -> None:
    for answer in (await send(READ, bookmark), await http.get(TABLE, headers=[(b"Graph-Bookmarks", bookmark.encode("latin-1"))])):
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "INVALID_INPUT"
        assert (
            error["message"]
            == "These are not bookmarks. Send up to 20, separated by commas, exactly as a response of this service contained them."
        )


@pytest.mark.thorough
async def test_bookmark_of_a_later_transaction_is_unavailable(send: Send, graph: Graph) -> None:
    answer = await send(READ, altered(await current_bookmark(graph), transaction=b"\xca\x7f\xff\xff\xff"))
    assert answer.status_code == 503
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "has not yet applied the transactions of the bookmarks" in error["message"]
    assert "2147483647" not in answer.text


async def test_bookmark_of_another_database_is_ignored(send: Send, graph: Graph) -> None:
    assert (await send(READ, altered(await current_bookmark(graph), database=bytes(range(16))))).status_code == 200


async def test_reads_and_the_network_snapshot_wait_for_the_bookmarks(graph: Graph) -> None:
    later = altered(await current_bookmark(graph), transaction=b"\xca\x7f\xff\xff\xff")
    with use_bookmarks(BookmarkChain.from_values([later])):
        answers = await asyncio.gather(graph.read("RETURN 1"), SnapshotCache(graph, 5).current(), return_exceptions=True)
    for answer in answers:
        assert isinstance(answer, Unavailable)
        assert "the transactions of the bookmarks" in answer.message
    assert await graph.read("RETURN 1") == 1


async def test_write_within_a_chain_replaces_its_bookmark(graph: Graph) -> None:
    chain = BookmarkChain.from_values([])
    with use_bookmarks(chain):
        assert not chain.written
        await write_something(graph)
        first = chain.written
        await write_something(graph)
    assert len(first) == len(chain.written) == 1
    assert chain.written != first
    after = await chain.values()
    await write_something(graph)
    assert await chain.values() == after == set(chain.written)  # a write outside the chain does not change it


async def test_reads_advance_the_chain(graph: Graph) -> None:
    chain = BookmarkChain()
    with use_bookmarks(chain):
        await graph.read("RETURN 1")
        first = await chain.values()
        bookmark = await current_bookmark(graph)
        assert await chain.values() == first
        await graph.read("RETURN 1")
    assert await chain.values() == {bookmark}
    assert len(first) == 1
    assert not chain.written
