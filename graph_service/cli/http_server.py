"""The HTTP server as both `up` and `serve` run it: it speaks as uvicorn does, but nobody's request is lost when it stops."""

from collections.abc import Callable
from typing import Any, Final

from uvicorn import Config
from uvicorn.config import LOGGING_CONFIG
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.logs import CONFIGURATION

GRACE: Final = 10  # seconds that requests in flight have when the service is stopped
# Seconds in which the next request of an open connection may still be on its way to a server that is stopping.
UNDERWAY: Final = 1.0
CLOSE: Final = (b"connection", b"close")
HEALTHY: Final = 60  # seconds a worker may take to start, or to say that it lives: it may be busy, with others, on few cores


class Draining(HttpToolsProtocol):
    """One connection. When the server stops, uvicorn closes those on which nothing is being answered, and with them what is in the mail: the
    request of a client that has just connected, say. Here they stay open a moment, for one more request and `Connection: close`.
    """

    def shutdown(self) -> None:
        """Asked of every open connection when no new ones are taken any more."""
        said_by_all = self.server_state.default_headers  # also by those that were taken a moment ago and are asked nothing
        if CLOSE not in said_by_all:
            said_by_all.append(CLOSE)
        if self.cycle and not self.cycle.response_complete:
            super().shutdown()
        else:
            self.loop.call_later(UNDERWAY, super().shutdown)


def configure(application: Callable[..., Any], workers: int = 1, *, terminal: bool = False) -> Config:
    """Settings of uvicorn for an application; for several workers, for what makes one. `terminal`: a person looks on, and wants to read of
    trouble only; otherwise it logs lines of JSON.
    """
    return Config(
        application,
        factory=workers > 1,
        workers=workers,
        http=Draining,
        log_config=LOGGING_CONFIG if terminal else CONFIGURATION,
        log_level="warning" if terminal else None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=HEALTHY,
    )
