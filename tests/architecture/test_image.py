"""The image of the service, built by buildah from the Dockerfile in docker-compose.yml on a Debian of debootstrap, and its command run in it.

buildah needs no container runtime with `--isolation chroot`. In this isolation a container has the network of the host, so the command reaches
the Neo4j of the tests. Debian's Python stands in for that of the image python:3.13-slim.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings
from tests.architecture.test_compose import PATIENCE, ROOT, SERVICE, filled
from tests.architecture.test_compose import secrets as secrets

TOOLS: Final = ("buildah", "debootstrap")
BASE: Final = "docker.io/library/python:3.13-slim"
IMAGE: Final = "graph-service"
PACKAGES: Final = "python3,python3-pip,python3-venv,ca-certificates"
CERTIFICATES: Final = Path("etc/ssl/certs/ca-certificates.crt")  # of the host, which may trust a proxy
DEBIAN: Final = ("bookworm", "http://deb.debian.org/debian")
ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "PIP_CERT": f"/{CERTIFICATES}",
    "NODE_EXTRA_CA_CERTS": f"/{CERTIFICATES}",
}

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="debootstrap needs root"),
    pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason="buildah and debootstrap are not installed"),
]


class Buildah:
    """buildah with a storage of its own."""

    def __init__(self, folder: Path) -> None:
        self._command = ["buildah", "--root", str(folder / "storage"), "--runroot", str(folder / "run"), "--storage-driver", "vfs"]

    def arguments(self, *arguments: str | Path) -> list[str]:
        return [*self._command, *map(str, arguments)]

    def __call__(self, *arguments: str | Path) -> str:
        """What a command prints."""
        done = subprocess.run(self.arguments(*arguments), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stdout[-2_000:]}{done.stderr[-4_000:]}"
        return done.stdout.strip()


def install_debian(folder: Path) -> None:
    """A Debian with Python, pip and the certificates of this machine. Skips the test if it cannot be fetched."""
    suite, mirror = DEBIAN
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(folder), mirror]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"debootstrap cannot install Debian: {done.stdout[-500:]}")
    for marker in folder.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
        marker.unlink()
    (folder / "usr" / "bin" / "python").symlink_to("python3")
    shutil.copy(Path("/") / CERTIFICATES, folder / CERTIFICATES)


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Buildah]:
    """The storage that has the built image."""
    buildah = Buildah(tmp_path)
    install_debian(tmp_path / "debian")
    base = buildah("from", "scratch")
    buildah("copy", "--quiet", base, tmp_path / "debian", "/")
    buildah("config", *(f"--env={name}={value}" for name, value in ENVIRONMENT.items()), base)
    buildah("commit", "--quiet", base, BASE)
    buildah("rm", base)
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text(SERVICE["build"]["dockerfile_inline"])
    buildah("bud", "--isolation=chroot", "--pull-never", "--layers=false", f"--tag={IMAGE}", f"--file={dockerfile}", ROOT)
    yield buildah
    buildah("rm", "--all")
    for folder in ("debian", "storage"):  # more than a gigabyte
        shutil.rmtree(tmp_path / folder)


def test_image_is_built_and_runs_the_command_of_the_compose_file(
    image: Buildah, graph: Graph, database_settings: Settings, secrets: Path, tmp_path: Path
) -> None:
    (secrets / "neo4j_password").write_text(f"{database_settings.password}\n")
    secrets.chmod(0o755)  # Docker mounts the files; here their folder is mounted
    port = find_free_port(0, "", "")
    settings = {
        **{name: filled(value) for name, value in SERVICE["environment"].items()},
        "NEO4J_URI": database_settings.neo4j_uri or "",
        "GRAPH_SERVICE_PORT": str(port),
    }
    container = image("from", "--pull-never", IMAGE)
    assert image("inspect", "--format={{.OCIv1.Config.User}}", container) == "10001:10001"
    image("run", "--isolation=chroot", container, "--", "sh", "-c", "! command -v node")  # only the build needs Node.js
    command = image.arguments(
        *(
            "run",
            "--isolation=chroot",
            f"--volume={secrets}:/run/secrets:ro",
            *(f"--env={name}={value}" for name, value in settings.items()),
        ),
        *(container, "--", *SERVICE["command"]),
    )
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
        while not is_ready(address):
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < deadline, "it did not become ready"
            time.sleep(0.5)
        assert '<div id="app">' in httpx.get(address).text
        headers = {"Authorization": f"Bearer {(secrets / 'grafana_token').read_text()}"}
        answer = httpx.post(f"{address}/graphql", json={"query": "{ lessons { totalCount } }"}, headers=headers)
        assert answer.json()["data"] == {"lessons": {"totalCount": 0}}
    finally:
        process.terminate()
        process.wait(PATIENCE)


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=4).status_code == 200
    except httpx.HTTPError:
        return False
