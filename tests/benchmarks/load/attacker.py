"""An attacker with the role reader and an IP address of its own, who sends requests that used to make the service unresponsive."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final

import orjson

from tests.benchmarks.reading.keep_alive import post, read_body

ADDRESS: Final = "127.0.0.2"  # the service shares its time between callers by IP address
TIMEOUT: Final = 15.0  # seconds after which the attacker disconnects
MAX_OPEN: Final = 20  # open requests of each kind
MEASURES: Final = "silos { q } flow { events } storyBalance { lessons } shelf { published } participation { lessons }"


def nested_filter(depth: int) -> dict[str, Any]:
    """A filter with 2^depth conditions."""
    return {"title": {"eq": "x"}} if depth == 0 else {"OR": [{"NOT": nested_filter(depth - 1)}] * 2}


def query(document: str, **variables: Any) -> bytes:
    """The request with a GraphQL operation."""
    return post(orjson.dumps({"query": document, "variables": variables}))


def introspections(number: int) -> str:
    """A document with that many introspections of the schema."""
    return "{ " + " ".join(f"a{at}: __schema {{ types {{ name fields {{ name type {{ name }} }} }} }}" for at in range(number)) + " }"


FILTERED: Final = "query($where: LessonWhere!) { lessons(where: $where) { totalCount } }"
REQUESTS: Final[dict[str, bytes]] = {
    "60 fragments, each of which spreads the next one twice": query(
        "{ ...F0 } fragment F60 on Query { topics { totalCount } } "
        + " ".join(f"fragment F{at} on Query {{ ...F{at + 1} ...F{at + 1} }}" for at in range(60))
    ),
    "filter with 4,096 conditions": query(FILTERED, where=nested_filter(12)),
    "filter with 16,384 conditions": query(FILTERED, where=nested_filter(14)),
    "40 introspections": query(introspections(40)),
    "190 introspections": query(introspections(190)),
    "100,000 ids": query(FILTERED, where={"id": {"in": [f"l{at}" for at in range(100_000)]}}),
    "20 monthly timelines of five measures": query(
        "{ network { " + " ".join(f"a{at}: timeline(every: MONTH) {{ network {{ {MEASURES} }} }}" for at in range(20)) + " } }"
    ),
    "4 MB of headers": b"GET /graphql HTTP/1.1\r\nHost: localhost\r\n"
    + b"".join(b"X-%d: %s\r\n" % (at, b"x" * 1_000) for at in range(4_000)),
}


class Attack:
    """The attack, and the number of each result by request."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.results: dict[str, Counter[str]] = {name: Counter() for name in [*REQUESTS, "headers sent slowly"]}
        self._open: Counter[str] = Counter()
        self._stop = threading.Event()

    @contextmanager
    def running(self) -> Generator[None]:
        """Sends each request once a second inside the context."""
        timer = threading.Thread(target=self._repeat, daemon=True)
        timer.start()
        try:
            yield
        finally:
            self._stop.set()
            timer.join()

    def _repeat(self) -> None:
        while not self._stop.wait(1.0):
            for name, request in REQUESTS.items():
                self._start(name, lambda connection, request=request: send(connection, request))
            self._start("headers sent slowly", self._send_slowly)

    def _start(self, name: str, send: Callable[[socket.socket], str]) -> None:
        if self._open[name] < MAX_OPEN:
            self._open[name] += 1
            threading.Thread(target=self._run, args=(name, send), daemon=True).start()

    def _run(self, name: str, send: Callable[[socket.socket], str]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self._port), TIMEOUT, (ADDRESS, 0)) as connection:
                result = send(connection)
        except TimeoutError:
            result = "no response in time"
        except OSError:
            result = "connection closed"
        self.results[name][result] += 1
        self._open[name] -= 1

    def _send_slowly(self, connection: socket.socket) -> str:
        for byte in b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ":
            if self._stop.is_set():
                return "still open at the end"
            connection.sendall(bytes([byte]))
            time.sleep(1)
        return "accepted"


def send(connection: socket.socket, request: bytes) -> str:
    """The code of the error in the response, "no error", or the text of a response that is not JSON."""
    connection.sendall(request)
    body = read_body(connection)
    try:
        return orjson.loads(body)["errors"][0]["extensions"]["code"]
    except ValueError:
        return body.decode(errors="replace")
    except KeyError:
        return "no error"
