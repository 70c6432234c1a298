"""The tokens file: its lines, its changes while the service runs, and when tokens were last used."""
# ruff: noqa: ASYNC110, ASYNC240 - the files are small and local, and no event tells when a thread has written one

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph_service.access import Role, TokenStore, add_token, create_token, read_tokens, read_uses, revoke_token, usage_file
from graph_service.access.token_usage import write_use
from graph_service.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from tests.callers import new_token

TODAY = datetime.now(UTC).date()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


@pytest.fixture(autouse=True)
def _check_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store looks at the file at every request."""
    monkeypatch.setattr("graph_service.access.token_store.CHECK_SECONDS", 0.0)


def add(file: Path, name: str, *, role: Role = Role.CURATOR, person: str | None = None, expires: date | None = None) -> str:
    secret, token = create_token(role, name, person, expires, TODAY)
    add_token(file, token)
    return secret


def test_line_of_a_token_keeps_its_person_and_days(file: Path) -> None:
    add(file, "maria", role=Role.CONTRIBUTOR, person="maria lópez|1", expires=date(2030, 1, 31))
    (token,) = read_tokens(file)
    assert (token.role, token.name, token.person, token.expires, token.created) == (
        Role.CONTRIBUTOR,
        "maria",
        "maria lópez|1",
        date(2030, 1, 31),
        TODAY,
    )
    assert token.caller.person == "maria lópez|1"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("field", ["expire=2030-01-01", "expires=tomorrow", "expires=2030-13-01", "person", "person=", "colour=red"])
def test_misspelled_field_is_invalid(file: Path, field: str) -> None:
    file.write_text(f"reader grafana {'0' * 64} {field}\n")
    with pytest.raises(InvalidInput, match="line 1: A line is ROLE NAME DIGEST"):
        read_tokens(file)


def test_name_has_one_token(file: Path) -> None:
    add(file, "maria")
    before = file.read_text()
    with pytest.raises(Conflict, match="There is a token 'maria' already"):
        add(file, "maria", role=Role.READER)
    assert file.read_text() == before


@pytest.mark.parametrize("name", ["", "two words", "x" * 101, "a\x00b", "a\u2028b"])
def test_invalid_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="must be one word"):
        create_token(Role.READER, name)


def test_tokens_added_at_the_same_time_are_all_kept(file: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: add(file, f"token{number}"), range(40)))
    assert {token.name for token in read_tokens(file)} == {f"token{number}" for number in range(40)}


async def test_new_and_revoked_tokens_count_without_a_restart(file: Path) -> None:
    maria = add(file, "maria")
    store = TokenStore(file)
    assert store.authenticate(maria).name == "maria"
    ben = add(file, "ben", person="b")
    assert store.authenticate(ben).person == "b"
    revoke_token(file, "maria")
    with pytest.raises(Unauthenticated, match="unknown or was revoked"):
        store.authenticate(maria)
    revoke_token(file, "ben")  # the last one: nobody has access now
    with pytest.raises(Unauthenticated):
        store.authenticate(ben)
    assert store.fault is None
    with pytest.raises(NotFound, match="no token 'ben'"):
        revoke_token(file, "ben")


def test_revoking_keeps_comments_and_other_lines(file: Path) -> None:
    lines = ["# people\n", f"reader anna {'0' * 64}\n", "\n", f"  reader ben {'1' * 64} expires=2020-01-01\n", f"reader anna {'2' * 64}"]
    file.write_text("".join(lines))
    revoke_token(file, "anna")
    assert file.read_text() == "".join([lines[0], *lines[2:4]])


@pytest.mark.parametrize("broken", [b"reader grafana\n", b"\xff\xfe", b"", None, b"#" * 1_000_001])
async def test_broken_file_keeps_the_tokens_of_before(file: Path, broken: bytes | None, caplog: pytest.LogCaptureFixture) -> None:
    maria = add(file, "maria")
    text = file.read_bytes()
    store = TokenStore(file)
    if broken is None:
        file.unlink()
    else:
        file.write_bytes(broken)
    for _ in range(3):
        assert store.authenticate(maria).name == "maria"
    assert store.fault
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    file.write_bytes(text)
    assert store.authenticate(maria).name == "maria"
    assert store.fault is None


async def test_file_is_looked_at_once_a_second(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are frequent: in between not even the time of the file is read."""
    monkeypatch.setattr("graph_service.access.token_store.CHECK_SECONDS", 3600.0)
    maria = add(file, "maria")
    store = TokenStore(file)
    file.unlink()
    for _ in range(1000):
        store.authenticate(maria)
    assert store.fault is None


async def test_unchanged_file_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maria = add(file, "maria")
    os.utime(file, (1, 1))
    store = TokenStore(file)
    monkeypatch.setattr("graph_service.access.token_store.read_tokens_file", lambda _: pytest.fail("The file was read again."))
    assert store.authenticate(maria).name == "maria"


async def test_expired_token_says_so(file: Path) -> None:
    old, last_day = add(file, "old", expires=TODAY - timedelta(days=1)), add(file, "new", expires=TODAY)
    store = TokenStore(file)
    assert store.authenticate(last_day).name == "new"
    with pytest.raises(Unauthenticated, match=rf"The token 'old' expired: {TODAY - timedelta(days=1)} \(UTC\) was its last day"):
        store.authenticate(old)


async def until(condition: Callable[[], bool]) -> None:
    """Waits for what a thread does."""
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.01)


async def test_day_of_the_last_use_is_kept(file: Path) -> None:
    maria = add(file, "maria")
    workers = [TokenStore(file), TokenStore(file)]
    for store in workers * 2:
        store.authenticate(maria)
    await until(lambda: read_uses(usage_file(file)) == {"maria": TODAY})
    assert usage_file(file).stat().st_mode & 0o077 == 0


def test_uses_noted_at_the_same_time_are_all_kept(file: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: write_use(file, f"token{number % 30}", date(2026, 1, 1 + number // 30)), range(90)))
    assert read_uses(file) == {f"token{number}": date(2026, 1, 3) for number in range(30)}


async def test_use_that_cannot_be_written_is_logged_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "tokens"
    secrets = [add(file, name) for name in ("anna", "ben")]
    usage_file(file).mkdir()  # as on a file system that is read-only
    store = TokenStore(file)
    loop, threads = asyncio.get_running_loop(), ThreadPoolExecutor()
    loop.set_default_executor(threads)
    assert store.authenticate(secrets[0])
    await until(lambda: bool(caplog.records))
    assert store.authenticate(secrets[1])
    threads.shutdown()  # once they have ended
    loop.set_default_executor(ThreadPoolExecutor())  # for the other tests, which share the loop
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_line_of_an_older_version_is_still_read(file: Path) -> None:
    secret, line = new_token(Role.READER, "grafana")
    file.write_text(f"{line}\n")
    (token,) = read_tokens(file)
    assert (token.name, token.person, token.expires, secret in line) == ("grafana", None, None, False)
