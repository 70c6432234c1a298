"""Clients that send one request after another, each over its own connection, and the response times they measure."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import numpy as np

from tests.benchmarks.load.requests import Requests, get
from tests.benchmarks.reading.keep_alive import Connection

WRITES = 0.05  # share of the requests
PROBES_PER_SECOND = 5
PROBES = ("/healthz", "/metrics", "a small read")


@dataclass
class Tally:
    """Response times in seconds by kind of request, and errors by text."""

    times: dict[str, list[float]] = field(default_factory=lambda: {kind: list[float]() for kind in ("read", "write", *PROBES)})
    errors: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0

    def percentile(self, kind: str, percent: float) -> float:
        """The percentile in milliseconds; 0 without requests of that kind."""
        return float(np.percentile(self.times[kind], percent)) * 1_000 if self.times[kind] else 0.0

    @property
    def rate(self) -> float:
        """Reads and writes per second."""
        return (len(self.times["read"]) + len(self.times["write"])) / self.seconds


def measure(port: int, requests: Requests, clients: int, seconds: float, progress: Callable[[Tally, float], None]) -> Tally:
    """Runs the clients and the probes for these seconds; calls `progress` every five seconds with the tally and the remaining seconds."""
    tally, end = Tally(), time.monotonic() + seconds
    threads = [threading.Thread(target=_run_client, args=(port, requests, Random(seed), end, tally)) for seed in range(clients)]
    threads += [threading.Thread(target=_run_probe, args=(port, requests, kind, end, tally)) for kind in PROBES]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(5.0, left))
        tally.seconds = time.monotonic() - began
        progress(tally, max(0.0, left - 5.0))
    for thread in threads:
        thread.join()
    tally.seconds = time.monotonic() - began
    return tally


def _run_client(port: int, requests: Requests, chance: Random, end: float, tally: Tally) -> None:
    while time.monotonic() < end:
        with _counting(tally), Connection(port) as connection:
            while time.monotonic() < end:
                writes = chance.random() < WRITES
                request = requests.write(chance) if writes else requests.read(chance)
                _send(connection, request, "write" if writes else "read", tally)


def _run_probe(port: int, requests: Requests, kind: str, end: float, tally: Tally) -> None:
    chance = Random(kind)
    while time.monotonic() < end:
        with _counting(tally), Connection(port) as connection:
            while time.monotonic() < end:
                _send(connection, requests.small_read(chance) if kind == "a small read" else get(kind), kind, tally)
                time.sleep(1 / PROBES_PER_SECOND)


@contextmanager
def _counting(tally: Tally) -> Generator[None]:
    """Counts a lost connection as an error, after which the client opens another one."""
    try:
        yield
    except OSError as error:
        tally.errors[f"{type(error).__name__}"] += 1
        time.sleep(0.1)


def _send(connection: Connection, request: bytes, kind: str, tally: Tally) -> None:
    began = time.perf_counter()
    body = connection.ask(request)
    tally.times[kind].append(time.perf_counter() - began)
    if kind != "/metrics" and b'"errors"' in body:
        text = body[body.index(b'"errors"') :][:200].decode(errors="replace")
        tally.errors[f"{kind}: {text}"] += 1


def total_errors(errors: Mapping[str, int]) -> int:
    return sum(errors.values())
