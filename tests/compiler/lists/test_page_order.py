"""A page in the order of an index is read so for a limited number of rows: if it is not full by then, the rows are sorted instead."""

from typing import Any, LiteralString

import pytest
from graphql import parse

from graph_service.compiler.planning.statistics import Statistics
from graph_service.graph import Graph
from tests.compiler.music_service import TODAY, execute_query, operations
from tests.thorough import one_in

SIZES = {"Record": 4**5, "Band": 4**3, "House": 4**3}
GRAPH = Statistics(
    SIZES, {"MADE_BY": 4**5, "OUT_ON": 4**5}, {("Record", "title"): 4**5, ("Record", "released"): 4**5, ("Band", "name"): 4**3}
)
RECORDS: list[dict[str, Any]] = [
    {"id": f"r{number:03}", "title": f"Title {number * 7919 % 1000:03}", "released": None if number % 3 else f"19{number % 100:02}-01-01"}
    for number in range(600)
]


def released(row: dict[str, Any]) -> tuple[bool, str, str]:
    return row["released"] is None, row["released"] or "", row["id"]


LOAD: LiteralString = """
UNWIND $records AS row
MERGE (b:Band {id: 'b' + row.band}) ON CREATE SET b.name = CASE row.band WHEN 0 THEN 'first' ELSE 'Band ' + row.band END
CREATE (r:Record {id: row.id, title: row.title, gold: false, released: date(row.released)})-[:MADE_BY]->(b)
"""


@pytest.fixture
async def records(graph: Graph) -> Graph:
    await graph.command(LOAD, {"records": [row | {"band": number % 60} for number, row in enumerate(RECORDS)]})
    return graph


def statement(query: str, statistics: Statistics = GRAPH) -> str:
    prepared = operations.prepare(query, None, parse(query))
    bound = prepared and prepared.plan({}, TODAY, statistics)
    assert bound
    return bound.plan.fields[0].statement.text


def is_limited(text: str) -> bool:
    return (text.count("LIMIT") > 2 and "THEN COLLECT" in text) or "THEN head(COLLECT" in text


async def read(graph: Graph, query: str) -> dict[str, Any]:
    result = await execute_query(graph, query, None, GRAPH)
    assert result.errors is None, result.errors
    return result.data["records"]


@pytest.mark.parametrize(
    ("sort", "key"),
    one_in(
        2,
        [
            ("title: ASC", lambda row: (row["title"], row["id"])),
            ("released: ASC", released),
            ("band: {name: ASC}", lambda row: ("first" if int(row["id"][1:]) % 60 == 0 else f"Band {int(row['id'][1:]) % 60}", row["id"])),
        ],
    ),
)
@pytest.mark.parametrize("contained", ["title", "99", "42", "nowhere"])
async def test_page_is_the_same_however_soon_it_is_full(records: Graph, sort: str, key: Any, contained: str) -> None:
    """All rows meet the condition, few do, or none."""
    expected = sorted((row for row in RECORDS if contained in row["title"].lower()), key=key)
    ids = [row["id"] for row in expected]
    where = f'where: {{title: {{contains: "{contained}"}}}}, sort: [{{{sort}}}]'
    query = f"{{ records({where}, first: 8) {{ nodes {{ id }} }} }}"
    assert is_limited(statement(query)) is (sort != "title: ASC")  # all records have a title: its index costs no more than to sort them
    assert [row["id"] for row in (await read(records, query))["nodes"]] == ids[:8]
    counted = await read(records, f"{{ records({where}, first: 8) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}")
    assert (counted["totalCount"], [row["id"] for row in counted["nodes"]]) == (len(ids), ids[:8])
    assert counted["pageInfo"]["hasNextPage"] is (len(ids) > 8)
    if counted["pageInfo"]["endCursor"]:
        after = f'{{ records({where}, first: 8, after: "{counted["pageInfo"]["endCursor"]}") {{ nodes {{ id }} }} }}'
        assert [row["id"] for row in (await read(records, after))["nodes"]] == ids[8:16]
    last = f"{{ records({where}, last: 8) {{ nodes {{ id }} }} }}"
    assert [row["id"] for row in (await read(records, last))["nodes"]] == ids[-8:]


async def test_node_set_of_the_other_way_is_collected_only_if_the_page_is_not_full(records: Graph) -> None:
    where = 'where: {OR: [{title: {contains: "99"}}, {band: {name: {contains: "Band 7"}}}]}'
    query = f"{{ records({where}, sort: [{{released: ASC}}], first: 25) {{ nodes {{ id }} }} }}"
    assert "THEN head(COLLECT { WITH " in statement(query)
    expected = sorted((row for row in RECORDS if "99" in row["title"] or int(row["id"][1:]) % 60 == 7), key=released)
    assert [row["id"] for row in (await read(records, query))["nodes"]] == [row["id"] for row in expected]


def test_condition_of_known_selectivity_needs_no_limit() -> None:
    """Each value of an enum is part of the structure of a request."""
    assert not is_limited(statement("{ records(where: {gold: {eq: true}}, sort: [{title: ASC}], first: 4) { nodes { id } } }"))
