"""Reading page by page, forwards or backwards, returns each item of a list once and in order, for every sort key."""

from typing import Any

import pytest

from graph_service.compiler.planning.statistics import Statistics
from graph_service.graph import Graph
from tests.compiler.music_data import Music
from tests.compiler.music_pages import LISTS, PLAIN, ROOT, cases, check_pages, nested, page, sort_keys, walk, walk_back
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, RecordingGraph, execute_query, schema
from tests.thorough import one_in

ADD_COMMAND = "UNWIND $ids AS id CREATE (:Record {id: id, title: 'Ann', gold: false})"
REMOVE_COMMAND = "MATCH (n:Record) WHERE n.id IN $ids DETACH DELETE n"


@pytest.mark.parametrize(("name", "key", "direction", "backwards"), one_in(60, cases("root"), thorough=18))
async def test_pages_in_either_direction_add_up_to_the_whole_list(
    large_graph: Graph, name: str, key: str, direction: str, backwards: bool
) -> None:
    await check_pages(large_graph, name, key, direction, backwards=backwards)


@pytest.mark.parametrize(
    ("key", "direction"),
    one_in(
        20,
        (
            (key, ("ASC", "DESC")[(at + turn) % 2])
            for turn in (0, 1)
            for at, key in enumerate(key for key in [*sort_keys("RecordSort"), "band.recordsAggregate.count"] if "." in key)
        ),
    ),
)
async def test_sorting_by_related_nodes_and_aggregates_matches_the_reference(
    large_graph: Graph, generated_music: Music, key: str, direction: str
) -> None:
    steps, sort = key.split("."), [nested(key, direction)]
    query = ROOT % PLAIN.replace("node { id }", f"node {{ id {' { '.join(steps)}{' }' * (len(steps) - 1)} }}")
    expected = ReferenceExecutor(schema.as_str(), generated_music, TODAY).answer(query, {"sort": sort, "first": 1000})["list"]["edges"]
    edges = (await page(large_graph, query, sort=sort, first=1000, after=None))["edges"]
    if key.endswith(".avg"):  # the last bit of an average depends on the order of addition, so equal averages may swap places
        assert [figure(edge["node"], steps) for edge in edges] == pytest.approx([figure(edge["node"], steps) for edge in expected])
    else:
        assert [edge["node"]["id"] for edge in edges] == [edge["node"]["id"] for edge in expected]


def filtered(gold: object, sort: dict[str, Any]) -> dict[str, Any]:
    """The sort key for an aggregate of gold records, or of others."""
    return {"filtered": {"where": {"gold": {"eq": gold}}, "sort": sort}}


@pytest.mark.parametrize(
    "sort",
    one_in(
        2,
        [
            {"samplesAggregate": filtered(True, {"count": "DESC"})},
            {"samplesAggregate": filtered(False, {"rating": {"max": "ASC"}})},
            {"band": {"recordsAggregate": filtered(True, {"rating": {"sum": "DESC"}})}},
            {
                "band": {
                    "recordsAggregate": filtered(True, {"filtered": {"where": {"rating": {"gt": 3}}, "sort": {"rating": {"min": "ASC"}}}})
                }
            },
        ],
        thorough=1,
    ),
)
async def test_pages_sorted_by_an_aggregate_of_some_related_nodes_match_the_reference(
    large_graph: Graph, generated_music: Music, sort: dict[str, Any]
) -> None:
    expected = ReferenceExecutor(schema.as_str(), generated_music, TODAY).answer(
        ROOT % "edges { node { id } }", {"sort": [sort], "first": 1000}
    )
    edges = await walk(large_graph, LISTS["root"][0], 60, sort=[sort])
    assert [edge["node"]["id"] for edge in edges] == [edge["node"]["id"] for edge in expected["list"]["edges"]]
    assert await walk_back(large_graph, LISTS["root"][0], 60, sort=[sort]) == edges


def figure(node: dict[str, Any], steps: list[str]) -> float:
    """The value that a node is sorted by; -1e9, which does not occur, if it is missing."""
    value: Any = node
    for step in steps:
        value = None if value is None else value[step]
    return -1e9 if value is None else float(value)


@pytest.mark.thorough
@pytest.mark.parametrize("directions", [("ASC", "DESC"), ("DESC", "ASC")])
async def test_pages_with_several_sort_keys_ties_and_nulls_add_up_to_the_whole_list(
    large_graph: Graph, directions: tuple[str, str]
) -> None:
    sort = [{"kind": directions[0]}, {"rating": directions[1]}, {"released": directions[0]}, {"gold": directions[1]}]
    full_list = await page(large_graph, LISTS["root"][0], sort=sort, first=1000, after=None)
    assert await walk(large_graph, LISTS["root"][0], 7, sort=sort) == full_list["edges"]
    assert await walk_back(large_graph, LISTS["root"][0], 7, sort=sort) == full_list["edges"]


@pytest.mark.parametrize("key", one_in(3, ["title", "rating", "id"]))
async def test_rows_inserted_or_deleted_between_pages_do_not_shift_others(large_graph: Graph, generated_music: Music, key: str) -> None:
    """Rows that exist throughout are returned once, although rows are inserted on both sides of the cursor and the cursor's own row is deleted."""
    sort, query = [{key: "ASC"}], LISTS["root"][0]
    before = [edge["node"]["id"] for edge in (await page(large_graph, query, sort=sort, first=1000, after=None))["edges"]]
    added = ["a-first", "r55-within", "z-last"]
    seen: list[str] = []
    after, more = None, True
    try:
        while more:
            connection = await page(large_graph, query, sort=sort, first=40, after=after)
            seen += [edge["node"]["id"] for edge in connection["edges"]]
            after, more = connection["pageInfo"]["endCursor"], connection["pageInfo"]["hasNextPage"]
            if len(seen) == 40:
                await large_graph.command(ADD_COMMAND, {"ids": [*added, "gone"]})
            if seen[-1] in added:
                await large_graph.command(REMOVE_COMMAND, {"ids": [seen[-1]]})
    finally:
        await large_graph.command(REMOVE_COMMAND, {"ids": [*added, "gone"]})
    assert [id_ for id_ in seen if id_ not in (*added, "gone")] == before
    assert len(set(seen)) == len(seen)


async def test_page_of_size_0_has_total_count_and_next_page(large_graph: Graph, generated_music: Music) -> None:
    connection = await page(large_graph, LISTS["root"][0], sort=[], first=0, after=None)
    assert connection == {
        "totalCount": sum(row["deletedOn"] is None for row in generated_music.nodes["Record"].values()),
        "edges": [],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


@pytest.mark.parametrize("where", ["NOT: {band: {id: {eq: $id}}}", "samples: {none: {band: {id: {eq: $id}}}}"])
async def test_negation_holds_in_a_list_sorted_by_a_related_node(where: str, large_graph: Graph, reference: ReferenceExecutor) -> None:
    """Planned for a graph where the list is read from the related nodes, and the excluded nodes are collected before."""
    query = (
        f"query($id: ID!) {{ records(first: 1000, where: {{{where}}}, sort: [{{band: {{name: ASC}}}}]) {{ totalCount nodes {{ id }} }} }}"
    )
    sizes = Statistics({"Record": 4**10, "Band": 4**5, "Musician": 4**5, "House": 4**5}, {"MADE_BY": 4**6, "SAMPLES": 4**6})
    variables = {"id": "b0"}
    recording = RecordingGraph(large_graph)
    result = await execute_query(recording, query, variables, sizes)
    assert "ORDER BY key" in recording.statements[0]
    assert result.data == reference.answer(query, variables)
