"""The queries in README.md and graph_service/docs/ run, and the README's query returns the answer printed there."""

import json
import re
from pathlib import Path
from typing import LiteralString, cast

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

ROOT = Path(__file__).parents[2]
IN_ORDER = "one-lesson.md"  # whose operations need one another: tests/api/test_one_lesson.py
DOCUMENTS = [ROOT / "README.md", *sorted(page for page in (ROOT / "graph_service" / "docs").glob("*.md") if page.name != IN_ORDER)]


def blocks(language: str, document: Path) -> list[str]:
    """The blocks of code in that language."""
    return re.findall(rf"```{language}\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)


def all_blocks(language: str) -> list[tuple[str, str]]:
    return [(document.name, block) for document in DOCUMENTS for block in blocks(language, document)]


async def test_readme_query_returns_the_printed_answer(seeded: Graph, ask: Ask) -> None:
    (query,), (printed,) = blocks("graphql", ROOT / "README.md"), blocks("json", ROOT / "README.md")
    answer, expected = await ask(query), json.loads(printed)
    assert answer["lessons"] == expected["lessons"]
    assert answer["network"]["silos"] == [
        {key: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value for key, value in silo.items()}
        for silo in expected["network"]["silos"]
    ]


@pytest.mark.parametrize(("document", "query"), all_blocks("graphql"))
async def test_documented_query_returns_rows(document: str, query: str, seeded: Graph, ask: Ask) -> None:
    answer = await ask(query)
    assert all(answer.values()), document


@pytest.mark.parametrize(("document", "query"), all_blocks("cypher"))
async def test_documented_cypher_returns_rows(document: str, query: str, seeded: Graph) -> None:
    assert len(await seeded.command(cast("LiteralString", query))) == 25, document
