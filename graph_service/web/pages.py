"""The built files of the dashboard and of GraphiQL over HTTP, compressed: hashed names are kept for a year, the page itself is asked for each time."""

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


def policy(*, styles: str = "'self'", images: str = "'self' blob:") -> str:
    """Nothing but files of our own; styles that a script sets on an element are no style text and need no leave."""
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src {images}; connect-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def routes() -> list[BaseRoute]:
    """Every page of the dashboard gives the same file, which then shows that page; GraphiQL has one of its own."""
    dashboard = built("index.html", policy())
    # Its editor, Monaco, writes its colours and the place of each line as style text and underlines mistakes by a picture given as data.
    # No script gains by that, its workers neither: they are files of our own.
    graphiql = built("graphiql.html", policy(styles="'self' 'unsafe-inline'", images="'self' data:"))
    assets = Assets(directory=DIST / "assets", check_dir=False)
    pages = dict.fromkeys(PLACES, dashboard) | {"/graphiql": graphiql}
    return [*(Route(place, page, middleware=COMPRESSED) for place, page in pages.items()), Mount("/assets", assets, middleware=COMPRESSED)]


def built(name: str, content_security_policy: str) -> Callable[[Request], Awaitable[Response]]:
    """What answers with a page that Vite has built."""

    async def page(_: Request) -> Response:
        if not (DIST / name).exists():
            return PlainTextResponse("The dashboard has not been built. Install the package again: pip install -e .", status_code=503)
        return FileResponse(DIST / name, headers=HEADERS | {"Content-Security-Policy": content_security_policy})

    return page
