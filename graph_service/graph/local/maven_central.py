"""Maven Central, by way of jgo. Importing this needs the extra `local`."""

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

AT_ONCE = 8  # more do not come faster, and a repository may take them for an attack
TIMEOUT = 30.0  # seconds without a byte


@dataclass(frozen=True, slots=True)
class Download:
    """How far it is. `expected` files is None while it is still being found out which ones are needed."""

    files: int = 0
    expected: int | None = None
    size: int = 0


Report = Callable[[Download], None]


def fetch_jars(coordinates: tuple[str, ...], report: Report) -> list[Path]:
    """The jars of these artifacts and of all they need, in the local Maven repository, fetched where they are missing.

    InvalidInput when Maven Central has no such artifact; requests.RequestException when it cannot be reached.
    """
    resolver = _WholeFiles(report)
    context = MavenContext(resolver=resolver)
    wanted = [replace(Coordinate.parse(text), scope="compile") for text in coordinates]
    named, needed = resolver.resolve([context.create_dependency(one) for one in wanted])
    artifacts = [one.artifact for one in named] + [one.artifact for one in needed if one.scope in ("compile", "runtime")]
    missing = [one for one in artifacts if not _is_jar(_place_of(one))]
    resolver.expect(len(missing))
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        list(pool.map(resolver.download, missing))
    finally:
        pool.shutdown(cancel_futures=True)
    return [_place_of(one) for one in artifacts]


class _WholeFiles(PythonResolver):
    """jgo writes a file in its place while it comes in, so one that broke off would be taken for good the next time. Not here."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._progress = Download()
        self._lock = threading.Lock()
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(pool_maxsize=AT_ONCE, max_retries=3))

    def expect(self, files: int) -> None:
        """From now on `files` of them come in."""
        self._advance(files=-self._progress.files, expected=files, size=-self._progress.size)

    def download(self, artifact: Artifact) -> Path:
        path = f"{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
        for repository in artifact.context.remote_repos.values():
            content = self._get(f"{repository}/{path}")
            if content is not None:
                write_atomically(_place_of(artifact), content)
                self._advance(files=1)
                return _place_of(artifact)
        name = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
        raise InvalidInput(
            f"Maven Central has no {name}. Set GRAPH_SERVICE_NEO4J_VERSION to a release of Neo4j that exists, like 2026.09.0."
        )

    def _get(self, address: str) -> bytes | None:
        """The file, compared with its checksum; None when there is none."""
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
            raise requests.RequestException(f"{address} did not arrive as it was sent.")
        return bytes(content)

    def _advance(self, *, files: int = 0, size: int = 0, expected: int | None = None) -> None:
        with self._lock:
            now = self._progress
            self._progress = Download(now.files + files, now.expected if expected is None else expected, now.size + size)
            self._report(self._progress)


def _place_of(artifact: Artifact) -> Path:
    return artifact.context.repo_cache / artifact.component.path_prefix / artifact.cached_filename


def _is_jar(path: Path) -> bool:
    """False also for one that another tool left half-way."""
    return path.is_file() and zipfile.is_zipfile(path)
