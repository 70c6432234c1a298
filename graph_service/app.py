"""The Starlette application: its routes, and what is opened once and handed on."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from graph_service.api.context import Resources
from graph_service.api.endpoint import Endpoint
from graph_service.api.schema import schema
from graph_service.api.tables.routes import routes as tables
from graph_service.api.warming import warm
from graph_service.errors import GraphServiceError
from graph_service.graph import connect
from graph_service.settings import Settings
from graph_service.web.browser.routes import routes as browser
from graph_service.web.pages import routes as pages

COLLECT_AFTER = (50_000, 20, 20)  # new objects, then collections of the younger generation before one of the next


def create_app(settings: Settings, *, warm_up: bool = True) -> Starlette:
    """The application over the Neo4j of these settings. It connects when it starts: GraphServiceError when that fails.

    warm_up: it asks the main questions once it has started, while it answers already.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with connect(settings) as graph:
            app.state.resources = Resources.over(graph, max_cost=settings.max_cost, min_group=settings.min_group)
            warming = asyncio.create_task(_warm(app.state.resources)) if warm_up else None
            yield
            if warming is not None:
                warming.cancel()
                await asyncio.wait({warming})
            await app.state.resources.snapshots.close()

    routes = [
        Route("/graphql", Endpoint(schema)),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *tables(schema),
        *browser(),
        *pages(),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _warm(resources: Resources) -> None:
    await warm(schema, resources)
    # What is there now stays: without it, each collection looks through the schema's hundred thousand objects, and answers of some
    # thousand maps set off one each.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


async def healthz(_: Request) -> Response:
    """The process is alive."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The service can answer: 200, or 503 with what is missing."""
    resources: Resources = request.app.state.resources
    try:
        await resources.graph.check()
    except GraphServiceError as error:
        return JSONResponse({"database": error.message}, status_code=503)
    return JSONResponse({"database": "ok"})
