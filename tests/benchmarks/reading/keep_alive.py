"""A minimal HTTP client over one keep-alive connection, used for both the service and the baseline."""

import socket
import time
from typing import Self

CHUNK = 1 << 18
END = b"\r\n\r\n"
IDLE = 3.0  # seconds without a request after which a connection is replaced: the service closes it after 5


class Connection:
    """One keep-alive connection to a local server."""

    def __init__(self, port: int) -> None:
        self._port, self._used = port, time.monotonic()
        self._socket = _connect(port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> bytes:
        """Sends a request made by `post` and returns the response body."""
        if time.monotonic() - self._used > IDLE:
            self._socket.close()
            self._socket = _connect(self._port)
        self._socket.sendall(request)
        body = read_body(self._socket)
        self._used = time.monotonic()
        return body


def _connect(port: int) -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", port))
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


def post(body: bytes) -> bytes:
    """The bytes of a POST request with a JSON body."""
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def read_body(connection: socket.socket) -> bytes:
    """The body of the next message. Raises ConnectionError when the peer has disconnected."""
    received = bytearray()
    while (end := received.find(END)) < 0:
        _receive(connection, received)
    length = int(bytes(received[:end]).lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(received) < end + len(END) + length:
        _receive(connection, received)
    return bytes(received[end + len(END) :])


def _receive(connection: socket.socket, received: bytearray) -> None:
    piece = connection.recv(CHUNK)
    if not piece:
        raise ConnectionError("The other side closed the connection.")
    received += piece
