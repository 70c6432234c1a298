"""What the company login needs from the settings, checked before the service starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from graph_service.callers import Role
from graph_service.errors import InvalidInput
from graph_service.settings import Settings, parse_origin

DEFAULT_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
SCOPES: Final = ("openid", "profile", "email")
MIN_SECRET: Final = 16  # characters: session cookies are encrypted with a key that is derived from the secret
CALLBACK_PATH: Final = "/auth/callback"
EVERYBODY: Final = "*"


@dataclass(frozen=True, slots=True)
class LoginConfiguration:
    """The settings of the company login.

    public_url: the origin of the dashboard, without a final slash. roles: the role of each value of the roles claim; `*` is every known person.
    audience: None if no bearer token of the provider is accepted. max_session: seconds.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    scopes: tuple[str, ...]
    person_claim: str
    roles_claim: str
    roles: Mapping[str, Role]
    audience: str | None
    algorithms: tuple[str, ...]
    max_session: float

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the service over HTTPS, so that cookies may be limited to it."""
        return self.public_url.startswith("https:")

    @property
    def public_host(self) -> str:
        """The host name of the dashboard."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends the browser back to; it has to be registered there."""
        return self.public_url + CALLBACK_PATH

    @property
    def provider_name(self) -> str:
        """The host name of the issuer."""
        return urlsplit(self.issuer).hostname or self.issuer


def read_configuration(settings: Settings) -> LoginConfiguration:
    """The configuration. InvalidInput names the setting that is missing or invalid."""
    roles = (text.rpartition("=") for text in settings.login_roles)
    return LoginConfiguration(
        issuer=_check_issuer(settings.login_issuer or ""),
        client_id=_require("GRAPH_SERVICE_LOGIN_CLIENT_ID", settings.login_client_id, "the client ID from the provider"),
        client_secret=_check_secret(settings.login_secret),
        public_url=_check_public_url(settings.public_url),
        scopes=tuple(dict.fromkeys((*SCOPES, *settings.login_scopes))),
        person_claim=settings.login_person_claim,
        roles_claim=settings.login_roles_claim,
        roles={value: Role[role.upper()] for value, _, role in roles},
        audience=settings.login_audience,
        algorithms=settings.login_algorithms or DEFAULT_ALGORITHMS,
        max_session=settings.login_hours * 3600,
    )


def is_protected(url: str) -> bool:
    """Whether nobody on the network can read or change what is sent to this address: HTTPS, or this machine."""
    parts = _split(url)
    return parts is not None and bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts)))


def _require(variable: str, value: str | None, meaning: str) -> str:
    if not value:
        raise InvalidInput(
            f"{variable} is not set, but GRAPH_SERVICE_LOGIN_ISSUER is. The company login needs it: set it to {meaning}.", field=variable
        )
    return value


def _check_issuer(issuer: str) -> str:
    parts = _split(issuer)
    if parts is None or not is_protected(issuer) or parts.query or parts.fragment or parts.username is not None:
        raise InvalidInput(
            f"GRAPH_SERVICE_LOGIN_ISSUER is {issuer!r}, which is not the issuer of a provider. An issuer begins with https:// (http:// only on this "
            "machine) and has no query and no fragment, for example https://login.example.org.",
            field="GRAPH_SERVICE_LOGIN_ISSUER",
        )
    return issuer


def _check_secret(secret: str | None) -> str:
    variable = "GRAPH_SERVICE_LOGIN_CLIENT_SECRET"
    value = _require(variable, secret, "the client secret from the provider")
    if len(value) < MIN_SECRET:
        raise InvalidInput(
            f"{variable} has {len(value)} characters, but session cookies are encrypted with it. Use one of at least {MIN_SECRET} random "
            "characters.",
            field=variable,
        )
    return value


def _check_public_url(url: str | None) -> str:
    variable = "GRAPH_SERVICE_PUBLIC_URL"
    origin = parse_origin(variable, _require(variable, url, "the address of the dashboard, such as https://pmo.example.org").rstrip("/"))
    if not is_protected(origin):
        raise InvalidInput(
            f"{variable} is {origin!r}, over which anybody on the network could copy a session. Use https://, or http:// only on this machine.",
            field=variable,
        )
    return origin


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _is_loopback(parts: SplitResult) -> bool:
    name = parts.hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
