"""Measures 16 clients for 20 minutes, then together with an attacker: python -m tests.benchmarks.load

For the demonstration organisation and for size L of the reading benchmark (loaded into a Neo4j that is kept): a warm-up, the clients alone,
then the clients with an attacker who sends, once a second, each request that used to make the service unresponsive, then the attacker without
clients, who would take all processors by themselves. Prints Markdown;
progress goes to standard error. Run it on a quiet machine. The exit code is 1 if a requirement is not met.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import psutil

from graph_service.graph.local import LocalNeo4j
from graph_service.package_data import find_package_data
from tests.benchmarks.load.attacker import Attack
from tests.benchmarks.load.clients import Tally, measure, total_errors
from tests.benchmarks.load.requests import TITLE, Requests
from tests.benchmarks.load.results import Result
from tests.benchmarks.reading.__main__ import FORGET_ACTIVITIES, RESET_SEQUENCE, SEQUENCE
from tests.benchmarks.reading.contenders import PATIENCE
from tests.benchmarks.reading.keep_alive import Connection
from tests.benchmarks.reading.kept_graph import bare_driver, kept_graph, login_variables
from tests.benchmarks.reading.seeded_organisation import SIZES

DEMONSTRATION = "demonstration"
READY_TIMEOUT = 600.0  # seconds
FORGET_LESSONS = "MATCH (l:Lesson {title: $title}) CALL (l) { DETACH DELETE l } IN TRANSACTIONS OF 5000 ROWS"


@contextmanager
def served(login: dict[str, str], workers: int) -> Generator[tuple[int, psutil.Process]]:
    """The service, ready, on a free port; stopped on exit."""
    command = [str(Path(sys.executable).with_name("graph-service")), "serve", "--port", "0", "--workers", str(workers)]
    with subprocess.Popen(command, env=os.environ | login, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            address = next(line for line in process.stdout if "GraphQL" in line)
            port = int(address.rpartition(":")[2].partition("/")[0])
            _wait_until_ready(port)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + READY_TIMEOUT
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    raise TimeoutError("The service is not ready.")


def memory_of(service: psutil.Process) -> float:
    """The memory of all processes of the service in MB."""
    return sum(process.memory_info().rss for process in [service, *service.children(recursive=True)]) / 1e6


def run_size(name: str, neo4j: LocalNeo4j, options: argparse.Namespace) -> Result:
    """Measures one organisation, and deletes what the clients wrote."""
    with bare_driver(neo4j) as driver:
        seq = driver.execute_query(SEQUENCE).records[0]["seq"]
        try:
            with served(login_variables(neo4j), options.workers) as (port, service):
                return _measure(name, port, service, options)
        finally:
            with driver.session() as session:
                session.run(FORGET_LESSONS, title=TITLE).consume()
            driver.execute_query(FORGET_ACTIVITIES, seq=seq)
            driver.execute_query(RESET_SEQUENCE, seq=seq)


def _measure(name: str, port: int, service: psutil.Process, options: argparse.Namespace) -> Result:
    with Connection(port) as connection:
        requests = Requests(connection)
    memory: list[float] = []

    def progress(phase: str) -> Callable[[Tally, float], None]:
        def show(tally: Tally, left: float) -> None:
            memory.append(memory_of(service))
            print(
                f"{name}, {phase}: {tally.rate:,.0f} requests/s, 99% {tally.percentile('read', 99):,.0f} ms, "
                f"{total_errors(tally.errors)} errors, {memory[-1]:,.0f} MB, {left / 60:.1f} min left",
                file=sys.stderr,
            )

        return show

    seconds = options.minutes * 60
    measure(port, requests, options.clients, max(20.0, seconds / 5), progress("warm-up"))
    memory.clear()
    quiet = measure(port, requests, options.clients, seconds, progress("without attacker"))
    sampled, attack = tuple(memory), Attack(port)
    memory.clear()
    with attack.running():
        attacked = measure(port, requests, options.clients, max(30.0, seconds / 4), progress("with attacker"))
        probed = measure(port, requests, 0, max(30.0, seconds / 4), progress("attacker without clients"))
    return Result(name, options.clients, options.workers, quiet, attacked, probed, attack, sampled, max(memory))


async def run(name: str, options: argparse.Namespace) -> Result:
    """Measures one organisation on its kept Neo4j."""
    tables = find_package_data("seed") if name == DEMONSTRATION else None
    async with kept_graph(options.data, name, tables) as neo4j:
        return await asyncio.to_thread(run_size, name, neo4j, options)


def read_options() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.load", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--minutes", type=float, default=20, help="duration without the attacker; a quarter of it each with the attacker (20)"
    )
    parser.add_argument(
        "--size",
        nargs="+",
        choices=[DEMONSTRATION, *SIZES],
        default=[DEMONSTRATION, "L"],
        help="the organisations to measure (demonstration, L)",
    )
    parser.add_argument("--clients", type=int, default=16, help="number of clients, each of which sends one request after another (16)")
    parser.add_argument("--workers", type=int, default=2, help="number of workers of the service (2)")
    parser.add_argument(
        "--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark", help="folder in which the graphs are kept"
    )
    return parser.parse_args()


def main() -> None:
    options = read_options()
    socket.setdefaulttimeout(60)
    met = True
    for name in options.size:
        result = asyncio.run(run(name, options))
        print("\n".join(result.lines()), end="\n\n", flush=True)
        met &= result.met
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
