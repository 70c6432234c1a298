"""The settings. One table defines their environment variables, command-line options, help, documentation and validation."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from graph_service.errors import InvalidInput

PORTS = (0, 65535)
PREFIXES = ("GRAPH_SERVICE_", "NEO4J_")
ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
SWITCH = ("on", "off")
ROLES = ("reader", "contributor", "curator", "administrator")
# Of JSON Web Signature, those with a public key. With none or HS256, everybody who knows the client could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
DEFAULT_PORTS = {"http": "80", "https": "443"}
# Settings that have no effect without NEO4J_URI, and settings that have no effect with it.
EXTERNAL_NEO4J_SETTINGS = ("neo4j_username", "neo4j_password", "neo4j_password_file", "neo4j_database")
LOGIN_SETTINGS = (  # that have no effect without GRAPH_SERVICE_LOGIN_ISSUER
    *("public_url", "login_client_id", "login_client_secret", "login_client_secret_file", "login_scopes", "login_person_claim"),
    *("login_roles_claim", "login_roles", "login_audience", "login_algorithms", "login_hours"),
)
LOCAL_NEO4J_SETTINGS = ("bolt_port", "browser_port", "data", "neo4j_version", "java_home")


def parse_origin(variable: str, text: str) -> str:
    """The origin as browsers send it, in lower case. Raises InvalidInput if browsers never send such an origin."""
    match = ORIGIN.fullmatch(text.lower())
    if match is None or match[3] == DEFAULT_PORTS[match[1]]:
        hint = "It would let any web page read and change the graph; list the origins instead. " if text == "*" else ""
        raise InvalidInput(
            f"{variable} contains {text!r}. {hint}An origin is https://HOST or https://HOST:PORT (or http), without a path or a final slash, "
            "and without the default port 443 (or 80).",
            field=variable,
        )
    return text.lower()


def parse_role(variable: str, text: str) -> str:
    """VALUE=ROLE. Raises InvalidInput if it has another form, or there is no such role."""
    value, _, role = (part.strip() for part in text.rpartition("="))
    if not value or role not in ROLES:
        raise InvalidInput(
            f"{variable} contains {text!r}. Write VALUE=ROLE, where VALUE is a value of the claim, and ROLE is {', '.join(ROLES)}.",
            field=variable,
        )
    return f"{value}={role}"


def parse_algorithm(variable: str, text: str) -> str:
    """The name of an algorithm for signatures. Raises InvalidInput for another one, such as none."""
    if text not in ALGORITHMS:
        raise InvalidInput(
            f"{variable} contains {text!r}. Algorithms with a public key are accepted: {', '.join(ALGORITHMS)}.", field=variable
        )
    return text


def setting(
    variable: str,
    default: Any,
    description: str,
    limits: tuple[float, float] | None = None,
    *,
    secret: bool = False,
    choices: tuple[str, ...] = (),
    parse_item: Callable[[str, str], str] = lambda variable, text: text,
) -> Any:
    """A setting: its environment variable, default, description and, for a number, its smallest and largest value.

    A secret is left out of the repr of Settings, and so out of logs and tracebacks. choices: the values of a text. parse_item: for a list,
    returns the value of an item, given the variable and the text of the item.
    """
    metadata = {"variable": variable, "help": description, "limits": limits, "choices": choices, "parse_item": parse_item}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. They are read once, at startup, and passed on as an argument: nothing else reads the environment."""

    neo4j_uri: str | None = setting(
        "NEO4J_URI", None, "Address of your own Neo4j, for example neo4j://host:7687. Without it the local Neo4j is used."
    )
    neo4j_username: str = setting("NEO4J_USERNAME", "neo4j", "User name for your own Neo4j.")
    neo4j_password: str | None = setting("NEO4J_PASSWORD", None, "Password for your own Neo4j.", secret=True)
    neo4j_password_file: Path | None = setting("NEO4J_PASSWORD_FILE", None, "File that contains the password, instead of NEO4J_PASSWORD.")
    neo4j_database: str = setting("NEO4J_DATABASE", "neo4j", "Database name in your own Neo4j.")
    host: str = setting("GRAPH_SERVICE_HOST", "127.0.0.1", "IP address or host name that the service listens on.")
    port: int = setting("GRAPH_SERVICE_PORT", 8000, "Port that the service listens on; 0 for any free port.", PORTS)
    workers: int = setting(
        "GRAPH_SERVICE_WORKERS", 1, "Number of worker processes. Each keeps its own copy of the network snapshot in memory.", (1, 64)
    )
    bolt_port: int = setting("GRAPH_SERVICE_BOLT_PORT", 7687, "Bolt port of the local Neo4j, for drivers; 0 for any free port.", PORTS)
    browser_port: int = setting(
        "GRAPH_SERVICE_BROWSER_PORT", 7474, "HTTP port of the local Neo4j, for Neo4j Browser; 0 for any free port.", PORTS
    )
    data: Path | None = setting("GRAPH_SERVICE_DATA", None, "Data directory of the local Neo4j. Default: the data directory of your user.")
    neo4j_version: str = setting("GRAPH_SERVICE_NEO4J_VERSION", "2026.09.0", "Version of the local Neo4j.")
    java_home: Path | None = setting(
        "JAVA_HOME",
        None,
        "Java installation that runs the local Neo4j. Default: `java` on the PATH, otherwise the Java of the extra `local`.",
    )
    tokens_file: Path | None = setting(
        "GRAPH_SERVICE_TOKENS_FILE",
        None,
        "File with the access tokens (see `graph-service token`); changes take effect without a restart. Required to listen on an address that other machines can reach.",
    )
    publishing_role: str = setting(
        "GRAPH_SERVICE_PUBLISHING_ROLE",
        "curator",
        "The least role that may publish lessons: curator, or contributor, who may then publish and revise their own lessons only.",
        choices=("contributor", "curator"),
    )
    public_url: str | None = setting(
        "GRAPH_SERVICE_PUBLIC_URL",
        None,
        "Address at which people open the dashboard, for example https://pmo.example.org. Required for the company login.",
    )
    login_issuer: str | None = setting(
        "GRAPH_SERVICE_LOGIN_ISSUER", None, "Issuer of the company login: the address of the OpenID Connect provider. Turns the login on."
    )
    login_client_id: str | None = setting("GRAPH_SERVICE_LOGIN_CLIENT_ID", None, "Client ID under which the provider knows this service.")
    login_client_secret: str | None = setting(
        "GRAPH_SERVICE_LOGIN_CLIENT_SECRET",
        None,
        "Client secret from the provider. Session cookies are encrypted with it too.",
        secret=True,
    )
    login_client_secret_file: Path | None = setting(
        "GRAPH_SERVICE_LOGIN_CLIENT_SECRET_FILE", None, "File that contains the secret, instead of GRAPH_SERVICE_LOGIN_CLIENT_SECRET."
    )
    login_scopes: tuple[str, ...] = setting(
        "GRAPH_SERVICE_LOGIN_SCOPES",
        (),
        "Scopes to request besides openid, profile and email, separated by commas, for example groups.",
    )
    login_person_claim: str = setting(
        "GRAPH_SERVICE_LOGIN_PERSON_CLAIM",
        "email",
        "Claim that says which person signs in: the person's e-mail address, or their ID in the graph. The claim email counts only if the "
        "provider has verified the address.",
    )
    login_roles_claim: str = setting(
        "GRAPH_SERVICE_LOGIN_ROLES_CLAIM", "roles", "Claim that lists the roles or groups of a login; a.b for the claim b within a."
    )
    login_roles: tuple[str, ...] = setting(
        "GRAPH_SERVICE_LOGIN_ROLES",
        (),
        "Roles by value of that claim, separated by commas, for example pmo-team=curator. The value * is everyone who is a person in the "
        "graph. The highest role counts; without one, the role is reader.",
        parse_item=parse_role,
    )
    login_audience: str | None = setting(
        "GRAPH_SERVICE_LOGIN_AUDIENCE",
        None,
        "Audience (aud) of the provider's tokens that API clients may send as bearer tokens. Without it no such token is accepted.",
    )
    login_algorithms: tuple[str, ...] = setting(
        "GRAPH_SERVICE_LOGIN_ALGORITHMS",
        (),
        "Algorithms with which the provider may sign tokens, separated by commas. Default: RS256, PS256, ES256.",
        parse_item=parse_algorithm,
    )
    login_hours: float = setting(
        "GRAPH_SERVICE_LOGIN_HOURS", 10.0, "Hours after which people have to sign in again, even if they were never idle.", (0.01, 168)
    )
    service: str | None = setting(
        "GRAPH_SERVICE_URL",
        None,
        "Address of the running service whose network snapshot `doctor` compares with the graph. Default: the host and port of the service "
        "on this machine.",
    )
    doctor_token: str | None = setting(
        "GRAPH_SERVICE_DOCTOR_TOKEN", None, "Token with which `doctor` reads the metrics of a service that requires one.", secret=True
    )
    doctor_token_file: Path | None = setting(
        "GRAPH_SERVICE_DOCTOR_TOKEN_FILE", None, "File that contains the token, instead of GRAPH_SERVICE_DOCTOR_TOKEN."
    )
    allowed_hosts: tuple[str, ...] = setting(
        "GRAPH_SERVICE_ALLOWED_HOSTS",
        (),
        "Host names under which clients reach the service, separated by commas. localhost and IP addresses are always allowed.",
    )
    allowed_origins: tuple[str, ...] = setting(
        "GRAPH_SERVICE_ALLOWED_ORIGINS",
        (),
        "Origins of other web pages that may use the API, separated by commas, for example https://dashboards.example.org.",
        parse_item=parse_origin,
    )
    persisted_documents: Path | None = setting(
        "GRAPH_SERVICE_PERSISTED_DOCUMENTS",
        None,
        "JSON file of GraphQL documents by id, or folder of .graphql files, which requests can name by `documentId` instead of sending them.",
    )
    gates_file: Path | None = setting(
        "GRAPH_SERVICE_GATES_FILE",
        None,
        "TOML file with what a project needs in each phase before it continues. Without it, the gates of the documentation apply.",
    )
    risk_template: Path | None = setting(
        "GRAPH_SERVICE_RISK_TEMPLATE",
        None,
        "Workbook (.xlsx) of your organisation that the risk list of a project is written into, below its header row.",
    )
    read_timeout: float = setting(
        "GRAPH_SERVICE_READ_TIMEOUT", 10.0, "Seconds after which the database cancels a read statement of a client.", (0.01, 3600)
    )
    answer_timeout: float = setting(
        "GRAPH_SERVICE_ANSWER_TIMEOUT",
        10.0,
        "Seconds after which the service ends a computation, such as `network` or `experts`.",
        (0.01, 3600),
    )
    max_cost: int = setting(
        "GRAPH_SERVICE_MAX_COST",
        5_000_000,
        "Maximum cost of one GraphQL operation, in rows: those that it may read, and the work of its computed answers. "
        "Every response reports its cost in `extensions.cost`.",
        (1, 10**9),
    )
    cost_per_minute: int = setting(
        "GRAPH_SERVICE_COST_PER_MINUTE",
        300_000_000,
        "Cost that one caller's operations may have in a minute, in rows, in each worker. Further ones get status 429.",
        (1, 10**12),
    )
    attempts_per_minute: int = setting(
        "GRAPH_SERVICE_ATTEMPTS_PER_MINUTE",
        60,
        "How many invalid tokens one address may send in a minute, and how many sign-ins it may start, in each worker. Further ones get status 429.",
        (1, 10**6),
    )
    introspection: str = setting(
        "GRAPH_SERVICE_INTROSPECTION",
        "on",
        "on, or off to refuse queries about the schema itself, which GraphiQL and code generators send.",
        choices=SWITCH,
    )
    graphiql: str = setting("GRAPH_SERVICE_GRAPHIQL", "on", "on, or off to remove the page /graphiql.", choices=SWITCH)
    persisted_only: str = setting(
        "GRAPH_SERVICE_PERSISTED_ONLY",
        "off",
        "Run only the documents of GRAPH_SERVICE_PERSISTED_DOCUMENTS and those of the dashboard, the CSV tables and Grafana's panels: on or off.",
        choices=SWITCH,
    )
    min_group: int = setting(
        "GRAPH_SERVICE_MIN_GROUP",
        5,
        "Departments that never had this many people are merged in the answers about the network, to protect individuals.",
        (1, 10**6),
    )

    @property
    def password(self) -> str | None:
        """The password, from its file or its variable; None when neither is set. Raises InvalidInput when the file cannot be read."""
        return _read_secret("NEO4J_PASSWORD", "password", self.neo4j_password, self.neo4j_password_file)

    @property
    def login_secret(self) -> str | None:
        """The client secret of the company login, in the same way."""
        return _read_secret("GRAPH_SERVICE_LOGIN_CLIENT_SECRET", "secret", self.login_client_secret, self.login_client_secret_file)

    @property
    def service_token(self) -> str | None:
        """The token for `doctor`, in the same way."""
        return _read_secret("GRAPH_SERVICE_DOCTOR_TOKEN", "token", self.doctor_token, self.doctor_token_file)


def _read_secret(variable: str, noun: str, value: str | None, file: Path | None) -> str | None:
    if file is None:
        return value
    try:
        return file.read_text().strip()
    except OSError as error:
        raise InvalidInput(
            f"{variable}_FILE is {file}, which cannot be read: {error.strerror}. Set it to a file that contains the {noun}."
        ) from error


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """The settings from the environment. An override other than None wins. InvalidInput names the variable and the invalid value.

    An empty variable counts as not set.
    """
    values = {
        f.name: parse_setting(f, environment[f.metadata["variable"]]) for f in fields(Settings) if environment.get(f.metadata["variable"])
    }
    return Settings(**values | {name: value for name, value in overrides.items() if value is not None})


def parse_setting(declared: Field[Any], text: str) -> Any:
    """The text of a variable as the type of its setting. Raises InvalidInput when a number is outside its limits, or an item invalid."""
    variable, limits = declared.metadata["variable"], declared.metadata["limits"]
    if limits is not None:
        return _parse_number(variable, declared.type, text, limits)  # pyright: ignore[reportArgumentType] - only numbers have limits
    if declared.type == tuple[str, ...]:
        items = (part.strip() for part in text.split(","))
        return tuple(declared.metadata["parse_item"](variable, item) for item in items if item)
    choices = declared.metadata["choices"]
    if choices and text not in choices:
        raise InvalidInput(f"{variable} must be {' or '.join(choices)}, not {text!r}.", field=variable)
    return Path(text) if declared.type == Path | None else text


def _parse_number(variable: str, annotation: type[int] | type[float], text: str, limits: tuple[float, float]) -> float:
    low, high = limits
    try:
        number = annotation(text)
    except ValueError:
        number = None
    if number is None or not low <= number <= high:
        kind = "a whole number" if annotation is int else "a number"
        raise InvalidInput(f"{variable} must be {kind} from {low} to {high}, not {text!r}.", field=variable)
    return number


def require_tokens_for_remote_bind(settings: Settings) -> None:
    """Raises InvalidInput when the service would listen on an address that other machines can reach, without tokens or a company login."""
    if settings.tokens_file is None and settings.login_issuer is None and not _is_loopback(settings.host):
        raise InvalidInput(
            f"Listening on {settings.host} without tokens would give access to everyone who can reach this machine. "
            "Create a token with `graph-service token create NAME --role ROLE --tokens-file FILE`, and start the service with the same --tokens-file.",
            field="GRAPH_SERVICE_TOKENS_FILE",
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
