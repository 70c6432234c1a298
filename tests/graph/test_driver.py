"""Reads and writes on a real server: routing, timeouts, retries, and errors that say what to do."""

import asyncio
import dataclasses
import logging
import re
import socket

import pytest
from neo4j.exceptions import ClientError, ConstraintError, Neo4jError

from graph_service.errors import Conflict, GraphServiceError, Internal, InvalidInput, NotFound, Timeout, Unavailable
from graph_service.graph import Graph, WriteTransaction, connect, driver
from graph_service.graph.driver_errors import translate_driver_error
from graph_service.graph.local import LocalNeo4j
from graph_service.settings import Settings
from tests.thorough import one_in

PATIENCE = 300.0
ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b = $wanted RETURN count(*)"
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range(1, 1000000)' RETURN count(*) AS running"
COLLECT_NUMBERS = "UNWIND range(1, $size) AS number RETURN size(collect(number))"  # 16 bytes or more of memory for each
GADGETS = "MATCH (n:Gadget) RETURN count(n)"
MERGE_PERSON = "MERGE (n:Person {id: $id}) ON CREATE SET n.writes = 0 SET n.writes = n.writes + 1"


async def test_read_returns_the_first_column_of_the_first_record(graph: Graph) -> None:
    assert await graph.read("UNWIND $names AS name RETURN collect(name) AS rows, 'second' AS other", {"names": ["a", "b"]}) == ["a", "b"]
    assert await graph.read("MATCH (n:Gadget) RETURN n.size") is None


async def test_neo4j_rejects_a_write_in_a_read(graph: Graph) -> None:
    with pytest.raises(Internal) as refused:
        await graph.read("CREATE (n:Gadget) RETURN 1")
    assert isinstance(refused.value.__cause__, ClientError)
    assert refused.value.__cause__.code == "Neo.ClientError.Statement.AccessMode"
    assert await graph.read(GADGETS) == 0


async def test_slow_read_is_cancelled_in_the_database(graph: Graph) -> None:
    slow = asyncio.create_task(graph.read(ENDLESS, {"wanted": -1}, timeout=1))
    while await _running(graph) == 0:  # noqa: ASYNC110 - the server has no event to wait for
        await asyncio.sleep(0.05)
    with pytest.raises(Timeout):
        await slow
    while await _running(graph) != 0:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.05)


@pytest.mark.thorough
async def test_read_that_needs_too_much_memory_is_not_repeated_and_says_what_to_do(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "ATTEMPTS", 1_000)
    with pytest.raises(Unavailable, match=r"too little memory for this query .* Request fewer rows at once"):
        await graph.read(COLLECT_NUMBERS, {"size": 100_000_000}, timeout=PATIENCE)


@pytest.mark.thorough
async def test_read_fails_at_its_own_limit_of_memory_before_it_takes_that_of_others(graph: Graph, own_neo4j: LocalNeo4j | None) -> None:
    if own_neo4j is None:
        pytest.skip("The limit is in the configuration of our own Neo4j.")
    with pytest.raises(Unavailable, match="too little memory") as refused:
        await graph.read(COLLECT_NUMBERS, {"size": 100_000_000}, timeout=PATIENCE)
    assert re.search(r"db\.memory\.transaction\.max\b", str(refused.value.__cause__))


async def test_read_timeout_comes_from_the_settings_unless_it_is_overridden(graph: Graph, database_settings: Settings) -> None:
    async with connect(dataclasses.replace(database_settings, read_timeout=0.2)) as impatient:
        with pytest.raises(Timeout):
            await impatient.read(ENDLESS, {"wanted": -1})


async def test_write_is_atomic(graph: Graph) -> None:
    async def half(transaction: WriteTransaction) -> None:
        await transaction.run("CREATE (n:Gadget)")
        raise NotFound("There is no project x.")

    with pytest.raises(NotFound):
        await graph.write(half)
    assert await graph.read(GADGETS) == 0


async def test_write_returns_the_result_of_its_work_with_records_in_order(graph: Graph) -> None:
    async def work(transaction: WriteTransaction) -> list[dict[str, int]]:
        return await transaction.run("UNWIND [3, 1, 2] AS size CREATE (n:Gadget {size: size}) RETURN n.size AS size ORDER BY size")

    assert await graph.write(work) == [{"size": 1}, {"size": 2}, {"size": 3}]


async def test_concurrent_writers_of_one_key_all_succeed(graph: Graph) -> None:
    async def work(transaction: WriteTransaction) -> None:
        await transaction.run(MERGE_PERSON, {"id": "p1"})

    await asyncio.gather(*(graph.write(work) for _ in range(40)))
    assert await graph.read("MATCH (n:Person) RETURN collect([n.id, n.writes])") == [["p1", 40]]


async def test_write_that_lost_the_race_for_a_key_is_retried(graph: Graph) -> None:
    runs: list[str] = []

    async def winner(transaction: WriteTransaction) -> None:
        await transaction.run("CREATE (n:Person {id: 'p1'})")

    async def loser(transaction: WriteTransaction) -> None:
        found = await transaction.run("MATCH (n:Person {id: 'p1'}) RETURN n.id AS id")
        runs.append("found" if found else "missed")
        if not found:
            await graph.write(winner)
            await transaction.run("CREATE (n:Person {id: 'p1'})")

    await graph.write(loser)
    assert runs == ["missed", "found"]


async def test_duplicate_key_is_a_conflict_without_internal_details(graph: Graph) -> None:
    async def work(transaction: WriteTransaction) -> None:
        await transaction.run("CREATE (n:Person {id: 'p1', email: 'ada@example.org'})")

    await graph.write(work)
    with pytest.raises(Conflict, match="already exists") as refused:
        await graph.write(work)
    assert isinstance(refused.value.__cause__, ConstraintError)
    _says_nothing_of_the_inside(refused.value)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("RETRUN $value", 1),
        ("RETURN date($value)", "2024-13-45"),
        ("RETURN toInteger($value)", []),
        ("UNWIND [1] AS one RETURN one LIMIT $value", -1),
        ("RETURN $value / 0", 1),
    ],
)
async def test_unexpected_database_error_is_logged_once_and_returned_without_internal_details(
    graph: Graph, caplog: pytest.LogCaptureFixture, statement: str, value: object
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(Internal) as refused:
        await graph.read(statement, {"value": value})  # pyright: ignore
    cause = refused.value.__cause__
    assert isinstance(cause, Neo4jError)
    errors = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert [str(error) for error in errors] == [f"neo4j.exceptions.{type(cause).__name__} ({cause.code})"]
    assert [error.__traceback__ for error in errors if error] == [cause.__traceback__]
    _says_nothing_of_the_inside(refused.value)


@pytest.mark.parametrize("value", ["half a \ud800", 2**63], ids=["lone surrogate", "beyond 64 bits"])
async def test_value_that_cannot_be_encoded_is_invalid_input(graph: Graph, value: object) -> None:
    async def work(transaction: WriteTransaction) -> None:
        await transaction.run("CREATE (n:Gadget {value: $value})", {"value": value})

    with pytest.raises(InvalidInput, match="cannot be stored"):
        await graph.write(work)
    with pytest.raises(InvalidInput, match="cannot be stored"):
        await graph.read("RETURN $value", {"value": value})
    assert await graph.read(GADGETS) == 0


@pytest.mark.parametrize("scheme", one_in(2, ["bolt", "neo4j"], thorough=1))
async def test_address_without_a_server_is_unavailable(database_settings: Settings, scheme: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # held but not listened on
        uri = f"{scheme}://127.0.0.1:{nobody.getsockname()[1]}"
        await _cannot_connect(database_settings, Unavailable, "NEO4J_URI", neo4j_uri=uri)


@pytest.mark.thorough
async def test_unknown_host_is_unavailable(database_settings: Settings) -> None:
    await _cannot_connect(database_settings, Unavailable, "NEO4J_URI", neo4j_uri="neo4j://no-such-host.invalid:7687")


async def test_error_for_a_wrong_password_names_the_variables(database_settings: Settings) -> None:
    await _cannot_connect(database_settings, Unavailable, "NEO4J_PASSWORD", neo4j_password="wrong")


async def test_error_for_a_missing_password_names_the_variables(database_settings: Settings) -> None:
    await _cannot_connect(database_settings, Unavailable, "NEO4J_PASSWORD", neo4j_password=None)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
async def test_error_for_an_unknown_database_names_the_variable(database_settings: Settings, scheme: str) -> None:
    uri = f"{scheme}://{str(database_settings.neo4j_uri).split('://')[1]}"
    await _cannot_connect(database_settings, Unavailable, "NEO4J_DATABASE", neo4j_uri=uri, neo4j_database="nope")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "localhost:7687",
        "http://localhost:7474",
        "bolt://",
        "bolt://host:port",
        "bolt://host:70000",
        "bolt://[::1",
        "bolt://ada:secret@host:7687",
        "bolt://host:7687?policy=eu",
    ],
)
async def test_invalid_address_is_invalid_input_and_is_not_quoted(database_settings: Settings, uri: str) -> None:
    refused = await _cannot_connect(database_settings, InvalidInput, "Examples: neo4j://host:7687", neo4j_uri=uri)
    assert refused.field == "NEO4J_URI"
    assert "secret" not in str(refused)


async def test_error_for_a_missing_address_says_what_to_do(database_settings: Settings) -> None:
    await _cannot_connect(database_settings, Unavailable, "graph-service up", neo4j_uri=None)


async def _running(graph: Graph) -> int:
    return (await graph.command(RUNNING))[0]["running"]


async def _cannot_connect(settings: Settings, error: type[GraphServiceError], said: str, **changes: object) -> GraphServiceError:
    with pytest.raises(error, match=said) as refused:
        async with connect(dataclasses.replace(settings, **changes)):
            pass
    _says_nothing_of_the_inside(refused.value)
    return refused.value


def _says_nothing_of_the_inside(error: GraphServiceError) -> None:
    """Codes, statements, labels and stack traces are for the log: a caller can do nothing with them, an attacker can."""
    assert not [word for word in ("Neo.", "gql", "Traceback", "MATCH", "RETURN", "Person", "Gadget", "errno") if word in str(error)]


@pytest.mark.parametrize("code", ["TransactionStartFailed", "TransactionCommitFailed", "TransactionLogError"])
def test_full_disk_makes_the_database_unavailable(code: str) -> None:
    error = Neo4jError._basic_hydrate(neo4j_code=f"Neo.DatabaseError.Transaction.{code}", message="Could not append to the log.")
    translated = translate_driver_error(error)
    assert isinstance(translated, Unavailable)
    assert "its disk has free space" in translated.message
