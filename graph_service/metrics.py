"""What an operator watches, for Prometheus: kept here once, counted where it happens.

With several workers each counts for itself in files below PROMETHEUS_MULTIPROC_DIR, and whichever is asked adds them up.
"""

import os
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, multiprocess
from prometheus_client.exposition import choose_encoder

MOST_NAMES: Final = 200  # names of operations told apart: clients choose them, and each takes memory here and there
OTHER: Final = "(other)"
FAST: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ROWS: Final = (10.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)

disable_created_metrics()  # twice as many lines, which nobody reads
REQUESTS = Counter("graph_service_requests_total", "HTTP requests answered.", ["route", "status"])
OPERATIONS = Histogram("graph_service_operation_seconds", "Time of a GraphQL operation by its name.", ["operation"], buckets=FAST)
ERRORS = Counter("graph_service_errors_total", "Errors in answers, by code.", ["code"])
COST = Histogram("graph_service_cost_rows", "Rows that GraphQL operations asked for.", buckets=ROWS)
DATABASE = Histogram("graph_service_database_seconds", "Time of a read, a write or a command in the database.", ["kind"], buckets=FAST)
CONNECTIONS = Gauge("graph_service_database_connections_in_use", "Connections of the pool that are in use.", multiprocess_mode="livesum")
SNAPSHOT_TIME = Gauge(
    "graph_service_snapshot_timestamp_seconds",
    "When the network's columns were last brought up to date: time() less this is their age; the oldest of the workers'.",
    multiprocess_mode="livemin",
)
SNAPSHOT_BYTES = Gauge("graph_service_snapshot_bytes", "Memory of the network's columns, of all workers.", multiprocess_mode="livesum")
SNAPSHOT_REUSES = Gauge("graph_service_snapshot_reuses", "Reuses in the network's columns.", multiprocess_mode="livemax")

_names: set[str] = set()


def operation_label(name: str) -> str:
    """The name of an operation as a label: itself, if it is among the first so many."""
    if name not in _names and len(_names) < MOST_NAMES:
        _names.add(name)
    return name if name in _names else OTHER


def render_metrics(accept: str) -> tuple[bytes, str]:
    """All of it, in the format that whoever asks accepts, and that format's media type."""
    encode, media_type = choose_encoder(accept)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return encode(registry), media_type


def remove_worker(process: int | None) -> None:
    """Takes what a worker that has ended had open and in memory out of the sums."""
    multiprocess.mark_process_dead(process)  # pyright: ignore[reportUnknownMemberType] - untyped
