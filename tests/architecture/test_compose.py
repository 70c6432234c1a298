"""docker-compose.yml conforms to the Compose Specification, and its commands work; they are run here without containers."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
import venv
from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import httpx
import jsonschema
import pytest
import yaml
from starlette.applications import Starlette

from graph_service.access import Caller, Role, read_tokens
from graph_service.access.token_file import digest_of
from graph_service.graph import Graph
from graph_service.graph.local.configuration import MAIN
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings
from graph_service.web.neo4j_browser.routes import routes as browser_files

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVICE = SERVICES["service"]
PATIENCE = 300.0


def test_it_is_what_the_specification_allows() -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json").read_text())
    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(COMPOSE)] == []


def filled(text: str, **variables: str) -> str:
    """Replaces `${NAME:-default}` by its value."""
    return re.sub(r"\$\{(\w+):-([^}]*)\}", lambda found: variables.get(found[1], found[2]), text)


def test_everything_is_on_this_machine_alone_unless_told_otherwise() -> None:
    ports = [port for service in SERVICES.values() for port in service["ports"]]
    assert len(ports) == 4
    assert all(re.fullmatch(r"127\.0\.0\.1:(\d+):\1", filled(port)) for port in ports)
    assert {filled(port, PUBLISH_ON="0.0.0.0").split(":")[0] for port in SERVICE["ports"]} == {"0.0.0.0"}  # noqa: S104
    assert {filled(port, PUBLISH_ON="0.0.0.0").split(":")[0] for port in SERVICES["neo4j"]["ports"]} == {"127.0.0.1"}  # noqa: S104


def test_the_neo4j_is_the_one_that_is_tested() -> None:
    (default,) = [field.default for field in Settings.__dataclass_fields__.values() if field.name == "neo4j_version"]
    assert SERVICES["neo4j"]["image"] == f"neo4j:{default}"


def test_neo4j_sends_no_usage_statistics() -> None:
    """Neither does the one that `graph-service up` starts."""
    for setting in ("client.allow_telemetry", "dbms.usage_report.enabled"):
        name = setting.replace("_", "__").replace(".", "_")
        assert SERVICES["neo4j"]["environment"][f"NEO4J_{name}"] == "false"
        assert f"{setting}=false" in MAIN.splitlines()


def test_what_the_services_name_is_there() -> None:
    """Compose reports a missing secret, volume or folder only at startup."""
    for service in SERVICES.values():
        assert set(service["secrets"]) <= COMPOSE["secrets"].keys()
        for value in service["environment"].values():
            assert not str(value).startswith("/run/secrets/") or value.removeprefix("/run/secrets/") in service["secrets"]
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).is_dir() if source.startswith(".") else source in COMPOSE["volumes"]
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
        assert service["healthcheck"]["test"]
    assert {name for name, service in SERVICES.items() if "profiles" in service} == {"grafana"}


def test_grafana_finds_what_provisions_it() -> None:
    grafana = SERVICES["grafana"]
    mounted = {
        place: ROOT / source
        for source, place, mode in (each.split(":") for each in grafana["volumes"] if each.startswith("."))
        if mode == "ro"
    }
    (provider,) = yaml.safe_load((mounted["/etc/grafana/provisioning/dashboards"] / "graph-service.yaml").read_text())["providers"]
    assert list(mounted[provider["options"]["path"]].glob("*.json"))
    (source,) = yaml.safe_load((mounted["/etc/grafana/provisioning/datasources"] / "graph-service.yaml").read_text())["datasources"]
    assert source["url"] == "${GRAPH_SERVICE_URL}"
    assert grafana["environment"]["GRAPH_SERVICE_URL"] == f"http://service:{SERVICE['ports'][0].rpartition(':')[2]}"
    token = re.fullmatch(r"\$__file\{/run/secrets/(\w+)\}", source["secureJsonData"]["bearerToken"])
    assert token
    assert token[1] in grafana["secrets"]
    assert grafana["environment"]["GF_PLUGINS_PREINSTALL_SYNC"].split("@")[0] == source["type"]


async def test_neo4j_browser_may_open_the_guide_that_is_served() -> None:
    """The setting contains host names only; the newer Neo4j Browser in the image reads AsciiDoc."""
    settings = SERVICES["neo4j"]["environment"]
    command, address = settings["NEO4J_browser_post__connect__cmd"].split(" ")
    guide = urlsplit(address)
    assert command == "guide"
    assert guide.hostname == settings["NEO4J_browser_remote__content__hostname__whitelist"]
    assert filled(SERVICE["ports"][0]) == f"{guide.netloc}:{guide.port}"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=browser_files()))) as client:
        served = await client.get(address)
    assert (served.status_code, served.text.partition("\n")[0]) == (200, "= Lessons and their reuses")


def test_the_service_can_change_nothing_of_its_own() -> None:
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", SERVICE["build"]["dockerfile_inline"], re.MULTILINE)


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The folder created by the first command in the comment of docker-compose.yml, by somebody whose files are private by default."""
    (command,) = re.findall(r"^#   (mkdir .*)$", TEXT, re.MULTILINE)
    subprocess.run(["sh", "-euc", f"umask 077; {command}"], cwd=tmp_path, check=True)
    return tmp_path / "secrets"


def test_one_command_makes_all_secrets(secrets: Path) -> None:
    assert {file.name for file in secrets.iterdir()} == COMPOSE["secrets"].keys() | {"admin_token"}  # that is for people
    assert all(secret["file"] == f"./secrets/{name}" for name, secret in COMPOSE["secrets"].items())
    password = (secrets / "neo4j_password").read_text()
    assert re.fullmatch(r"[0-9a-f]{48}", password)
    assert (secrets / "neo4j_auth").read_text() == f"neo4j/{password}"
    callers = {token.digest: token.caller for token in read_tokens(secrets / "tokens")}
    assert callers[digest_of((secrets / "admin_token").read_text())] == Caller("token:admin", "admin", None, Role.ADMINISTRATOR)
    assert callers[digest_of((secrets / "grafana_token").read_text())] == Caller("token:grafana", "grafana", None, Role.READER)
    assert len({file.read_text() for file in secrets.iterdir()}) == len(COMPOSE["secrets"]) + 1
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert all(file.stat().st_mode & stat.S_IROTH for file in secrets.iterdir())  # the service runs as a different user


@pytest.fixture
def start(graph: Graph, database_settings: Settings, secrets: Path, tmp_path: Path) -> Any:
    """Runs the command of the service with its environment and a `graph-service` from a folder; only hosts, ports and folders differ."""
    (secrets / "neo4j_password").write_text(f"{database_settings.password}\n")
    address = (database_settings.neo4j_uri or "").rpartition("//")[2]
    port = find_free_port(0, "", "")

    @contextmanager
    def started(commands: Path) -> Generator[int]:
        inside = {
            name: filled(value).replace("neo4j:7687", address).replace("/run/secrets", str(secrets))
            for name, value in SERVICE["environment"].items()
        }
        environment = {
            **inside,
            "GRAPH_SERVICE_PORT": str(port),
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "HOME": "/nonexistent",
        }
        check = [part.replace(":8000", f":{port}") for part in SERVICE["healthcheck"]["test"][1:]]

        def healthy() -> bool:
            return subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0

        assert not healthy()
        process = subprocess.Popen(
            SERVICE["command"], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not healthy():
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < deadline, "it did not become healthy"
            yield port
        finally:
            process.terminate()  # as `docker stop` does: the shell was replaced by the service (exec)
            said = process.communicate(timeout=PATIENCE)[0]
        assert process.returncode == 0
        assert "Stopped." in said

    return started


@pytest.mark.thorough
def test_the_command_prepares_the_database_and_serves(start: Any, secrets: Path) -> None:
    with start(Path(sys.executable).parent) as port:
        address, body = f"http://127.0.0.1:{port}/graphql", {"query": "{ lessons { totalCount } }"}
        assert httpx.post(address, json=body).status_code == 401
        answer = httpx.post(address, json=body, headers={"Authorization": f"Bearer {(secrets / 'grafana_token').read_text()}"})
    assert answer.json()["data"] == {"lessons": {"totalCount": 0}}


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each Dockerfile stage as (keyword, arguments)."""
    found: list[list[tuple[str, str]]] = []
    for line in filter(None, SERVICE["build"]["dockerfile_inline"].splitlines()):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


@pytest.mark.exhaustive
def test_the_image_is_built_as_it_says_and_runs(start: Any, tmp_path: Path) -> None:
    """Takes one to two minutes: it builds the dashboard and downloads all dependencies."""
    left_out = shutil.ignore_patterns(*(line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().split()))
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    source.mkdir()

    def run_stage(stage: list[tuple[str, str]], commands: Path) -> None:
        for word, rest in stage:
            if word == "COPY":
                *names, target = rest.split()
                for name in names:
                    if (ROOT / name).is_dir():
                        shutil.copytree(ROOT / name, source / target, ignore=left_out)
                    else:
                        shutil.copy(ROOT / name, source / target)
            elif word == "RUN":
                command = re.sub(r"--mount=\S+ ", "", rest).replace("/wheels", str(wheels))
                environment = os.environ | {"PATH": f"{commands}{os.pathsep}{os.environ['PATH']}"}
                subprocess.run(["sh", "-euc", f"umask 077; {command}"], cwd=source, env=environment, check=True)

    folders = [tmp_path / "build", tmp_path / "final"]
    for folder, stage in zip(folders, stages(), strict=True):
        venv.create(folder, with_pip=True)
        run_stage(stage, folder / "bin")
    (wheel,) = wheels.glob("graph_service-*.whl")
    inside = ZipFile(wheel).namelist()
    assert "graph_service/web/dist/index.html" in inside
    assert "graph_service/web/grafana/dashboards/overview.json" in inside
    assert {"guide.adoc", "style.grass"} <= {Path(name).name for name in inside if name.startswith("graph_service/web/neo4j_browser/")}
    assert "graph_service/_data/schema/schema.graphql" in inside
    assert not [name for name in inside if "node_modules" in name or name.endswith((".ts", "building.py"))]
    with start(folders[1] / "bin") as port:
        assert '<div id="app">' in httpx.get(f"http://127.0.0.1:{port}/").text
        assert httpx.get(f"http://127.0.0.1:{port}/tables/silos.csv").status_code == 401  # the Compose file asks for tokens
