"""Reading page by page, forwards or backwards, returns each item of a list once and in order, for every sort key."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from graph_service.compiler.statistics import Statistics
from graph_service.graph import Graph
from tests.compiler.music_data import Music
from tests.compiler.music_pages import page, walk, walk_back
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, RecordingGraph, execute_query, schema
from tests.thorough import one_in

ADD_COMMAND = "UNWIND $ids AS id CREATE (:Record {id: id, title: 'Ann', gold: false})"
REMOVE_COMMAND = "MATCH (n:Record) WHERE n.id IN $ids DETACH DELETE n"


def sort_keys(name: str, *, hops: int = 1) -> list[str]:
    """All sort keys as paths: title, band.name, recordsAggregate.rating.max."""
    kind = schema._schema.type_map[name]
    assert isinstance(kind, GraphQLInputObjectType)
    keys: list[str] = []
    for key, field in kind.fields.items():
        inner = get_named_type(field.type)
        if not isinstance(inner, GraphQLInputObjectType):
            keys.append(key)
        elif hops or inner.name.endswith("FiguresSort"):
            keys += [f"{key}.{rest}" for rest in sort_keys(inner.name, hops=0)]
    return keys


def nested(path: str, direction: str) -> Any:
    """The path as a sort key."""
    sort: Any = direction
    for step in reversed(path.split(".")):
        sort = {step: sort}
    return sort


ROOT = "query($sort: [RecordSort!], $first: Int = 20, $after: String, $last: Int, $before: String) { list: records(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }"
NESTED = """
query($sort: [RecordSort!], $first: Int = 20, $after: String, $last: Int, $before: String) { band(id: "b3") { list: records(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } } }
"""
EDGES = """
query($sort: [BandSort!], $first: Int = 20, $after: String, $last: Int, $before: String, $id: ID = "m7") {
  musician(id: $id) { list: times(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }
}
"""
DISTINCT = """
query($sort: [MusicianSort!], $first: Int = 20, $after: String, $last: Int, $before: String) {
  band(id: "b0") { list: players(on: "1980-01-01", sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }
}
"""
PLAIN = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"
WITH_TIMES = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor instrument from to node { id } }"
LISTS = {
    "root": (ROOT % PLAIN, "RecordSort", 17),
    "nested": (NESTED % PLAIN, "RecordSort", 2),
    "with edges": (EDGES % WITH_TIMES, "BandSort", 1),
    "distinct": (DISTINCT % PLAIN, "MusicianSort", 3),
}


@pytest.mark.parametrize(
    ("name", "key", "direction"),
    one_in(
        94,
        (
            (name, key, ("ASC", "DESC")[(at + turn) % 2])
            for turn in (0, 1)
            for at, (name, key) in enumerate((name, key) for name, (_, kind, _) in LISTS.items() for key in sort_keys(kind))
        ),
    ),
)
async def test_pages_in_either_direction_add_up_to_the_whole_list(large_graph: Graph, name: str, key: str, direction: str) -> None:
    query, _, first = LISTS[name]
    sort = [nested(key, direction)]
    full_list = await page(large_graph, query, sort=sort, first=1000, after=None)
    assert full_list["totalCount"] == len(full_list["edges"]) > first
    assert await walk(large_graph, query, first, sort=sort) == full_list["edges"]
    assert await walk_back(large_graph, query, first, sort=sort) == full_list["edges"]
    assert len({edge["cursor"] for edge in full_list["edges"]}) == len(full_list["edges"])


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


def figure(node: dict[str, Any], steps: list[str]) -> float:
    """The value that a node is sorted by; -1e9, which does not occur, if it is missing."""
    value: Any = node
    for step in steps:
        value = None if value is None else value[step]
    return -1e9 if value is None else float(value)


@pytest.mark.parametrize("directions", [("ASC", "DESC"), pytest.param(("DESC", "ASC"), marks=pytest.mark.thorough)])
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
