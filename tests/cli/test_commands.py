"""The `graph-service` command: its help, and errors in one line."""

from dataclasses import fields
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket

import pytest

from graph_service.cli import main
from graph_service.cli.neo4j_browser import browser_setup
from graph_service.cli.serve import reachable_host
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings
from tests.cli.processes import invoke, run

COMMANDS = (
    "backup",
    "connection",
    "doctor",
    "explain",
    "export",
    "import",
    "migrate",
    "report",
    "restore",
    "schema",
    "seed",
    "serve",
    "template",
    "token",
    "undo-import",
    "up",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(command: str) -> None:
    answer = invoke(command, "--help")
    assert answer.exit_code == 0
    assert "Example:\n" in answer.output
    assert f"graph-service {command}" in answer.output
    assert (sorted(main.commands)) == list(COMMANDS)


def test_help_lists_every_setting() -> None:
    answer = invoke("--help")
    assert [f.metadata["variable"] for f in fields(Settings) if f.metadata["variable"] not in answer.output] == []


def test_invalid_setting_is_reported_in_one_line() -> None:
    answer = run("up", GRAPH_SERVICE_PORT="eighty")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Error: GRAPH_SERVICE_PORT must be a whole number")
    assert answer.stderr.count("\n") == 1


def test_unreachable_database_is_reported_in_one_line() -> None:
    port = find_free_port(0, "", "")
    answer = invoke("migrate", NEO4J_URI=f"bolt://127.0.0.1:{port}", NEO4J_PASSWORD="secret")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: Neo4j does not respond")
    assert answer.stderr.count("\n") == 1


def test_serve_requires_neo4j_uri() -> None:
    answer = invoke("serve", "--port", "0")
    assert (answer.exit_code, answer.stderr.startswith("Error: NEO4J_URI is not set.")) == (1, True)


@pytest.mark.parametrize(("address", "host"), [("0.0.0.0", "127.0.0.1"), ("192.0.2.7", "192.0.2.7"), ("::", "[::1]"), ("::1", "[::1]")])  # noqa: S104
def test_guide_address_is_reachable_from_the_browser(address: str, host: str) -> None:
    start = browser_setup(address, 8000)
    assert start.host == host
    assert start.commands == (f"style http://{host}:8000/browser/style.grass", f"guide http://{host}:8000/browser/guide.html")


def test_printed_address_is_one_that_others_can_open() -> None:
    assert [reachable_host(host) for host in ("127.0.0.1", "::1", "pmo.example.org")] == ["127.0.0.1", "::1", "pmo.example.org"]
    with socket(AF_INET, SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("This machine has no network.")
    assert not ip_address(reachable_host("0.0.0.0")).is_unspecified  # noqa: S104 - nothing is bound


@pytest.mark.parametrize("command", ["connection", "report"])
def test_command_without_a_database_reports_it_and_creates_none(command: str, tmp_path: Path) -> None:
    answer = invoke(command, "--data", str(tmp_path / "nothing"))
    assert answer.exit_code == 1
    assert "graph-service up" in answer.stderr
    assert not (tmp_path / "nothing").exists()


def test_schema_command_needs_no_database() -> None:
    answer = invoke("schema")
    assert answer.exit_code == 0
    assert "type Query {" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "31.12.2025"], "'31.12.2025' is not a date. Write it like 2025-12-31."),
        (["--from", "2025-13-01"], "'2025-13-01' is not a date. Write it like 2025-12-31."),
        (["--from", "2026-01-01", "--to", "2025-01-01"], "The period from 2026-01-01 to 2025-01-01 contains no day:"),
        (["--from", "2025-01-01", "--to", "2025-01-01"], "--to is the first day after it"),
        (["--out", "no/such/folder/report.html"], "The folder no/such/folder for report.html does not exist."),
        (["--out", "."], "is a directory"),
        (["--dashboard", "pmo.example.org"], "'pmo.example.org' is not a web address. Write it like https://pmo.example.org."),
    ],
)
def test_report_error_says_why(arguments: list[str], said: str, tmp_path: Path) -> None:
    answer = invoke("report", "--data", str(tmp_path / "nothing"), *arguments)
    assert answer.exit_code in {1, 2}
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
