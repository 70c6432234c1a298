"""The risk list of a project as a workbook: /tables/risks.xlsx?project=ID."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request

from graph_service.api.tables.catalog import TABLES
from graph_service.api.tables.layout import Layout, value_at
from graph_service.api.tables.parameters import parse_parameters
from graph_service.api.tables.reader import GraphQLClient, read_pages
from graph_service.export.risk_workbook import write_risks

NAME: Final = "risks.xlsx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DECISIONS: Final = {"APPLY": "we use it", "LATER": "later"}


async def make_workbook(client: GraphQLClient, layout: Layout, request: Request, template: bytes | None) -> bytes:
    """The workbook with the rows of the table `risks`. Raises InvalidInput and GraphQLRequestFailed, as the table does."""
    table = TABLES["risks"]
    parameters = parse_parameters(table, request.query_params.multi_items())
    rows = [_row(layout, row, str(request.base_url)) async for page in read_pages(client, table, layout, parameters) for row in page.rows]
    return await asyncio.to_thread(write_risks, rows, template)


def _row(layout: Layout, row: Any, base_url: str) -> Mapping[str, Any]:
    values = {column.header: value_at(row, column.path) for column in layout.columns}
    link = f"{base_url}lessons/{quote(values['lesson_id'], safe='')}" if values["lesson_id"] else None
    return values | {"link": link, "decision": DECISIONS.get(values["decision"])}
