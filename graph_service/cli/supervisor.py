"""Runs several worker processes behind one port: starts, replaces and stops them.

Extends uvicorn's supervisor. SIGHUP replaces the workers one after another, starting each new worker before stopping the old one. SIGTERM
and Ctrl-C stop all workers after their requests in flight. This module adds a callback once all workers are ready, log messages, and an
immediate reaction to SIGTERM and Ctrl-C.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing import parent_process
from socket import socket
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from graph_service.access import read_tokens
from graph_service.api.http.persisted_documents import read_persisted_documents
from graph_service.cli.http_server import SHUTDOWN_TIMEOUT, server_configuration
from graph_service.cli.loop_watchdog import exit_when_loop_hangs
from graph_service.errors import GraphServiceError, Unavailable
from graph_service.metrics import remove_worker
from graph_service.settings import Settings

LOG = logging.getLogger(__name__)
KILL_GRACE_PERIOD: Final = 5.0  # seconds that a worker has beyond SHUTDOWN_TIMEOUT


class Supervisor(Multiprocess):
    """The parent of the workers. Calls `ready` once all of them accept requests."""

    def __init__(self, config: Config, listener: socket, ready: Callable[[], None]) -> None:
        super().__init__(config, [listener])
        self._ready = ready
        self.stop_requested = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request_stop)

    def _request_stop(self, _number: int, _frame: object) -> None:
        """Stops at once, even while workers are being started or replaced, which takes seconds. uvicorn alone would finish that first."""
        self.stop_requested = True
        # The signal may have interrupted this thread while it holds the lock of the event, so another thread has to set it.
        threading.Thread(target=self.should_exit.set).start()

    def init_processes(self) -> None:
        """Starts all workers and waits until they are ready."""
        super().init_processes()
        if all(process.wait_until_ready(self.config.timeout_worker_healthcheck, self.should_exit) for process in self.processes):
            self._ready()
        else:
            self.should_exit.set()

    def keep_subprocess_alive(self) -> None:
        """Restarts crashed workers."""
        before = tuple(self.processes)
        super().keep_subprocess_alive()
        self._log_replaced(before, "Worker %d crashed (%s). Restarted as worker %d.")

    def restart_all(self) -> None:
        """Replaces every worker."""
        before = tuple(self.processes)
        super().restart_all()
        self._log_replaced(before, "Worker %d was stopped (%s). Replaced by worker %d.")

    def terminate_all(self) -> None:
        """Stops all workers. Closes the listeners first, so that new connections are refused instead of waiting for a worker."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()

    def join_all(self) -> None:
        """Waits for the workers to end; kills those that have not ended in time."""
        deadline = monotonic() + SHUTDOWN_TIMEOUT + KILL_GRACE_PERIOD
        for worker in self.processes:
            worker.process.join(max(0, deadline - monotonic()))
            if worker.process.is_alive():
                LOG.warning("Worker %d did not stop in time and was killed.", worker.pid)
                worker.kill()
        super().join_all()

    def _log_replaced(self, before: Sequence[Process], text: str) -> None:
        for old, new in zip(before, self.processes, strict=True):
            if new is not old:
                LOG.warning(text, old.pid, _exit_reason(old.exitcode), new.pid)
                remove_worker(old.pid)


def _exit_reason(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"


def run_workers(settings: Settings, listener: socket, ready: Callable[[], None]) -> None:
    """Serves until a signal stops it. Raises Unavailable when a worker does not start, InvalidInput when the tokens file, the
    file of persisted documents or a setting of the company login is invalid."""
    if settings.tokens_file is not None:
        read_tokens(settings.tokens_file)
    if settings.login_issuer is not None:
        from graph_service.access.oidc import read_configuration

        read_configuration(settings)
    if settings.persisted_documents is not None:
        read_persisted_documents(settings.persisted_documents)
    with TemporaryDirectory(prefix="graph-service-") as metrics_folder:
        # Each worker writes its metrics to this folder, and any worker can add them up.
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", metrics_folder)
        supervisor = Supervisor(server_configuration(partial(create_worker_application, settings), settings.workers), listener, ready)
        supervisor.run()
    if not supervisor.stop_requested:
        raise Unavailable("A worker did not start; the reason is above.")


def create_worker_application(settings: Settings) -> Any:
    """The application of a worker, which uvicorn creates on the event loop that will serve it.

    The worker ends with its parent: without it, it would hold the port and nothing would stop it. It also ends when its event loop hangs,
    so that the parent replaces it.
    """
    from graph_service.app import create_app

    exit_when_loop_hangs()
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    try:
        return create_app(settings)
    except GraphServiceError as error:  # a setting that was valid when the parent started, such as the tokens file
        LOG.error(error.message)  # noqa: TRY400 - the message says everything
        sys.exit(STARTUP_FAILURE)


def _exit_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)
