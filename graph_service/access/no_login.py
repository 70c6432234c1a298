"""The route of the company login on a service that has none, so that the dashboard can find out."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route


def no_login_routes() -> list[BaseRoute]:
    """/auth/session."""
    return [Route("/auth/session", session)]


async def session(_: Request) -> Response:
    """Says that nobody can sign in, in the form of oidc/routes.py."""
    return JSONResponse({"provider": None, "name": None, "signedOut": False})
