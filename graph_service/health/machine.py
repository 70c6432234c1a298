"""Whether a local Neo4j, and the service over it, can be started on this machine."""

import asyncio
import http.client

from graph_service.errors import Conflict, GraphServiceError
from graph_service.graph.local.data_directory import RunningServer, locate_data_directory
from graph_service.graph.local.java import find_java
from graph_service.graph.local.ports import HOST, accepts_connections, bind_socket, describe_listener
from graph_service.graph.local.releases import parse_release
from graph_service.health.check import Check, State, failed
from graph_service.settings import Settings

PATIENCE = 2.0  # seconds to find out whether what listens is this service
ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 - nothing is bound here


def check_java(settings: Settings) -> list[Check]:
    """A Java that the local Neo4j runs on."""
    try:
        release = parse_release(settings.neo4j_version)
        java = find_java(release, settings.java_home)
    except GraphServiceError as error:
        return [failed("Java", error)]
    first, second = release.java_versions
    found = f"Java {java.version} at {java.executable}; Neo4j {release.text} runs on {first} or {second}."
    if settings.java_home is None or settings.java_home / "bin" / "java" == java.executable:
        return [Check("Java", State.OK, found)]
    todo = "Set it to the folder of such a Java, or unset it."
    return [Check("Java", State.NOTE, f"Nothing comes of JAVA_HOME, which is {settings.java_home}. Used is {found}", todo)]


def check_data(settings: Settings) -> list[Check]:
    """A database in the data directory."""
    folder = locate_data_directory(settings.data)
    if folder.has_data:
        return [Check("data", State.OK, f"The database lies in {folder.path}.")]
    todo = "Start one with `graph-service up`, name another directory with --data DIR, or set NEO4J_URI."
    return [Check("data", State.WRONG, f"There is no database in {folder.path} yet.", todo)]


def check_neo4j_ports(settings: Settings) -> list[Check]:
    """The ports that the local Neo4j would have, or has."""
    running = locate_data_directory(settings.data).running()
    if running is not None and asyncio.run(accepts_connections(running.bolt_port)):
        return [_in_use(running)]
    bolt = _check_port(HOST, settings.bolt_port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT")
    return [bolt, _check_port(HOST, settings.browser_port, "--browser-port", "GRAPH_SERVICE_BROWSER_PORT")]


def check_service_port(settings: Settings) -> list[Check]:
    """The port that the service would listen at, or listens at."""
    if settings.port and _serves(settings.host, settings.port):
        return [Check("ports", State.OK, f"A graph-service answers at port {settings.port} of {settings.host} already.")]
    return [_check_port(settings.host, settings.port, "--port", "GRAPH_SERVICE_PORT")]


def _in_use(running: RunningServer) -> Check:
    found = (
        f"The local Neo4j runs (process {running.process}) at ports {running.bolt_port} (Bolt) and {running.browser_port} (Neo4j Browser)."
    )
    return Check("ports", State.OK, found)


def _check_port(host: str, port: int, option: str, variable: str) -> Check:
    try:
        bind_socket(host, port, option, variable).close()
    except Conflict as error:
        cause = failed("ports", error)
        return Check("ports", State.WRONG, f"{cause.found.removesuffix('.')}: {describe_listener(port)} has it.", cause.todo)
    return Check("ports", State.OK, f"Port {port} of {host} is free." if port else f"{variable} is 0: any free port will do.")


def _serves(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(HOST if host in ANY_HOST else host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read(2) == b"ok"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
