"""No request, however odd, ends in an internal error, a status above 499 or a response that is late."""

import asyncio
import logging
from collections.abc import Iterator

import httpx
import pytest

from graph_service.graph import Graph
from tests.api.hostile.hostile_requests import Request, hostile_requests
from tests.conftest import PATIENCE

AT_ONCE = 8


@pytest.mark.parametrize(
    ("seed", "number"),
    [(1, 200), pytest.param(2, 500, marks=pytest.mark.thorough), pytest.param(3, 20_000, marks=pytest.mark.exhaustive)],
)
async def test_no_request_causes_an_internal_error(
    seeded: Graph, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, seed: int, number: int
) -> None:
    caplog.set_level(logging.ERROR)
    # /readyz has status 503 until the columns are loaded.
    await http.post("/graphql", json={"query": "{ network { participation { lessons } } }"})
    requests, faults = hostile_requests(seed, number), list[str]()
    await asyncio.gather(*(send_all(http, requests, faults) for _ in range(AT_ONCE)))
    assert not faults, f"{len(faults)} faults, among them:\n" + "\n".join(faults[:5])


async def send_all(http: httpx.AsyncClient, requests: Iterator[Request], faults: list[str]) -> None:
    """Sends the requests that are left, and adds those with a faulty response to `faults`."""
    for request in requests:
        fault = await fault_of(http, request)
        faults.extend([f"{fault}: {str(request)[:1500]}"] if fault else [])


async def fault_of(http: httpx.AsyncClient, request: Request) -> str | None:
    """What is wrong with the response; None when it is as it may be."""
    try:
        async with asyncio.timeout(2 * PATIENCE):
            response = await http.request(request.method, request.path, headers=request.headers, content=request.content)
    except TimeoutError:
        return "no response in time"
    except Exception as error:
        return f"raised {type(error).__name__} {str(error)[:500]}"
    is_busy = request.path.startswith("/readyz") and response.status_code == 503  # Neo4j on a busy machine takes over 1.5 s
    if response.status_code >= 500 and not is_busy:
        return f"status {response.status_code} {response.text[:300]}"
    if b'"code":"INTERNAL"' in response.content.replace(b" ", b""):
        return f"INTERNAL {response.text[:500]}"
    return None
