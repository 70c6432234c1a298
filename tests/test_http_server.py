"""The HTTP server on a real socket: limits on requests that are too large or too slow, and clients that close half of the connection."""

import asyncio
import contextlib
import itertools
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterable

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn import Server

from graph_service.cli.http_server import HttpProtocol, server_configuration
from graph_service.graph.local import bind_socket

SECONDS = 0.5
PATIENCE = 300.0
KIB = 2**10


class ImpatientProtocol(HttpProtocol):
    """The protocol with short timeouts."""

    head_timeout = SECONDS
    body_timeout = SECONDS


async def echo(request: Request) -> Response:
    """The size of the body; at /slow after twice the time that a request may take."""
    try:
        body = await request.body()
    except ClientDisconnect:
        return Response()
    await asyncio.sleep(2 * SECONDS if request.url.path == "/slow" else 0)
    return JSONResponse({"size": len(body)})


@contextlib.asynccontextmanager
async def serving(protocol: type[HttpProtocol], max_connections: int | None = None) -> AsyncGenerator[tuple[str, int]]:
    config = server_configuration(Starlette(routes=[Route(path, echo, methods=["GET", "POST"]) for path in ("/", "/slow")]), terminal=True)
    config.http = protocol
    assert config.limit_concurrency, "connections are limited"
    config.limit_concurrency = max_connections or config.limit_concurrency
    server = Server(config)
    with bind_socket("127.0.0.1", 0, "", "") as listener:
        task = asyncio.create_task(server._serve([listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        try:
            yield listener.getsockname()[:2]
        finally:
            server.should_exit = True
            await task


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, int]]:
    async with serving(HttpProtocol) as running:
        yield running


@pytest.fixture
async def impatient() -> AsyncIterator[tuple[str, int]]:
    async with serving(ImpatientProtocol) as running:
        yield running


async def read_all(reader: asyncio.StreamReader) -> bytes:
    """Everything that arrives until the connection is closed or reset."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(2**16):
            received += data
    return received


async def exchange(address: tuple[str, int], parts: Iterable[bytes], *, pause: float = 0, half_close: bool = False) -> bytes:
    """Everything that the server sends until it closes the connection, while the parts are sent."""
    reader, writer = await asyncio.open_connection(*address)
    response = asyncio.create_task(read_all(reader))
    with contextlib.suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
            if response.done():
                break
        if half_close:
            writer.write_eof()
    try:
        return await asyncio.wait_for(response, PATIENCE)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def request_head(size: int, *extra: str) -> bytes:
    return "\r\n".join(["GET / HTTP/1.1", "Host: localhost", "Connection: close", *extra, f"X-Long: {'x' * size}", "", ""]).encode()


async def test_head_within_the_limit_is_accepted(address: tuple[str, int]) -> None:
    assert (await exchange(address, [request_head(60 * KIB)])).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("size", [65 * KIB, 200 * KIB])
async def test_larger_head_is_refused(address: tuple[str, int], size: int) -> None:
    response = await exchange(address, [request_head(size)])
    assert response.startswith(b"HTTP/1.1 431")
    assert response.endswith(b"exceed 65,536 bytes.")


async def test_larger_address_is_refused(address: tuple[str, int]) -> None:
    response = await exchange(address, [request_head(1).replace(b"GET / ", b"GET /?query=" + b"x" * 70 * KIB + b" ")])
    assert response.startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize("split", [None, 10, -1])
@pytest.mark.parametrize("name", ["Upgrade", "upgrade"])
async def test_offer_of_http2_is_ignored(address: tuple[str, int], name: str, split: int | None) -> None:
    """Java's HttpClient sends these headers with its first request."""
    offer = f"Connection: Upgrade, HTTP2-Settings\r\nContent-Length: 4\r\nHTTP2-Settings: AAEAAEAA\r\n{name}: h2c\r\n"
    request = f"POST / HTTP/1.1\r\n{offer}Host: localhost\r\n\r\nbody".encode()
    response = await exchange(address, [request[:split], request[split:] if split else b"", request_head(1)])
    assert response.count(b"HTTP/1.1 200") == 2
    assert b'{"size":4}' in response


async def test_endless_head_is_cut_off(address: tuple[str, int]) -> None:
    headers = itertools.repeat(b"X-Header: " + b"x" * 10_000 + b"\r\n")
    assert (await exchange(address, itertools.chain([b"GET / HTTP/1.1\r\n"], headers))).startswith(b"HTTP/1.1 431")


async def test_many_requests_on_one_connection_are_not_one_large_head(address: tuple[str, int]) -> None:
    head = request_head(20 * KIB).replace(b"Connection: close", b"Accept: */*")
    reader, writer = await asyncio.open_connection(*address)
    for _ in range(5):
        writer.write(head)
        received = await asyncio.wait_for(reader.readuntil(b"}"), PATIENCE)
        assert received.startswith(b"HTTP/1.1 200")
    writer.close()


async def test_large_body_is_no_large_head(address: tuple[str, int]) -> None:
    body = b"x" * 300 * KIB
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    response = await exchange(address, [head + body[:10], body[10:]])
    assert json.loads(response.partition(b"\r\n\r\n")[2]) == {"size": len(body)}


@pytest.mark.thorough
async def test_slow_head_is_cut_off(impatient: tuple[str, int]) -> None:
    response = await exchange(impatient, [b"GET / HTTP/1.1\r\n", b"Host: localhost\r\n"], pause=SECONDS * 0.6)
    assert response.startswith(b"HTTP/1.1 408")
    assert b"was not complete in time" in response


async def test_slow_body_is_cut_off(impatient: tuple[str, int]) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    assert (await exchange(impatient, [head, b"x", b"x"], pause=SECONDS * 0.4)).startswith(b"HTTP/1.1 408")


async def test_connection_without_a_request_is_closed(impatient: tuple[str, int]) -> None:
    assert await exchange(impatient, []) == b""


async def test_request_beyond_the_limit_of_connections_is_refused_until_others_end() -> None:
    async with serving(HttpProtocol, max_connections=4) as address:
        idle = [await asyncio.open_connection(*address) for _ in range(4)]
        assert (await exchange(address, [request_head(1)])).startswith(b"HTTP/1.1 503")
        for _, writer in idle:
            writer.close()
            await writer.wait_closed()
        assert (await exchange(address, [request_head(1)])).startswith(b"HTTP/1.1 200")


async def test_slow_response_is_not_cut_off(impatient: tuple[str, int]) -> None:
    assert (await exchange(impatient, [request_head(1).replace(b"GET / ", b"GET /slow ")])).startswith(b"HTTP/1.1 200")


async def test_client_that_closes_its_half_gets_its_response(address: tuple[str, int]) -> None:
    head = request_head(1).replace(b"GET / ", b"GET /slow ").replace(b"Connection: close", b"Accept: */*")
    response = await exchange(address, [head], half_close=True)
    assert response.startswith(b"HTTP/1.1 200")


HANG = """
import asyncio
from graph_service.cli.loop_watchdog import exit_when_loop_hangs

async def main():
    exit_when_loop_hangs(2)
    await asyncio.sleep(3)
    print("responding", flush=True)
    while True:
        pass

asyncio.run(main())
"""


@pytest.mark.thorough
async def test_process_ends_when_its_event_loop_hangs() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HANG, stdout=-1, stderr=-1)
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert output == b"responding\n"  # a loop that responds is left alone
    assert process.returncode == 70
    assert b"The event loop has not responded for 2 s" in errors
    assert b"in main" in errors
