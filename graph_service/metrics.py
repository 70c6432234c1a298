"""The Prometheus metrics. They are defined here and updated where things happen.

Several workers write their values to files in PROMETHEUS_MULTIPROC_DIR. Any of them can then return the sums.
"""

import os
from collections.abc import Callable, Mapping
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, multiprocess
from prometheus_client.exposition import choose_encoder
from prometheus_client.parser import text_string_to_metric_families

MAX_OPERATION_NAMES: Final = 200  # clients choose the names of operations, and each one takes memory here and in Prometheus
OTHER: Final = "(other)"
TIME_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
ROW_BUCKETS: Final = (10.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)

disable_created_metrics()  # they double the number of lines, and nobody uses them
REQUESTS = Counter("graph_service_requests_total", "HTTP requests by route and status.", ["route", "status"])
OPERATIONS = Histogram("graph_service_operation_seconds", "Duration of GraphQL operations by name.", ["operation"], buckets=TIME_BUCKETS)
ERRORS = Counter("graph_service_errors_total", "Errors in GraphQL responses by code.", ["code"])
COST = Histogram("graph_service_cost_rows", "Rows requested by GraphQL operations.", buckets=ROW_BUCKETS)
DATABASE = Histogram(
    "graph_service_database_seconds", "Duration of database calls by kind: read, profile, write or command.", ["kind"], buckets=TIME_BUCKETS
)
CONNECTIONS = Gauge("graph_service_database_connections_in_use", "Database connections in use.", multiprocess_mode="livesum")
SNAPSHOT_TIME = Gauge(
    "graph_service_snapshot_timestamp_seconds",
    "Unix time at which the network snapshot was last known to be up to date; its age is time() minus this. The oldest of all workers.",
    multiprocess_mode="livemin",
)
SNAPSHOT_BYTES = Gauge("graph_service_snapshot_bytes", "Memory used by the network snapshots of all workers.", multiprocess_mode="livesum")
SNAPSHOT_REUSES = Gauge("graph_service_snapshot_reuses", "Reuses in the network snapshot.", multiprocess_mode="livemax")
# What each worker's snapshot holds, which `doctor` compares with the graph.
SNAPSHOT_ACTIVITY = Gauge(
    "graph_service_snapshot_activity", "Last activity that the network snapshot of each worker includes.", multiprocess_mode="liveall"
)
SNAPSHOT_GRAPH = Gauge(
    "graph_service_snapshot_graph", "Number of the graph that the snapshot of each worker was read from.", multiprocess_mode="liveall"
)
SNAPSHOT_ROWS = Gauge(
    "graph_service_snapshot_rows", "Rows of each table in the network snapshot of each worker.", ["table"], multiprocess_mode="liveall"
)
SNAPSHOT_CHECKSUM = Gauge(
    "graph_service_snapshot_checksum",
    "Checksum of each table in the network snapshot of each worker; equal in workers with equal data.",
    ["table"],
    multiprocess_mode="liveall",
)

Sample = tuple[str, Mapping[str, str], float]
"""Name, labels and value."""

_operation_names: set[str] = set()


def operation_label(name: str) -> str:
    """The label for the name of an operation: the name itself for the first MAX_OPERATION_NAMES names, OTHER for the rest."""
    if name not in _operation_names and len(_operation_names) < MAX_OPERATION_NAMES:
        _operation_names.add(name)
    return name if name in _operation_names else OTHER


def render_metrics(accept: str) -> tuple[bytes, str]:
    """All metrics in a format that the Accept header allows, and the media type of that format."""
    encode, media_type = _choose_encoder(accept)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return encode(registry), media_type


def _choose_encoder(accept: str) -> tuple[Callable[[CollectorRegistry], bytes], str]:
    try:
        return choose_encoder(accept)
    except TypeError:  # prometheus_client compares the version in the header without checking that it is a number
        return choose_encoder("")


def parse_metrics(text: str) -> list[Sample]:
    """The samples in the text format. Raises ValueError when the text has another format."""
    return [(sample.name, sample.labels, sample.value) for family in text_string_to_metric_families(text) for sample in family.samples]


def remove_worker(process: int | None) -> None:
    """Removes the connections and the memory of a worker that has ended from the sums."""
    multiprocess.mark_process_dead(process)  # pyright: ignore[reportUnknownMemberType] - untyped
