"""Random lists, read page by page from either end, equal the lists of the reference."""

import random
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.compiler.music_data import Music
from tests.compiler.music_pages import walk, walk_back
from tests.compiler.music_queries import QueryGenerator
from tests.compiler.music_reference import ReferenceExecutor
from tests.thorough import one_in

SEEDS = range(72)


@pytest.mark.parametrize("seed", one_in(24, SEEDS, thorough=18))
async def test_pages_of_a_random_list_match_the_reference(
    seed: int, large_graph: Graph, generated_music: Music, reference: ReferenceExecutor
) -> None:
    rng = random.Random(seed)
    query = QueryGenerator(reference.schema, generated_music, rng).generate_list()
    response = reference.answer(query.text, query.variables | {"first": 1000})
    expected = edges_of(response.get("list") or next(iter(response.values()))["list"])
    size = max(len(expected) // 4 + rng.choice([-1, 0, 1, 1]), 1)
    for walk_pages in (walk, walk_back):
        edges = await walk_pages(large_graph, query.text, size, **query.variables)
        assert edges_of({"edges": edges}) == expected, (walk_pages, size, query)


def edges_of(connection: dict[str, Any]) -> list[dict[str, Any]]:
    """The edges without cursors, which the reference writes in its own way."""
    return [{name: value for name, value in edge.items() if name != "cursor"} for edge in connection["edges"]]
