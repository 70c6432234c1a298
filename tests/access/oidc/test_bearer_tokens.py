"""API clients send tokens of the provider. Each token that is not valid is refused with a reason, and is not in the log."""

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette

from graph_service.access import Role
from graph_service.access.oidc import provider as provider_module
from tests.access.oidc.conftest import Serve, post
from tests.callers import new_token
from tests.login_provider import AUDIENCE, CLIENT_ID, CLIENT_SECRET, LoginProvider

Sign = Callable[[LoginProvider], str]


async def test_token_names_person_and_role(service: Starlette, provider: LoginProvider) -> None:
    caller = (await post(service, provider.sign())).json()["data"]["caller"]
    assert caller == {
        "name": "Nadja Petrov",
        "role": "CURATOR",
        "subject": f"oidc:{provider.issuer}|nadja",
        "verified": True,
        "person": {"id": "nadja-petrov"},
    }


async def test_program_with_a_token_of_the_provider_is_a_reader(service: Starlette, provider: LoginProvider) -> None:
    async with httpx.AsyncClient() as client:
        form = {"grant_type": "client_credentials", "resource": AUDIENCE, "client_id": "nightly", "client_secret": CLIENT_SECRET}
        token = (await client.post(f"{provider.issuer}/token", data=form)).json()["access_token"]
    caller = (await post(service, token)).json()["data"]["caller"]
    assert (caller["name"], caller["role"], caller["person"]) == ("nightly", "READER", None)


def encode(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(provider: LoginProvider) -> str:
    return provider.sign().rpartition(".")[0] + "."


def without_algorithm(provider: LoginProvider) -> str:
    return f"{encode({'alg': 'none'})}.{provider.sign().split('.')[1]}."


def signed_with_the_public_key(provider: LoginProvider) -> str:
    """Everybody has the public key, and a verifier that trusts `alg` would take it for a shared secret."""
    header = encode({"alg": "HS256", "kid": provider.key.kid})
    signed = f"{header}.{provider.sign().split('.')[1]}"
    signature = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def signed_by_somebody_else(provider: LoginProvider) -> str:
    key = RSAKey.generate_key(2048, {"kid": provider.key.kid or ""}, private=True)
    return provider.sign(key=key)


def changed(provider: LoginProvider) -> str:
    header, payload, signature = provider.sign().split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))) | {"groups": ["pmo-admins"]}
    return f"{header}.{encode(claims)}.{signature}"


def with_a_critical_header(provider: LoginProvider) -> str:
    """RFC 7515: a token with an extension that is critical and not understood must be refused."""
    header = {"alg": "RS256", "kid": provider.key.kid, "crit": ["x"], "x": 1}
    return f"{encode(header)}.{provider.sign().partition('.')[2]}"


REFUSED: dict[str, tuple[Sign, str]] = {
    "expired": (lambda p: p.sign({"exp": time.time() - 60}), "has expired"),
    "does not expire": (lambda p: p.sign({"exp": None}), "does not expire"),
    "expires at no time": (lambda p: p.sign({"exp": "soon"}), "The claim exp of this token is not a time"),
    "not yet valid": (lambda p: p.sign({"nbf": time.time() + 60}), "is not valid yet"),
    "issued in the future": (lambda p: p.sign({"iat": time.time() + 60}), "is not valid yet"),
    "another audience": (lambda p: p.sign({"aud": "urn:payroll"}), "is for another audience"),
    "no audience": (lambda p: p.sign({"aud": None}), "is for another audience"),
    "an ID token": (lambda p: p.sign({"aud": CLIENT_ID}), "is for another audience"),
    "another issuer": (lambda p: p.sign({"iss": "https://evil.example"}), "was issued by another provider"),
    "no subject": (lambda p: p.sign({"sub": None}), "the claim sub is missing"),
    "long subject": (lambda p: p.sign({"sub": "x" * 256}), "the claim sub is missing or not valid"),
    "unsigned": (unsigned, "The signature of this token is not valid"),
    "alg none": (without_algorithm, "is not signed with an accepted algorithm"),
    "alg HS256": (signed_with_the_public_key, "is not signed with an accepted algorithm"),
    "alg RS512": (lambda p: p.sign(alg="RS512", key=RSAKey.import_key(p.key.as_dict(private=True) | {"alg": "RS512"})), "accepted algorithm"),
    "unknown key": (lambda p: p.sign(kid="other"), "signed with a key that the login provider does not have"),
    "signed by somebody else": (signed_by_somebody_else, "The signature of this token is not valid"),
    "changed": (changed, "The signature of this token is not valid"),
    "critical header": (with_a_critical_header, "malformed"),
    "malformed": (lambda _: "eyJhbGciOiJSUzI1NiJ9.e.f", "malformed"),
    "not base64": (lambda _: "ey\xe9.!.?", "malformed"),
    "long": (lambda _: "ey" + "x" * 20_000 + "..", "has more than 16,384 characters"),
    "no token at all": (lambda _: "wrong", "This token is unknown"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
async def test_invalid_token_is_refused_with_a_reason(
    service: Starlette, provider: LoginProvider, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    sign, sentence = REFUSED[case]
    token = sign(provider)
    with caplog.at_level(logging.INFO, "graph_service"):
        response = await post(service, token)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert sentence in error["message"], error["message"]
    assert case == "no token at all" or f"A token was refused: {error['message']}" in caplog.messages
    assert not any(part in caplog.text + response.text for part in token.split(".") if len(part) > 10)


async def test_clocks_may_differ_by_half_a_minute(service: Starlette, provider: LoginProvider) -> None:
    now = time.time()
    assert (await post(service, provider.sign({"exp": now - 10, "iat": now + 10, "nbf": now + 10}))).status_code == 200


async def test_new_keys_of_the_provider_are_read_when_a_token_names_them(
    service: Starlette, provider: LoginProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = provider.sign()
    assert (await post(service, old)).status_code == 200
    await provider.change_key()
    assert (await post(service, provider.sign())).status_code == 401  # the keys were read a moment ago
    monkeypatch.setattr(provider_module, "MIN_KEYS_INTERVAL", 0.0)
    assert (await post(service, provider.sign())).status_code == 200
    assert (await post(service, old)).status_code == 401


async def test_tokens_with_unknown_keys_do_not_make_the_service_read_the_keys_again_and_again(
    service: Starlette, provider: LoginProvider, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "httpx"):
        for number in range(20):
            assert (await post(service, provider.sign(kid=f"key-{number}"))).status_code == 401
    assert sum("/jwks" in message for message in caplog.messages) == 1


async def test_without_an_audience_no_token_of_the_provider_is_accepted(serve: Serve, provider: LoginProvider) -> None:
    async with serve(login_audience=None) as app:
        response = await post(app, provider.sign())
    assert response.status_code == 401
    assert "GRAPH_SERVICE_LOGIN_AUDIENCE is not set" in response.text


async def test_provider_that_is_down_is_reported(serve: Serve, provider: LoginProvider) -> None:
    await provider.stop()
    try:
        async with serve() as app:
            response = await post(app, provider.sign())
    finally:
        await provider.start()
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")


async def test_tokens_file_and_login_work_side_by_side(serve: Serve, provider: LoginProvider, tmp_path: Path) -> None:
    token, line = new_token(Role.READER, "grafana")
    (tmp_path / "tokens").write_text(line)
    async with serve(tokens_file=tmp_path / "tokens") as app:
        assert (await post(app, token)).json()["data"]["caller"]["name"] == "grafana"
        assert (await post(app, provider.sign())).json()["data"]["caller"]["name"] == "Nadja Petrov"
        assert (await post(app, "neither")).status_code == 401
