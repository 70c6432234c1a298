"""Explains why Neo4j cannot be reached. The driver reports the same error for a wrong name, a closed port, a firewall and a foreign service."""

import asyncio
import socket
from urllib.parse import urlsplit

from graph_service.errors import GraphServiceError
from graph_service.graph.driver import CONNECTION_TIMEOUT
from graph_service.graph.driver_errors import is_unreachable
from graph_service.health.check import Check, State, failed_check

DEFAULT_BOLT_PORT = 7687
USE_BOLT_PORT = (
    "Set the port in NEO4J_URI to Neo4j's Bolt port, usually 7687 (7474 is for browsers). If Neo4j requires encryption, start the address with "
    "bolt+s:// or neo4j+s://, otherwise with bolt:// or neo4j://."
)


async def explain_failed_connection(error: GraphServiceError, uri: str | None) -> Check:
    """The error of `connect` as a result. If the server did not respond, opens a TCP connection to find out why."""
    if uri is None or not is_unreachable(error):
        return failed_check("connection", error)
    address = urlsplit(uri)
    host, port = address.hostname or "", address.port or DEFAULT_BOLT_PORT
    message, remedy = await _try_tcp(host, port)
    return Check("connection", State.WRONG, message, remedy)


async def _try_tcp(host: str, port: int) -> tuple[str, str]:
    """A message and a remedy."""
    try:
        async with asyncio.timeout(CONNECTION_TIMEOUT):
            _, writer = await asyncio.open_connection(host, port)
    except socket.gaierror:
        return f"The host name {host} cannot be resolved.", "Correct the host in NEO4J_URI, or add its name to DNS."
    except TimeoutError:
        remedy = "Check that the machine is running and that no firewall blocks the port, or correct NEO4J_URI."
        return f"{host} does not respond on port {port}.", remedy
    except OSError:
        remedy = "Start Neo4j there, or correct NEO4J_URI. `graph-service up` without NEO4J_URI starts a local Neo4j."
        return f"Nothing listens on port {port} of {host}.", remedy
    writer.close()
    return (
        f"Port {port} of {host} accepts connections, but what listens there is not Neo4j or expects another kind of address.",
        USE_BOLT_PORT,
    )
