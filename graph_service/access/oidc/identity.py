"""Who a login is: which person in the graph, and with which role."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from graph_service.access.oidc.configuration import EVERYBODY, LoginConfiguration
from graph_service.access.oidc.id_tokens import Claims, read_list
from graph_service.callers import Caller, Role
from graph_service.lru_cache import LRUCache

logger = logging.getLogger(__name__)
MAX_NAME: Final = 200  # characters
MAX_KEY: Final = 320  # characters: the longest e-mail address
MAX_LOGGED: Final = 5  # values of the roles claim in one log line
PERSON_LIFETIME: Final = 30.0  # seconds after which a person is looked up again
MAX_PEOPLE: Final = 10_000
NAME_CLAIMS: Final = ("name", "preferred_username", "email", "sub")
FindPerson = Callable[[str], Awaitable[tuple[str, str] | None]]
"""Looks up an active person by e-mail address or id, and returns the id and the name; None if there is none."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A login. person_key: the person's e-mail address or id, None if the provider does not say it reliably. role_values: those with a role."""

    subject: str
    name: str
    person_key: str | None
    role_values: tuple[str, ...]


def read_identity(claims: Claims, configuration: LoginConfiguration) -> Identity:
    """The identity in the claims of a verified token. Values of the roles claim that have no role are logged."""
    names = (claims.get(name) for name in NAME_CLAIMS)
    values = list(dict.fromkeys(read_list(find_claim(claims, configuration.roles_claim))))
    known = tuple(value for value in values if value in configuration.roles and value != EVERYBODY)
    _log_unknown([value for value in values if value not in known], configuration.roles_claim)
    return Identity(
        subject=f"oidc:{configuration.issuer}|{claims['sub']}",
        name=next(name for name in names if isinstance(name, str) and name)[:MAX_NAME],
        person_key=read_person_key(claims, configuration.person_claim),
        role_values=known,
    )


def find_claim(claims: Claims, path: str) -> Any:
    """The claim with this name, or else the one at this path, as in realm_access.roles; None if there is neither."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return found  # pyright: ignore[reportUnknownVariableType]


def read_person_key(claims: Claims, claim: str) -> str | None:
    """The e-mail address or id of the person; None if the claim is missing, or is an address that the provider has not verified."""
    value = find_claim(claims, claim)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_KEY:
        return None
    is_verified = claim != "email" or claims.get("email_verified") in (True, "true")
    return value if is_verified else None


def _log_unknown(values: list[str], claim: str) -> None:
    if values:
        shown = ", ".join(repr(value[:100]) for value in values[:MAX_LOGGED])
        logger.info("Values of the claim %s that have no role are ignored: %s (%d in all).", claim, shown, len(values))


class People:
    """Looks up who a login is. The result, also that there is nobody, is kept for PERSON_LIFETIME."""

    def __init__(self, configuration: LoginConfiguration, find_person: FindPerson) -> None:
        self._roles = configuration.roles
        self._find_person = find_person
        self._found: LRUCache[str, tuple[float, tuple[str, str] | None]] = LRUCache(MAX_PEOPLE)

    async def caller(self, identity: Identity) -> Caller:
        """The caller. Somebody who is not an active person in the graph is a reader, whatever the provider says."""
        person = None if identity.person_key is None else await self._find(identity.person_key)
        if person is None:
            return Caller(identity.subject, identity.name, None, Role.READER)
        return Caller(identity.subject, person[1], person[0], highest_role(self._roles, identity.role_values))

    async def _find(self, key: str) -> tuple[str, str] | None:
        cached = self._found.get(key)
        if cached is not None and monotonic() - cached[0] < PERSON_LIFETIME:
            return cached[1]
        person = await self._find_person(key)
        self._found.put(key, (monotonic(), person))
        return person


def highest_role(roles: Mapping[str, Role], values: Iterable[str]) -> Role:
    """The highest role of these values and of everybody; reader if there is none."""
    return max((roles[value] for value in (*values, EVERYBODY) if value in roles), default=Role.READER)
