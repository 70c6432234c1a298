"""The HTTP server of `up` and `serve`: uvicorn, with a shutdown that loses no request."""

from collections.abc import Callable
from typing import Any, Final

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.logs import logging_configuration

SHUTDOWN_TIMEOUT: Final = 10  # seconds that requests in flight have on shutdown
# Seconds that an idle connection stays open on shutdown, in case its next request is already on its way.
IDLE_GRACE_PERIOD: Final = 1.0
CONNECTION_CLOSE: Final = (b"connection", b"close")
WORKER_TIMEOUT: Final = 60  # seconds for a worker to start or to answer a health check; it may share few cores with others


class GracefulHttpProtocol(HttpToolsProtocol):
    """One connection. On shutdown uvicorn closes idle connections at once, and loses the requests that clients are just sending on them.
    Here an idle connection stays open for a moment, for one more request, which is answered with `Connection: close`.
    """

    def shutdown(self) -> None:
        """uvicorn calls this for every open connection after it has stopped accepting new ones."""
        headers = self.server_state.default_headers  # shared by all connections, including those accepted a moment ago
        if CONNECTION_CLOSE not in headers:
            headers.append(CONNECTION_CLOSE)
        if self.cycle and not self.cycle.response_complete:
            super().shutdown()
        else:
            self.loop.call_later(IDLE_GRACE_PERIOD, super().shutdown)


def server_configuration(application: Callable[..., Any], workers: int = 1, *, terminal: bool = False) -> Config:
    """The uvicorn configuration for an application or, with several workers, for a factory of one.

    terminal: logs warnings and errors as text for a person; otherwise logs every request as a line of JSON.
    """
    return Config(
        application,
        factory=workers > 1,
        workers=workers,
        http=GracefulHttpProtocol,
        log_config=logging_configuration(terminal=terminal),
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT,
        timeout_worker_healthcheck=WORKER_TIMEOUT,
    )
