"""The cookies of the login: an encrypted session, an encrypted sign-in that has started, and the time of the last sign-out.

They hold everything, so that any worker can read them. The key is derived from the client secret; a new secret ends all sessions.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

import orjson
from joserfc import errors, jwe
from joserfc.jwk import OctKey

from graph_service.access.oidc.configuration import LoginConfiguration

HEADER: Final = {"alg": "dir", "enc": "A256GCM"}
MAX_COOKIE: Final = 4096  # bytes with the name, the least that browsers keep


class CookieBox:
    """Encrypts the contents of cookies, and authenticates them: a changed cookie cannot be opened."""

    def __init__(self, configuration: LoginConfiguration) -> None:
        context = f"graph-service cookie 1\0{configuration.issuer}\0{configuration.client_id}"
        digest = hmac.new(configuration.client_secret.encode(), context.encode(), hashlib.sha256).digest()
        self._key = OctKey.import_key(digest)

    def seal(self, kind: str, contents: Mapping[str, Any]) -> str:
        """The value of a cookie."""
        return jwe.encrypt_compact(HEADER, orjson.dumps({"kind": kind, **contents}), self._key)

    def open(self, kind: str, value: str) -> Mapping[str, Any] | None:
        """The contents; None if the value was not sealed with this key and for this kind of cookie."""
        if len(value) > MAX_COOKIE:
            return None
        try:
            contents = orjson.loads(jwe.decrypt_compact(value, self._key, list(HEADER.values())).plaintext or b"")
        except (errors.JoseError, ValueError, TypeError, KeyError, UnicodeError):
            return None
        return contents if contents.get("kind") == kind else None


def cookie_name(name: str, *, is_secure: bool) -> str:
    """The full name of a cookie. With the prefix __Host-, browsers accept it only over HTTPS and from this host itself, not from its neighbours."""
    return f"__Host-graph-service-{name}" if is_secure else f"graph-service-{name}"


def set_cookie(name: str, value: str, max_age: float, *, is_secure: bool) -> str:
    """The value of a Set-Cookie header. max_age: seconds; 0 deletes the cookie. Scripts cannot read it."""
    secure = "; Secure" if is_secure else ""
    return f"{cookie_name(name, is_secure=is_secure)}={value}; Path=/; Max-Age={int(max_age)}; HttpOnly; SameSite=Lax{secure}"
