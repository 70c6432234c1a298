"""The client of the benchmarks keeps its connection, and replaces it when the server may have closed it."""

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.benchmarks.reading import keep_alive
from tests.benchmarks.reading.keep_alive import Connection, post, read_body

PATIENCE = 0.2  # seconds after which the server closes an idle connection
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def impatient_server() -> Iterator[tuple[int, list[int]]]:
    """The port of a server that closes idle connections, and the number of requests of each of its connections."""
    requests: list[int] = []

    def answer(connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        requests.append(0)
        place = len(requests) - 1
        with connection:
            try:
                while read_body(connection):
                    requests[place] += 1
                    connection.sendall(ANSWER)
            except (TimeoutError, ConnectionError):
                return

    def accept() -> None:
        try:
            while True:
                Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()
        except OSError:
            return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], requests


def test_connection_is_replaced_after_a_pause(impatient_server: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_alive, "IDLE", PATIENCE / 2)
    port, requests = impatient_server
    with Connection(port) as connection:
        answers = [connection.ask(post(b"{}")), connection.ask(post(b"{}"))]
        time.sleep(2 * PATIENCE)
        answers.append(connection.ask(post(b"{}")))
    assert answers == [b"ok"] * 3
    assert sum(requests) == 3
