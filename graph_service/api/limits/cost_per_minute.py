"""Refuses the requests of a caller whose operations of the last minute have cost too much."""

from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.access import get_caller, send_rate_limited
from graph_service.errors import RateLimited

if TYPE_CHECKING:
    from graph_service.api.context import Resources


class CostPerMinuteMiddleware:
    """Responds with status 429 until the caller may send requests again. What a request costs is counted while it is executed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request of a caller on who has not used up the limit. A table of several pages passes once, before its first page."""
        resources: Resources = scope["app"].state.resources
        if seconds := resources.spent.wait(get_caller(scope).subject):
            message = f"Your requests of the last minute have cost {resources.spent.limit:,.0f} rows or more, which is the limit."
            await send_rate_limited(scope, receive, send, RateLimited(f"{message} Each response reports its cost.", seconds))
        else:
            await self._app(scope, receive, send)
