"""One real Neo4j for each test process: NEO4J_TEST_URI where it is set, else one of our own in a temporary folder."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from socket import socket

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from graph_service.cli.neo4j_browser import browser_setup
from graph_service.graph import Graph, connect
from graph_service.graph.local import LocalNeo4j, bind_socket, configuration, find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.model.relationships import RelationshipType
from graph_service.settings import Settings, read_settings
from tests.seeding import empty, seed, wipe
from tests.thorough import leave_out

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds
NAMES_COMMAND = """
UNWIND $types AS type
CREATE (start:$(type.start))-[link:$(type.name)]->(end:$(type.end))
DELETE start, link, end
"""
COUNT_NODES_QUERY = "MATCH (n) WHERE NOT n:Migration RETURN count(n)"


def pytest_configure(config: pytest.Config) -> None:
    """Cases that this run does not select are not even made: collecting them takes longer than many a test."""
    leave_out(config.option.markexpr)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the whole suite, each with a Neo4j of its own; one for selected paths, a single CPU or a Neo4j that is given."""
    whole_suite = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return 2 if whole_suite and (os.cpu_count() or 1) > 1 and "NEO4J_TEST_URI" not in os.environ else 0


class FromBothEnds(LoadFileScheduling):
    """Gives the second process the last file that is left, and the first process the first. Tests of one folder run much the same statements, and
    each process has a Neo4j that must plan every statement that it runs."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        if node.gateway.id == "gw1":
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FromBothEnds:
    return FromBothEnds(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test of both kinds would be run twice."""
    if {"thorough", "exhaustive"} <= {mark.name for mark in item.iter_markers()}:
        raise pytest.UsageError(f"{item.nodeid} is marked thorough and exhaustive. Choose one.")


@pytest.fixture(scope="session", autouse=True)
def fast_java_start() -> Iterator[None]:
    """Java uses only its quick compiler and its simple garbage collector, which together take a third less processor time: the tests run most
    statements once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", f"-XX:TieredStopAtLevel=1 {os.environ.get('JAVA_TOOL_OPTIONS', '')}")
        usual = (option for option in configuration.JAVA_OPTIONS if option not in {"-XX:+UseG1GC", "-Xms128m"})
        patch.setattr(configuration, "JAVA_OPTIONS", (*usual, "-XX:+UseSerialGC", "-Xms768m", "-Xmn256m"))
        yield


@pytest.fixture(scope="session", autouse=True)
def plans_kept() -> Iterator[None]:
    """Our Neo4j keeps its query plans for a day. By default it plans a statement again as soon as there is much more or less data than before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configuration, "MAIN", configuration.MAIN + "dbms.cypher.min_replan_interval=1d\n")
        yield


@pytest.fixture(scope="session")
def beside_neo4j() -> Iterator[socket]:
    """The socket of a service that a test starts; its address is in the configuration of our Neo4j, as `up` puts it there."""
    with bind_socket("127.0.0.1", 0, "", "") as listener:
        yield listener


@pytest.fixture(scope="session")
async def own_neo4j(tmp_path_factory: pytest.TempPathFactory, beside_neo4j: socket) -> AsyncIterator[LocalNeo4j | None]:
    """The Neo4j that we start; None when NEO4J_TEST_URI names another."""
    if "NEO4J_TEST_URI" in os.environ:
        yield None
        return
    settings = read_settings(data=tmp_path_factory.mktemp("neo4j"), bolt_port=0, browser_port=0)
    async with local_neo4j(find_installation(settings), settings, browser=browser_setup(*beside_neo4j.getsockname())) as neo4j:
        yield neo4j


@pytest.fixture(scope="session")
async def database_settings(own_neo4j: LocalNeo4j | None) -> Settings:
    """The connection to the Neo4j of this run. Never one that holds data of others. A slow machine may need a minute to plan a read."""
    if own_neo4j is not None:
        return own_neo4j.settings(
            read_settings(data=own_neo4j.directory.path, bolt_port=0, browser_port=0, read_timeout=PATIENCE, answer_timeout=PATIENCE)
        )
    settings = Settings(
        neo4j_uri=os.environ["NEO4J_TEST_URI"],
        neo4j_password=os.environ.get("NEO4J_TEST_PASSWORD"),
        read_timeout=PATIENCE,
        answer_timeout=PATIENCE,
    )
    await refuse_foreign_data(settings)
    return settings


async def refuse_foreign_data(settings: Settings) -> None:
    """The tests empty the database, so a given one must be empty, or GRAPH_SERVICE_TEST_MAY_WIPE must allow it."""
    async with connect(settings) as graph:
        nodes = await graph.read(COUNT_NODES_QUERY)
    if nodes and os.environ.get("GRAPH_SERVICE_TEST_MAY_WIPE") != "1":
        pytest.exit(
            f"{settings.neo4j_uri} holds {nodes} nodes, and the tests would delete them. "
            "Set GRAPH_SERVICE_TEST_MAY_WIPE=1 if they may, or leave NEO4J_TEST_URI unset: the tests then start a Neo4j of their own.",
            returncode=2,
        )


@pytest.fixture(scope="session")
async def database(database_settings: Settings) -> AsyncIterator[Graph]:
    """The connection of this run, with schema/ applied; emptied at the end for the next run."""
    async with connect(database_settings) as graph:
        await migrate(graph, ROOT / "schema")
        await create_names(graph)
        yield graph
        await wipe(graph)


async def create_names(graph: Graph) -> None:
    """Makes our labels and relationship types known to Neo4j, which plans a statement again as soon as a name in it has come to exist."""
    types = [{"name": kind, "start": kind.start, "end": kind.end} for kind in RelationshipType]
    await graph.command(NAMES_COMMAND, {"types": types})


@pytest.fixture
async def graph(database: Graph, request: pytest.FixtureRequest) -> Graph:
    """An empty graph with constraints and indexes, or the demonstration organisation if the test also uses `seeded`."""
    if "seeded" not in request.fixturenames:
        await empty(database)
    return database


@pytest.fixture
async def seeded(database: Graph) -> Graph:
    """The demonstration organisation."""
    await seed(database)
    return database
