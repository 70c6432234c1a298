"""The HTTP server of `up` and `serve`: uvicorn, with limits on incomplete requests and a shutdown that loses no request."""

import re
from asyncio import TimerHandle, Transport
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar, Final

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.logs import logging_configuration

SHUTDOWN_TIMEOUT: Final = 10  # seconds that requests in flight have on shutdown
# Seconds that an idle connection stays open on shutdown, in case its next request is already on its way.
IDLE_GRACE_PERIOD: Final = 1.0
CONNECTION_CLOSE: Final = (b"connection", b"close")
MAX_HEAD: Final = 2**16  # bytes of a request's line and headers
HEAD_TIMEOUT: Final = 10.0  # seconds for the line and headers of a request
BODY_TIMEOUT: Final = 30.0  # seconds for its body
UPGRADE: Final = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
IGNORED_HEADER: Final = b"\r\nx-other:"  # as long as UPGRADE, so that no length changes
LINGER: Final = 1.0  # seconds from a refusal to closing the connection; closing it with unread data would lose the response
HEAD_TOO_LARGE: Final = f"The address and headers of the request exceed {MAX_HEAD:,} bytes."
TOO_SLOW: Final = f"The request was not complete in time: {HEAD_TIMEOUT:.0f} s for its headers, {BODY_TIMEOUT:.0f} s for its body."
# Open connections of one worker; a request on a further connection gets status 503. By default, a Linux process may have 1,024 open files.
MAX_CONNECTIONS: Final = 800
WORKER_TIMEOUT: Final = 60  # seconds for a worker to start or to answer a health check; it may share few cores with others


class HttpProtocol(HttpToolsProtocol):
    """One connection: uvicorn's protocol with limits on what arrives before a request is complete, and a shutdown that loses no request."""

    head_timeout: ClassVar[float] = HEAD_TIMEOUT
    body_timeout: ClassVar[float] = BODY_TIMEOUT
    _deadline: TimerHandle | None = None  # runs while a request is being received
    _is_refused = False
    _head_size = 0  # bytes received of a request whose head is incomplete

    def connection_made(self, transport: Transport) -> None:
        """Gives the client HEAD_TIMEOUT for its first request."""
        super().connection_made(transport)
        self._restart_deadline(self.head_timeout)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the deadline."""
        self._stop_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuses a head that grows beyond MAX_HEAD without ending. Discards what follows a refusal.

        Renames the header `Upgrade`, which a server may ignore: httptools drops the body of a request with it, and Java's HttpClient offers
        HTTP/2 with it in the first request of each connection.
        """
        if self._is_refused:
            return
        if self._deadline is None:
            self._restart_deadline(self.head_timeout)
        self._head_size += len(data)
        super().data_received(UPGRADE.sub(IGNORED_HEADER, data) if b"pgrade" in data else data)
        if self._head_size > MAX_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, HEAD_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Starts the request, or the refusal of one whose head is too large."""
        self._head_size = 0
        self._restart_deadline(self.body_timeout)
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        self.app = refuse_large_head if size > MAX_HEAD else self.config.loaded_app  # pyright: ignore[reportUnknownMemberType] - any ASGI application
        if size > MAX_HEAD:
            self.url = b"/"  # uvicorn cannot parse a longer one
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Ends the head: what follows is the body."""
        self._head_size = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Stops the deadline: the client has sent the whole request."""
        self._head_size = 0
        self._stop_deadline()
        super().on_message_complete()

    def eof_received(self) -> bool:  # type: ignore[override] - asyncio reads the result
        """Keeps the connection of a client that has finished sending until its request is answered."""
        is_answering = bool(self.cycle) and not self.cycle.response_complete and self._deadline is None
        if is_answering:
            self.cycle.keep_alive = False
        return is_answering

    def shutdown(self) -> None:
        """uvicorn calls this for every open connection after it has stopped accepting new ones.

        uvicorn closes idle connections at once, and loses requests that clients are just sending. Here an idle connection stays open
        for a moment, for one more request, which is answered with `Connection: close`.
        """
        headers = self.server_state.default_headers  # shared by all connections, including those accepted a moment ago
        if CONNECTION_CLOSE not in headers:
            headers.append(CONNECTION_CLOSE)
        if self.cycle and not self.cycle.response_complete:
            super().shutdown()
        else:
            self.loop.call_later(IDLE_GRACE_PERIOD, super().shutdown)

    def _restart_deadline(self, seconds: float) -> None:
        self._stop_deadline()
        self._deadline = self.loop.call_later(seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        """Closes the connection: after a response, unless one has begun or the client is idle."""
        is_pending = bool(self.cycle) and not self.cycle.response_complete
        if not (self._head_size or is_pending) or (is_pending and self.cycle.response_started):
            self.transport.close()
            return
        head = f"HTTP/1.1 {status} {status.phrase}\r\ncontent-type: text/plain\r\ncontent-length: {len(text)}\r\nconnection: close\r\n\r\n"
        self.transport.write(f"{head}{text}".encode())
        self._is_refused = True
        self.loop.call_later(LINGER, self.transport.close)


async def refuse_large_head(scope: Any, receive: Any, send: Any) -> None:
    """An ASGI application that responds with status 431."""
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(HEAD_TOO_LARGE)), CONNECTION_CLOSE]
    await send({"type": "http.response.start", "status": HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": HEAD_TOO_LARGE.encode()})


def server_configuration(application: Callable[..., Any], workers: int = 1, *, terminal: bool = False) -> Config:
    """The uvicorn configuration for an application or, with several workers, for a factory of one.

    terminal: logs warnings and errors as text for a person; otherwise logs every request as a line of JSON.
    """
    return Config(
        application,
        factory=workers > 1,
        workers=workers,
        http=HttpProtocol,
        ws="none",  # the service has no WebSocket endpoint
        log_config=logging_configuration(terminal=terminal),
        access_log=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT,
        timeout_worker_healthcheck=WORKER_TIMEOUT,
    )
