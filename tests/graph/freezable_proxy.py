"""A TCP proxy in front of Neo4j that can stop forwarding, as a database does that is suspended or cut off without its connections closing.

It can also close all connections, as a database does that has stopped.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit


class FreezableProxy:
    """Forwards bytes both ways while `running` is set. is_down: connections are closed. delay: the seconds that each response takes."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self.running = asyncio.Event()
        self.running.set()
        self.uri = ""
        self.is_down = False
        self.delay = 0.0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection."""
        await self.running.wait()
        if self.is_down:
            writer.close()
            return
        with contextlib.suppress(OSError):
            server_reader, server_writer = await asyncio.open_connection(*self._target)
            await asyncio.gather(self._forward(reader, server_writer), self._forward(server_reader, writer, is_response=True))

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_response: bool = False) -> None:
        with contextlib.suppress(OSError):
            while (data := await reader.read(2**16)) and not self.is_down:
                await self.running.wait()
                await asyncio.sleep(self.delay if is_response else 0)
                writer.write(data)
        writer.close()


@contextlib.asynccontextmanager
async def freezable_proxy(uri: str, port: int = 0) -> AsyncGenerator[FreezableProxy]:
    """A proxy for the Neo4j at this address; `proxy.uri` is its own. port: where it listens; 0 for any free port."""
    address = urlsplit(uri)
    proxy = FreezableProxy(address.hostname or "localhost", address.port or 7687)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", port)
    proxy.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        proxy.running.set()
        server.close()
