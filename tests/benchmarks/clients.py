"""Benchmark of the requests of GraphQL clients: python -m tests.benchmarks.clients

Sends what Apollo Client, urql, Relay, graphql-request and gql send, each in turns with a plain `fetch` of the same document and variables, over
one keep-alive connection to `graph-service serve`. The organisation is the one of size S of tests.benchmarks.reading, loaded once and kept.
Prints medians in milliseconds and their ratio. The last row compares a plain `fetch` with itself, which shows the noise.
"""

import argparse
import asyncio
import time
from pathlib import Path
from statistics import median

import orjson
import platformdirs

from tests.api.http.client_requests import CLIENT_REQUESTS, ClientRequest
from tests.benchmarks.reading.contenders import Service, connect, served
from tests.benchmarks.reading.keep_alive import Connection
from tests.benchmarks.reading.kept_graph import kept_graph, login_variables

WARM_UP = 30
SIZE = "S"


def measure(service: Service, client: bytes, plain: bytes, requests: int) -> tuple[float, float]:
    """The medians in milliseconds of both requests, which are sent alternately."""
    taken: tuple[list[float], list[float]] = ([], [])
    with connect(service) as connection:
        for number in range(WARM_UP + requests):
            order = (0, 1) if number % 2 else (1, 0)
            for which in order:
                seconds = _send(connection, (client, plain)[which])
                if number >= WARM_UP:
                    taken[which].append(seconds)
    return 1000 * median(taken[0]), 1000 * median(taken[1])


def _send(connection: Connection, request: bytes) -> float:
    begun = time.perf_counter()
    response = connection.ask(request)
    seconds = time.perf_counter() - begun
    if "errors" in orjson.loads(response):
        raise SystemExit(f"The service refused a request: {response[:500]!r}")
    return seconds


def report(service: Service, requests: int) -> None:
    """Prints a row for each client."""
    print("| client | ms | plain fetch, ms | ratio |\n|---|---|---|---|")
    noise = CLIENT_REQUESTS[0].plain()
    for sent in [*CLIENT_REQUESTS, ClientRequest("plain fetch", noise.method, noise.target, noise.headers, noise.body)]:
        ours, plain = measure(service, sent.encode(), sent.plain().encode(), requests)
        print(f"| {sent.client}, {sent.method} | {ours:.2f} | {plain:.2f} | {ours / plain:.2f} |", flush=True)


async def run(data: Path, requests: int) -> None:
    """Starts Neo4j and the service, and measures."""
    async with kept_graph(data, SIZE) as neo4j:
        await asyncio.to_thread(_serve_and_report, login_variables(neo4j), requests)


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
