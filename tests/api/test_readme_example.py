"""The question in README.md gives the answer in README.md."""

import json
import re
from pathlib import Path
from typing import LiteralString, cast

import pytest

from graph_service.graph import Graph
from tests.api.asking import Ask

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first block of code in that language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"README.md has no block of {language}"
    return found[1]


async def test_the_question_in_the_readme_gives_the_answer_in_the_readme(seeded: Graph, ask: Ask) -> None:
    answer, printed = await ask(block("graphql")), json.loads(block("json"))
    assert answer["lessons"] == printed["lessons"]
    assert answer["network"]["silos"] == [
        {key: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value for key, value in silo.items()}
        for silo in printed["network"]["silos"]
    ]


async def test_the_cypher_in_the_readme_shows_something(seeded: Graph) -> None:
    assert len(await seeded.command(cast("LiteralString", block("cypher")))) == 25
