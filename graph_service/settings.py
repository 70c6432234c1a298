"""One table of settings: environment variables, command line options, their help and their validation all follow from it."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from graph_service.checks import Check, State, failed
from graph_service.errors import InvalidInput

PORTS = (0, 65535)
PREFIXES = ("GRAPH_SERVICE_", "NEO4J_")
# What says how to log in to a Neo4j of one's own, and what only the local one heeds.
OF_OWN_NEO4J = ("neo4j_username", "neo4j_password", "neo4j_password_file", "neo4j_database")
OF_LOCAL_NEO4J = ("bolt_port", "browser_port", "data", "neo4j_version", "java_home")
ALIKE = 0.6  # how much of a name, its prefix aside, must be that of a variable for somebody to have meant it


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
        f.name: _convert(f.metadata["variable"], f.type, environment[f.metadata["variable"]], f.metadata["between"])
        for f in fields(Settings)
        if environment.get(f.metadata["variable"])
    }
    return Settings(**found | {name: value for name, value in overrides.items() if value is not None})


def _convert(variable: str, annotation: Any, text: str, between: tuple[float, float] | None) -> Any:
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


def examine_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> tuple[Settings, list[Check]]:
    """The settings, defaults in place of values that do not fit, and what is to be said about the variables that are set."""
    ours = {f.metadata["variable"]: f for f in fields(Settings)}
    given = {variable: environment[variable] for variable in ours if environment.get(variable)}
    checks: list[Check] = []
    for variable, text in list(given.items()):
        try:
            _convert(variable, ours[variable].type, text, ours[variable].metadata["between"])
        except InvalidInput as error:
            del given[variable]
            checks.append(replace(failed("settings", error), todo=f"Correct {variable}; until then commands refuse to run."))
    settings = read_settings(given, **overrides)
    checks += [*_idle(given.keys(), settings), *_meaningless([name for name in environment if name not in ours])]
    checks += [
        Check("settings", State.NOTE, f"{variable} is empty, which counts as not set.", "Give it a value, or unset it.")
        for variable in ours
        if environment.get(variable) == ""
    ]
    known = f"Set: {', '.join(given)}." if given else "No variable is set: the defaults hold."
    return settings, checks or [Check("settings", State.OK, known)]


def _idle(given: Collection[str], settings: Settings) -> Iterator[Check]:
    """Variables of ours that others keep from having an effect."""
    if settings.neo4j_uri is not None:
        local = _variables(OF_LOCAL_NEO4J, given)
        if local:
            found = f"Nothing comes of {local}: NEO4J_URI is set, so that no local Neo4j is started."
            yield Check("settings", State.NOTE, found, "Unset one or the other.")
    elif own := _variables(OF_OWN_NEO4J, given):
        found = f"Nothing comes of {own}: without NEO4J_URI the local Neo4j is used, with a login of its own."
        yield Check("settings", State.NOTE, found, "Set NEO4J_URI to the address of your Neo4j, or unset these.")
    if {"NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE"} <= set(given):
        yield Check("settings", State.NOTE, "Nothing comes of NEO4J_PASSWORD: NEO4J_PASSWORD_FILE goes before it.", "Unset one of them.")


def _variables(names: Collection[str], given: Collection[str]) -> str:
    return ", ".join(f.metadata["variable"] for f in fields(Settings) if f.name in names and f.metadata["variable"] in given)


def _meaningless(others: Collection[str]) -> Iterator[Check]:
    """Variables that begin like ours. Some are another program's, which only a person can tell."""
    for name in sorted(others):
        prefix = next((prefix for prefix in PREFIXES if name.startswith(prefix)), None)
        if prefix is None:
            continue
        rests = [f.metadata["variable"].removeprefix(prefix) for f in fields(Settings) if f.metadata["variable"].startswith(prefix)]
        alike = get_close_matches(name.removeprefix(prefix), rests, 1, ALIKE)
        todo = (
            f"Is {prefix}{alike[0]} meant?"
            if alike
            else "Unset it, unless another program reads it; the README lists those that are heeded."
        )
        yield Check("settings", State.NOTE, f"{name} means nothing to graph-service.", todo)
