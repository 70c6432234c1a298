"""Neo4j's jars: the shipped list, parallel downloads with verified digests, and releases without a list."""

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph_service.errors import Unavailable
from graph_service.graph.local import find_installation
from graph_service.graph.local.class_path import find_class_path
from graph_service.graph.local.jar_list import Jar, read_jar_list, sha256_of
from graph_service.graph.local.maven_repository import Download, MavenRepository
from graph_service.graph.local.releases import DEFAULT_RELEASE, parse_release
from graph_service.graph.local.update_jar_list import main
from graph_service.settings import Settings

FILES = {f"org/example/part{number}/1.0/part{number}-1.0.jar": f"the content of part {number}".encode() * 1_000 for number in range(4)}
JARS = [Jar(hashlib.sha256(content).hexdigest(), len(content), path) for path, content in FILES.items()]


class Central(ThreadingHTTPServer):
    """A Maven repository on this machine. Every file waits until two are requested at the same time."""

    def __init__(self, folder: Path) -> None:
        self.requested: list[str] = []
        self.together = threading.Barrier(2)
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(folder)))


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Central)
        self.server.requested.append(self.path.removeprefix("/"))
        self.server.together.wait(60)
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Prints nothing."""


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    for path, content in FILES.items():
        file = tmp_path / "central" / path
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
    with Central(tmp_path / "central") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def repository_of(central: Central, folder: Path, progress: list[Download]) -> MavenRepository:
    return MavenRepository(progress.append, folder=folder, remote=f"http://127.0.0.1:{central.server_port}")


def test_list_of_the_default_release_begins_with_its_coordinates() -> None:
    paths = [jar.path for jar in read_jar_list(DEFAULT_RELEASE)]
    for path, coordinates in zip(paths, DEFAULT_RELEASE.coordinates, strict=False):
        group, artifact, version = coordinates.split(":")
        assert path == f"{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}.jar"
    assert len(set(paths)) == len(paths) > 200
    assert read_jar_list(parse_release("5.26.31")) == ()


def test_listed_release_is_found_without_resolving_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jars = find_installation(Settings()).class_path
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert find_class_path(DEFAULT_RELEASE, tmp_path, lambda _: None) == jars


def test_files_are_downloaded_in_parallel_with_their_size_known(central: Central, tmp_path: Path) -> None:
    progress: list[Download] = []
    jars = repository_of(central, tmp_path / "local", progress).download_listed(JARS)
    assert [jar.read_bytes() for jar in jars] == list(FILES.values())
    size = sum(map(len, FILES.values()))
    assert (progress[0], progress[-1]) == (Download(0, 4, 0, size), Download(4, 4, size, size))


def test_only_missing_and_damaged_files_are_downloaded(central: Central, tmp_path: Path) -> None:
    local = tmp_path / "local"
    repository_of(central, local, []).download_listed(JARS)
    central.requested.clear()
    (local / JARS[1].path).write_bytes(b"damaged")
    (local / JARS[2].path).unlink()
    repository_of(central, local, []).download_listed(JARS)
    assert set(central.requested) == {JARS[1].path, JARS[2].path}
    assert [sha256_of(local / jar.path) for jar in JARS] == [jar.sha256 for jar in JARS]


def test_changed_file_is_refused_and_not_kept(central: Central, tmp_path: Path) -> None:
    changed = tmp_path / "central" / JARS[0].path
    changed.write_bytes(b"changed on the way")
    with pytest.raises(Unavailable, match=r"part0-1\.0\.jar does not have the expected SHA-256 digest"):
        repository_of(central, tmp_path / "local", []).download_listed(JARS)
    assert not (tmp_path / "local" / JARS[0].path).exists()


@pytest.mark.exhaustive
def test_shipped_list_is_what_maven_central_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main([DEFAULT_RELEASE.text, "--check"]), capsys.readouterr().out) == (0, "")
