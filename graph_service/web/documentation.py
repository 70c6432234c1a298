"""The documentation under /docs: the Markdown files of graph_service/docs, rendered as HTML pages."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from graph_service.web.pages import HEADERS, content_security_policy

FOLDER: Final = Path(__file__).parents[1] / "docs"
WEB: Final = Path(__file__).parent
ORDER: Final = (
    *("index", "operating", "security", "clients", "clients-javascript", "clients-python", "clients-tools", "spreadsheets"),
    *("neo4j-browser", "model", "one-lesson", "extending", "CHANGELOG"),
)
LINK_TO_PAGE: Final = re.compile(r"^([\w-]+)\.md(#.*)?$")


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page: its title is the first heading."""

    name: str
    title: str
    body: Markup

    @property
    def path(self) -> str:
        """The address of the page, relative to /docs/."""
        return "." if self.name == "index" else self.name


def routes() -> list[BaseRoute]:
    """/docs, /docs/NAME, the pictures and the style sheet."""
    pictures = StaticFiles(directory=FOLDER / "pictures")
    return [Mount("/docs", routes=[Route("/", page), Route("/style.css", style), Mount("/pictures", pictures), Route("/{name}", page)])]


def page(request: Request) -> Response:
    """The page with the name in the path; the index if the path has none."""
    name = request.path_params.get("name", "index")
    if name not in ORDER:
        return PlainTextResponse(f"There is no documentation page called {name!r}. See /docs/.", status_code=404)
    html = _template().render(page=read_pages()[name], pages=read_pages().values())
    return HTMLResponse(html, headers=HEADERS | {"Content-Security-Policy": content_security_policy()})


def style(_: Request) -> Response:
    """The style sheet of these pages."""
    return FileResponse(WEB / "documentation.css", headers=HEADERS)


@cache
def read_pages() -> dict[str, Page]:
    """All pages by name, in the order of the table of contents."""
    return {name: render(name, (FOLDER / f"{name}.md").read_text(encoding="utf-8")) for name in ORDER}


def render(name: str, text: str) -> Page:
    """Renders Markdown. Headings get ids to link to; links between the files lead to the pages made from them."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(tokens[index + 1].content))
        for child in token.children or ():
            _adapt_link(child)
    title = next(tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open")
    return Page(name, title, Markup(markdown.renderer.render(tokens, markdown.options, {})))  # noqa: S704 - raw HTML is off


def slug(heading: str) -> str:
    """The id of a heading, as GitHub makes it: lower case, spaces as hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _adapt_link(token: Token) -> None:
    if token.type == "link_open" and (link := LINK_TO_PAGE.match(str(token.attrGet("href")))):
        token.attrSet("href", f"{link[1]}{link[2] or ''}")


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("documentation.html")
