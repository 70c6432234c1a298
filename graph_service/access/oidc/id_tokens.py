"""Verifies JSON Web Tokens: the signature, and the claims that say who issued it, for whom and for how long."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from joserfc import errors, jws
from joserfc.jwk import JWKRegistry, Key, KeySet

from graph_service.errors import Unauthenticated

LEEWAY: Final = 30  # seconds that the clocks of the provider and of the service may differ
MAX_TOKEN: Final = 16_384  # characters
MAX_SUBJECT: Final = 255  # characters, the limit of OpenID Connect
KEY_TYPES: Final = {"RSA", "EC", "OKP"}
Claims = Mapping[str, Any]


class UnknownKey(Unauthenticated):
    """No key of the provider has the id in the token. It may have changed its keys."""


def import_keys(document: Mapping[str, Any]) -> KeySet:
    """The provider's public keys for signatures. Keys that cannot be used are left out."""
    entries = document.get("keys")
    keys = (_import_key(entry) for entry in entries) if isinstance(entries, list) else ()  # pyright: ignore[reportUnknownVariableType]
    return KeySet([key for key in keys if key is not None])


def _import_key(entry: Any) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in KEY_TYPES or entry.get("use", "sig") != "sig":  # pyright: ignore[reportUnknownMemberType]
        return None
    try:
        return JWKRegistry.import_key(entry)  # pyright: ignore[reportUnknownArgumentType]
    except Exception:  # of a kind that this service does not know
        return None


def verify_signature(token: str, keys: KeySet, algorithms: Sequence[str]) -> Claims:
    """The claims. Raises UnknownKey or Unauthenticated, without the token in the message."""
    if len(token) > MAX_TOKEN:
        raise Unauthenticated(f"This token has more than {MAX_TOKEN:,} characters.")
    try:
        payload = jws.deserialize_compact(token, keys, algorithms).payload
        claims: Any = orjson.loads(payload or b"")
    except errors.InvalidKeyIdError:
        raise UnknownKey("This token is signed with a key that the login provider does not have.") from None
    except errors.UnsupportedAlgorithmError:
        raise Unauthenticated(f"This token is not signed with an accepted algorithm, which are {', '.join(algorithms)}.") from None
    except errors.BadSignatureError:
        raise Unauthenticated("The signature of this token is not valid.") from None
    except Exception:  # anybody can send a token, and what it does to a parser is not foreseeable
        raise Unauthenticated("This token is malformed.") from None
    if not isinstance(claims, dict):
        raise Unauthenticated("This token is malformed.")
    return claims  # pyright: ignore[reportUnknownVariableType]


def check_claims(claims: Claims, issuer: str, audience: str, now: float) -> None:
    """Raises Unauthenticated unless the token is from this issuer, for this audience, and valid now."""
    if claims.get("iss") != issuer:
        raise Unauthenticated("This token was issued by another provider.")
    if audience not in read_list(claims.get("aud")):
        raise Unauthenticated("This token is for another audience.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT:
        raise Unauthenticated("This token does not say whom it is about: the claim sub is missing or not valid.")
    _check_times(_read_time(claims, "exp"), _read_time(claims, "nbf"), _read_time(claims, "iat"), now)


def _check_times(expires: float | None, not_before: float | None, issued: float | None, now: float) -> None:
    if expires is None:
        raise Unauthenticated("This token does not expire: the claim exp is missing.")
    if now > expires + LEEWAY:
        raise Unauthenticated("This token has expired.")
    if max(not_before or 0, issued or 0) > now + LEEWAY:
        raise Unauthenticated("This token is not valid yet.")


def _read_time(claims: Claims, name: str) -> float | None:
    value = claims.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Unauthenticated(f"The claim {name} of this token is not a time.")
    return value


def read_list(value: Any) -> list[str]:
    """The texts in a claim that may be one text or a list."""
    values: list[Any] = [*value] if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
