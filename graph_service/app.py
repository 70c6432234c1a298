"""The Starlette application: its routes, and what is opened once and handed on."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from graph_service.access import RequestLogMiddleware, TokenAuthenticationMiddleware, TrustedOriginMiddleware, read_tokens
from graph_service.api.bookmarks import BookmarkMiddleware
from graph_service.api.context import Resources
from graph_service.api.endpoint import Endpoint
from graph_service.api.schema import schema
from graph_service.api.tables.routes import table_routes
from graph_service.api.warm_up import run_warm_up
from graph_service.errors import GraphServiceError
from graph_service.graph import connect
from graph_service.graph.migrations import missing_migrations
from graph_service.metrics import render_metrics
from graph_service.package_data import find_package_data
from graph_service.settings import Settings
from graph_service.web.documentation import routes as documentation
from graph_service.web.neo4j_browser.routes import routes as browser
from graph_service.web.pages import routes as pages

COLLECT_AFTER = (50_000, 20, 20)  # new objects, then collections of the younger generation before one of the next


def create_app(settings: Settings, *, warm_up: bool = True) -> Starlette:
    """The application over the Neo4j of these settings. It connects when it starts: GraphServiceError when that fails.

    warm_up: it asks the main questions once it has started, while it answers already.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with connect(settings) as graph:
            app.state.resources = Resources.create(graph, max_cost=settings.max_cost, min_group=settings.min_group)
            warming = asyncio.create_task(_warm(app.state.resources)) if warm_up else None
            yield
            if warming is not None:
                warming.cancel()
                await asyncio.wait({warming})
            await app.state.resources.snapshots.close()

    guard = [Middleware(TokenAuthenticationMiddleware, None if settings.tokens_file is None else read_tokens(settings.tokens_file))]
    asking = [*guard, Middleware(BookmarkMiddleware)]
    routes = [
        Route("/graphql", Endpoint(schema), middleware=asking),
        *table_routes(schema, asking),
        Route("/metrics", metrics, middleware=guard),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *browser(),
        *documentation(),
        *pages(),
    ]
    door = [Middleware(RequestLogMiddleware), Middleware(TrustedOriginMiddleware, (settings.allowed_hosts or "").split(","))]
    return Starlette(routes=routes, middleware=door, lifespan=lifespan)


async def _warm(resources: Resources) -> None:
    await run_warm_up(schema, resources)
    # What is there now stays: without it, each collection looks through the schema's hundred thousand objects, and answers of some
    # thousand maps set off one each.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


async def healthz(_: Request) -> Response:
    """The process is alive."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Whether the service can answer, part by part: 200, or 503 where a part says something other than ok."""
    resources: Resources = request.app.state.resources
    parts = {"database": "ok", "schema": "ok", "snapshot": "ok"}
    try:
        if missing := await missing_migrations(resources.graph, find_package_data("schema")):
            parts["schema"] = f"Not applied yet: {', '.join(missing)}. Run `graph-service migrate`."
    except GraphServiceError as error:
        parts |= {"database": error.message, "schema": "unknown without the database"}
    if resources.snapshots.as_of is None:
        parts["snapshot"] = "The network's columns are being read."
    return JSONResponse(parts, 200 if set(parts.values()) == {"ok"} else 503)


async def metrics(request: Request) -> Response:
    """For Prometheus."""
    content, media_type = await asyncio.to_thread(render_metrics, request.headers.get("accept", ""))
    return Response(content, media_type=media_type)
