"""A real OpenID Connect provider: oidc-provider from the npm registry, in a process of its own."""

import asyncio
import json
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from tests.clients.conftest import INSTALL
from tests.node_js import NODE

SCRIPT: Final = Path(__file__).parent / "access" / "oidc" / "provider.mjs"
PACKAGE: Final = "oidc-provider@9.13.3"
PATIENCE: Final = 300.0
CLIENT_ID: Final = "pmo-graph"
CLIENT_SECRET: Final = "a client secret: with/special+characters%"
AUDIENCE: Final = "urn:pmo-graph"
HTTPS_URL: Final = "https://pmo.example"
ACCOUNTS: Final[dict[str, dict[str, Any]]] = {
    "nadja": {"name": "N. Petrov", "email": "Nadja.Petrov@aldermere.example", "email_verified": True, "groups": ["pmo-team", "choir"]},
    "henrik": {"name": "Henrik", "email": "henrik.solberg@aldermere.example", "email_verified": True},
    "stranger": {"name": "Stranger", "email": "stranger@elsewhere.example", "email_verified": True, "groups": ["pmo-admins"]},
    "unverified": {"name": "U", "email": "nadja.petrov@aldermere.example", "email_verified": False, "groups": ["pmo-admins"]},
    "by-id": {"name": "Clara", "preferred_username": "clara-voss", "groups": ["pmo-admins"]},
}


class LoginProvider:
    """The provider. It signs with `key`, so a test can sign what the provider never would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.dashboard = socket.create_server(("127.0.0.1", 0))
        self.dashboard_url = f"http://127.0.0.1:{self.dashboard.getsockname()[1]}"
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key = _new_key("first")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts the process, and returns when it accepts requests."""
        (self.folder / "configuration.json").write_text(json.dumps(self._configuration()))
        shutil.copy(SCRIPT, self.folder)
        self._process = await asyncio.create_subprocess_exec(
            NODE, SCRIPT.name, "configuration.json", cwd=self.folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            assert await self._process.stdout.readline() == b"ready\n"
        self._reading = asyncio.create_task(self._process.stdout.read())  # an output that nobody reads would stop it

    async def stop(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            await self._reading
            self._process = None

    async def change_key(self) -> None:
        """Restarts it with another key."""
        await self.stop()
        self.key = _new_key(f"key-{time.time_ns()}")
        await self.start()

    def sign(self, claims: Mapping[str, Any] | None = None, *, key: Any = None, **header: Any) -> str:
        """A token for Nadja, valid now; `claims` change it, a value of None removes a claim."""
        now = time.time()
        usual = {"iss": self.issuer, "aud": AUDIENCE, "sub": "nadja", "iat": now, "exp": now + 300, **ACCOUNTS["nadja"]}
        payload = {name: value for name, value in {**usual, **(claims or {})}.items() if value is not None}
        key = key or self.key
        algorithm = header.get("alg", "RS256")
        return jws.serialize_compact({"alg": algorithm, "kid": key.kid, **header}, json.dumps(payload), key, [algorithm])

    def _configuration(self) -> dict[str, Any]:
        redirects = [f"{url}/auth/callback" for url in (HTTPS_URL, self.dashboard_url)]
        client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uris": redirects}
        program = {"client_id": "nightly", "client_secret": CLIENT_SECRET, "redirect_uris": [], "response_types": []}
        return {
            "port": self.port,
            "keys": [self.key.as_dict(private=True)],
            "clients": [client, {**program, "grant_types": ["client_credentials"]}],
            "accounts": ACCOUNTS,
            "audience": AUDIENCE,
        }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": name}, private=True)


@pytest.fixture(scope="session")
async def provider(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LoginProvider]:
    """The provider, which is started once. Skips the test if it cannot be installed."""
    folder = tmp_path_factory.mktemp("provider")
    (folder / "package.json").write_text('{"private": true}')
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", INSTALL, "install", "--no-audit", "--no-fund", "--silent", "--prefer-offline", PACKAGE, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    if process.returncode:
        pytest.skip(f"oidc-provider cannot be installed from the npm registry: {output.decode()[-300:]}")
    started = LoginProvider(folder)
    await started.start()
    yield started
    await started.stop()
    started.dashboard.close()
