"""/tables lists the tables, /tables/NAME.csv is one of them. What goes wrong before the first row is a status and says why."""

from collections.abc import AsyncGenerator, Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from graph_service.api.endpoint import JSON, Endpoint
from graph_service.api.error_format import refuse
from graph_service.api.schema import Schema
from graph_service.api.tables.catalog import TABLES, Table
from graph_service.api.tables.cells import BYTE_ORDER_MARK, cells, headers, lines
from graph_service.api.tables.columns import Column, read_layout
from graph_service.api.tables.parameters import read_parameters
from graph_service.api.tables.reading import Asker, Page, Refused, pages
from graph_service.errors import Forbidden, InvalidInput, NotFound, Timeout, TooCostly, Unavailable

STATUSES: Final = {
    InvalidInput.code: 400,
    NotFound.code: 400,  # of something a parameter names
    TooCostly.code: 400,
    Forbidden.code: 403,
    Timeout.code: 504,
    Unavailable.code: 503,
}


def routes(schema: Schema, guard: Sequence[Middleware]) -> list[BaseRoute]:
    """For the application. `guard`: what stands before each."""
    tables = Tables(schema, Endpoint(schema))
    return [Route("/tables", tables.list_all, middleware=guard), Route("/tables/{name}.csv", tables.write, middleware=guard)]


class Tables:
    """The tables over a schema, read through its endpoint."""

    def __init__(self, schema: Schema, endpoint: ASGIApp) -> None:
        self._schema = schema.operations.schema
        self._endpoint = endpoint

    async def list_all(self, _: Request) -> Response:
        """What there is, with its columns and what narrows it."""
        return JSONResponse({"tables": [self._describe(table) for table in TABLES.values()]})

    def _describe(self, table: Table) -> dict[str, object]:
        columns = [column.shown for column in read_layout(self._schema, table.question).columns]
        return {"address": f"/tables/{table.name}.csv", "row": table.about, "parameters": table.parameters, "columns": columns}

    async def write(self, request: Request) -> Response:
        """The table, row by row while it is read. When that fails half-way the connection is broken off, which no client takes for the end."""
        name = request.path_params["name"]
        if (table := TABLES.get(name)) is None:
            return _refusal(404, f"There is no table {name!r}. There are {', '.join(TABLES)}.")
        layout = read_layout(self._schema, table.question)
        try:
            given = read_parameters(table, request.query_params.multi_items())
            further = pages(Asker(self._endpoint, request), table, layout, given)
            first = await anext(further)
        except InvalidInput as error:
            return _refusal(400, error.message)
        except Refused as refused:
            status = refused.status if refused.code is None else STATUSES.get(refused.code, 500)
            return Response(refused.body, status, media_type=JSON)
        told = {
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        media_type = "text/csv; charset=utf-8; header=present"
        if request.method == "HEAD":
            return StreamingResponse(iter(()), media_type=media_type, headers=told)
        return StreamingResponse(_write(layout.columns, first, further), media_type=media_type, headers=told)


async def _write(columns: Sequence[Column], first: Page, further: AsyncGenerator[Page]) -> AsyncGenerator[bytes]:
    """The headers with the first page, then each page as it comes."""
    yield BYTE_ORDER_MARK.encode() + lines([headers(columns, first.currencies)])
    yield _rows(columns, first.currencies, first)
    async for page in further:
        yield _rows(columns, first.currencies, page)


def _rows(columns: Sequence[Column], currencies: Sequence[str], page: Page) -> bytes:
    return lines(cells(columns, currencies, row) for row in page.rows)


def _refusal(status: int, reason: str) -> Response:
    return JSONResponse({"errors": [refuse(reason)]}, status)
