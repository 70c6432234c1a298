"""The session of somebody who signed in to the dashboard: a cookie that all tabs share, renewed while it is used."""

from dataclasses import asdict, dataclass, replace
from time import time
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from graph_service.access.oidc.configuration import LoginConfiguration
from graph_service.access.oidc.cookies import CookieBox, cookie_name, set_cookie
from graph_service.access.oidc.id_tokens import LEEWAY
from graph_service.access.oidc.identity import Identity

MAX_IDLE: Final = 3600.0  # seconds without a request after which a session ends
RENEW_AFTER: Final = 300.0  # seconds after which a request renews the cookie
MAX_ROLE_VALUES: Final = 20  # in a cookie, which may have only 4 KiB
SIGNED_OUT_LIFETIME: Final = 30 * 86_400.0  # seconds for which a browser remembers the sign-out
SESSION: Final = "session"
SIGNED_OUT: Final = "signed-out"


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in and when, and when the cookie was issued. Times in seconds since 1970."""

    identity: Identity
    signed_in_at: float
    issued_at: float


class Sessions:
    """Reads and writes the session cookie."""

    def __init__(self, configuration: LoginConfiguration) -> None:
        self._box = CookieBox(configuration)
        self._max_session = configuration.max_session
        self._is_secure = configuration.is_secure

    def start(self, identity: Identity, now: float | None = None) -> str:
        """The Set-Cookie header of a new session."""
        now = time() if now is None else now
        limited = replace(identity, role_values=identity.role_values[:MAX_ROLE_VALUES])
        return self._write(Session(limited, now, now))

    def renew(self, session: Session) -> str | None:
        """The Set-Cookie header that prolongs a session; None while its cookie is new."""
        now = time()
        return None if now - session.issued_at < RENEW_AFTER else self._write(replace(session, issued_at=now))

    def end(self) -> list[str]:
        """The Set-Cookie headers that end the session, also in tabs whose requests are still running."""
        return [self._cookie(SESSION, "", 0), self._cookie(SIGNED_OUT, str(time()), SIGNED_OUT_LIFETIME)]

    def forget_sign_out(self) -> str:
        """The Set-Cookie header that makes the browser forget a sign-out."""
        return self._cookie(SIGNED_OUT, "", 0)

    def read(self, headers: Headers) -> Session | None:
        """The session of a request; None if it has none, or none that is still valid."""
        cookies = read_cookies(headers)
        value = cookies.get(cookie_name(SESSION, is_secure=self._is_secure))
        contents = None if value is None else self._box.open(SESSION, value)
        if contents is None:
            return None
        identity = Identity(**contents["identity"] | {"role_values": tuple(contents["identity"]["role_values"])})
        session = Session(identity, contents["signed_in_at"], contents["issued_at"])
        return session if self._is_valid(session, self.signed_out_at(headers)) else None

    def signed_out_at(self, headers: Headers) -> float:
        """When somebody signed out in this browser; 0 if nobody did since the last sign-in."""
        try:
            return float(read_cookies(headers).get(cookie_name(SIGNED_OUT, is_secure=self._is_secure), "0"))
        except ValueError:
            return 0.0

    def _is_valid(self, session: Session, signed_out_at: float) -> bool:
        now = time()
        is_recent = -LEEWAY <= now - session.issued_at <= MAX_IDLE and now - session.signed_in_at <= self._max_session
        return is_recent and not session.signed_in_at <= signed_out_at

    def _write(self, session: Session) -> str:
        remaining = session.signed_in_at + self._max_session - session.issued_at
        return self._cookie(SESSION, self._box.seal(SESSION, asdict(session)), min(MAX_IDLE, max(1.0, remaining)))

    def _cookie(self, name: str, value: str, max_age: float) -> str:
        return set_cookie(name, value, max_age, is_secure=self._is_secure)


def read_cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request by name."""
    return cookie_parser(headers.get("cookie", ""))
