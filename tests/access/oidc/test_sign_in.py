"""People sign in to the dashboard at a real provider; a request that only looks as if it came from them changes nothing."""

import logging
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from graph_service.access.oidc import identity, session
from graph_service.access.oidc import provider as provider_module
from graph_service.graph import Graph
from tests.access.oidc.conftest import HTTPS_URL, Browser, Open, OwnPage, Serve
from tests.login_provider import CLIENT_SECRET, LoginProvider

NADJA = ("Nadja Petrov", "CURATOR", "nadja-petrov")
TOPIC = 'mutation { createTopic(input: {id: "locks", name: "Locks"}) { topic { id } } }'
SESSION_COOKIE = "__Host-graph-service-session"


async def test_person_signs_in_and_out(browser: Browser, provider: LoginProvider) -> None:
    assert await browser.caller() is None
    response = await browser.sign_in("/network?span=all")
    assert (response.status_code, response.headers["location"]) == (303, "/network?span=all")
    cookie = next(each for each in response.headers.get_list("set-cookie") if each.startswith(f"{SESSION_COOKIE}=ey"))
    assert cookie.split("; ")[1:] == ["Path=/", "Max-Age=3600", "HttpOnly", "SameSite=Lax", "Secure"]
    caller = (await browser.ask()).json()["data"]["caller"]
    assert caller == {
        "name": "Nadja Petrov",
        "role": "CURATOR",
        "subject": f"oidc:{provider.issuer}|nadja",
        "verified": True,
        "person": {"id": "nadja-petrov"},
    }
    assert (await browser.ask(TOPIC)).json()["data"] == {"createTopic": {"topic": {"id": "locks"}}}
    assert (await browser.client.get("/auth/session")).json() == {"provider": "127.0.0.1", "name": "N. Petrov", "signedOut": False}

    assert (await browser.client.post("/auth/sign-out", headers=OwnPage)).status_code == 204
    assert await browser.caller() is None
    assert (await browser.client.get("/auth/session")).json() == {"provider": "127.0.0.1", "name": None, "signedOut": True}


@pytest.mark.parametrize(
    ("user", "caller"),
    [
        ("henrik", ("Henrik Solberg", "CONTRIBUTOR", "henrik-solberg")),  # a person without a group
        ("stranger", ("Stranger", "READER", None)),  # in the group of the administrators, but not in the graph
        ("unverified", ("U", "READER", None)),  # the address of a person, which the provider has not verified
    ],
)
async def test_role_and_person_of_a_login(browser: Browser, user: str, caller: tuple[str, str, str | None]) -> None:
    await browser.sign_in(user=user)
    assert await browser.caller() == caller


async def test_claim_of_choice_names_the_person_by_id(serve: Serve) -> None:
    async with serve(login_person_claim="preferred_username") as app, Browser(app) as browser:
        await browser.sign_in(user="by-id")
        assert await browser.caller() == ("Clara Voss", "ADMINISTRATOR", "clara-voss")


async def test_group_without_a_role_is_logged_and_ignored(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "graph_service"):
        await browser.sign_in()
    assert "Values of the claim groups that have no role are ignored: 'choir' (1 in all)." in caplog.messages
    assert await browser.caller() == NADJA


async def test_tabs_that_sign_in_at_the_same_time_share_one_session(browser: Browser) -> None:
    first, second = await browser.start("/people"), await browser.start("/topics")
    for address, path in ((first, "/people"), (second, "/topics")):
        response = await browser.client.get(address)
        assert (response.status_code, response.headers["location"]) == (303, path)
    assert await browser.caller() == NADJA
    assert [cookie.name for cookie in browser.client.cookies.jar if cookie.domain == "pmo.example"] == [SESSION_COOKIE]


async def test_session_counts_in_every_worker_and_after_a_restart(browser: Browser, serve: Serve) -> None:
    await browser.sign_in()
    async with serve() as app, Browser(app) as other:
        other.client.cookies = browser.client.cookies
        assert await other.caller() == NADJA


async def test_browser_keeps_few_sign_ins_that_have_started(browser: Browser) -> None:
    for _ in range(20):
        await browser.client.get("/auth/sign-in")
    assert len([cookie for cookie in browser.client.cookies.jar if "sign-in" in cookie.name]) == 6


async def test_sign_in_of_somebody_else_is_not_completed(new_browser: Open, caplog: pytest.LogCaptureFixture) -> None:
    """Login CSRF: the attacker starts a sign-in, and makes the victim open the address that completes it."""
    address = await (await new_browser()).start(user="stranger")
    victim = await new_browser()
    await victim.client.get("/auth/sign-in")
    response = await victim.client.get(address)
    assert response.status_code == 400
    assert "was not started in this browser" in response.text
    assert SESSION_COOKIE not in victim.client.cookies
    assert parse_qs(urlsplit(address).query)["code"][0] not in caplog.text
    assert "A sign-in was refused: This sign-in was not started in this browser" in caplog.text


async def test_code_is_accepted_once(browser: Browser) -> None:
    address = await browser.start()
    assert (await browser.client.get(address)).status_code == 303
    assert (await browser.client.get(address)).status_code == 400


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "wrong"}, "did not accept this sign-in (status 400 invalid_grant)"),
        ({"code": ""}, "sent no code"),
        ({"iss": "https://evil.example"}, "comes from another login provider"),
        ({"iss": None}, "comes from another login provider"),
        ({"error": "access_denied"}, "did not sign you in (access_denied)"),
        ({"error": "<script>"}, "did not sign you in."),
        ({"state": "x" * 43}, "was not started in this browser"),
        ({"state": "\xe9"}, "was not started in this browser"),
        ({"state": None}, "was not started in this browser"),
    ],
)
async def test_changed_response_of_the_provider_is_refused(browser: Browser, change: dict[str, str | None], sentence: str) -> None:
    address = await browser.start()
    parameters = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | change
    response = await browser.client.get("/auth/callback", params={name: value for name, value in parameters.items() if value is not None})
    assert (response.status_code, sentence in response.text) == (400, True), response.text
    assert "<script>" not in response.text
    assert await browser.caller() is None


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "lessons",
        "",
        "/a\r\nb",
        "/\tb",
        "/auth/sign-in",
        "/" + "x" * 3_000,
    ],
)
async def test_sign_in_leads_only_to_pages_of_the_service(browser: Browser, path: str) -> None:
    response = await browser.client.get("/auth/sign-in", params={"next": path})
    assert response.status_code == 400
    assert "next must be the path of a page of this service" in response.text
    assert "set-cookie" not in response.headers


async def test_sign_in_starts_at_the_address_that_the_provider_knows(service: Starlette) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url="http://localhost:8000") as client:
        response = await client.get("/auth/sign-in?next=/people")
        assert response.headers["location"] == f"{HTTPS_URL}/auth/sign-in?next=%2Fpeople&moved=1"
        # A proxy in front of the service may send another host name with each request.
        assert "/auth?response_type=code&" in (await client.get("/auth/sign-in?next=%2Fpeople&moved=1")).headers["location"]


@pytest.mark.parametrize("origin", ["https://evil.example", "https://dashboards.example", "http://pmo.example", "null", None])
async def test_session_changes_nothing_for_pages_of_other_sites(serve: Serve, graph: Graph, origin: str | None) -> None:
    async with serve(allowed_origins=("https://dashboards.example",)) as app, Browser(app) as browser:
        await browser.sign_in()
        headers = {} if origin is None else {"Origin": origin}
        response = await browser.client.post("/graphql", json={"query": TOPIC}, headers=headers)
        assert response.status_code == 403
        assert (await browser.client.post("/auth/sign-out", headers=headers)).status_code == 403
        assert await graph.read("MATCH (topic:Topic) RETURN count(topic)") == 0
        assert await browser.caller() == NADJA


@pytest.mark.thorough
async def test_session_counts_for_downloads(browser: Browser) -> None:
    await browser.sign_in()
    assert (await browser.client.get("/tables/lessons.csv")).status_code == 200
    image = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert (await browser.client.get("/tables/lessons.csv", headers=image)).status_code == 403


async def test_deleted_person_becomes_a_reader(browser: Browser, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    await browser.sign_in()
    assert await browser.caller() == NADJA
    await graph.command("MATCH (person:Person {id: 'nadja-petrov'}) DETACH DELETE person")
    monkeypatch.setattr(identity, "PERSON_LIFETIME", 0.0)
    assert await browser.caller() == ("N. Petrov", "READER", None)
    assert (await browser.ask(TOPIC)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_person_who_has_left_becomes_a_reader(browser: Browser, graph: Graph) -> None:
    await graph.command("MATCH (person:Person {id: 'nadja-petrov'}) SET person.active = false")
    await browser.sign_in()
    assert await browser.caller() == ("N. Petrov", "READER", None)


async def test_session_is_renewed_while_it_is_used_and_ends_when_it_is_not(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    await browser.sign_in()
    assert "set-cookie" not in (await browser.ask()).headers
    first = browser.client.cookies[SESSION_COOKIE]
    now = time.time()
    for hours in (0.9, 1.8):  # more than MAX_IDLE after the first
        monkeypatch.setattr(session, "time", lambda hours=hours: now + hours * 3600)
        assert (await browser.ask()).headers["set-cookie"].startswith(SESSION_COOKIE)
    assert browser.client.cookies[SESSION_COOKIE] != first
    monkeypatch.setattr(session, "time", lambda: now + 2.9 * 3600)
    assert await browser.caller() is None


async def test_session_ends_after_the_set_hours_although_it_is_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(login_hours=1.5) as app, Browser(app) as browser:
        now = time.time()
        await browser.sign_in()
        monkeypatch.setattr(session, "time", lambda: now + 3500)
        assert "Max-Age=1900" in (await browser.ask()).headers["set-cookie"].replace("1899", "1900").replace("1901", "1900")
        monkeypatch.setattr(session, "time", lambda: now + 5500)
        assert await browser.caller() is None


async def test_copied_cookie_does_not_end_a_sign_out_of_the_same_browser(browser: Browser) -> None:
    """A response that was on its way when somebody signed out may still renew the session cookie."""
    await browser.sign_in()
    cookie = browser.client.cookies[SESSION_COOKIE]
    await browser.client.post("/auth/sign-out", headers=OwnPage)
    browser.client.cookies.set(SESSION_COOKIE, cookie, domain="pmo.example")
    assert await browser.caller() is None


async def test_after_signing_out_the_provider_asks_again(browser: Browser) -> None:
    await browser.sign_in()
    assert "prompt=" not in (await browser.client.get("/auth/sign-in")).headers["location"]
    await browser.client.post("/auth/sign-out", headers=OwnPage)
    assert "prompt=login" in (await browser.client.get("/auth/sign-in")).headers["location"]
    await browser.sign_in(user="henrik")
    assert await browser.caller() == ("Henrik Solberg", "CONTRIBUTOR", "henrik-solberg")


def other_letter(cookie: str) -> str:
    """The cookie with another letter in one place."""
    return cookie[:-9] + ("B" if cookie[-9] == "A" else "A") + cookie[-8:]


@pytest.mark.parametrize("change", [lambda cookie: cookie[:-2], other_letter, lambda _: "x" * 5_000, lambda _: "ey.."])
async def test_changed_session_cookie_is_not_accepted(browser: Browser, change: Callable[[str], str]) -> None:
    await browser.sign_in()
    browser.client.cookies.set(SESSION_COOKIE, change(browser.client.cookies[SESSION_COOKIE]), domain="pmo.example", path="/")
    assert await browser.caller() is None


async def test_cookie_of_a_started_sign_in_is_no_session(browser: Browser) -> None:
    await browser.client.get("/auth/sign-in")
    (started,) = [cookie.value for cookie in browser.client.cookies.jar]
    browser.client.cookies.set(SESSION_COOKIE, started or "", domain="pmo.example")
    assert await browser.caller() is None


async def test_new_client_secret_ends_all_sessions(browser: Browser, serve: Serve, graph: Graph) -> None:
    await browser.sign_in()
    cookie = browser.client.cookies[SESSION_COOKIE]
    await graph.command("MATCH (person:Person) DETACH DELETE person")
    async with serve(login_client_secret=CLIENT_SECRET + "2") as app, Browser(app) as other:
        other.client.cookies.set(SESSION_COOKIE, cookie, domain="pmo.example")
        assert await other.caller() is None
        response = await other.sign_in()
        assert response.status_code == 503
        assert "does not accept this service (invalid_client)" in response.text


async def test_provider_that_is_down_at_start_is_reported_and_used_when_it_responds(
    serve: Serve, provider: LoginProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_module, "RETRY_INTERVAL", 0.0)
    await provider.stop()
    try:
        async with serve() as app, Browser(app) as browser:
            response = await browser.client.get("/auth/sign-in")
            assert response.status_code == 503
            assert "cannot be reached" in response.text
            ready = await browser.client.get("/readyz")
            assert ready.json()["login"] == (
                f"The login provider at {provider.issuer.removeprefix('http://')} cannot be reached (ConnectError). "
                "Nobody can sign in until it responds."
            )
            assert (await browser.client.get("/healthz")).status_code == 200
            await provider.start()
            await browser.sign_in()
            assert await browser.caller() == NADJA
            assert (await browser.client.get("/readyz")).json()["login"] == "ok"
    finally:
        await provider.stop()
        await provider.start()


async def test_sign_ins_of_one_address_are_limited(serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("graph_service.rate_limit.MINUTE", 1e9)
    async with serve(attempts_per_minute=3) as app, Browser(app) as browser:
        assert [(await browser.client.get("/auth/sign-in")).status_code for _ in range(4)] == [303, 303, 303, 429]
        refused = await browser.client.get("/auth/callback?state=guess&code=guess")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert "At most 3 a minute are allowed." in refused.text
        assert (await browser.client.get("/auth/session")).status_code == 200
    async with serve(attempts_per_minute=3) as app, Browser(app) as browser:
        caplog.clear()
        statuses = [(await browser.client.get("/auth/callback?state=guess&code=guess")).status_code for _ in range(5)]
        assert (statuses[:3], statuses[3:]) == ([statuses[0]] * 3, [429, 429])
        assert statuses[0] != 429
        assert caplog.text.count("A sign-in was refused") == 3
