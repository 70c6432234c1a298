"""The guide over HTTP. Neo4j Browser fetches it from another origin, so everyone may read it; it holds nothing of the organisation."""

from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from graph_service.web.neo4j_browser.formats import write_cypher, write_html, write_zip
from graph_service.web.neo4j_browser.guide import write_adoc

STYLE: Final = Path(__file__).parent / "style.grass"
# Neo4j Browser sends headers of its own about caching, of which a browser asks first whether they may be sent.
FROM_ANYWHERE: Final = Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"])


def routes() -> list[BaseRoute]:
    """Below /browser."""
    files = [
        Route("/guide.html", guide_html),
        Route("/guide.adoc", guide_adoc),
        Route("/queries.cypher", queries_cypher),
        Route("/queries.zip", queries_zip),
        Route("/style.grass", style),
    ]
    return [Mount("/browser", routes=files, middleware=[FROM_ANYWHERE])]


async def guide_html(request: Request) -> Response:
    """For the Neo4j Browser of `up`."""
    return Response(write_html(_service(request)), media_type="text/html")


async def guide_adoc(request: Request) -> Response:
    """For the newer one in Docker's image of Neo4j."""
    return PlainTextResponse(write_adoc(_service(request)))


async def queries_cypher(_: Request) -> Response:
    """For cypher-shell and editors."""
    return PlainTextResponse(write_cypher())


async def queries_zip(_: Request) -> Response:
    """To be dropped on Neo4j Browser."""
    return Response(write_zip(), media_type="application/zip")


async def style(_: Request) -> Response:
    """Captions, sizes and colours."""
    return FileResponse(STYLE, media_type="text/plain")


def _service(request: Request) -> str:
    """The address under which the reader sees this service."""
    return str(request.base_url.replace(path="")).rstrip("/")
