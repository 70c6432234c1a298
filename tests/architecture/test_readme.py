"""README.md says what is so: the two lines that people paste, and the settings that there are."""

from dataclasses import fields
from pathlib import Path

import pytest

from graph_service.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").splitlines()
# From a clone to a running service, and from a clone to green tests. .ci/run takes the second one from README.md.
LINES = [
    "python3 -m venv .venv && .venv/bin/pip install -e '.[local]' && .venv/bin/graph-service up",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[local,test]' && .venv/bin/pytest",
]
HEADER = ["Variable", "Default", "What it is for"]


def test_the_two_lines_are_there_to_be_pasted() -> None:
    assert [line.strip() for line in README if "-m venv" in line] == LINES


def cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    """The rows of the settings table, without its header."""
    header = next((number for number, line in enumerate(README) if cells(line) == HEADER), None)
    if header is None:
        pytest.fail(f"README.md has no table with the columns {' | '.join(HEADER)}")
    rows: list[list[str]] = []
    for line in README[header + 2 :]:
        if not line.strip().startswith("|"):
            break
        rows.append(cells(line))
    return rows


def test_the_settings_table_is_the_one_of_the_code(table: list[list[str]]) -> None:
    """In the order of settings.py; a setting without a default has an empty cell."""
    defaults = {f.name: "" if f.default is None else str(f.default) for f in fields(Settings)}
    assert table == [[f.metadata["variable"], defaults[f.name], f.metadata["help"]] for f in fields(Settings)]
