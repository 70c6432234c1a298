"""Why a Neo4j cannot be reached: the driver says the same of a wrong name, a closed port, a firewall and a port that is somebody else's."""

import asyncio
import socket
from urllib.parse import urlsplit

from graph_service.errors import GraphServiceError
from graph_service.graph.driver import CONNECTION_TIMEOUT
from graph_service.graph.driver_errors import is_unreachable
from graph_service.health.check import Check, State, failed

BOLT_PORT = 7687
ENCRYPTION = (
    "Name the port for drivers in NEO4J_URI, usually 7687 (7474 is for browsers). Where Neo4j wants encryption, the address begins with "
    "bolt+s:// or neo4j+s://, elsewhere with bolt:// or neo4j://."
)


async def explain(error: GraphServiceError, uri: str | None) -> Check:
    """What `connect` raised as a finding; where nobody answered, the address is looked at more closely."""
    if uri is None or not is_unreachable(error):
        return failed("connection", error)
    address = urlsplit(uri)
    host, port = address.hostname or "", address.port or BOLT_PORT
    found, todo = await _look(host, port)
    return Check("connection", State.WRONG, found, todo)


async def _look(host: str, port: int) -> tuple[str, str]:
    try:
        async with asyncio.timeout(CONNECTION_TIMEOUT):
            _, writer = await asyncio.open_connection(host, port)
    except socket.gaierror:
        return f"No machine is called {host}.", "Correct the host in NEO4J_URI, or make its name known to this machine (DNS)."
    except TimeoutError:
        return (
            f"{host} keeps silent at port {port}.",
            "Is that machine on, and does a firewall let this one through? Else correct NEO4J_URI.",
        )
    except OSError:
        todo = "Start Neo4j there, or correct NEO4J_URI. `graph-service up` without NEO4J_URI starts a local one."
        return f"Nobody listens at port {port} of {host}.", todo
    writer.close()
    return f"Something listens at port {port} of {host}, but does not speak as a Neo4j does at such an address.", ENCRYPTION
