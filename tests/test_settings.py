"""Settings are read from the environment and validated, and doctor checks the environment."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from graph_service.errors import InvalidInput
from graph_service.health.check import State
from graph_service.health.environment import check_environment
from graph_service.settings import Settings, read_settings

# The variables people set: README.md and docker-compose.yml rely on these names.
GIVEN: dict[str, tuple[str, str, Any]] = {
    "NEO4J_URI": ("neo4j://db.example.org:7687", "neo4j_uri", "neo4j://db.example.org:7687"),
    "NEO4J_USERNAME": ("ada", "neo4j_username", "ada"),
    "NEO4J_PASSWORD": ("secret", "neo4j_password", "secret"),
    "NEO4J_PASSWORD_FILE": ("/run/secrets/neo4j", "neo4j_password_file", Path("/run/secrets/neo4j")),
    "NEO4J_DATABASE": ("lessons", "neo4j_database", "lessons"),
    "GRAPH_SERVICE_HOST": ("0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - an address as text
    "GRAPH_SERVICE_PORT": ("9000", "port", 9000),
    "GRAPH_SERVICE_WORKERS": ("4", "workers", 4),
    "GRAPH_SERVICE_BOLT_PORT": ("9001", "bolt_port", 9001),
    "GRAPH_SERVICE_BROWSER_PORT": ("9002", "browser_port", 9002),
    "GRAPH_SERVICE_DATA": ("/srv/graph", "data", Path("/srv/graph")),
    "GRAPH_SERVICE_NEO4J_VERSION": ("5.26.31", "neo4j_version", "5.26.31"),
    "JAVA_HOME": ("/opt/java", "java_home", Path("/opt/java")),
    "GRAPH_SERVICE_TOKENS_FILE": ("/run/secrets/tokens", "tokens_file", Path("/run/secrets/tokens")),
    "GRAPH_SERVICE_PUBLISHING_ROLE": ("contributor", "publishing_role", "contributor"),
    "GRAPH_SERVICE_PUBLIC_URL": ("https://pmo.example.org", "public_url", "https://pmo.example.org"),
    "GRAPH_SERVICE_LOGIN_ISSUER": ("https://login.example.org", "login_issuer", "https://login.example.org"),
    "GRAPH_SERVICE_LOGIN_CLIENT_ID": ("pmo", "login_client_id", "pmo"),
    "GRAPH_SERVICE_LOGIN_CLIENT_SECRET": ("secret", "login_client_secret", "secret"),
    "GRAPH_SERVICE_LOGIN_CLIENT_SECRET_FILE": ("/run/secrets/login", "login_client_secret_file", Path("/run/secrets/login")),
    "GRAPH_SERVICE_LOGIN_SCOPES": ("groups, offline_access", "login_scopes", ("groups", "offline_access")),
    "GRAPH_SERVICE_LOGIN_PERSON_CLAIM": ("upn", "login_person_claim", "upn"),
    "GRAPH_SERVICE_LOGIN_ROLES_CLAIM": ("groups", "login_roles_claim", "groups"),
    "GRAPH_SERVICE_LOGIN_ROLES": ("* = contributor, a=b=curator", "login_roles", ("*=contributor", "a=b=curator")),
    "GRAPH_SERVICE_LOGIN_AUDIENCE": ("api://pmo", "login_audience", "api://pmo"),
    "GRAPH_SERVICE_LOGIN_ALGORITHMS": ("ES256,EdDSA", "login_algorithms", ("ES256", "EdDSA")),
    "GRAPH_SERVICE_LOGIN_HOURS": ("8", "login_hours", 8.0),
    "GRAPH_SERVICE_URL": ("http://pmo:8000", "service", "http://pmo:8000"),
    "GRAPH_SERVICE_DOCTOR_TOKEN": ("secret", "doctor_token", "secret"),
    "GRAPH_SERVICE_DOCTOR_TOKEN_FILE": ("/run/secrets/token", "doctor_token_file", Path("/run/secrets/token")),
    "GRAPH_SERVICE_ALLOWED_HOSTS": ("graph.example.org, pmo.example.org", "allowed_hosts", ("graph.example.org", "pmo.example.org")),
    "GRAPH_SERVICE_ALLOWED_ORIGINS": (
        " https://Dash.example.org ,http://localhost:5173,",
        "allowed_origins",
        ("https://dash.example.org", "http://localhost:5173"),
    ),
    "GRAPH_SERVICE_PERSISTED_DOCUMENTS": ("/srv/documents.json", "persisted_documents", Path("/srv/documents.json")),
    "GRAPH_SERVICE_GATES_FILE": ("/srv/gates.toml", "gates_file", Path("/srv/gates.toml")),
    "GRAPH_SERVICE_RISK_TEMPLATE": ("/srv/risks.xlsx", "risk_template", Path("/srv/risks.xlsx")),
    "GRAPH_SERVICE_READ_TIMEOUT": ("2.5", "read_timeout", 2.5),
    "GRAPH_SERVICE_ANSWER_TIMEOUT": ("3.5", "answer_timeout", 3.5),
    "GRAPH_SERVICE_MAX_COST": ("700", "max_cost", 700),
    "GRAPH_SERVICE_COST_PER_MINUTE": ("900", "cost_per_minute", 900),
    "GRAPH_SERVICE_ATTEMPTS_PER_MINUTE": ("7", "attempts_per_minute", 7),
    "GRAPH_SERVICE_INTROSPECTION": ("off", "introspection", "off"),
    "GRAPH_SERVICE_GRAPHIQL": ("off", "graphiql", "off"),
    "GRAPH_SERVICE_PERSISTED_ONLY": ("on", "persisted_only", "on"),
    "GRAPH_SERVICE_MIN_GROUP": ("8", "min_group", 8),
}


def test_settings_and_variables_correspond() -> None:
    assert {(f.metadata["variable"], f.name) for f in fields(Settings)} == {(variable, name) for variable, (_, name, _) in GIVEN.items()}


@pytest.mark.parametrize("variable", GIVEN)
def test_variable_sets_only_its_own_setting(variable: str) -> None:
    text, name, value = GIVEN[variable]
    changed = read_settings({variable: text, "UNRELATED": "x"})
    assert getattr(changed, name) == value
    untouched = Settings()
    assert [f.name for f in fields(Settings) if getattr(changed, f.name) != getattr(untouched, f.name)] == [name]


def test_publishing_role_is_one_of_two() -> None:
    with pytest.raises(InvalidInput, match="GRAPH_SERVICE_PUBLISHING_ROLE must be contributor or curator, not 'reader'"):
        read_settings({"GRAPH_SERVICE_PUBLISHING_ROLE": "reader"})


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings(dict.fromkeys(GIVEN, "")) == Settings()


def test_override_wins_over_the_environment_unless_it_is_none() -> None:
    settings = read_settings({"GRAPH_SERVICE_PORT": "9000", "GRAPH_SERVICE_HOST": "localhost"}, port=9009, host=None)
    assert (settings.port, settings.host) == (9009, "localhost")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("GRAPH_SERVICE_PORT", "eighty"),
        ("GRAPH_SERVICE_PORT", "80.5"),
        ("GRAPH_SERVICE_BOLT_PORT", "70000"),
        ("GRAPH_SERVICE_BROWSER_PORT", "-1"),
        ("GRAPH_SERVICE_MIN_GROUP", "0"),
        ("GRAPH_SERVICE_READ_TIMEOUT", "soon"),
        ("GRAPH_SERVICE_READ_TIMEOUT", "0"),
        ("GRAPH_SERVICE_READ_TIMEOUT", "nan"),
        ("GRAPH_SERVICE_READ_TIMEOUT", "inf"),
    ],
)
def test_invalid_number_is_reported_with_its_variable(variable: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_settings({variable: text})
    assert refused.value.field == variable
    assert variable in str(refused.value)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        "dash.example",
        "https://dash.example/",
        "https://dash.example:443",
        "http://x:80",
        "ftp://x",
        "https://a b",
        "https://",
        "http://bücher.example",
    ],
)
def test_invalid_origin_is_reported_with_its_variable(origin: str) -> None:
    with pytest.raises(InvalidInput, match="An origin is https://HOST") as refused:
        read_settings({"GRAPH_SERVICE_ALLOWED_ORIGINS": f"https://good.example,{origin}"})
    assert refused.value.field == "GRAPH_SERVICE_ALLOWED_ORIGINS"
    assert repr(origin) in refused.value.message


@pytest.mark.parametrize("text", ["pmo-team", "=curator", "pmo-team=boss", "pmo-team=", "a=curator,b"])
def test_invalid_role_is_reported_with_its_variable(text: str) -> None:
    with pytest.raises(InvalidInput, match="Write VALUE=ROLE") as refused:
        read_settings({"GRAPH_SERVICE_LOGIN_ROLES": text})
    assert refused.value.field == "GRAPH_SERVICE_LOGIN_ROLES"


@pytest.mark.parametrize("name", ["none", "HS256", "rs256", "RS256,none"])
def test_algorithm_without_a_public_key_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="Algorithms with a public key are accepted") as refused:
        read_settings({"GRAPH_SERVICE_LOGIN_ALGORITHMS": name})
    assert refused.value.field == "GRAPH_SERVICE_LOGIN_ALGORITHMS"


def test_password_file_is_read_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("se cret\n")
    assert Settings(neo4j_password="ignored", neo4j_password_file=tmp_path / "password").password == "se cret"


def test_password_without_a_file_comes_from_its_variable() -> None:
    assert Settings(neo4j_password="secret").password == "secret"
    assert Settings().password is None


def test_repr_of_settings_contains_no_password() -> None:
    assert "a password" not in repr(Settings(neo4j_password="a password", login_client_secret="a password", doctor_token="a password"))


@pytest.mark.parametrize("name", ["missing", "."])
def test_unreadable_password_file_is_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with pytest.raises(InvalidInput, match=f"NEO4J_PASSWORD_FILE is {file}, which cannot be read") as refused:
        _ = Settings(neo4j_password_file=file).password
    assert isinstance(refused.value.__cause__, OSError)


@pytest.mark.parametrize(
    ("environment", "found", "todo"),
    [
        (
            {"NEO4J_URI": "bolt://db", "JAVA_HOME": "/opt/java", "GRAPH_SERVICE_PORT": "1"},
            "JAVA_HOME has no effect: ",
            "Unset one or the other.",
        ),
        ({"NEO4J_PASSWORD": "secret"}, "NEO4J_PASSWORD has no effect: without NEO4J_URI", "Set NEO4J_URI"),
        (
            {"NEO4J_URI": "bolt://db", "NEO4J_PASSWORD": "secret", "NEO4J_PASSWORD_FILE": "/run/secret"},
            "NEO4J_PASSWORD has no effect: NEO4J_PASSWORD_FILE takes precedence.",
            "Unset one of them.",
        ),
        (
            {"GRAPH_SERVICE_LOGIN_CLIENT_ID": "pmo", "GRAPH_SERVICE_LOGIN_ROLES": "a=curator"},
            "GRAPH_SERVICE_LOGIN_CLIENT_ID, GRAPH_SERVICE_LOGIN_ROLES has no effect: GRAPH_SERVICE_LOGIN_ISSUER is not set",
            "Set it to the issuer",
        ),
        (
            {
                "GRAPH_SERVICE_LOGIN_ISSUER": "https://login.example.org",
                "GRAPH_SERVICE_LOGIN_CLIENT_SECRET": "secret",
                "GRAPH_SERVICE_LOGIN_CLIENT_SECRET_FILE": "/run/secret",
            },
            "GRAPH_SERVICE_LOGIN_CLIENT_SECRET has no effect: GRAPH_SERVICE_LOGIN_CLIENT_SECRET_FILE takes precedence.",
            "Unset one of them.",
        ),
        ({"GRAPH_SERVICE_HOST": ""}, "GRAPH_SERVICE_HOST is empty, which counts as not set.", "Give it a value"),
        ({"NEO4J_USER": "ada"}, "NEO4J_USER is not a setting of graph-service.", "Did you mean NEO4J_USERNAME?"),
        ({"NEO4J_CONF": "/etc/neo4j"}, "NEO4J_CONF is not a setting of graph-service.", "Unset it, unless another program reads it"),
    ],
)
def test_variable_without_effect_is_a_note(environment: dict[str, str], found: str, todo: str) -> None:
    _, (check,) = check_environment(environment | {"UNRELATED": "x"})
    assert (check.state, check.message[: len(found)], check.remedy[: len(todo)]) == (State.NOTE, found, todo)
    assert "secret" not in check.message.replace("/run/secret", "")


def test_invalid_value_does_not_affect_other_settings() -> None:
    settings, (check,) = check_environment({"GRAPH_SERVICE_PORT": "eighty", "GRAPH_SERVICE_MIN_GROUP": "8"})
    assert (settings.port, settings.min_group) == (Settings().port, 8)
    assert (check.state, check.message) == (State.WRONG, "GRAPH_SERVICE_PORT must be a whole number from 0 to 65535, not 'eighty'.")


def test_set_variables_are_listed() -> None:
    _, (check,) = check_environment({"NEO4J_URI": "bolt://db", "GRAPH_SERVICE_HOST": "::1"})
    assert (check.state, check.message) == (State.OK, "Set: NEO4J_URI, GRAPH_SERVICE_HOST.")
