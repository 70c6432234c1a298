"""Routes below /browser. Neo4j Browser fetches these files from another origin without a token; they contain none of the PMO's data."""

from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from graph_service.web.neo4j_browser.guide import write_adoc
from graph_service.web.neo4j_browser.guide_formats import write_cypher, write_html, write_zip

STYLE: Final = Path(__file__).parent / "style.grass"
# Neo4j Browser sends cache headers with its requests, so that the web browser sends a preflight request first.
ANY_ORIGIN: Final = Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"])


def routes() -> list[BaseRoute]:
    files = [
        Route("/guide.html", guide_html),
        Route("/guide.adoc", guide_adoc),
        Route("/queries.cypher", queries_cypher),
        Route("/queries.zip", queries_zip),
        Route("/style.grass", style),
    ]
    return [Mount("/browser", routes=files, middleware=[ANY_ORIGIN])]


async def guide_html(request: Request) -> Response:
    """The guide for the Neo4j Browser that `up` serves."""
    return Response(write_html(_service_address(request)), media_type="text/html")


async def guide_adoc(request: Request) -> Response:
    """The guide for the newer version in Neo4j's Docker image."""
    return PlainTextResponse(write_adoc(_service_address(request)))


async def queries_cypher(_: Request) -> Response:
    """The queries for cypher-shell and editors."""
    return PlainTextResponse(write_cypher())


async def queries_zip(_: Request) -> Response:
    """The queries as a file to drop on Neo4j Browser."""
    return Response(write_zip(), media_type="application/zip")


async def style(_: Request) -> Response:
    """Captions, sizes and colours of nodes and relationships."""
    return FileResponse(STYLE, media_type="text/plain")


def _service_address(request: Request) -> str:
    """The address at which the reader reaches this service."""
    return str(request.base_url.replace(path="")).rstrip("/")
