"""Checks this machine: the Java, data directory and ports of the local Neo4j, and the port of the service."""

import asyncio
import http.client

from graph_service.errors import Conflict, GraphServiceError
from graph_service.graph.local.data_directory import RunningServer, locate_data_directory
from graph_service.graph.local.java import find_java
from graph_service.graph.local.ports import HOST, accepts_connections, bind_socket, describe_listener
from graph_service.graph.local.releases import parse_release
from graph_service.health.check import Check, State, failed_check
from graph_service.health.running_service import WILDCARD_HOSTS
from graph_service.settings import Settings

RESPONSE_TIMEOUT = 2.0  # seconds to find out whether this service listens on its port


def check_java(settings: Settings) -> list[Check]:
    """A Java that can run the local Neo4j."""
    try:
        release = parse_release(settings.neo4j_version)
        java = find_java(release, settings.java_home)
    except GraphServiceError as error:
        return [failed_check("Java", error)]
    first, second = release.java_versions
    message = f"Java {java.version} at {java.executable}; Neo4j {release.text} runs on {first} or {second}."
    if settings.java_home is None or settings.java_home / "bin" / "java" == java.executable:
        return [Check("Java", State.OK, message)]
    remedy = "Set it to the folder of a suitable Java, or unset it."
    return [Check("Java", State.NOTE, f"JAVA_HOME is {settings.java_home}, which cannot be used. Used instead: {message}", remedy)]


def check_data(settings: Settings) -> list[Check]:
    """A database in the data directory."""
    directory = locate_data_directory(settings.data)
    if directory.has_data:
        return [Check("data", State.OK, f"The database is in {directory.path}.")]
    remedy = "Create one with `graph-service up`, choose another directory with --data DIR, or set NEO4J_URI."
    return [Check("data", State.WRONG, f"There is no database in {directory.path} yet.", remedy)]


def check_neo4j_ports(settings: Settings) -> list[Check]:
    """The ports of the local Neo4j: in use by it, or free."""
    server = locate_data_directory(settings.data).running()
    if server is not None and asyncio.run(accepts_connections(server.bolt_port)):
        return [_used_by_neo4j(server)]
    bolt = _check_port(HOST, settings.bolt_port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT")
    return [bolt, _check_port(HOST, settings.browser_port, "--browser-port", "GRAPH_SERVICE_BROWSER_PORT")]


def check_service_port(settings: Settings) -> list[Check]:
    """The port of the service: in use by it, or free."""
    if settings.port and _is_graph_service(settings.host, settings.port):
        return [Check("ports", State.OK, f"graph-service is already running on port {settings.port} of {settings.host}.")]
    return [_check_port(settings.host, settings.port, "--port", "GRAPH_SERVICE_PORT")]


def _used_by_neo4j(server: RunningServer) -> Check:
    ports = f"ports {server.bolt_port} (Bolt) and {server.browser_port} (Neo4j Browser)"
    return Check("ports", State.OK, f"The local Neo4j is running (process {server.process}) on {ports}.")


def _check_port(host: str, port: int, option: str, variable: str) -> Check:
    try:
        bind_socket(host, port, option, variable).close()
    except Conflict as error:
        conflict = failed_check("ports", error)
        return Check("ports", State.WRONG, f"{conflict.message.removesuffix('.')}: used by {describe_listener(port)}.", conflict.remedy)
    return Check("ports", State.OK, f"Port {port} of {host} is free." if port else f"{variable} is 0: any free port is used.")


def _is_graph_service(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(HOST if host in WILDCARD_HOSTS else host, port, timeout=RESPONSE_TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read(2) == b"ok"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
