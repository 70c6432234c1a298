"""Neo4j's jars: downloaded from Maven Central into the local Maven repository once, and used from there afterwards.

The jars of the default release are in a shipped list with their digests; those of other releases are resolved first.

Neo4j is licensed under the GPL. The user downloads it, and it runs as a separate process that communicates over Bolt; no part of it is
distributed or linked with this package.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from graph_service.errors import Unavailable
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.jar_list import read_jar_list
from graph_service.graph.local.releases import Release

if TYPE_CHECKING:
    from graph_service.graph.local.maven_repository import MavenRepository, ProgressCallback

ALTERNATIVE = "or set NEO4J_URI to a Neo4j of your own (`docker compose up` starts one)"


def find_class_path(release: Release, cache: Path, report: "ProgressCallback") -> tuple[Path, ...]:
    """The class path of a release, in a stable order.

    From the second call on it reads one small file and needs no network. Raises Unavailable when the extra `local` is not installed or the
    network is down; InvalidInput when the release does not exist.
    """
    cached = cache / f"neo4j-{release.text}.classpath"
    if cached.is_file():
        jars = tuple(map(Path, cached.read_text(encoding="utf-8").splitlines()))
        if all(jar.is_file() for jar in jars):
            return jars
    jars = tuple(_download(release, report))
    write_atomically(cached, "\n".join(map(str, jars)).encode())
    return jars


def _download(release: Release, report: "ProgressCallback") -> list[Path]:
    try:
        import requests

        from graph_service.graph.local.maven_repository import MavenRepository
    except ImportError as error:
        raise Unavailable(f"The local Neo4j needs the extra `local`: pip install 'graph-service[local]', {ALTERNATIVE}.") from error
    try:
        return _download_into(MavenRepository(report), release)
    except requests.RequestException as error:
        raise Unavailable(
            f"Neo4j {release.text} has not been downloaded yet, and Maven Central cannot be reached ({type(error).__name__}). "
            f"Connect to the internet for the first start, {ALTERNATIVE}."
        ) from error


def _download_into(repository: "MavenRepository", release: Release) -> list[Path]:
    if jars := read_jar_list(release):
        return repository.download_listed(jars)
    from graph_service.graph.local.maven_resolver import resolve_and_download

    return resolve_and_download(release, repository)
