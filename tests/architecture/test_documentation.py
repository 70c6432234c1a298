"""README.md and graph_service/docs/ match the code: commands, options, settings, packages, links, and document length limits."""

import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from graph_service.cli import main
from graph_service.settings import Settings
from graph_service.web.documentation import ORDER, read_pages, slug

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "graph_service" / "docs"
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted(DOCS.glob("*.md")), ROOT / "tests" / "benchmarks" / "README.md", ROOT / "seed" / "README.md"]
# From a clone to a running service, and from a clone to green tests. .ci/run takes the second one from README.md.
START_LINES = [
    "python3 -m venv .venv && .venv/bin/pip install -e '.[local]' && .venv/bin/graph-service up",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[local,test]' && .venv/bin/pytest",
]
SETTINGS_HEADER = ["Variable", "Default", "What it is for"]
PACKAGES_HEADER = ["Package", "What lives there"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"graph-service (?:[a-z]+\b)[^`\n|&;)]*")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def table_below(document: Path, header: list[str]) -> list[list[str]]:
    """The rows of the table with this header."""
    lines = read(document).splitlines()
    start = next((number for number, line in enumerate(lines) if cells(line) == header), None)
    if start is None:
        pytest.fail(f"{document.name} has no table with the columns {' | '.join(header)}")
    rows: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.strip().startswith("|"):
            break
        rows.append(cells(line))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


def test_readme_has_the_two_lines_to_paste() -> None:
    assert [line.strip() for line in read(README).splitlines() if "-m venv" in line] == START_LINES


def test_readme_stays_short() -> None:
    assert len(read(README).splitlines()) <= 180


def test_settings_table_matches_the_code() -> None:
    """Settings are listed in the order of settings.py; a setting without a default has an empty cell."""
    defaults = {f.name: "" if f.default in (None, ()) else str(f.default) for f in fields(Settings)}
    expected = [[f.metadata["variable"], defaults[f.name], f.metadata["help"]] for f in fields(Settings)]
    assert table_below(DOCS / "operating.md", SETTINGS_HEADER) == expected


def test_map_of_packages_is_complete() -> None:
    packages = {path.parent.name for path in (ROOT / "graph_service").glob("*/__init__.py")}
    listed = {name.strip("`/ ") for row in table_below(README, PACKAGES_HEADER) for name in row[0].split(",")}
    assert {name.removeprefix("graph_service/") for name in listed} >= packages
    assert [name for name in listed if not (ROOT / name).exists() and not (ROOT / "graph_service" / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = [target for target in LINK.findall(read(document)) if not target.startswith("http") and not _leads_somewhere(document, target)]
    assert broken == []


def _leads_somewhere(document: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = document.parent / name if name else document
    headings = {slug(line.lstrip("# ")) for line in read(file).splitlines() if line.startswith("#")} if anchor else set()
    return file.exists() and (not anchor or anchor in headings)


def test_every_page_is_in_the_table_of_contents() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == set(ORDER) == set(read_pages())


def commands() -> list[tuple[str, str]]:
    """(file, command line) of every graph-service command in the documents."""
    return [(document.name, found.strip()) for document in DOCUMENTS for found in COMMAND.findall(read(document)) if _is_command(found)]


def _is_command(text: str) -> bool:
    return text.split()[1] in main.commands or "--" in text


@pytest.mark.parametrize(("document", "line"), commands())
def test_documented_commands_exist_with_their_options(document: str, line: str) -> None:
    words = shlex.split(line)
    command = main.commands.get(words[1])
    if isinstance(command, click.Group) and len(words) > 2:
        command = command.commands.get(words[2])
    assert command is not None, f"{document}: there is no command {' '.join(words[1:3])}"
    options = {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts}
    unknown = {word.split("=")[0] for word in words[2:] if word.startswith("--")} - options - {"--help"}
    assert unknown == set()
