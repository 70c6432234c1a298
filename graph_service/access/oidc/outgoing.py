"""Requests to the provider. Each is limited in time and in the size of its response, and follows no redirect."""

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import orjson

from graph_service.access.oidc.configuration import is_protected
from graph_service.errors import Unavailable

logger = logging.getLogger(__name__)
REQUEST_TIMEOUT: Final = 8.0  # seconds for a whole request
CONNECT_TIMEOUT: Final = 4.0
MAX_RESPONSE: Final = 2**19  # bytes
LIMITS: Final = httpx.Limits(max_connections=16, max_keepalive_connections=4)


class Refused(Exception):
    """The provider refused a request: its status, and the error code in its response, which is empty if there is none."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"status {status} {code}".strip())
        self.status = status
        self.code = code


def create_client() -> httpx.AsyncClient:
    """A client for requests to the provider."""
    return httpx.AsyncClient(timeout=httpx.Timeout(REQUEST_TIMEOUT, connect=CONNECT_TIMEOUT), limits=LIMITS, follow_redirects=False)


async def fetch_json(client: httpx.AsyncClient, method: str, url: str, **arguments: Any) -> Mapping[str, Any]:
    """The JSON object in the response. arguments: of httpx.

    Raises Refused when the provider responds with a status between 400 and 499; Unavailable when it responds with something else, or too late.
    """
    host = urlsplit(url).netloc
    if not is_protected(url):
        raise Unavailable(f"The login provider names the address {host[:200]!r}, which is not protected by https.")
    try:
        async with asyncio.timeout(REQUEST_TIMEOUT):
            status, content = await _receive(client, method, url, arguments)
    except TimeoutError:
        raise Unavailable(f"The login provider at {host} has not responded within {REQUEST_TIMEOUT:g} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(f"The login provider at {host} cannot be reached ({type(error).__name__}).") from error
    return _parse(host, status, content)


async def _receive(client: httpx.AsyncClient, method: str, url: str, arguments: Mapping[str, Any]) -> tuple[int, bytes]:
    headers = {"Accept": "application/json", **arguments.get("headers", {})}
    options: dict[str, Any] = {**arguments, "headers": headers}
    content = bytearray()
    async with client.stream(method, url, **options) as response:
        async for part in response.aiter_bytes():
            content += part
            if len(content) > MAX_RESPONSE:
                raise Unavailable(f"The response of the login provider at {urlsplit(url).netloc} has more than {MAX_RESPONSE:,} bytes.")
    return response.status_code, bytes(content)


def _parse(host: str, status: int, content: bytes) -> Mapping[str, Any]:
    try:
        parsed: Any = orjson.loads(content)
    except ValueError:
        parsed = None
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        code = parsed.get("error") if isinstance(parsed, dict) else ""  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        raise Refused(status, code if isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum() else "")
    if status != HTTPStatus.OK or not isinstance(parsed, dict):
        raise Unavailable(f"The login provider at {host} responded with status {status} and not with the JSON object that is expected.")
    return parsed  # pyright: ignore[reportUnknownVariableType]
