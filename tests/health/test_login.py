"""`doctor` checks the company login."""

from dataclasses import replace

import pytest

from graph_service.errors import InvalidInput
from graph_service.health.check import State
from graph_service.health.login import check_login
from graph_service.settings import Settings
from tests.login_provider import CLIENT_SECRET, HTTPS_URL, LoginProvider, provider

__all__ = ["provider"]


@pytest.fixture
def settings(provider: LoginProvider) -> Settings:
    return Settings(
        public_url=HTTPS_URL,
        login_issuer=provider.issuer,
        login_client_id="pmo-graph",
        login_client_secret=CLIENT_SECRET,
        login_roles=("pmo-team=curator",),
    )


def test_nothing_is_checked_without_a_login() -> None:
    assert check_login(Settings()) == []


@pytest.mark.thorough
def test_provider_that_responds_is_ok(settings: Settings) -> None:
    (check,) = check_login(settings)
    assert check.state is State.OK
    assert check.message == (
        f"127.0.0.1 responds. Redirect address to register there: {HTTPS_URL}/auth/callback. Roles: pmo-team = curator."
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        ("http://127.0.0.1:9", "The login provider at 127.0.0.1:9 cannot be reached (ConnectError)."),
        ("{}/", "The login provider calls itself"),
        ("{}/elsewhere", "refused the request (status 404"),
    ],
)
def test_provider_that_cannot_be_used_is_wrong(settings: Settings, provider: LoginProvider, issuer: str, found: str) -> None:
    (check,) = check_login(replace(settings, login_issuer=issuer.format(provider.issuer)))
    assert check.state is State.WRONG
    assert found in check.message
    assert check.remedy


def test_missing_setting_is_named(settings: Settings) -> None:
    with pytest.raises(InvalidInput, match="GRAPH_SERVICE_LOGIN_CLIENT_ID is not set"):
        check_login(replace(settings, login_client_id=None))
