"""A TCP proxy in front of Neo4j that can stop forwarding, as a database does that is suspended or cut off without its connections closing."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit


class FreezableProxy:
    """Forwards bytes both ways while `running` is set."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self.running = asyncio.Event()
        self.running.set()
        self.uri = ""

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection."""
        await self.running.wait()
        with contextlib.suppress(OSError):
            server_reader, server_writer = await asyncio.open_connection(*self._target)
            await asyncio.gather(self._forward(reader, server_writer), self._forward(server_reader, writer))

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(2**16):
                await self.running.wait()
                writer.write(data)
        writer.close()


@contextlib.asynccontextmanager
async def freezable_proxy(uri: str) -> AsyncGenerator[FreezableProxy]:
    """A proxy for the Neo4j at this address; `proxy.uri` is its own."""
    address = urlsplit(uri)
    proxy = FreezableProxy(address.hostname or "localhost", address.port or 7687)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        proxy.running.set()
        server.close()
