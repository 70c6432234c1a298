"""Benchmark of the requests of GraphQL clients: python -m tests.benchmarks.clients

Sends what Apollo Client, urql, Relay, graphql-request and gql send, each in turns with a plain `fetch` of the same document and variables, over
one keep-alive connection to `graph-service serve`. The organisation is the one of size S of tests.benchmarks.reading, loaded once and kept.
Prints medians in milliseconds, their ratio, and that of the processor time of the service, which other work on the machine changes less: Neo4j
answers the same statement. The last row compares a plain `fetch` with itself, which shows the noise.
"""

import argparse
import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import orjson
import platformdirs

from tests.api.http.client_requests import CLIENT_REQUESTS, ClientRequest
from tests.benchmarks.reading.contenders import Service, connect, served
from tests.benchmarks.reading.keep_alive import Connection
from tests.benchmarks.reading.kept_graph import kept_graph, login_variables
from tests.benchmarks.reading.measuring import processor_seconds

WARM_UP = 40
BLOCK = 10  # requests of one client before the other's turn
PLANNING_ATTEMPTS = 10
SIZE = "S"


@dataclass(slots=True)
class Taken:
    """The seconds of each request, and the seconds of the service's processor of all of them."""

    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def milliseconds(self) -> float:
        """The median of a request."""
        return 1000 * median(self.seconds)


def measure(service: Service, client: bytes, plain: bytes, requests: int) -> tuple[Taken, Taken]:
    """What both requests take, which are sent in turns of BLOCK requests each."""
    taken = Taken(), Taken()
    with connect(service) as connection:
        for request in (client, plain):
            _plan(connection, request)
        for block in range((WARM_UP + requests) // BLOCK):
            for which in (0, 1) if block % 2 else (1, 0):
                before = processor_seconds(service.process)
                seconds = [_send(connection, (client, plain)[which]) for _ in range(BLOCK)]
                if block >= WARM_UP // BLOCK:
                    taken[which].seconds += seconds
                    taken[which].processor += processor_seconds(service.process) - before
    return taken


def _plan(connection: Connection, request: bytes) -> None:
    """Sends a request until it is answered: after a start, Neo4j may need longer for its plan than the service waits for a read."""
    for _ in range(PLANNING_ATTEMPTS):
        if "errors" not in orjson.loads(connection.ask(request)):
            return


def _send(connection: Connection, request: bytes) -> float:
    begun = time.perf_counter()
    response = connection.ask(request)
    seconds = time.perf_counter() - begun
    if "errors" in orjson.loads(response):
        raise SystemExit(f"The service refused a request: {response[:500]!r}")
    return seconds


def report(service: Service, requests: int) -> None:
    """Prints a row for each client."""
    print("| client | ms | plain fetch, ms | ratio | ratio of processor time |\n|---|---|---|---|---|")
    noise = CLIENT_REQUESTS[0].plain()
    for sent in [*CLIENT_REQUESTS, ClientRequest("plain fetch", noise.method, noise.target, noise.headers, noise.body)]:
        ours, plain = measure(service, sent.encode(), sent.plain().encode(), requests)
        ratio, processor = ours.milliseconds / plain.milliseconds, ours.processor / plain.processor
        print(
            f"| {sent.client}, {sent.method} | {ours.milliseconds:.2f} | {plain.milliseconds:.2f} | {ratio:.2f} | {processor:.2f} |",
            flush=True,
        )


async def run(data: Path, requests: int) -> None:
    """Starts Neo4j and the service, and measures."""
    async with kept_graph(data, SIZE) as neo4j:
        patience = {"GRAPH_SERVICE_READ_TIMEOUT": "60"}  # the machine may be busy
        await asyncio.to_thread(_serve_and_report, login_variables(neo4j) | patience, requests)


def _serve_and_report(login: dict[str, str], requests: int) -> None:
    with served(login) as service:
        report(service, requests)


def main() -> None:
    """Reads the options and runs."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.clients", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=300, help="of each client (300)")
    parser.add_argument(
        "--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark", help="where the graph is kept"
    )
    options = parser.parse_args()
    asyncio.run(run(options.data, options.requests))


if __name__ == "__main__":
    main()
