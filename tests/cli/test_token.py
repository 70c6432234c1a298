"""`graph-service token`: create, list and revoke."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_service.access import read_tokens, usage_file
from graph_service.access.token_usage import write_use
from graph_service.graph.local.ports import find_free_port
from tests.cli.processes import invoke

TODAY = datetime.now(UTC).date()


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "tokens")


def test_token_is_created_listed_and_revoked(file: str) -> None:
    created = invoke("token", "create", "grafana", "--role", "reader", "--expires", "90d", "--tokens-file", file)
    assert (created.exit_code, len(created.stdout.strip())) == (0, 43)
    assert created.stdout.strip() not in Path(file).read_text()
    write_use(usage_file(Path(file)), "grafana", TODAY)
    listed = invoke("token", "list", GRAPH_SERVICE_TOKENS_FILE=file).stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["NAME", "ROLE", "PERSON", "CREATED", "LAST", "DAY", "LAST", "USED"],
        ["grafana", "reader", str(TODAY), str(TODAY + timedelta(days=90)), str(TODAY)],
    ]
    assert invoke("token", "create", "grafana", "--role", "reader", "--tokens-file", file).stderr.startswith("Error: There is a token")
    assert invoke("token", "revoke", "grafana", "--tokens-file", file).output == "The token grafana no longer works.\n"
    again = invoke("token", "revoke", "grafana", "--tokens-file", file)
    assert (again.exit_code, again.stderr.startswith("Error: There is no token 'grafana'.")) == (1, True)


def test_use_of_an_earlier_token_of_the_same_name_is_not_shown(file: str) -> None:
    write_use(usage_file(Path(file)), "grafana", TODAY - timedelta(days=1))
    invoke("token", "create", "grafana", "--role", "reader", "--tokens-file", file)
    assert invoke("token", "list", "--tokens-file", file).stdout.splitlines()[1].split() == ["grafana", "reader", str(TODAY)]


@pytest.mark.parametrize("expires", ["90", "0d", "3651d", "99999999999d", "-1d", "2020-01-01", "soon", "2099-01-01", ""])
def test_last_day_must_be_a_day_in_the_next_ten_years(file: str, expires: str) -> None:
    refused = invoke("token", "create", "grafana", "--role", "reader", "--expires", expires, "--tokens-file", file)
    assert (refused.exit_code, refused.stderr.startswith("Error: --expires is ")) == (1, True)
    assert not Path(file).exists()


def test_contributor_without_a_person_is_warned(file: str) -> None:
    created = invoke("token", "create", "anna", "--role", "contributor", "--tokens-file", file)
    assert created.stderr == "Without --person this token can only read: a contributor records for themselves.\n"


@pytest.mark.thorough
def test_person_that_cannot_be_looked_up_is_said(file: str) -> None:
    address = f"bolt://127.0.0.1:{find_free_port(0, '', '')}"
    options = ("--role", "contributor", "--person", "ana", "--tokens-file", file)
    created = invoke("token", "create", "anna", *options, NEO4J_URI=address, NEO4J_PASSWORD="secret")
    assert created.exit_code == 0
    assert created.stderr.startswith("Whether the graph has a person 'ana' was not checked. Neo4j does not respond")
    assert read_tokens(Path(file))[0].person == "ana"


def test_tokens_file_must_be_named() -> None:
    for arguments in (["list"], ["revoke", "anna"], ["create", "anna", "--role", "reader"]):
        assert invoke("token", *arguments).stderr.startswith("Error: No tokens file: use --tokens-file FILE")
