"""Reading a list of a node page by page, with and without properties of the relationship, returns each item once and in order."""

import pytest

from graph_service.graph import Graph
from tests.compiler.music_pages import cases, check_pages
from tests.thorough import one_in


@pytest.mark.parametrize(("name", "key", "direction", "backwards"), one_in(150, cases("nested", "with edges", "distinct"), thorough=18))
async def test_pages_in_either_direction_add_up_to_the_whole_list(
    large_graph: Graph, name: str, key: str, direction: str, backwards: bool
) -> None:
    await check_pages(large_graph, name, key, direction, backwards=backwards)
