"""`graph-service doctor`: each problem is one result, and hides no other."""

import json
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.graph import Graph
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import PREFIXES, Settings

OF_THE_GRAPH = [
    "Neo4j",
    "rights",
    "schema",
    "indexes",
    "contents",
    "search",
    "relationships",
    "duplicates",
    "periods",
    "visibility",
    "departments",
    "amounts",
    "snapshot",
]
NOWHERE = "http://127.0.0.1"  # refused at once
Doctor = Callable[..., Result]


@pytest.fixture
def doctor(database_settings: Settings) -> Doctor:
    """Runs doctor on the Neo4j of the tests, with additional variables."""
    ours = {name: None for name in os.environ if name.startswith(PREFIXES) or name == "JAVA_HOME"}
    assert database_settings.neo4j_uri is not None
    own = {"NEO4J_URI": database_settings.neo4j_uri, "NEO4J_PASSWORD": database_settings.neo4j_password, "GRAPH_SERVICE_PORT": "0"}

    def run(*arguments: str, **variables: str | None) -> Result:
        return CliRunner().invoke(main, ["doctor", *arguments], env=ours | own | variables, catch_exceptions=False)

    return run


def findings(answer: Result, name: str) -> list[dict[str, Any]]:
    """The results with this name."""
    return [check for check in json.loads(answer.stdout)["checks"] if check["name"] == name]


def only(answer: Result, name: str) -> dict[str, Any]:
    """The only result with this name."""
    (check,) = findings(answer, name)
    return check


@pytest.mark.usefixtures("graph")
def test_healthy_graph_passes_every_check(doctor: Doctor) -> None:
    answer = doctor("--json")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert [check["name"] for check in said["checks"]] == [
        "settings",
        "version",
        "ports",
        "tokens",
        "gates",
        "connection",
        *OF_THE_GRAPH,
        "service",
    ]
    assert {check["state"] for check in said["checks"] if check["name"] != "service"} == {"ok", "note"}
    assert only(answer, "contents")["found"] == "The graph is empty."
    assert (said["counts"]["Lesson"], said["unattributed"], said["faults"]) == (0, {"lessons": 0, "reuses": 0}, [])
    assert set(said["versions"]) == {"graph-service", "Neo4j driver", "Python", "Neo4j", "Java of Neo4j"}
    assert only(answer, "snapshot")["figures"]["lessons"] == 0
    assert only(answer, "service")["found"] == "Not checked: the port of the service is any free one, so its address is unknown."


def test_text_output_has_mark_message_and_remedy(doctor: Doctor) -> None:
    answer = doctor(NEO4J_URI=NOWHERE, NEO4J_PASS="x")
    assert answer.exit_code == 1
    assert re.search(
        r"^note   settings +NEO4J_PASS is not a setting of graph-service\.\n +-> Did you mean NEO4J_PASSWORD\?$", answer.stdout, re.M
    )
    assert re.search(r"^ok     version +graph-service ", answer.stdout, re.M)
    assert re.search(r"^WRONG  connection +NEO4J_URI is not a valid Neo4j address\.\n +-> Examples: neo4j://", answer.stdout, re.M)
    assert re.search(r"^\?      snapshot +Not checked: there is no connection\.$", answer.stdout, re.M)
    assert answer.stdout.endswith("\n1 wrong, 1 to note.\n")


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"NEO4J_PASSWORD": "wrong"}, "Neo4j rejected the user or the password."),
        ({"NEO4J_DATABASE": "elsewhere"}, "Neo4j has no database of that name."),
        ({"NEO4J_URI": NOWHERE}, "NEO4J_URI is not a valid Neo4j address."),
        (
            {"NEO4J_PASSWORD_FILE": "/no/such/file"},
            "NEO4J_PASSWORD_FILE is /no/such/file, which cannot be read: No such file or directory.",
        ),
    ],
)
def test_failed_connection_is_reported_with_its_cause(doctor: Doctor, variables: dict[str, str], found: str) -> None:
    answer = doctor("--json", **variables)
    assert answer.exit_code == 1
    connection = only(answer, "connection")
    assert (connection["state"], connection["found"]) == ("wrong", found)
    assert connection["todo"]
    assert [check["state"] for name in OF_THE_GRAPH for check in findings(answer, name)] == ["not checked"] * len(OF_THE_GRAPH)
    assert only(answer, "version")["state"] == "ok"


def test_closed_port_is_reported_as_such(doctor: Doctor) -> None:
    port = find_free_port(0, "", "")
    answer = doctor("--json", NEO4J_URI=f"bolt://127.0.0.1:{port}")
    assert only(answer, "connection")["found"] == f"Nothing listens on port {port} of 127.0.0.1."


@pytest.mark.thorough
def test_used_port_is_reported_with_its_process(doctor: Doctor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        check = only(doctor("--json", "--port", str(port), NEO4J_URI=NOWHERE), "ports")
    assert check["state"] == "wrong"
    assert check["found"].startswith(f"Port {port} of 127.0.0.1 cannot be used (Address already in use): ")
    assert check["found"].endswith(f"(process {os.getpid()}).")
    assert check["todo"] == "Choose another with --port or GRAPH_SERVICE_PORT."


@pytest.mark.usefixtures("graph")
@pytest.mark.exhaustive
def test_without_a_running_service_nothing_is_compared(doctor: Doctor, tmp_path: Path) -> None:
    port = str(find_free_port(0, "", ""))
    answer = doctor("--json", "--port", port)
    check = only(answer, "service")
    assert (answer.exit_code, check["state"]) == (0, "not checked")
    assert check["found"] == f"Not checked: no service is running at http://127.0.0.1:{port}."
    unreadable = doctor("--json", "--port", port, GRAPH_SERVICE_DOCTOR_TOKEN_FILE=str(tmp_path / "none"))
    assert only(unreadable, "service")["found"].startswith(f"GRAPH_SERVICE_DOCTOR_TOKEN_FILE is {tmp_path / 'none'}, which cannot be read")
    assert only(unreadable, "snapshot")["state"] == "ok"


def test_remote_bind_without_tokens_is_reported(doctor: Doctor, tmp_path: Path) -> None:
    check = only(doctor("--json", "--host", "0.0.0.0", NEO4J_URI=NOWHERE), "tokens")  # noqa: S104
    assert (check["state"], check["found"]) == (
        "wrong",
        "Listening on 0.0.0.0 without tokens would give access to everyone who can reach this machine.",
    )
    assert "graph-service token" in check["todo"]
    nobody = only(doctor("--json", "--tokens-file", str(tmp_path / "none"), NEO4J_URI=NOWHERE), "tokens")
    assert nobody["found"].startswith(f"The tokens file {tmp_path / 'none'} cannot be read")


def test_invalid_and_ineffective_settings_are_reported_and_other_checks_still_run(doctor: Doctor) -> None:
    wrong = {"GRAPH_SERVICE_MINGROUP": "8", "GRAPH_SERVICE_DATA": "/data", "NEO4J_DATABASE": "", "GRAPH_SERVICE_MAX_COST": "lots"}
    answer = doctor("--json", NEO4J_URI=NOWHERE, **wrong)
    assert [(check["state"], check["found"].split(": ")[0]) for check in findings(answer, "settings")] == [
        ("wrong", "GRAPH_SERVICE_MAX_COST must be a whole number from 1 to 1000000000, not 'lots'."),
        ("note", "GRAPH_SERVICE_DATA has no effect"),
        ("note", "GRAPH_SERVICE_MINGROUP is not a setting of graph-service."),
        ("note", "NEO4J_DATABASE is empty, which counts as not set."),
    ]
    assert findings(answer, "settings")[2]["todo"] == "Did you mean GRAPH_SERVICE_MIN_GROUP?"
    assert "not a valid Neo4j address" in only(answer, "connection")["found"]


def test_missing_database_is_reported_and_not_created(doctor: Doctor, tmp_path: Path) -> None:
    answer = doctor("--json", "--data", str(tmp_path / "nothing"), NEO4J_URI=None, NEO4J_PASSWORD=None)
    assert answer.exit_code == 1
    assert only(answer, "data")["found"] == f"There is no database in {tmp_path / 'nothing'} yet."
    assert "graph-service up" in only(answer, "data")["todo"]
    assert only(answer, "Java")["state"] == "ok"
    assert [check["state"] for name in ("connection", *OF_THE_GRAPH) for check in findings(answer, name)] == ["not checked"] * (
        len(OF_THE_GRAPH) + 1
    )
    assert not (tmp_path / "nothing").exists()


@pytest.fixture
async def doubled(graph: Graph) -> None:
    """A membership that exists three times."""
    await graph.command(
        "CREATE (p:Person {id: 'p', name: 'P'}), (d:Department {id: 'd', name: 'D'}) "
        "FOREACH (_ IN range(1, 3) | CREATE (p)-[:MEMBER_OF {from: date('2020-01-01')}]->(d))"
    )


@pytest.mark.thorough
@pytest.mark.usefixtures("doubled")
def test_repair_deletes_duplicates_and_says_so(doctor: Doctor) -> None:
    before = doctor("--json")
    assert (before.exit_code, only(before, "duplicates")["found"]) == (1, "2 MEMBER_OF relationships are duplicates of another.")
    assert only(before, "duplicates")["todo"] == "Run `graph-service doctor --repair`."
    after = doctor("--json", "--repair")
    assert (after.exit_code, only(after, "duplicates")["state"], only(after, "repair")["figures"]) == (0, "ok", {"MEMBER_OF": 2})
