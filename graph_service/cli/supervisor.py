"""Several processes that answer at one port, and the one that starts them, replaces them and stops them.

uvicorn's supervisor does it: SIGHUP replaces the workers one after another, a new one answering before its old one goes; SIGTERM and Ctrl-C stop
all of them, each after it has finished what it had. Ours adds when everything is up, what is logged, and that stopping waits for nothing.
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
from typing import Any

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from graph_service.access import read_tokens
from graph_service.cli.http_server import configure
from graph_service.errors import GraphServiceError, Unavailable
from graph_service.metrics import remove_worker
from graph_service.settings import Settings

LOG = logging.getLogger(__name__)


class Supervisor(Multiprocess):
    """The parent of the workers. `ready` is called once all of them answer."""

    def __init__(self, config: Config, listener: socket, ready: Callable[[], None]) -> None:
        super().__init__(config, [listener])
        self._ready = ready
        self.asked = False  # to stop
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: object) -> None:
        """At once, also while workers are being started or replaced, which takes seconds; uvicorn's own way is to finish that first."""
        self.asked = True
        # The thread that was interrupted for this may hold the lock of the event: another one has to set it.
        threading.Thread(target=self.should_exit.set).start()

    def init_processes(self) -> None:
        """Starts all and waits until they answer."""
        super().init_processes()
        if all(process.wait_until_ready(self.config.timeout_worker_healthcheck, self.should_exit) for process in self.processes):
            self._ready()
        else:
            self.should_exit.set()

    def keep_subprocess_alive(self) -> None:
        """Starts again what has died."""
        before = tuple(self.processes)
        super().keep_subprocess_alive()
        self._follow_up(before, "Worker %d died (%s). Started again: worker %d.")

    def restart_all(self) -> None:
        """Replaces every worker."""
        before = tuple(self.processes)
        super().restart_all()
        self._follow_up(before, "Worker %d was asked to end (%s). In its place: worker %d.")

    def terminate_all(self) -> None:
        """Asks all to end. Who connects from now on is refused and does not wait for somebody who isn't there."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()

    def _follow_up(self, before: Sequence[Process], text: str) -> None:
        for old, new in zip(before, self.processes, strict=True):
            if new is not old:
                LOG.warning(text, old.pid, _fate(old.exitcode), new.pid)
                remove_worker(old.pid)


def _fate(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"


def run_workers(settings: Settings, listener: socket, ready: Callable[[], None]) -> None:
    """Serves until it is asked to stop. Unavailable when a worker does not start, InvalidInput when the file of tokens would let none start."""
    if settings.tokens_file is not None:
        read_tokens(settings.tokens_file)
    with TemporaryDirectory(prefix="graph-service-") as counts:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", counts)  # of the workers: whichever is asked for metrics adds them up
        supervisor = Supervisor(configure(partial(create_application, settings), settings.workers), listener, ready)
        supervisor.run()
    if not supervisor.asked:
        raise Unavailable("A worker did not start; the reason is above.")


def create_application(settings: Settings) -> Any:
    """What a worker serves. It ends when its parent is gone, which would leave it with the port and with nobody to stop it."""
    from graph_service.app import create_app

    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        return create_app(settings)
    except GraphServiceError as error:  # a setting that was good when the parent started, like the file of tokens
        LOG.error(error.message)  # noqa: TRY400 - it says all
        sys.exit(STARTUP_FAILURE)


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)
