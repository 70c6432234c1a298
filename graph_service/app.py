"""The Starlette application: routes, middleware, and the resources that live as long as it does."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from graph_service.access import (
    CrossOriginMiddleware,
    CrossSiteReadMiddleware,
    OriginPolicy,
    RequestLogMiddleware,
    TokenAuthenticationMiddleware,
    TokenStore,
    TrustedOriginMiddleware,
)
from graph_service.access.no_login import no_login_routes
from graph_service.api.bookmarks import BookmarkMiddleware
from graph_service.api.capture.routes import capture_routes
from graph_service.api.clients.type_policies import client_routes
from graph_service.api.context import Resources
from graph_service.api.http.allowed_documents import AllowedDocuments
from graph_service.api.http.endpoint import Endpoint
from graph_service.api.http.persisted_documents import read_persisted_documents
from graph_service.api.limits.cost_per_minute import CostPerMinuteMiddleware
from graph_service.api.schema import schema
from graph_service.api.tables.routes import table_routes
from graph_service.api.undo import remove_expired_regularly
from graph_service.api.uploads.routes import upload_routes
from graph_service.api.warm_up import run_warm_up
from graph_service.domain.organisation.logins import find_person
from graph_service.domain.rundowns.gates import Gates, read_gates
from graph_service.export.risk_workbook import read_template
from graph_service.graph import Graph, connect
from graph_service.graph.local import locate_data_directory
from graph_service.graph.migrations import read_migrations
from graph_service.health.readiness import check_readiness
from graph_service.ingest.uploads import UploadRunner, UploadStore
from graph_service.metrics import render_metrics
from graph_service.package_data import find_package_data
from graph_service.rate_limit import RateLimit
from graph_service.settings import Settings
from graph_service.web.documentation import routes as documentation
from graph_service.web.documents import page_documents, panel_documents
from graph_service.web.neo4j_browser.routes import routes as browser
from graph_service.web.pages import not_found
from graph_service.web.pages import routes as dashboard

if TYPE_CHECKING:
    from graph_service.access.oidc import Login

INVALID_TOKENS = "The tokens file has become invalid, so the previous tokens remain valid. The log says why."
GC_THRESHOLDS = (50_000, 20, 20)  # allocations before a collection of generation 0, collections of 0 and of 1 before one of the next


def create_app(settings: Settings, *, background: bool = True) -> Starlette:
    """The application for the Neo4j of these settings. Connects on startup, which raises GraphServiceError when that fails.

    background: after startup, runs the main queries, so that the first requests are fast too, keeps the network snapshot up to date, and
    removes previous values that are no longer needed for an undo.
    """

    login = create_login(settings)
    gates, risk_template = read_gates(settings.gates_file), read_template(settings.risk_template)
    data = locate_data_directory(settings.data).path
    uploads = UploadRunner(UploadStore(data / "uploads"), data / "mappings")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        app.state.migrations = read_migrations(find_package_data("schema"))
        app.state.login = login
        async with connect(settings) as graph, open_login(login, graph, background=background):
            app.state.resources = create_resources(graph, settings, gates)
            resources: Resources = app.state.resources
            work = (
                [_warm_up(resources), resources.snapshots.follow(), resources.statistics.follow(), remove_expired_regularly(graph)]
                if background
                else []
            )
            tasks = [asyncio.create_task(each) for each in work]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await uploads.close()
                await resources.close()

    hosts = settings.allowed_hosts if login is None else (*settings.allowed_hosts, login.configuration.public_host)
    policy = OriginPolicy(hosts, settings.allowed_origins)
    tokens = None if settings.tokens_file is None else TokenStore(settings.tokens_file)
    app = Starlette(
        routes=_routes(settings, policy, tokens, login, uploads, risk_template),
        middleware=_middleware(settings, policy),
        exception_handlers={404: not_found},
        lifespan=lifespan,
    )
    app.state.tokens = tokens
    return app


def create_resources(graph: Graph, settings: Settings, gates: Gates) -> Resources:
    """The resources of a process with these settings."""
    return Resources.create(
        graph,
        max_cost=settings.max_cost,
        min_group=settings.min_group,
        answer_timeout=settings.answer_timeout,
        cost_per_minute=settings.cost_per_minute,
        introspection=settings.introspection == "on",
        gates=gates,
    )


def create_login(settings: Settings) -> "Login | None":
    """The company login; None if none is set up. InvalidInput names the setting that is missing or invalid."""
    if settings.login_issuer is None:
        return None
    from graph_service.access.oidc import Login, read_configuration  # takes a quarter of a second, and few services need it

    return Login(read_configuration(settings))


def open_login(login: "Login | None", graph: Graph, *, background: bool) -> AbstractAsyncContextManager[None]:
    """Connects to the login provider, if there is one, while the service runs."""
    return nullcontext() if login is None else login.opened(partial(find_person, graph), background=background)


def _login_routes(login: "Login | None", attempts: RateLimit) -> list[BaseRoute]:
    if login is None:
        return no_login_routes()
    from graph_service.access.oidc import login_routes

    return login_routes(login, attempts)


def _routes(
    settings: Settings,
    policy: OriginPolicy,
    tokens: TokenStore | None,
    login: "Login | None",
    uploads: UploadRunner,
    risk_template: bytes | None,
) -> list[BaseRoute]:
    documents: Mapping[str, str] = {} if settings.persisted_documents is None else read_persisted_documents(settings.persisted_documents)
    allowed = None if settings.persisted_only == "off" else AllowedDocuments([*documents.values(), *page_documents(), *panel_documents()])
    attempts = RateLimit(settings.attempts_per_minute)
    contributors_publish = settings.publishing_role == "contributor"
    authenticated = [Middleware(TokenAuthenticationMiddleware, tokens, login, attempts, contributors_publish=contributors_publish)]
    limited = [*authenticated, Middleware(CostPerMinuteMiddleware), Middleware(BookmarkMiddleware)]
    has_editor = settings.graphiql == "on"
    # A link on another page may lead to a table or to the metrics, but not to a query.
    without_links = Middleware(CrossSiteReadMiddleware, policy, allows_links=False)
    with_links = Middleware(CrossSiteReadMiddleware, policy, allows_links=True)
    return [
        Route("/graphql", Endpoint(schema, documents, allowed, opens_editor=has_editor), middleware=[without_links, *limited]),
        *table_routes(schema, [with_links, *limited], risk_template),
        *upload_routes(uploads, [without_links, *authenticated, Middleware(BookmarkMiddleware)]),
        *capture_routes([without_links, *limited]),
        *client_routes(schema.core),
        Route("/metrics", metrics, middleware=[with_links, *authenticated]),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *_login_routes(login, attempts),
        *browser(),
        *documentation(),
        *dashboard(graphiql=has_editor),
    ]


def _middleware(settings: Settings, policy: OriginPolicy) -> list[Middleware]:
    """The middleware of all routes. CORS is the outermost, so that pages can read error responses too; its preflight responses are not logged."""
    cross_origin = [Middleware(CrossOriginMiddleware, settings.allowed_origins)] if settings.allowed_origins else []
    return [*cross_origin, Middleware(RequestLogMiddleware), Middleware(TrustedOriginMiddleware, policy)]


async def _warm_up(resources: Resources) -> None:
    await resources.statistics.first_read.wait()  # the plans of clients follow from them, and so do those that are warmed up
    await run_warm_up(schema, resources)
    # The schema's hundred thousand objects live as long as the process. Unless they are frozen, each garbage collection visits them, and a
    # response of a few thousand dictionaries triggers one.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


async def healthz(_: Request) -> Response:
    """Liveness: 200 while the process runs."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Readiness: the state of each part as JSON; status 503 while a part is not ready. A tokens file that is invalid and a login
    provider that does not respond are shown: the service continues to accept the previous tokens, and sessions."""
    resources: Resources = request.app.state.resources
    parts = await check_readiness(resources.graph, request.app.state.migrations, snapshot_loaded=resources.snapshots.as_of is not None)
    status = 200 if set(parts.values()) == {"ok"} else 503
    tokens: TokenStore | None = request.app.state.tokens
    if tokens is not None:
        tokens.refresh()
        parts["tokens"] = "ok" if tokens.fault is None else INVALID_TOKENS
    login: Login | None = request.app.state.login
    if login is not None:
        parts["login"] = login.provider.state
    return JSONResponse(parts, status)


async def metrics(request: Request) -> Response:
    content, media_type = await asyncio.to_thread(render_metrics, request.headers.get("accept", ""))
    return Response(content, media_type=media_type)
