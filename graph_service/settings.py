"""One table of settings: environment variables, command line options, their help and their validation all follow from it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from graph_service.errors import InvalidInput

PORTS = (0, 65535)
PREFIXES = ("GRAPH_SERVICE_", "NEO4J_")
# What says how to log in to a Neo4j of one's own, and what only the local one heeds.
OF_OWN_NEO4J = ("neo4j_username", "neo4j_password", "neo4j_password_file", "neo4j_database")
OF_LOCAL_NEO4J = ("bolt_port", "browser_port", "data", "neo4j_version", "java_home")


def setting(variable: str, default: Any, description: str, between: tuple[float, float] | None = None, *, shown: bool = True) -> Any:
    """A setting: the environment variable it is read from, what holds without it, what it is for, and a number's least and greatest.

    One that is not shown stays out of the text of Settings, and so out of logs and tracebacks.
    """
    return field(default=default, repr=shown, metadata={"variable": variable, "help": description, "between": between})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set. Made once at the door and handed on; nothing else reads the environment."""

    neo4j_uri: str | None = setting(
        "NEO4J_URI", None, "Address of a Neo4j of your own, like neo4j://host:7687. Without it, the local one is used."
    )
    neo4j_username: str = setting("NEO4J_USERNAME", "neo4j", "User of that Neo4j.")
    neo4j_password: str | None = setting("NEO4J_PASSWORD", None, "Password of that user.", shown=False)
    neo4j_password_file: Path | None = setting("NEO4J_PASSWORD_FILE", None, "File that holds the password, instead of NEO4J_PASSWORD.")
    neo4j_database: str = setting("NEO4J_DATABASE", "neo4j", "Database of that Neo4j.")
    host: str = setting("GRAPH_SERVICE_HOST", "127.0.0.1", "Address the service listens on.")
    port: int = setting("GRAPH_SERVICE_PORT", 8000, "Port the service listens on.", PORTS)
    workers: int = setting("GRAPH_SERVICE_WORKERS", 1, "Processes that answer, each with the network's columns in memory.", (1, 64))
    bolt_port: int = setting("GRAPH_SERVICE_BOLT_PORT", 7687, "Port of the local Neo4j for drivers (Bolt).", PORTS)
    browser_port: int = setting("GRAPH_SERVICE_BROWSER_PORT", 7474, "Port of the local Neo4j for Neo4j Browser (HTTP).", PORTS)
    data: Path | None = setting("GRAPH_SERVICE_DATA", None, "Where the local Neo4j lives. Default: your user data directory.")
    neo4j_version: str = setting("GRAPH_SERVICE_NEO4J_VERSION", "2026.09.0", "Version of the local Neo4j.")
    java_home: Path | None = setting(
        "JAVA_HOME", None, "Java that the local Neo4j runs on. Default: `java` on PATH, else the one of the extra `local`."
    )
    tokens_file: Path | None = setting(
        "GRAPH_SERVICE_TOKENS_FILE",
        None,
        "File of tokens: who may come in (see `graph-service token`). Needed to listen to other machines.",
    )
    allowed_hosts: str | None = setting(
        "GRAPH_SERVICE_ALLOWED_HOSTS", None, "Names the service is reached by, by commas, besides localhost and addresses."
    )
    read_timeout: float = setting(
        "GRAPH_SERVICE_READ_TIMEOUT", 10.0, "Seconds one read may take in the database before it is ended.", (0.01, 3600)
    )
    max_cost: int = setting(
        "GRAPH_SERVICE_MAX_COST",
        5_000_000,
        "Rows one question may ask for; `extensions.cost` of an answer tells what it asked for.",
        (1, 10**9),
    )
    min_group: int = setting(
        "GRAPH_SERVICE_MIN_GROUP",
        5,
        "People a department must ever have had to be shown alone in answers about the network; smaller ones are merged.",
        (1, 10**6),
    )

    @property
    def password(self) -> str | None:
        """The password, from its file or as given; None when neither is set. InvalidInput when the file cannot be read."""
        if self.neo4j_password_file is None:
            return self.neo4j_password
        try:
            return self.neo4j_password_file.read_text().strip()
        except OSError as error:
            raise InvalidInput(
                f"NEO4J_PASSWORD_FILE names {self.neo4j_password_file}, which cannot be read: {error.strerror}. Name a file that holds it."
            ) from error


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Settings from the environment; an override that is not None wins. InvalidInput names the variable and the value that does not fit."""
    found = {
        f.name: convert_text(f.metadata["variable"], f.type, environment[f.metadata["variable"]], f.metadata["between"])
        for f in fields(Settings)
        if environment.get(f.metadata["variable"])
    }
    return Settings(**found | {name: value for name, value in overrides.items() if value is not None})


def convert_text(variable: str, annotation: Any, text: str, between: tuple[float, float] | None) -> Any:
    """A variable's text as the type of its setting. InvalidInput names the variable and the value that does not fit."""
    if between is None:
        return Path(text) if annotation == Path | None else text
    low, high = between
    try:
        number = annotation(text)
    except ValueError:
        number = None
    if number is None or not low <= number <= high:
        kind = "a whole number" if annotation is int else "a number"
        raise InvalidInput(f"{variable} must be {kind} from {low} to {high}, not {text!r}.", field=variable)
    return number


def require_tokens_for_remote_bind(settings: Settings) -> None:
    """InvalidInput when the service would listen to other machines without tokens."""
    if settings.tokens_file is None and not _is_loopback(settings.host):
        raise InvalidInput(
            f"Listening on {settings.host} would let everybody in who reaches this machine. Say who may come in: make a token with "
            "`graph-service token ROLE NAME --tokens-file FILE`, and name the same file here.",
            field="GRAPH_SERVICE_TOKENS_FILE",
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
