"""Authentication, allowed hosts and origins, and security headers, tried on a small application behind the real middleware."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from graph_service.access import (
    Caller,
    CrossOriginMiddleware,
    CrossSiteReadMiddleware,
    OriginPolicy,
    RequestLogMiddleware,
    Role,
    TokenAuthenticationMiddleware,
    TokenStore,
    TrustedOriginMiddleware,
    get_caller,
    read_tokens,
)
from graph_service.errors import Forbidden, InvalidInput
from tests.callers import new_token

SECRET = "2rZ8LxNn6mYQb0"
HERE = "http://localhost:8000"
ELSEWHERE = "https://dashboards.example"
Send = Callable[..., Awaitable[httpx.Response]]


async def who(request: Request) -> Response:
    caller = get_caller(request.scope)
    return JSONResponse({"name": caller.name, "role": str(caller.role)})


async def page(_: Request) -> Response:
    return Response("a page")


async def broken(_: Request) -> Response:
    raise ValueError("broken")


async def channel(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("in")
    await socket.close()


def protected_application(tokens: Path | None) -> Starlette:
    policy = OriginPolicy(["pmo.example"], [ELSEWHERE])
    guard = [Middleware(TokenAuthenticationMiddleware, None if tokens is None else TokenStore(tokens))]
    api = [Middleware(CrossSiteReadMiddleware, policy, allows_links=False), *guard]
    downloads = [Middleware(CrossSiteReadMiddleware, policy, allows_links=True), *guard]
    routes = [
        Route("/", who, methods=["GET", "POST", "OPTIONS"], middleware=api),
        Route("/table", who, middleware=downloads),
        Route("/page", page),
        Route("/broken", broken),
        WebSocketRoute("/channel", channel, middleware=guard),
    ]
    middleware = [
        Middleware(CrossOriginMiddleware, [ELSEWHERE]),
        Middleware(RequestLogMiddleware),
        Middleware(TrustedOriginMiddleware, policy),
    ]
    return Starlette(routes=routes, middleware=middleware)


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    """A tokens file; SECRET is a curator's token."""
    file = tmp_path / "tokens"
    digest = hashlib.sha256(SECRET.encode()).hexdigest()  # as `sha256sum` prints it
    file.write_text(f"# access tokens\nreader grafana {'0' * 64}\n\ncurator maria {digest}\n")
    return file


@pytest.fixture
async def send(tokens: Path) -> AsyncIterator[Send]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(protected_application(tokens)), base_url=HERE) as client:
        yield client.request


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
    return error["extensions"]["code"]


# Tokens


@pytest.mark.parametrize(
    "value", [f"Bearer {SECRET}", f"bearer  {SECRET}", "Basic " + base64.b64encode(f"anybody:{SECRET}".encode()).decode()]
)
async def test_token_identifies_its_caller(send: Send, value: str) -> None:
    answer = await send("GET", "/", headers={"Authorization": value})
    assert answer.json() == {"name": "maria", "role": "curator"}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer wrong",
        f"Token {SECRET}",
        SECRET,
        "Basic",
        "Basic !",
        "Basic " + base64.b64encode(SECRET.encode()).decode(),
        "Basic caf\xe9",
    ],
)
async def test_request_without_a_known_token_is_unauthenticated(send: Send, value: str) -> None:
    answer = await send("GET", "/", headers={"Authorization": value.encode("latin-1")} if value else {})
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert SECRET not in answer.text


async def test_caller_of_a_token_cannot_state_another_name(send: Send) -> None:
    headers = {"Authorization": f"Bearer {SECRET}", "Graph-Caller-Name": "ben", "Graph-Caller-Person": "ben"}
    assert (await send("GET", "/", headers=headers)).json() == {"name": "maria", "role": "curator"}


async def test_a_request_with_two_authorization_headers_is_refused(send: Send) -> None:
    for second in (f"Bearer {SECRET}", "Bearer another"):
        answer = await send("GET", "/", headers=[("Authorization", f"Bearer {SECRET}"), ("Authorization", second)])
        assert answer.status_code == 400
        assert "several Authorization headers" in answer.text
        assert SECRET not in answer.text


async def test_digest_is_not_accepted_as_a_token(send: Send) -> None:
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    assert (await send("GET", "/", headers={"Authorization": f"Bearer {digest}"})).status_code == 401


async def test_without_tokens_every_caller_is_an_administrator() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(protected_application(None)), base_url=HERE) as client:
        assert (await client.get("/")).json() == {"name": "", "role": "administrator"}


async def test_new_token_authenticates_the_caller_it_was_created_for(tmp_path: Path) -> None:
    token, line = new_token(Role.CONTRIBUTOR, "anna")
    (tmp_path / "tokens").write_text(line)
    assert token not in line
    async with httpx.AsyncClient(transport=httpx.ASGITransport(protected_application(tmp_path / "tokens")), base_url=HERE) as client:
        assert (await client.get("/", headers={"Authorization": f"Bearer {token}"})).json() == {"name": "anna", "role": "contributor"}


@pytest.mark.parametrize(
    "line", [SECRET, f"curator {'a' * 64}", f"boss maria {'a' * 64}", f"curator maria {'a' * 63}", f"curator maria {'A' * 64}"]
)
def test_invalid_line_is_reported_by_number_without_its_text(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"reader grafana {'0' * 64}\n{line}\n")
    with pytest.raises(InvalidInput, match=r"tokens, line 2: A line is ROLE NAME DIGEST") as refused:
        read_tokens(file)
    assert line not in refused.value.message


@pytest.mark.parametrize("text", ["", "# nobody yet\n"])
def test_tokens_file_without_tokens_is_invalid(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text)
    with pytest.raises(InvalidInput, match="contains no token"):
        read_tokens(file)


def test_missing_tokens_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="missing cannot be read"):
        read_tokens(tmp_path / "missing")


@pytest.mark.parametrize(("role", "needed"), [("READER", "CONTRIBUTOR"), ("CONTRIBUTOR", "CURATOR"), ("CURATOR", "ADMINISTRATOR")])
def test_role_includes_lower_roles_and_no_higher_one(role: str, needed: str) -> None:
    Caller("token:x", "x", None, Role[needed]).require(Role[role], "closeDepartment")
    Caller("token:x", "x", None, Role[role]).require(Role[role], "closeDepartment")
    with pytest.raises(Forbidden) as refused:
        Caller("token:x", "x", None, Role[role]).require(Role[needed], "closeDepartment")
    assert refused.value.message == f"closeDepartment requires the role {needed.lower()}; you have the role {role.lower()}."


# Names and pages


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "192.168.7.20", "[::1]:8000", "pmo.example", "PMO.example:443", "x.localhost"]
)
async def test_allowed_hosts_are_accepted(send: Send, host: str) -> None:
    assert (await send("GET", "/", headers={"Host": host, "Authorization": f"Bearer {SECRET}"})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "pmo.example.evil", "", "[::1", "a b", "localhost:x"]
)
async def test_other_hosts_are_forbidden(send: Send, host: str) -> None:
    answer = await send("GET", "/", headers={"Host": host, "Authorization": f"Bearer {SECRET}"})
    assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    ("method", "origin", "status"),
    [
        ("POST", None, 200),  # not sent by a page in a browser
        ("POST", HERE, 200),
        ("POST", "https://pmo.example", 200),  # a proxy may use a host name of its own
        ("POST", "http://localhost:3000", 403),
        ("POST", "https://evil.example", 403),
        ("POST", "null", 403),
        ("POST", "http://[", 403),
        ("POST", "http://a\u00bd", 403),  # not a host name after Unicode normalisation
        ("POST", ELSEWHERE, 200),
        ("POST", f"{ELSEWHERE}:8443", 403),
        ("GET", HERE, 200),
        ("GET", ELSEWHERE, 200),
        ("GET", "https://evil.example", 403),
        ("HEAD", "null", 403),
    ],
)
async def test_requests_from_pages_of_another_origin_are_forbidden(send: Send, method: str, origin: str | None, status: int) -> None:
    headers = {"Authorization": f"Bearer {SECRET}".encode()} | ({} if origin is None else {"Origin": origin.encode("latin-1")})
    assert (await send(method, "/", headers=headers)).status_code == status


async def test_refusal_of_an_origin_names_the_setting(send: Send) -> None:
    answer = await send("POST", "/", headers={"Origin": "http://localhost:5173"})
    (error,) = answer.json()["errors"]
    assert "To allow pages of 'http://localhost:5173', add this origin to GRAPH_SERVICE_ALLOWED_ORIGINS." in error["message"]
    assert error["extensions"]["classification"] == "FORBIDDEN"


@pytest.mark.parametrize("origin", ["null", "chrome-extension://abcdef", "file://"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_page_without_an_origin_that_can_be_allowed_is_told_what_to_do(send: Send, method: str, origin: str) -> None:
    (error,) = (await send(method, "/", headers={"Origin": origin})).json()["errors"]
    assert "To allow pages of" not in error["message"]
    assert "Open the page from a web server" in error["message"]


@pytest.mark.parametrize("headers", [{"Origin": f"https://{'x' * 60_000}"}, {"Host": "x" * 60_000}])
async def test_refusal_of_a_long_origin_or_host_is_short(send: Send, headers: dict[str, str]) -> None:
    answer = await send("POST", "/", headers=headers)
    assert answer.status_code == 403
    assert len(answer.content) < 1_000


LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/?query={x}", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("/?query={x}", {"Sec-Fetch-Site": "none", **LINK}, 200),
        ("/?query={x}", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ("/?query={x}", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ("/?query={x}", {"Sec-Fetch-Site": "cross-site", **LINK}, 403),
        ("/", {"Sec-Fetch-Site": "cross-site", **LINK}, 200),
        ("/", {"Sec-Fetch-Site": "cross-site", **LINK, "Sec-Fetch-Dest": "iframe"}, 403),
        ("/table?x=1", {"Sec-Fetch-Site": "cross-site", **LINK}, 200),
        ("/table", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/table", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": ELSEWHERE}, 200),
        ("/page", {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 200),
    ],
)
async def test_reads_by_pages_of_another_site_are_forbidden(send: Send, path: str, headers: dict[str, str], status: int) -> None:
    assert (await send("GET", path, headers={"Authorization": f"Bearer {SECRET}", **headers})).status_code == status


# Other origins


def preflight(origin: str, method: str = "POST") -> dict[str, str]:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization,content-type,traceparent"}
    return {"Origin": origin} | asked


async def test_preflight_of_an_allowed_origin_is_answered_without_a_token(send: Send) -> None:
    answer = await send("OPTIONS", "/", headers=preflight(ELSEWHERE))
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ELSEWHERE
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


async def test_preflight_of_another_origin_names_the_setting(send: Send) -> None:
    answer = await send("OPTIONS", "/", headers=preflight("https://evil.example"))
    assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")
    assert "GRAPH_SERVICE_ALLOWED_ORIGINS" in answer.text
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("path", "status"), [("/", 401), ("/broken", 500), ("/missing", 404)])
async def test_pages_of_an_allowed_origin_can_read_errors(send: Send, path: str, status: int) -> None:
    answer = await send("GET", path, headers={"Origin": ELSEWHERE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, ELSEWHERE)
    assert "X-Request-Id" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("headers", [{}, {"Origin": HERE}, {"Origin": ELSEWHERE}, {"Origin": "https://evil.example"}])
async def test_caches_keep_responses_to_origins_apart(send: Send, headers: dict[str, str]) -> None:
    answer = await send("GET", "/", headers={"Authorization": f"Bearer {SECRET}", **headers})
    assert answer.headers["vary"] == "Origin"
    assert answer.headers.get("access-control-allow-origin") == (ELSEWHERE if headers.get("Origin") == ELSEWHERE else None)


@pytest.mark.parametrize(
    ("origin", "value", "comes_in"),
    [(HERE, f"Bearer {SECRET}", True), (HERE, "Bearer wrong", False), ("https://evil.example", f"Bearer {SECRET}", False)],
)
async def test_websocket_needs_token_and_own_origin(tokens: Path, origin: str, value: str, *, comes_in: bool) -> None:
    headers = [(b"host", b"localhost:8000"), (b"origin", origin.encode()), (b"authorization", value.encode())]
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/channel", "root_path": "", "query_string": b"", "headers": headers, "subprotocols": []}
    await protected_application(tokens)(scope, receive, send)
    assert [message["type"] for message in sent] == (
        ["websocket.accept", "websocket.send", "websocket.close"] if comes_in else ["websocket.close"]
    )


@pytest.mark.parametrize(("path", "host"), [("/", "localhost"), ("/missing", "localhost"), ("/", "evil.example")])
async def test_every_response_has_security_headers(send: Send, path: str, host: str) -> None:
    headers = (await send("GET", path, headers={"Host": host})).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (headers["referrer-policy"], headers["x-frame-options"]) == ("same-origin", "DENY")


async def test_client_that_leaves_is_logged_without_an_error(caplog: pytest.LogCaptureFixture) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send_nothing(message: Message) -> None:
        pytest.fail(f"A response for a client that has left: {message}")

    async def read_body(request: Request) -> Response:
        return JSONResponse(len(await request.body()))

    app = Starlette(routes=[Route("/", read_body, methods=["POST"])], middleware=[Middleware(RequestLogMiddleware)])
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b"", "root_path": "", "http_version": "1.1"}
    with caplog.at_level("INFO"):
        await app(scope, receive, send_nothing)
    assert [(record.levelname, record.message, record.__dict__["fields"]["status"]) for record in caplog.records] == [
        ("INFO", "answered", 499)
    ]


async def test_request_that_a_shutdown_ends_is_answered_as_unavailable() -> None:
    async def wait(_: Request) -> Response:
        await asyncio.Event().wait()
        return Response()

    app = Starlette(routes=[Route("/", wait)], middleware=[Middleware(RequestLogMiddleware)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        request = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.05)
        request.cancel()  # as uvicorn does with what still runs at the end of its shutdown
        response = await request
    assert response.status_code == 503
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "idempotencyKey" in error["message"]
