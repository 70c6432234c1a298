"""Downloads files from Maven Central into the local Maven repository. Importing this module needs the extra `local`."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import requests
from requests.adapters import HTTPAdapter

from graph_service.errors import Unavailable
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.jar_list import Jar, sha256_of

T = TypeVar("T")
CENTRAL: Final = "https://repo.maven.apache.org/maven2"
MAX_CONNECTIONS: Final = 8  # more are not faster, and a repository may take them for an attack
TIMEOUT: Final = 30.0  # seconds without receiving a byte
ATTEMPTS: Final = 3  # for a connection that breaks off within a file


@dataclass(frozen=True, slots=True)
class Download:
    """The progress of the download. expected: number of files; None while the dependencies are being resolved.

    size: bytes received; expected_size: bytes of all files, None when unknown.
    """

    files: int = 0
    expected: int | None = None
    size: int = 0
    expected_size: int | None = None


ProgressCallback = Callable[[Download], None]


def local_repository() -> Path:
    """The local Maven repository, which other tools share: M2_REPO, or ~/.m2/repository."""
    return Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")


def in_parallel(work: Callable[[Any], T], items: Iterable[Any]) -> list[T]:
    """The results of `work` in the order of the items, MAX_CONNECTIONS at a time. The first error cancels what has not begun."""
    pool = ThreadPoolExecutor(MAX_CONNECTIONS)
    try:
        return list(pool.map(work, items))
    finally:
        pool.shutdown(cancel_futures=True)


class MavenRepository:
    """The local repository, and Maven Central behind it. Files are written only when they are complete and verified. Thread-safe."""

    def __init__(self, report: ProgressCallback, *, folder: Path | None = None, remote: str = CENTRAL) -> None:
        self.folder = folder or local_repository()
        self.remote = remote
        self._report = report
        self._progress = Download()
        self._lock = threading.Lock()
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(pool_maxsize=MAX_CONNECTIONS, max_retries=3))

    def expect(self, files: int, size: int | None = None) -> None:
        """Restarts the progress: `files` files of `size` bytes in total are about to be downloaded."""
        with self._lock:
            self._progress = Download(0, files, 0, size)
            self._report(self._progress)

    def download_listed(self, jars: Iterable[Jar]) -> list[Path]:
        """The paths of these jars, in their order. Downloads those that are missing here or have another digest.

        Raises Unavailable when a downloaded file does not have its digest; requests.RequestException when Maven Central cannot be reached.
        """
        wanted = list(jars)
        matches = in_parallel(lambda jar: sha256_of(self.folder / jar.path) == jar.sha256, wanted)
        missing = [jar for jar, is_here in zip(wanted, matches, strict=True) if not is_here]
        self.expect(len(missing), sum(jar.size for jar in missing))
        in_parallel(self._download_jar, sorted(missing, key=lambda jar: -jar.size))  # the largest first, so that none is left for last
        return [self.folder / jar.path for jar in wanted]

    def _download_jar(self, jar: Jar) -> None:
        content = self._get(jar.path)
        if content is None or hashlib.sha256(content).hexdigest() != jar.sha256:
            reason = (
                "does not exist" if content is None else "does not have the expected SHA-256 digest: something on the way has changed it"
            )
            raise Unavailable(f"{self.remote}/{jar.path} {reason}. Check the proxy of this network, then start again.")
        self._write(jar.path, content)

    def download(self, path: str) -> bool:
        """Downloads one file and verifies it against the SHA-1 checksum beside it, if there is one. False when the file does not exist."""
        content = self._get(path)
        if content is None:
            return False
        checksum = self._get(f"{path}.sha1")
        if checksum and checksum.decode().split()[0] != hashlib.sha1(content, usedforsecurity=False).hexdigest():
            raise requests.RequestException(f"The checksum of {path} does not match.")
        self._write(path, content)
        return True

    def _write(self, path: str, content: bytes) -> None:
        write_atomically(self.folder / path, content)
        self._advance(files=1)

    def _get(self, path: str) -> bytes | None:
        """The content of a file; None when it does not exist."""
        for attempt in range(1, ATTEMPTS + 1):
            with self._http.get(f"{self.remote}/{path}", stream=True, timeout=TIMEOUT) as response:
                if response.status_code == requests.codes.not_found:
                    return None
                response.raise_for_status()
                try:
                    return self._receive(response)
                except requests.RequestException:
                    if attempt == ATTEMPTS:
                        raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _receive(self, response: requests.Response) -> bytes:
        content = bytearray()
        try:
            for chunk in response.iter_content(64 * 1024):
                content += chunk
                self._advance(size=len(chunk))
        except requests.RequestException:
            self._advance(size=-len(content))
            raise
        return bytes(content)

    def _advance(self, *, files: int = 0, size: int = 0) -> None:
        with self._lock:
            before = self._progress
            self._progress = Download(before.files + files, before.expected, before.size + size, before.expected_size)
            self._report(self._progress)
