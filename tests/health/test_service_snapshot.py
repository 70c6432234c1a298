"""`doctor` compares what each worker of the running service holds with the graph."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph_service.access import Role, create_token
from graph_service.analysis.columns.checksums import TableChecksum
from graph_service.analysis.columns.publication import Holdings
from graph_service.domain.people import AddPerson, add_person
from graph_service.graph import Graph
from graph_service.health import service_snapshot
from graph_service.health.check import Check, State
from graph_service.health.running_service import Unreadable, Worker, read_workers, service_address
from graph_service.health.service_snapshot import compare_holdings
from graph_service.health.snapshot import check_snapshot
from graph_service.settings import Settings
from tests.test_workers import COMMAND, PATIENCE, Service, environment, serving

HIDDEN_CHANGE = "MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.id LIMIT 1 SET lesson.publishedOn = date('2020-02-02')"
ADDRESS = "http://127.0.0.1:8000"


async def eventually(what: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await what():  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.1)


async def compared(graph: Graph, settings: Settings) -> Check:
    _, check = await check_snapshot(graph, settings)
    return check


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
async def test_every_worker_of_the_running_service_is_compared_with_the_graph(
    seeded: Graph, database_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_snapshot, "PATIENCE", 0.5)
    token, line = create_token(Role.READER, "doctor")
    (tmp_path / "tokens").write_text(line)
    (tmp_path / "token").write_text(token)
    await add_person(seeded, AddPerson(name="Somebody"))
    async with serving(database_settings, tmp_path / "log", "--tokens-file", str(tmp_path / "tokens")) as service:
        address = f"http://127.0.0.1:{service.port}"
        settings = replace(database_settings, service=address)
        check = await compared(seeded, settings)
        assert (check.state, check.message) == (State.UNCHECKED, f"Not checked: the service at {address} requires a token.")
        settings = replace(settings, doctor_token_file=tmp_path / "token")

        async def all_workers_have_published() -> bool:
            return await published(service, address, token) == service.workers()

        await eventually(all_workers_have_published)
        check = await compared(seeded, settings)
        last = await seeded.read("MATCH (s:Sequence) RETURN s.value")
        assert (check.state, check.message) == (
            State.OK,
            f"The service at {address} (2 workers) and the graph hold the same at activity {last}.",
        )
        assert (check.figures["workers"], check.figures["rows"]["events"]) == (2, 200)

        # A change that the log does not show.
        await seeded.command(HIDDEN_CHANGE)
        doctor = await asyncio.create_subprocess_exec(
            *(COMMAND, "doctor", "--json", "--port", "0", "--service", address),
            env=environment(database_settings) | {"GRAPH_SERVICE_DOCTOR_TOKEN": token},
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await doctor.communicate()
        assert doctor.returncode == 1
        (found,) = (each for each in json.loads(output)["checks"] if each["name"] == "service")
        assert found["state"] == "wrong"
        assert (
            f"of the service at {address} differs from the graph at activity {last}: the table lessons has 150 rows in both"
            in found["found"]
        )
        assert "SIGHUP" in found["todo"]

        # The remedy.
        before = service.workers()
        service.parent.send_signal(signal.SIGHUP)

        async def all_workers_are_new() -> bool:
            return not before & service.workers() and await all_workers_have_published() and len(service.workers()) == 2

        await eventually(all_workers_are_new)
        assert (await compared(seeded, settings)).state is State.OK

        # A worker that does not follow the log.
        asleep, awake = sorted(service.workers())
        with service.alone(awake):
            await add_person(seeded, AddPerson(name="Somebody else"))
            since = await seeded.read("MATCH (a:Activity {seq: $seq}) RETURN toString(a.at)", {"seq": last + 1})

            async def one_worker_has_followed() -> bool:
                workers = await asyncio.to_thread(read_workers, address, token)
                return {worker.process for worker in workers if worker.holdings.activity == last + 1} == {str(awake)}

            await eventually(one_worker_has_followed)
            check = await compared(seeded, settings)
        assert (check.state, check.message) == (
            State.NOTE,
            f"Worker {asleep} of the service at {address} is 1 activity behind the graph, since {since}: it includes those up to {last} of {last + 1}.",
        )


async def published(service: Service, address: str, token: str) -> set[int]:
    """The process ids of the workers that have published what they hold."""
    try:
        return {int(worker.process) for worker in await asyncio.to_thread(read_workers, address, token)}
    except Unreadable:
        return set()


def holdings(activity: int = 7, graph: int = 1, **tables: tuple[int, int]) -> Holdings:
    return Holdings(activity, graph, {name: TableChecksum(*table) for name, table in tables.items()})


def test_differing_tables_are_named_with_both_numbers() -> None:
    check = compare_holdings(ADDRESS, [Worker("", holdings(events=(200, 5), people=(3, 8)))], holdings(events=(201, 6), people=(3, 9)))
    assert (check.state, check.message) == (
        State.WRONG,
        f"The service at {ADDRESS} differs from the graph at activity 7: the table events has 200 rows in the service and 201 in the graph; "
        "the table people has 3 rows in both, but the checksum 8 in the service and 9 in the graph.",
    )


def test_service_ahead_of_the_graph_is_wrong() -> None:
    check = compare_holdings(ADDRESS, [Worker("12", holdings(9))], holdings(7))
    assert (check.state, check.message) == (
        State.WRONG,
        f"Worker 12 of the service at {ADDRESS} includes activity 9, but the graph ends at 7: a backup was restored.",
    )


async def test_service_on_another_graph_is_not_compared(graph: Graph, database_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_snapshot, "PATIENCE", 0.0)
    with responding(
        b'graph_service_snapshot_activity 7\ngraph_service_snapshot_graph 5\ngraph_service_snapshot_rows{table="events"} 3\n'
    ) as url:
        check = await compared(graph, replace(database_settings, service=url))
    assert (check.state, check.message) == (State.UNCHECKED, f"Not checked: the service at {url} reads another graph.")


class Handler(BaseHTTPRequestHandler):
    """Responds with the content and status of its server, and logs nothing."""

    def do_GET(self) -> None:
        assert isinstance(self.server, FixedServer)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_request(self, code: object = None, size: object = None) -> None:
        pass


class FixedServer(HTTPServer):
    """A server that gives every request the same response."""

    def __init__(self, content: bytes, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.status = content, status


@contextlib.contextmanager
def responding(content: bytes, status: int = 200) -> Generator[str]:
    """The address of a server that gives every request this response."""
    with FixedServer(content, status) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"<html>Hello</html>", 200, "is not graph-service."),
        (b"\xff\xfe", 200, "is not graph-service."),
        (b"up 1\n", 200, "is not graph-service of this version."),
        (b"graph_service_snapshot_activity 0\n", 200, "is still loading its network snapshot."),
        (b"", 401, "requires a token."),
        (b"", 503, "/metrics responds with status 503."),
    ],
)
def test_service_that_cannot_be_read_is_described(content: bytes, status: int, reason: str) -> None:
    with responding(content, status) as url, pytest.raises(Unreadable) as error:
        read_workers(url, None)
    assert error.value.args[0].endswith(reason)


@pytest.mark.parametrize("address", ["", "pmo", "ftp://pmo", "http://pmo:port", "http://[pmo"])
def test_invalid_address_is_reported(address: str) -> None:
    with pytest.raises(Unreadable, match="is not the address of a service"):
        read_workers(address, None)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="0.0.0.0", port=9000), "http://127.0.0.1:9000"),  # noqa: S104 - nothing is bound
        (Settings(host="::1"), "http://[::1]:8000"),
        (Settings(service="https://pmo.example.org/graph/"), "https://pmo.example.org/graph"),
    ],
)
def test_address_of_the_service_follows_from_the_settings(settings: Settings, address: str) -> None:
    assert service_address(settings) == address
