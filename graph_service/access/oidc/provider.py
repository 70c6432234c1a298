"""The provider: its addresses and keys, which are read when the service starts, and again regularly."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
from joserfc.jwk import KeySet

from graph_service.access.oidc.configuration import LoginConfiguration
from graph_service.access.oidc.id_tokens import Claims, UnknownKey, check_claims, import_keys, read_list, verify_signature
from graph_service.access.oidc.outgoing import Refused, fetch_json
from graph_service.errors import Unauthenticated, Unavailable

logger = logging.getLogger(__name__)
DISCOVERY_PATH: Final = "/.well-known/openid-configuration"
REFRESH_INTERVAL: Final = 3600.0  # seconds after which addresses and keys are read again
RETRY_INTERVAL: Final = 10.0  # seconds after which a provider that was down is tried again
MIN_KEYS_INTERVAL: Final = 30.0  # seconds between two reads of the keys, however many tokens name an unknown key
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of the provider, and how it expects the client secret."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    secret_in_body: bool
    sends_issuer: bool
    """Whether it adds the issuer to its redirects (RFC 9207)."""


class Provider:
    """The provider of one worker process. Its addresses and keys are unknown until it has responded once."""

    def __init__(self, configuration: LoginConfiguration, client: httpx.AsyncClient) -> None:
        self._configuration = configuration
        self._client = client
        self._metadata: Metadata | None = None
        self._keys = KeySet([])
        self._fault = "The login provider has not responded yet."
        self._tried_at = self._keys_read_at = float("-inf")
        self._lock = asyncio.Lock()

    @property
    def state(self) -> str:
        """`ok` if people can sign in; otherwise what is wrong, as a sentence."""
        return "ok" if self._metadata is not None else f"{self._fault} Nobody can sign in until it responds."

    async def follow(self) -> None:
        """Reads the addresses and keys until cancelled."""
        while True:
            with suppress(Unavailable):
                await self.discover()
            await asyncio.sleep(RETRY_INTERVAL if self._metadata is None else REFRESH_INTERVAL)

    async def discover(self) -> Metadata:
        """Reads the addresses and keys from the provider. If that fails, those that are known stay. Raises Unavailable."""
        self._tried_at = monotonic()
        issuer = self._configuration.issuer
        try:
            document = await fetch_json(self._client, "GET", issuer.rstrip("/") + DISCOVERY_PATH)
            metadata = parse_metadata(document, issuer)
            await self._read_keys(metadata)
        except (Unavailable, Refused) as error:
            self._fault = describe(error, issuer)
            logger.warning("The login provider cannot be used: %s", self._fault)
            raise Unavailable(self._fault) from error
        if self._metadata is None:
            logger.info("The login provider responds.")
        self._metadata = metadata
        return metadata

    async def metadata(self) -> Metadata:
        """The addresses. Raises Unavailable when the provider has not responded so far; it is tried again every few seconds."""
        if self._metadata is not None:
            return self._metadata
        async with self._lock:
            if self._metadata is not None:
                return self._metadata
            if monotonic() - self._tried_at < RETRY_INTERVAL / 2:
                raise Unavailable(self.state)
            return await self.discover()

    async def verify(self, token: str, audience: str) -> Claims:
        """The claims of a token of this provider. Raises Unauthenticated, or Unavailable when the keys are unknown."""
        metadata, algorithms = await self.metadata(), self._configuration.algorithms
        try:
            claims = verify_signature(token, self._keys, algorithms)
        except UnknownKey:
            if not await self._read_keys_again(metadata):
                raise
            claims = verify_signature(token, self._keys, algorithms)
        check_claims(claims, self._configuration.issuer, audience, time())
        return claims

    async def exchange(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The provider's tokens for a code. Raises Refused or Unavailable."""
        metadata, configuration = await self.metadata(), self._configuration
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": configuration.redirect_uri, "code_verifier": verifier}
        if metadata.secret_in_body:
            form |= {"client_id": configuration.client_id, "client_secret": configuration.client_secret}
            return await fetch_json(self._client, "POST", metadata.token_endpoint, data=form)
        # RFC 6749, section 2.3.1: both are encoded like a form first.
        auth = httpx.BasicAuth(quote_plus(configuration.client_id), quote_plus(configuration.client_secret))
        return await fetch_json(self._client, "POST", metadata.token_endpoint, data=form, auth=auth)

    async def read_user(self, access_token: str, subject: str) -> Claims:
        """Further claims about the person who signed in; empty if the provider has none. Raises Refused or Unavailable."""
        endpoint = (await self.metadata()).userinfo_endpoint
        if endpoint is None:
            return {}
        claims = await fetch_json(self._client, "GET", endpoint, headers={"Authorization": f"Bearer {access_token}"})
        return claims if claims.get("sub") == subject else {}

    async def _read_keys(self, metadata: Metadata) -> None:
        self._keys_read_at = monotonic()
        self._keys = import_keys(await fetch_json(self._client, "GET", metadata.jwks_uri))

    async def _read_keys_again(self, metadata: Metadata) -> bool:
        """Whether the keys were read since the caller looked: by it, or by another request in the meantime."""
        before = self._keys
        async with self._lock:
            if self._keys is not before:
                return True
            if monotonic() - self._keys_read_at < MIN_KEYS_INTERVAL:
                return False
            try:
                await self._read_keys(metadata)
            except (Unavailable, Refused) as error:
                logger.warning("The keys of the login provider cannot be read: %s", describe(error, self._configuration.issuer))
                return False
        return True


def parse_metadata(document: Mapping[str, Any], issuer: str) -> Metadata:
    """The addresses in a discovery document. Raises Unavailable when one is missing, or when the document is that of another issuer."""
    if document.get("issuer") != issuer:
        found = document.get("issuer")
        raise Unavailable(
            f"The login provider calls itself {str(found)[:200]!r}, but GRAPH_SERVICE_LOGIN_ISSUER is {issuer!r}. Both must be the same."
        )
    missing = [name for name in ENDPOINTS if not isinstance(document.get(name), str)]
    if missing:
        raise Unavailable(f"The login provider does not name its {missing[0]}.")
    userinfo, methods = document.get("userinfo_endpoint"), document.get("token_endpoint_auth_methods_supported")
    accepted = read_list(methods) or ["client_secret_basic"]
    return Metadata(
        **{name: document[name] for name in ENDPOINTS},
        userinfo_endpoint=userinfo if isinstance(userinfo, str) else None,
        secret_in_body="client_secret_basic" not in accepted and "client_secret_post" in accepted,
        sends_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def describe(error: Unavailable | Refused, issuer: str) -> str:
    """What went wrong, as a sentence."""
    return error.message if isinstance(error, Unavailable) else f"The login provider {issuer} refused the request ({error})."


def check_id_token(claims: Claims, client_id: str, nonce: str) -> None:
    """Raises Unauthenticated unless an ID token, which is verified already, belongs to this client and to this sign-in."""
    if claims.get("nonce") != nonce:
        raise Unauthenticated("The provider's token belongs to another sign-in.")
    if claims.get("azp", client_id) != client_id:
        raise Unauthenticated("The provider's token was issued to another client.")
