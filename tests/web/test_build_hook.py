"""Building the package: the dashboard comes from the npm registry, and can be left out where that cannot be reached."""

import asyncio
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("pyproject.toml", "README.md", "graph_service", "schema", "seed")
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")
BUILD = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--disable-pip-version-check", "."]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of what the package is built from, with a dashboard of an earlier build."""
    folder = tmp_path / "source"
    folder.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / part, folder)
    earlier = folder / "graph_service" / "web" / "dist"
    earlier.mkdir(exist_ok=True)
    (earlier / "index.html").write_text("an earlier build")
    return folder


async def build(source: Path, **environment: str) -> tuple[int | None, str]:
    """The exit status and the output of building a wheel from the copy, without a registry."""
    unreachable = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0", "npm_config_cache": str(source / "cache")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *BUILD, "--wheel-dir", str(source.parent), cwd=source,
        env=os.environ | unreachable | environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return process.returncode, output.decode()


@pytest.mark.thorough
async def test_build_without_the_registry_says_how_to_leave_the_dashboard_out(source: Path) -> None:
    status, output = await build(source, GRAPH_SERVICE_WITHOUT_DASHBOARD="")
    assert status
    assert "GRAPH_SERVICE_WITHOUT_DASHBOARD=1" in output
    assert "http://127.0.0.1:9" in output
    assert "Traceback" not in output


@pytest.mark.thorough
async def test_package_without_the_dashboard_needs_no_registry(source: Path) -> None:
    status, output = await build(source, GRAPH_SERVICE_WITHOUT_DASHBOARD="1")
    assert status == 0, output
    (wheel,) = source.parent.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "graph_service/app.py" in names
    assert [name for name in names if "/web/dist/" in name] == []
    assert any(name.startswith("graph_service/web/src/api/queries/") for name in names)
