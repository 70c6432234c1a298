"""Reads from the metrics of the running service what the network snapshot of each of its workers holds."""

import http.client
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from graph_service.analysis.columns.checksums import TableChecksum
from graph_service.analysis.columns.snapshot_fingerprint import SnapshotFingerprint
from graph_service.graph.local.ports import HOST
from graph_service.metrics import Sample, parse_metrics
from graph_service.settings import Settings

RESPONSE_TIMEOUT: Final = 10.0  # seconds
MAX_RESPONSE: Final = 2**24  # bytes
WILDCARD_HOSTS: Final = ("0.0.0.0", "::")  # noqa: S104 - nothing is bound here
PREFIX: Final = "graph_service_snapshot_"
SET_THE_TOKEN: Final = "Set GRAPH_SERVICE_DOCTOR_TOKEN or GRAPH_SERVICE_DOCTOR_TOKEN_FILE to a token of any role."  # noqa: S105
GIVE_THE_ADDRESS: Final = "If it runs elsewhere, give its address with --service or GRAPH_SERVICE_URL."


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker of the service: its process id, empty if the service has a single process, and what its snapshot holds."""

    process: str
    fingerprint: SnapshotFingerprint


class Unreadable(Exception):
    """The contents of the service's snapshots cannot be read. The first argument is the reason, the second the remedy."""


def service_address(settings: Settings) -> str:
    """The address of the service: as set, or else the host and port on which it would listen. Raises Unreadable when that is any free port."""
    if settings.service is not None:
        return settings.service.rstrip("/")
    if settings.port == 0:
        raise Unreadable("The port of the service is any free one, so its address is unknown.", "Give its address with --service.")
    host = HOST if settings.host in WILDCARD_HOSTS else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def read_workers(address: str, token: str | None) -> list[Worker]:
    """The workers that have loaded their snapshot. Raises Unreadable when there is none, or when the service cannot be read."""
    samples = _parse(address, _fetch_metrics(address, token))
    if all(name != PREFIX + "activity" for name, _, _ in samples):
        raise Unreadable(f"What responds at {address} is not graph-service of this version.", GIVE_THE_ADDRESS)
    workers = _group_by_worker(samples)
    if not workers:
        raise Unreadable(
            f"The service at {address} is still loading its network snapshot.", "Run `graph-service doctor` again in a minute."
        )
    return workers


def _parse(address: str, content: bytes) -> list[Sample]:
    try:
        return parse_metrics(content.decode())
    except ValueError:
        raise Unreadable(f"What responds at {address} is not graph-service.", GIVE_THE_ADDRESS) from None


def _group_by_worker(samples: list[Sample]) -> list[Worker]:
    numbers: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for name, labels, value in samples:
        if name.startswith(PREFIX):
            numbers[labels.get("pid", "")][name.removeprefix(PREFIX), labels.get("table", "")] = int(value)
    return [Worker(process, fingerprint) for process, values in sorted(numbers.items()) if (fingerprint := _fingerprint(values)).tables]


def _fingerprint(values: Mapping[tuple[str, str], int]) -> SnapshotFingerprint:
    tables = {table: TableChecksum(rows, values.get(("checksum", table), 0)) for (name, table), rows in values.items() if name == "rows"}
    return SnapshotFingerprint(values.get(("activity", ""), 0), values.get(("graph", ""), 0), tables)


def _fetch_metrics(address: str, token: str | None) -> bytes:
    connection, path = _open(address)
    if token is not None and not (token.isascii() and token.isprintable()):
        raise Unreadable("The token of doctor contains characters that no token has.", SET_THE_TOKEN)
    headers = {"Accept": "text/plain"} | ({} if token is None else {"Authorization": f"Bearer {token}"})
    try:
        connection.request("GET", f"{path}/metrics", headers=headers)
        response = connection.getresponse()
        content = response.read(MAX_RESPONSE)
    except (OSError, http.client.HTTPException):
        raise Unreadable(f"No service is running at {address}.", GIVE_THE_ADDRESS) from None
    finally:
        connection.close()
    if response.status == HTTPStatus.UNAUTHORIZED:
        reason = f"The service at {address} requires a token." if token is None else f"The service at {address} does not know the token."
        raise Unreadable(reason, SET_THE_TOKEN)
    if response.status != HTTPStatus.OK:
        raise Unreadable(f"{address}/metrics responds with status {response.status}.", GIVE_THE_ADDRESS)
    return content


def _open(address: str) -> tuple[http.client.HTTPConnection, str]:
    """A connection, not yet opened, and the path of the address."""
    try:
        url = urlsplit(address)
        kind = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[url.scheme]
        return kind(url.hostname or "", url.port, timeout=RESPONSE_TIMEOUT), url.path
    except (KeyError, ValueError):
        raise Unreadable(f"{address!r} is not the address of a service.", "Give one like http://127.0.0.1:8000.") from None
