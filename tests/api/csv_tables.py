"""The CSV tables of the service, as tests read them."""

import csv
import io

import httpx


def read_rows(response: httpx.Response) -> list[dict[str, str]]:
    """The rows of a table, read by Python's csv module."""
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))


async def get_table(http: httpx.AsyncClient, table: str, **parameters: str) -> list[dict[str, str]]:
    return read_rows(await http.get(f"/tables/{table}.csv", params=parameters))


def error_message(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["extensions"]["requestId"]
    return error["message"]
