"""Downloads from Maven Central with jgo. Importing this module needs the extra `local`."""

import hashlib
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import requests
from jgo.maven import Artifact, MavenContext, PythonResolver
from jgo.parse import Coordinate
from requests.adapters import HTTPAdapter

from graph_service.errors import InvalidInput
from graph_service.graph.local.atomic_file import write_atomically

MAX_CONNECTIONS = 8  # more are not faster, and a repository may take them for an attack
TIMEOUT = 30.0  # seconds without receiving a byte


@dataclass(frozen=True, slots=True)
class Download:
    """The progress of the download. expected: number of files; None while the dependencies are being resolved. size: in bytes."""

    files: int = 0
    expected: int | None = None
    size: int = 0


ProgressCallback = Callable[[Download], None]


def download_jars(coordinates: tuple[str, ...], report: ProgressCallback) -> list[Path]:
    """The jars of these artifacts and of their dependencies in the local Maven repository. Downloads those that are missing.

    InvalidInput when Maven Central has no such artifact; requests.RequestException when it cannot be reached.
    """
    resolver = _AtomicResolver(report)
    context = MavenContext(resolver=resolver)
    dependencies = [replace(Coordinate.parse(text), scope="compile") for text in coordinates]
    direct, transitive = resolver.resolve([context.create_dependency(coordinate) for coordinate in dependencies])
    artifacts = [dependency.artifact for dependency in direct] + [
        dependency.artifact for dependency in transitive if dependency.scope in ("compile", "runtime")
    ]
    missing = [artifact for artifact in artifacts if not _is_jar(_jar_path(artifact))]
    resolver.expect(len(missing))
    pool = ThreadPoolExecutor(MAX_CONNECTIONS)
    try:
        list(pool.map(resolver.download, missing))
    finally:
        pool.shutdown(cancel_futures=True)
    return [_jar_path(artifact) for artifact in artifacts]


class _AtomicResolver(PythonResolver):
    """Writes a file only when it is complete. jgo itself writes while it receives, and would use an interrupted download the next time."""

    def __init__(self, report: ProgressCallback) -> None:
        super().__init__()
        self._report = report
        self._progress = Download()
        self._lock = threading.Lock()
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(pool_maxsize=MAX_CONNECTIONS, max_retries=3))

    def expect(self, files: int) -> None:
        """Restarts the progress: `files` files are about to be downloaded."""
        self._advance(files=-self._progress.files, expected=files, size=-self._progress.size)

    def download(self, artifact: Artifact) -> Path:
        path = f"{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
        for repository in artifact.context.remote_repos.values():
            content = self._get(f"{repository}/{path}")
            if content is not None:
                write_atomically(_jar_path(artifact), content)
                self._advance(files=1)
                return _jar_path(artifact)
        name = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
        raise InvalidInput(
            f"Maven Central has no {name}. Set GRAPH_SERVICE_NEO4J_VERSION to an existing release of Neo4j, for example 2026.09.0."
        )

    def _get(self, address: str) -> bytes | None:
        """The content of a file, verified against its checksum; None when the file does not exist."""
        with self._http.get(address, stream=True, timeout=TIMEOUT) as response:
            if response.status_code == requests.codes.not_found:
                return None
            response.raise_for_status()
            content = bytearray()
            for chunk in response.iter_content(64 * 1024):
                content += chunk
                self._advance(size=len(chunk))
        checksum = self._http.get(f"{address}.sha1", timeout=TIMEOUT)
        if checksum.ok and checksum.text.split()[0] != hashlib.sha1(content, usedforsecurity=False).hexdigest():
            raise requests.RequestException(f"The checksum of {address} does not match.")
        return bytes(content)

    def _advance(self, *, files: int = 0, size: int = 0, expected: int | None = None) -> None:
        with self._lock:
            before = self._progress
            self._progress = Download(before.files + files, before.expected if expected is None else expected, before.size + size)
            self._report(self._progress)


def _jar_path(artifact: Artifact) -> Path:
    return artifact.context.repo_cache / artifact.component.path_prefix / artifact.cached_filename


def _is_jar(path: Path) -> bool:
    """False also for a file that another tool did not finish."""
    return path.is_file() and zipfile.is_zipfile(path)
