"""The dashboard's built files over HTTP, compressed: hashed names are kept for a year, the page itself is asked for each time."""

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
# Nothing but files of our own; styles that a script sets on an element are no style text and need no leave.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
PLACES: Final = (
    "/", "/network", "/experts", "/lessons", "/lessons/{id:path}", "/projects", "/projects/{id:path}", "/shelf", "/people/{id:path}",
    "/departments/{id:path}", "/reuses", "/record",
)  # fmt: skip
COMPRESSED: Final = (Middleware(GZipMiddleware),)


class Assets(StaticFiles):
    """Files whose names change with what is in them."""

    def file_response(self, full_path: Path, stat_result: object, scope: Scope, status_code: int = 200) -> Response:  # pyright: ignore[reportIncompatibleMethodOverride]
        response = super().file_response(full_path, stat_result, scope, status_code)  # pyright: ignore[reportArgumentType]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def routes() -> list[BaseRoute]:
    """Every page's address gives the same file, which then shows that page."""
    assets = Assets(directory=DIST / "assets", check_dir=False)
    return [*(Route(place, page, middleware=COMPRESSED) for place in PLACES), Mount("/assets", assets, middleware=COMPRESSED)]


async def page(_: Request) -> Response:
    """The one page."""
    if not (DIST / "index.html").exists():
        return PlainTextResponse("The dashboard has not been built. Install the package again: pip install -e .", status_code=503)
    return FileResponse(DIST / "index.html", headers=HEADERS)
