"""No log line contains a value that a client sent, however the lines are formatted and whatever went wrong."""

import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from graphql import FieldNode, GraphQLError, NameNode
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from graph_service.access import RequestLogMiddleware
from graph_service.api.http.error_format import format_error
from graph_service.errors import Internal
from graph_service.graph import Graph
from graph_service.logs import JsonFormatter, LoggedError, RedactingFormatter, logging_configuration

SECRET = "4711-helga-secret"
# Neo4j quotes the value that it cannot parse.
PARSE_QUERY = "RETURN date($day)"


def read_value(text: str) -> float:
    """Fails as parsing does: the error quotes the text."""
    return float(text)


def formatted(caplog: pytest.LogCaptureFixture) -> str:
    """The captured lines in each way they may be written: as JSON, on a terminal, by another server's logging."""
    formatters = (JsonFormatter(), RedactingFormatter(), logging.Formatter("%(message)s"))
    return "\n".join(formatter.format(record) for record in caplog.records for formatter in formatters)


async def test_error_of_neo4j_is_logged_with_code_and_place_but_without_the_value(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Internal):
        await graph.read(PARSE_QUERY, {"day": SECRET})
    text = formatted(caplog)
    assert "Neo.ClientError.Statement" in text
    assert "graph/driver.py" in text
    assert SECRET not in text


def test_unexpected_error_of_a_field_is_logged_without_the_value(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match=SECRET) as failure:
        read_value(SECRET)
    assert (
        format_error(
            GraphQLError("failed", [FieldNode(name=NameNode(value="lessons"))], path=["lessons"], original_error=failure.value), "request-1"
        )["extensions"]["code"]
        == "INTERNAL"
    )
    text = formatted(caplog)
    assert "builtins.ValueError" in text
    assert "in read_value" in text
    assert SECRET not in text


async def fail(request: Request) -> Response:
    read_value(request.query_params["q"])
    return Response()


async def fail_halfway(request: Request) -> Response:
    async def rows() -> AsyncIterator[str]:
        yield "first row"
        read_value(request.query_params["q"])

    return StreamingResponse(rows())


@pytest.fixture
def application() -> Starlette:
    """Two routes that fail on the value they receive: before and after the response has begun."""
    routes = [Route("/fail", fail), Route("/fail-halfway", fail_halfway)]
    return Starlette(routes=routes, middleware=[Middleware(RequestLogMiddleware)])


async def test_unexpected_error_of_a_route_is_a_500_with_the_id_of_its_log_line(
    application: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        response = await client.get("/fail", params={"q": SECRET})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (500, "INTERNAL")
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    text = formatted(caplog)
    assert "in read_value" in text
    assert SECRET not in response.text + text


async def test_error_after_the_response_has_begun_reaches_the_server_without_the_value(application: Starlette) -> None:
    """The server must see an error to close the connection; it logs that error, so the error is redacted."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        with pytest.raises(LoggedError) as failure:
            await client.get("/fail-halfway", params={"q": SECRET})
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "Exception in ASGI application", (), failure._excinfo)
    text = logging.Formatter().format(record)
    assert "in read_value" in text
    assert SECRET not in text


@pytest.mark.parametrize("terminal", [True, False])
def test_tracebacks_that_other_packages_log_are_redacted(capsys: pytest.CaptureFixture[str], *, terminal: bool) -> None:
    configuration = logging_configuration(terminal=terminal)
    formatter = configuration["formatters"]["line"]
    handler = logging.StreamHandler()
    handler.setFormatter(formatter["()"](formatter.get("format")))
    logger = logging.Logger("asyncio")  # not the real one, whose configuration belongs to the tests
    logger.addHandler(handler)
    try:
        try:
            read_value(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        logger.exception("Task exception was never retrieved")
    text = capsys.readouterr().err
    assert text.index("builtins.ValueError") < text.index("builtins.RuntimeError")
    assert "in read_value" in text
    assert SECRET not in text


def test_json_line_names_level_logger_message_and_fields() -> None:
    record = logging.LogRecord("graph_service.x", logging.ERROR, "x.py", 1, "failed at %s", ("path",), None)
    record.fields = {"status": 200}
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["logger"], line["message"], line["status"]) == ("error", "graph_service.x", "failed at path", 200)


@pytest.mark.parametrize(("terminal", "levels"), [(True, ("WARNING", "WARNING")), (False, ("INFO", "INFO"))])
def test_terminal_shows_warnings_only(levels: tuple[str, str], *, terminal: bool) -> None:
    loggers = logging_configuration(terminal=terminal)["loggers"]
    assert (loggers["graph_service"]["level"], loggers["uvicorn"]["level"]) == levels
