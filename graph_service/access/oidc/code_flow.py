"""The authorization code flow with PKCE: sends the browser to the provider, and turns the code that it returns with into an identity.

A sign-in that has started is kept in a cookie of the browser that started it, so a link from somebody else cannot complete it (login CSRF).
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from time import time
from typing import Any, Final
from urllib.parse import urlencode

from graph_service.access.oidc.configuration import LoginConfiguration
from graph_service.access.oidc.cookies import CookieBox, cookie_name, set_cookie
from graph_service.access.oidc.id_tokens import Claims
from graph_service.access.oidc.identity import Identity, find_claim, read_identity
from graph_service.access.oidc.outgoing import Refused
from graph_service.access.oidc.provider import Provider, check_id_token
from graph_service.errors import InvalidInput, Unauthenticated, Unavailable

STARTED: Final = "sign-in"
MAX_DURATION: Final = 600.0  # seconds that somebody has for signing in at the provider
MAX_STARTED: Final = 6  # sign-ins that one browser may have started, one in each tab
MAX_NEXT: Final = 1_500  # characters: the cookie with the address has at most 4 KiB
STATE_PREFIX: Final = 8  # characters of the state in the name of its cookie
LOCAL_PATH: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*", re.ASCII)
NOT_STARTED_HERE: Final = "This sign-in was not started in this browser, or more than 10 minutes ago. Start it again."


@dataclass(frozen=True, slots=True)
class StartedSignIn:
    """A sign-in that has started: what has to come back with it, and the page to show afterwards."""

    state: str
    nonce: str
    verifier: str
    next: str
    started_at: float


class CodeFlow:
    """Starts and completes sign-ins."""

    def __init__(self, configuration: LoginConfiguration, provider: Provider) -> None:
        self._configuration = configuration
        self._provider = provider
        self._box = CookieBox(configuration)

    async def start(self, next_path: str, cookies: Mapping[str, str], *, ask_again: bool) -> tuple[str, list[str]]:
        """The address at the provider, and Set-Cookie headers. ask_again: also somebody who is signed in at the provider has to sign in.

        Raises InvalidInput when next_path is not a path of this service, Unavailable when the provider has not responded.
        """
        check_local_path(next_path)
        metadata = await self._provider.metadata()
        started = StartedSignIn(_random(), _random(), _random(), next_path, time())
        parameters = {
            "response_type": "code",
            "client_id": self._configuration.client_id,
            "redirect_uri": self._configuration.redirect_uri,
            "scope": " ".join(self._configuration.scopes),
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": _challenge(started.verifier),
            "code_challenge_method": "S256",
        } | ({"prompt": "login"} if ask_again else {})
        separator = "&" if "?" in metadata.authorization_endpoint else "?"
        sealed = self._box.seal(STARTED, asdict(started))
        return f"{metadata.authorization_endpoint}{separator}{urlencode(parameters)}", [
            *self._drop_others(cookies),
            self._cookie(started.state, sealed, MAX_DURATION),
        ]

    def find_started(self, state: str, cookies: Mapping[str, str]) -> StartedSignIn:
        """The sign-in that this browser has started with this state. Raises InvalidInput when there is none, or it is too old."""
        value = cookies.get(self._cookie_name(state))
        contents = None if value is None else self._box.open(STARTED, value)
        if contents is None or not hmac.compare_digest(contents["state"].encode(), state.encode()):
            raise InvalidInput(NOT_STARTED_HERE, field="state")
        started = StartedSignIn(**{name: contents[name] for name in StartedSignIn.__slots__})
        if time() - started.started_at > MAX_DURATION:
            raise InvalidInput(NOT_STARTED_HERE, field="state")
        return started

    async def complete(self, started: StartedSignIn, parameters: Mapping[str, str]) -> Identity:
        """Who has signed in. parameters: those that the provider has sent the browser back with.

        Raises InvalidInput when it sent an error or an invalid code, Unauthenticated when its token is invalid, Unavailable when it does not respond.
        """
        await self._check_response(parameters)
        try:
            tokens = await self._provider.exchange(parameters["code"], started.verifier)
            claims = await self._provider.verify(_read_token(tokens, "id_token"), self._configuration.client_id)
            check_id_token(claims, self._configuration.client_id, started.nonce)
            if self._lacks_claims(claims) and isinstance(tokens.get("access_token"), str):
                claims = {**await self._provider.read_user(tokens["access_token"], claims["sub"]), **claims}
        except Refused as error:
            raise _refusal(error) from None
        return read_identity(claims, self._configuration)

    def forget(self, state: str) -> str:
        """The Set-Cookie header that deletes a sign-in that has started."""
        return self._cookie(state, "", 0)

    async def _check_response(self, parameters: Mapping[str, str]) -> None:
        metadata, issuer = await self._provider.metadata(), parameters.get("iss")
        if issuer != self._configuration.issuer and (issuer is not None or metadata.sends_issuer):
            raise InvalidInput("This response comes from another login provider.", field="iss")
        if "error" in parameters:
            code = parameters["error"]
            shown = f" ({code})" if re.fullmatch(r"[a-z_]{1,60}", code) else ""
            raise InvalidInput(f"The login provider did not sign you in{shown}.", field="error")
        if not parameters.get("code"):
            raise InvalidInput("The login provider sent no code.", field="code")

    def _lacks_claims(self, claims: Claims) -> bool:
        configuration = self._configuration
        wanted = [configuration.person_claim, *([configuration.roles_claim] if configuration.roles else [])]
        return any(find_claim(claims, claim) is None for claim in wanted)

    def _drop_others(self, cookies: Mapping[str, str]) -> list[str]:
        """Deletes the oldest sign-ins of a browser that has started too many."""
        prefix = cookie_name(f"{STARTED}-", is_secure=self._configuration.is_secure)
        opened = {name: self._box.open(STARTED, value) for name, value in cookies.items() if name.startswith(prefix)}
        ages = sorted(opened, key=lambda name: (opened[name] or {}).get("started_at", 0.0))
        return [self._cookie(name.removeprefix(prefix), "", 0) for name in ages[: max(0, len(ages) - MAX_STARTED + 1)]]

    def _cookie(self, state: str, value: str, max_age: float) -> str:
        return set_cookie(f"{STARTED}-{state[:STATE_PREFIX]}", value, max_age, is_secure=self._configuration.is_secure)

    def _cookie_name(self, state: str) -> str:
        return cookie_name(f"{STARTED}-{state[:STATE_PREFIX]}", is_secure=self._configuration.is_secure)


def check_local_path(path: str) -> None:
    """Raises InvalidInput unless a redirect to it leads to a page of this service."""
    if len(path) > MAX_NEXT or not LOCAL_PATH.fullmatch(path) or path.startswith("/auth/"):
        raise InvalidInput(
            f"next must be the path of a page of this service, such as /lessons, with at most {MAX_NEXT:,} characters.", field="next"
        )


def _random() -> str:
    return secrets.token_urlsafe(32)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _read_token(tokens: Mapping[str, Any], name: str) -> str:
    token = tokens.get(name)
    if not isinstance(token, str):
        raise Unauthenticated(f"The login provider sent no {name}.")
    return token


def _refusal(error: Refused) -> InvalidInput | Unavailable:
    """A wrong client ID or secret is a fault of the service; everything else is a sign-in that cannot be completed."""
    if error.code in ("invalid_client", "unauthorized_client"):
        return Unavailable(
            f"The login provider does not accept this service ({error.code}). Its operator has to correct the client ID or the client secret."
        )
    return InvalidInput(f"The login provider did not accept this sign-in ({error}). Start it again.", field="code")
