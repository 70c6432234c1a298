"""The settings of the company login are checked before the service starts."""

from dataclasses import replace
from typing import Any

import pytest

from graph_service.access.oidc import read_configuration
from graph_service.app import create_app
from graph_service.callers import Role
from graph_service.errors import InvalidInput
from graph_service.settings import Settings, require_tokens_for_remote_bind
from tests.access.test_local_access import PRIVATE, PUBLIC, paths

COMPLETE = Settings(
    public_url="https://PMO.example.org/",
    login_issuer="https://login.example.org/realms/pmo",
    login_client_id="pmo",
    login_client_secret="a secret of the provider",
    login_roles=("*=reader", "team=a=curator"),
    login_scopes=("groups",),
)


def test_complete_settings() -> None:
    configuration = read_configuration(COMPLETE)
    assert configuration.redirect_uri == "https://pmo.example.org/auth/callback"
    assert configuration.public_host == "pmo.example.org"
    assert configuration.roles == {"*": Role.READER, "team=a": Role.CURATOR}
    assert configuration.scopes == ("openid", "profile", "email", "groups")
    assert configuration.algorithms == ("RS256", "PS256", "ES256")
    assert "a secret of" not in repr(configuration)


@pytest.mark.parametrize(
    ("change", "variable", "sentence"),
    [
        ({"login_client_id": None}, "GRAPH_SERVICE_LOGIN_CLIENT_ID", "is not set, but GRAPH_SERVICE_LOGIN_ISSUER is"),
        ({"login_client_secret": None}, "GRAPH_SERVICE_LOGIN_CLIENT_SECRET", "is not set, but GRAPH_SERVICE_LOGIN_ISSUER is"),
        ({"login_client_secret": "short"}, "GRAPH_SERVICE_LOGIN_CLIENT_SECRET", "has 5 characters"),
        ({"public_url": None}, "GRAPH_SERVICE_PUBLIC_URL", "is not set, but GRAPH_SERVICE_LOGIN_ISSUER is"),
        ({"public_url": "http://pmo.example.org"}, "GRAPH_SERVICE_PUBLIC_URL", "anybody on the network could copy a session"),
        ({"public_url": "https://pmo.example.org/pmo"}, "GRAPH_SERVICE_PUBLIC_URL", "without a path"),
        ({"login_issuer": "http://login.example.org"}, "GRAPH_SERVICE_LOGIN_ISSUER", "begins with https://"),
        ({"login_issuer": "login.example.org"}, "GRAPH_SERVICE_LOGIN_ISSUER", "begins with https://"),
        ({"login_issuer": "https://login.example.org?x"}, "GRAPH_SERVICE_LOGIN_ISSUER", "no query"),
        ({"login_issuer": "https://["}, "GRAPH_SERVICE_LOGIN_ISSUER", "not the issuer of a provider"),
        ({"login_issuer": "https://a:b@login.example.org"}, "GRAPH_SERVICE_LOGIN_ISSUER", "not the issuer of a provider"),
    ],
)
def test_missing_or_invalid_setting_is_named(change: dict[str, Any], variable: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_configuration(replace(COMPLETE, **change))
    assert refused.value.field == variable
    assert sentence in refused.value.message
    assert "a secret of" not in refused.value.message


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "pmo.localhost"])
def test_addresses_of_this_machine_need_no_https(host: str) -> None:
    configuration = read_configuration(replace(COMPLETE, public_url=f"http://{host}:8000", login_issuer=f"http://{host}:9000"))
    assert not configuration.is_secure


def test_login_allows_to_listen_on_all_addresses() -> None:
    require_tokens_for_remote_bind(replace(COMPLETE, host="0.0.0.0"))  # noqa: S104
    with pytest.raises(InvalidInput):
        require_tokens_for_remote_bind(replace(COMPLETE, host="0.0.0.0", login_issuer=None))  # noqa: S104


def test_routes_of_the_login_are_its_only_further_routes() -> None:
    """All four are public; each of them checks cookies and origins itself."""
    further = set(paths(create_app(COMPLETE, background=False).routes)) - PUBLIC - PRIVATE
    assert further == {"/auth/sign-in", "/auth/callback", "/auth/sign-out"}
