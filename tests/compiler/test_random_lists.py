"""Random lists, walked page by page from either end, are the whole list in the order that the rules give, worked out over plain rows."""

import random
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.compiler.music_data import Music
from tests.compiler.music_pages import walk, walk_back
from tests.compiler.music_questions import Questioner
from tests.compiler.music_reference import Reference

BY_DEFAULT = 30
THOROUGH = 500


def seeds() -> list[Any]:
    return [*range(BY_DEFAULT), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(BY_DEFAULT, THOROUGH))]


@pytest.mark.parametrize("seed", seeds())
async def test_the_pages_of_a_random_list_are_the_list(seed: int, large_graph: Graph, much_music: Music, reference: Reference) -> None:
    chance = random.Random(seed)
    question = Questioner(reference.schema, much_music, chance).ask_for_list()
    whole = reference.answer(question.text, question.variables | {"first": 1000})
    expected = edges_of(whole.get("list") or next(iter(whole.values()))["list"])
    size = max(len(expected) // 4 + chance.choice([-1, 0, 1, 1]), 1)
    for wander in (walk, walk_back):
        found = await wander(large_graph, question.text, size, **question.variables)
        assert edges_of({"edges": found}) == expected, (wander, size, question)


def edges_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Without their cursors, which are no part of the rules."""
    return [{name: value for name, value in edge.items() if name != "cursor"} for edge in found["edges"]]
