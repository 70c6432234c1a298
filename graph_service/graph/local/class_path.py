"""Neo4j's jars: looked up in Maven Central once, fetched into the local Maven repository, found there from then on.

Neo4j is under the GPL: a person fetches it and it runs as a process of its own, spoken to over Bolt; nothing of it is shipped or linked.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from graph_service.errors import Unavailable
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.releases import Release

if TYPE_CHECKING:
    from graph_service.graph.local.maven_central import Report

OTHERWISE = "or set NEO4J_URI to a Neo4j of your own (`docker compose up` brings one)"


def find_class_path(release: Release, cache: Path, report: "Report") -> tuple[Path, ...]:
    """The class path of a release, in an order that stays the same.

    From the second time on it takes one small file and no network. Unavailable when the extra `local` is missing or the network is;
    InvalidInput when there is no such release.
    """
    known = cache / f"neo4j-{release.text}.classpath"
    if known.is_file():
        jars = tuple(map(Path, known.read_text(encoding="utf-8").splitlines()))
        if all(jar.is_file() for jar in jars):
            return jars
    jars = tuple(_fetch(release, report))
    write_atomically(known, "\n".join(map(str, jars)).encode())
    return jars


def _fetch(release: Release, report: "Report") -> list[Path]:
    try:
        import requests

        from graph_service.graph.local.maven_central import fetch_jars
    except ImportError as error:
        raise Unavailable(f"The local Neo4j needs the extra `local`: pip install 'graph-service[local]', {OTHERWISE}.") from error
    try:
        return fetch_jars(release.coordinates, report)
    except requests.RequestException as error:
        raise Unavailable(
            f"Neo4j {release.text} is not on this machine yet and Maven Central could not be reached ({type(error).__name__}). "
            f"Go online for the first start, {OTHERWISE}."
        ) from error
