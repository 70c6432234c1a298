"""`doctor` compares what each worker of the running service holds with the graph."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph_service.access import Role
from graph_service.analysis.columns.checksums import TableChecksum
from graph_service.analysis.columns.snapshot_fingerprint import SnapshotFingerprint
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.graph import Graph
from graph_service.health import service_snapshot
from graph_service.health.check import Check, State
from graph_service.health.running_service import Unreadable, Worker, read_workers, service_address
from graph_service.health.service_snapshot import compare_fingerprints
from graph_service.health.snapshot import check_snapshot
from graph_service.settings import Settings
from tests.callers import new_token
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


@dataclass(frozen=True)
class Running:
    """A service with two workers and a token, and the settings with which doctor reads it."""

    service: Service
    settings: Settings
    address: str
    token: str

    async def workers(self) -> dict[str, SnapshotFingerprint]:
        """What the workers have published, by process id."""
        try:
            workers = await asyncio.to_thread(read_workers, self.address, self.token)
        except Unreadable:
            return {}
        return {worker.process: worker.fingerprint for worker in workers}

    async def all_workers_have_published(self) -> bool:
        running = {str(process) for process in self.service.workers()}
        return len(running) == 2 and (await self.workers()).keys() == running


@pytest.fixture
async def running(seeded: Graph, database_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Running]:
    """A service on the demonstration organisation whose workers have published what they hold."""
    monkeypatch.setattr(service_snapshot, "COMPARISON_TIMEOUT", 0.5)
    token, line = new_token(Role.READER, "doctor")
    (tmp_path / "tokens").write_text(line)
    (tmp_path / "token").write_text(token)
    await add_person(seeded, AddPerson(name="Somebody"))
    async with serving(database_settings, tmp_path / "log", "--tokens-file", str(tmp_path / "tokens")) as service:
        address = f"http://127.0.0.1:{service.port}"
        settings = replace(database_settings, service=address, doctor_token_file=tmp_path / "token")
        running = Running(service, settings, address, token)
        await eventually(running.all_workers_have_published)
        yield running


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
@pytest.mark.thorough
async def test_change_that_the_log_does_not_show_is_found_in_the_running_service(seeded: Graph, running: Running) -> None:
    check = await compared(seeded, replace(running.settings, doctor_token_file=None))
    assert (check.state, check.message) == (State.UNCHECKED, f"Not checked: the service at {running.address} requires a token.")
    last = await seeded.read("MATCH (s:Sequence) RETURN s.value")
    check = await compared(seeded, running.settings)
    assert (check.state, check.message) == (
        State.OK,
        f"The service at {running.address} (2 workers) and the graph hold the same data as of activity {last}.",
    )
    assert (check.figures["workers"], check.figures["rows"]["events"]) == (2, 200)
    await seeded.command(HIDDEN_CHANGE)
    check = await compared(seeded, running.settings)
    assert check.state is State.WRONG
    assert (
        f"of the service at {running.address} differs from the graph at activity {last}: the table lessons has 150 rows in" in check.message
    )
    assert "SIGHUP" in check.remedy


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
async def test_workers_that_read_everything_again_and_workers_that_are_behind(
    seeded: Graph, database_settings: Settings, running: Running
) -> None:
    await seeded.command(HIDDEN_CHANGE)
    doctor = await asyncio.create_subprocess_exec(
        *(COMMAND, "doctor", "--json", "--port", "0", "--service", running.address),
        env=environment(database_settings) | {"GRAPH_SERVICE_DOCTOR_TOKEN": running.token},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await doctor.communicate()
    (found,) = (each for each in json.loads(output)["checks"] if each["name"] == "service")
    assert (doctor.returncode, found["state"]) == (1, "wrong")

    # The remedy.
    before = running.service.workers()
    running.service.parent.send_signal(signal.SIGHUP)

    async def all_workers_are_new() -> bool:
        return not before & running.service.workers() and await running.all_workers_have_published()

    await eventually(all_workers_are_new)
    assert (await compared(seeded, running.settings)).state is State.OK

    # A worker that does not follow the log.
    last = await seeded.read("MATCH (s:Sequence) RETURN s.value")
    asleep, awake = sorted(running.service.workers())
    with running.service.alone(awake):
        await add_person(seeded, AddPerson(name="Somebody else"))
        since = await seeded.read("MATCH (a:Activity {seq: $seq}) RETURN toString(a.at)", {"seq": last + 1})

        async def one_worker_has_followed() -> bool:
            return (await running.workers())[str(awake)].activity == last + 1

        await eventually(one_worker_has_followed)
        check = await compared(seeded, running.settings)
    assert (check.state, check.message) == (
        State.NOTE,
        f"Worker {asleep} of the service at {running.address} is 1 activity behind the graph, since {since}: "
        f"it includes those up to {last} of {last + 1}.",
    )


def fingerprint(activity: int = 7, graph: int = 1, **tables: tuple[int, int]) -> SnapshotFingerprint:
    return SnapshotFingerprint(activity, graph, {name: TableChecksum(*table) for name, table in tables.items()})


def test_differing_tables_are_named_with_both_numbers() -> None:
    check = compare_fingerprints(
        ADDRESS, [Worker("", fingerprint(events=(200, 5), people=(3, 8)))], fingerprint(events=(201, 6), people=(3, 9))
    )
    assert (check.state, check.message) == (
        State.WRONG,
        f"The service at {ADDRESS} differs from the graph at activity 7: the table events has 200 rows in the service and 201 in the graph; "
        "the table people has 3 rows in both, but the checksum 8 in the service and 9 in the graph.",
    )


def test_service_ahead_of_the_graph_is_wrong() -> None:
    check = compare_fingerprints(ADDRESS, [Worker("12", fingerprint(9))], fingerprint(7))
    assert (check.state, check.message) == (
        State.WRONG,
        f"Worker 12 of the service at {ADDRESS} includes activity 9, but the graph ends at 7: a backup was restored.",
    )


@pytest.mark.thorough
async def test_service_on_another_graph_is_not_compared(graph: Graph, database_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_snapshot, "COMPARISON_TIMEOUT", 0.0)
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
