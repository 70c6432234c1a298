"""Serves the built files of the dashboard and of GraphiQL, compressed. Files with a hash in their name are cached for a year, pages are not cached."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST: Final = Path(__file__).parent / "dist"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
DASHBOARD_PATHS: Final = (
    "/", "/network", "/lessons", "/lessons/{id:path}", "/projects", "/projects/{id:path}", "/people", "/people/{id:path}",
    "/departments", "/departments/{id:path}", "/topics", "/topics/{id:path}", "/insights", "/admin", "/reuses", "/record", "/capture", "/inbox", "/tasks", "/reviews", "/send", "/gate", "/import", "/experts", "/shelf",
)  # fmt: skip
NOT_BUILT: Final = (
    "This service is installed without its dashboard and GraphiQL; the API at /graphql works. To add them, install the package again "
    "without GRAPH_SERVICE_WITHOUT_DASHBOARD.\n"
)
COMPRESSED: Final = (Middleware(GZipMiddleware),)


class Assets(StaticFiles):
    """Files whose names contain a hash of their content."""

    def file_response(self, full_path: Path, stat_result: object, scope: Scope, status_code: int = 200) -> Response:  # pyright: ignore[reportIncompatibleMethodOverride]
        response = super().file_response(full_path, stat_result, scope, status_code)  # pyright: ignore[reportArgumentType]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def content_security_policy(*, styles: str = "'self'", images: str = "'self' blob:") -> str:
    """Allows only files from this service. Styles that a script sets on an element are not restricted by style-src."""
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src {images}; connect-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def routes(*, graphiql: bool = True) -> list[BaseRoute]:
    """The routes of the pages and their assets. All dashboard pages are one file, which reads the address; GraphiQL is another, if it is wanted."""
    dashboard = page_endpoint("index.html", content_security_policy())
    # GraphiQL's editor, Monaco, writes style text and underlines errors with an image in a data: URL. Scripts and workers remain restricted.
    editor = page_endpoint("graphiql.html", content_security_policy(styles="'self' 'unsafe-inline'", images="'self' data:"))
    assets = Assets(directory=DIST / "assets", check_dir=False)
    pages = dict.fromkeys(DASHBOARD_PATHS, dashboard) | ({"/graphiql": editor} if graphiql else {})
    return [
        *(Route(path, endpoint, middleware=COMPRESSED) for path, endpoint in pages.items()),
        Mount("/assets", assets, middleware=COMPRESSED),
    ]


async def not_found(request: Request, error: Exception) -> Response:
    """Serves the dashboard, which reports the unknown address and offers its pages, to browsers, and plain text to other clients."""
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "") and (DIST / "index.html").exists():
        return FileResponse(DIST / "index.html", status_code=404, headers=HEADERS | {"Content-Security-Policy": content_security_policy()})
    return PlainTextResponse(str(getattr(error, "detail", "Not Found")), status_code=404)


def page_endpoint(name: str, policy: str) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that serves a page built by Vite."""

    async def page(_: Request) -> Response:
        if not (DIST / name).exists():
            return PlainTextResponse(NOT_BUILT, status_code=503)
        return FileResponse(DIST / name, headers=HEADERS | {"Content-Security-Policy": policy})

    return page
