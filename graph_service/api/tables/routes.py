"""The routes /tables, /tables/NAME.csv, /tables/risks.xlsx and /tables/network.graphml. Errors before the first row become a status with a JSON body."""

from collections.abc import AsyncGenerator, Sequence
from functools import cache
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from graph_service.analysis.columns.snapshot import AsOf
from graph_service.api.http.endpoint import Endpoint
from graph_service.api.http.error_format import STATUSES, format_refusal
from graph_service.api.http.media_types import JSON
from graph_service.api.schema import Schema
from graph_service.api.tables.catalog import TABLES, Table
from graph_service.api.tables.csv_format import BYTE_ORDER_MARK, encode_rows, format_header, format_row
from graph_service.api.tables.graphml import NETWORK, write_graphml
from graph_service.api.tables.layout import Layout, TableColumn, read_layout
from graph_service.api.tables.parameters import parse_parameters
from graph_service.api.tables.reader import GraphQLClient, GraphQLRequestFailed, Page, read_pages
from graph_service.api.tables.risk_workbook import MEDIA_TYPE as WORKBOOK
from graph_service.api.tables.risk_workbook import NAME as RISKS_FILE
from graph_service.api.tables.risk_workbook import make_workbook
from graph_service.errors import GraphServiceError, InvalidInput, NotFound

NETWORK_FILE: Final = "network.graphml"
GRAPHML: Final = "application/graphml+xml"
MEDIA_TYPE: Final = "text/csv; charset=utf-8; header=present"


def table_routes(schema: Schema, middleware: Sequence[Middleware], risk_template: bytes | None = None) -> list[BaseRoute]:
    """The routes of the tables, each behind the middleware. risk_template: the workbook into which risk lists are written."""
    tables = Tables(schema, Endpoint(schema), risk_template)
    return [
        Route("/tables", tables.list_tables, middleware=middleware),
        Route(f"/tables/{NETWORK_FILE}", tables.send_graphml, middleware=middleware),
        Route(f"/tables/{RISKS_FILE}", tables.send_risks, middleware=middleware),
        Route("/tables/{name}.csv", tables.send_table, middleware=middleware),
    ]


@cache
def _read_layouts(schema: Schema) -> dict[str, Layout]:
    return {name: read_layout(schema.operations.schema, table.document) for name, table in TABLES.items()}


class Tables:
    """The tables of a schema, read through its GraphQL endpoint."""

    def __init__(self, schema: Schema, endpoint: ASGIApp, risk_template: bytes | None = None) -> None:
        self._risk_template = risk_template
        self._layouts = _read_layouts(schema)
        self._endpoint = endpoint

    async def list_tables(self, _: Request) -> Response:
        """The tables with their columns and parameters, and the graphs."""
        network = {"address": f"/tables/{NETWORK_FILE}", "description": NETWORK.description, "parameters": NETWORK.parameters}
        return JSONResponse({"tables": [self._describe(table) for table in TABLES.values()], "graphs": [network]})

    def _describe(self, table: Table) -> dict[str, object]:
        columns = [column.label for column in self._layouts[table.name].columns]
        return {"address": f"/tables/{table.name}.csv", "row": table.description, "parameters": table.parameters, "columns": columns}

    async def send_table(self, request: Request) -> Response:
        """Streams the table while it is read. An error after the first page breaks the connection, so that no client takes the table for
        complete."""
        name = request.path_params["name"]
        if (table := TABLES.get(name)) is None:
            return _error_response(404, NotFound(f"There is no table {name!r}. The tables are {', '.join(TABLES)}."))
        layout = self._layouts[name]
        try:
            parameters = parse_parameters(table, request.query_params.multi_items())
            pages = read_pages(GraphQLClient(self._endpoint, request), table, layout, parameters)
            first = await anext(pages)
        except InvalidInput as error:
            return _error_response(400, error)
        except GraphQLRequestFailed as failure:
            return _failed(failure)
        headers = _headers(f"{name}.csv", first.as_of)
        content = iter(()) if request.method == "HEAD" else _stream(layout.columns, first, pages)
        return StreamingResponse(content, media_type=MEDIA_TYPE, headers=headers)

    async def send_graphml(self, request: Request) -> Response:
        """The network between groups as GraphML."""
        try:
            parameters = parse_parameters(NETWORK, request.query_params.multi_items())
            answer = await GraphQLClient(self._endpoint, request).execute(NETWORK.document, parameters)
        except InvalidInput as error:
            return _error_response(400, error)
        except GraphQLRequestFailed as failure:
            return _failed(failure)
        return Response(write_graphml(answer.data), media_type=GRAPHML, headers=_headers(NETWORK_FILE, answer.as_of))

    async def send_risks(self, request: Request) -> Response:
        """The risk list of a project as a workbook."""
        client = GraphQLClient(self._endpoint, request)
        try:
            content = await make_workbook(client, self._layouts["risks"], request, self._risk_template)
        except InvalidInput as error:
            return _error_response(400, error)
        except GraphQLRequestFailed as failure:
            return _failed(failure)
        return Response(content, media_type=WORKBOOK, headers=_headers(RISKS_FILE, None))


def _failed(failure: GraphQLRequestFailed) -> Response:
    status = failure.status if failure.code is None else STATUSES.get(failure.code, 500)
    return Response(failure.body, status, media_type=JSON)


def _headers(name: str, as_of: AsOf | None) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **_as_of_header(as_of),
    }


def _as_of_header(as_of: AsOf | None) -> dict[str, str]:
    """How recent a computed table is, as a structured field (RFC 9651): 412;at="2026-03-01T09:30:00Z";behind=0."""
    if as_of is None:
        return {}
    at = "" if as_of.at is None else f';at="{as_of.at}"'
    return {"Graph-As-Of": f"{as_of.activity}{at};behind={as_of.behind}"}


async def _stream(columns: Sequence[TableColumn], first: Page, pages: AsyncGenerator[Page]) -> AsyncGenerator[bytes]:
    """The header row, then the first page, then the other pages as they arrive."""
    yield BYTE_ORDER_MARK.encode() + encode_rows([format_header(columns, first.currencies)])
    yield _encode_page(columns, first.currencies, first)
    async for page in pages:
        yield _encode_page(columns, first.currencies, page)


def _encode_page(columns: Sequence[TableColumn], currencies: Sequence[str], page: Page) -> bytes:
    return encode_rows(format_row(columns, currencies, row) for row in page.rows)


def _error_response(status: int, error: GraphServiceError) -> Response:
    return JSONResponse({"errors": [format_refusal(error)]}, status)
