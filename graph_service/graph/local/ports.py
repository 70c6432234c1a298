"""TCP ports of this machine: binds them, and finds out who uses them."""

import asyncio
import contextlib
import importlib.util
import os
import socket

from graph_service.errors import Conflict

HOST = "127.0.0.1"


def bind_socket(host: str, port: int, option: str, variable: str) -> socket.socket:
    """A socket bound to this port (0: any free one). Conflict names the port and the option for another."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named: asyncio sets TCP_NODELAY only then, without which small responses are delayed by 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # on Windows this option would let two processes share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Conflict(f"Port {port} of {host} cannot be used ({error.strerror}). Choose another with {option} or {variable}.") from error
    return listener


def find_free_port(port: int, option: str, variable: str) -> int:
    """This port if it is free, or any free one for 0. Raises Conflict when it is in use."""
    with bind_socket(HOST, port, option, variable) as listener:
        return listener.getsockname()[1]


async def accepts_connections(port: int) -> bool:
    """Whether a program listens on this port of this machine."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


def describe_listener(port: int) -> str:
    """The program that listens on this port of this machine, as far as this user may see it."""
    if importlib.util.find_spec("psutil") is None:
        return "another program"
    import psutil

    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            ports = (connection.laddr.port for connection in process.net_connections("tcp") if connection.status == psutil.CONN_LISTEN)
            if port in ports:
                return f"{process.name()} (process {process.pid})"
    return "a program of another user"
