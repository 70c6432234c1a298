"""Checks the company login: its settings, and whether its provider responds."""

import asyncio

from graph_service.errors import Unavailable
from graph_service.health.check import Check, State, failed_check
from graph_service.settings import Settings


def check_login(settings: Settings) -> list[Check]:
    """The settings, and the addresses that the provider announces; nothing where no login is set up."""
    if settings.login_issuer is None:
        return []
    from graph_service.access.oidc import LoginConfiguration, read_configuration
    from graph_service.access.oidc.outgoing import create_client
    from graph_service.access.oidc.provider import Provider

    async def discover(configuration: LoginConfiguration) -> None:
        async with create_client() as client:
            await Provider(configuration, client).discover()

    configuration = read_configuration(settings)
    try:
        asyncio.run(discover(configuration))
    except Unavailable as error:
        check = failed_check("login", error)
        return [
            Check("login", State.WRONG, check.message, check.remedy or "Check GRAPH_SERVICE_LOGIN_ISSUER, and the network to the provider.")
        ]
    roles = ", ".join(f"{value} = {role}" for value, role in configuration.roles.items()) or "none, so everybody is a reader"
    message = f"{configuration.provider_name} responds. Redirect address to register there: {configuration.redirect_uri}. Roles: {roles}."
    return [Check("login", State.OK, message)]
