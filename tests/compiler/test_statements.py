"""There is one statement per root field, and its text depends only on the structure of the query."""

import random
import re
from typing import Any

import pytest

from tests.compiler.music_data import NAMES
from tests.compiler.music_service import Execute, RecordingGraph, execute_query

DEEP = """
{ bands { nodes { records { nodes { house { records { nodes { band { players(on: "1975-01-01") { edges { node { times { edges { node {
  records(first: 1) { nodes { sampledBy { totalCount } samples { nodes { band { name } } } } } } } } } } } } } } } } } } totalCount } }
"""
VALUES = """
query($id: ID!, $text: String!, $texts: [String!], $day: Date!, $instant: DateTime!, $number: Int!, $rating: Float!, $kinds: [Kind!], $first: Int!, $after: String) {
  band(id: $id) { records(where: {released: {gt: $day}, title: {contains: $text}}, first: $first) { nodes { id } } players(on: $day) { totalCount } }
  records(first: $first, after: $after, sort: [{title: ASC}, {released: DESC}], where: {AND: [
      {title: {in: $texts, startsWith: $text, mode: EXACT}}, {OR: [{released: {lte: $day}}, {pressedAt: {gte: $instant}}, {id: {gt: $id}}]},
      {NOT: {kind: {in: $kinds}, rating: {gt: $rating}}}, {band: {founded: {lt: $number}, players: {some: {name: {eq: $text}}}}}]})
    { edges { cursor node { title } } }
}
"""
INJECTIONS = [
    *NAMES,
    "') RETURN 1 //",
    "`]}",
    '"}) DETACH DELETE n //',
    "${p0}",
    "{0}",
    "{x}",
    "%s",
    "\\u0027",
    "\r\n",
    "\u2028",
    "'' OR 1 = 1",
]


@pytest.mark.thorough
async def test_each_root_field_is_one_statement(execute: Execute, music_graph: RecordingGraph) -> None:
    await execute(
        """
      query($kind: Kind!, $all: Boolean = false) {
        musicians(sort: [{born: DESC}, {name: ASC}], first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Who } edges { cursor node { id } } }
        band(id: "gulls") { id __typename hits: records(where: {kind: {eq: $kind}}, sort: [{released: DESC}], first: 1) { nodes { title price house { name owners { id } owner { id } } } totalCount }
          others: records(where: {NOT: {kind: {eq: $kind}}}) { nodes { name: title price } } players(on: "1975-01-01") { nodes { id } } founded @include(if: $all) }
      }
      fragment Who on Musician { id born times { edges { instrument from to node { id } } totalCount } bands(sort: [{name: ASC}]) { nodes { id } totalCount } band { name } }
    """,
        kind="STUDIO",
    )
    assert len(music_graph.statements) == 2


@pytest.mark.thorough
async def test_nested_query_is_one_statement(execute: Execute, music_graph: RecordingGraph) -> None:
    await execute(DEEP)
    assert len(music_graph.statements) == 1


@pytest.mark.parametrize("requests", [pytest.param(8, marks=pytest.mark.thorough), pytest.param(40, marks=pytest.mark.exhaustive)])
async def test_different_values_compile_to_the_same_text(music_graph: RecordingGraph, requests: int) -> None:
    """Values, the length of lists and the contents of cursors all differ between the requests."""
    rng = random.Random(1)
    cursors = await cursors_of(music_graph)
    music_graph.statements.clear()
    for _ in range(requests):
        result = await execute_query(music_graph, VALUES, values(rng, cursors))
        assert result.errors is None, result.errors
    assert len(music_graph.statements) == 2 * requests
    assert len(set(music_graph.statements)) == 2


CASE_FOLDING = re.compile("'(i\u0307|i|ß|ss|ς|σ)'")  # the letters that comparisons without case treat alike


async def test_values_never_occur_in_the_text_of_a_statement(music_graph: RecordingGraph) -> None:
    marked = {
        "id": "zzid", "text": "zztext", "texts": ["zzone", "zzother"], "day": "1987-06-05", "instant": "1987-06-05T04:03:02Z", "number": 98765,
        "rating": 54321.5, "kinds": ["LIVE"], "first": 777, "after": (await cursors_of(music_graph))[0],
    }  # fmt: skip
    music_graph.statements.clear()
    result = await execute_query(music_graph, VALUES, marked)
    assert result.errors is None
    for text in music_graph.statements:
        assert not re.search(r"zz|1987|98765|54321|LIVE|777|20|Ann|Flight", text)
        assert re.findall(r"['\"\\]", CASE_FOLDING.sub("", text)) == []


async def test_queries_of_different_structure_compile_to_different_texts(music_graph: RecordingGraph) -> None:
    for where in [
        "{}",
        "{title: {eq: null}}",
        '{title: {eq: ""}}',
        "{title: {in: []}}",
        '{title: {contains: ""}}',
        '{title: {contains: "", mode: EXACT}}',
    ]:
        await execute_query(music_graph, f"{{ records(where: {where}) {{ nodes {{ id }} }} }}")
    assert len(set(music_graph.statements)) == len(music_graph.statements) == 6


async def test_aliases_never_occur_in_the_text_of_a_statement(execute: Execute, music_graph: RecordingGraph) -> None:
    answer = await execute(
        '{ zzroot: band(id: "gulls") { name: id id: name __zz: name zzsame: name MATCH: name n0: records(first: 1) { zznodes: nodes { zztitle: title } zztotal: totalCount }'
        " n1: records(first: 1) { _: edges { zzcursor: cursor zznode: node { zztitle: title } } } } }"
    )
    (text,) = music_graph.statements
    assert "zz" not in text
    assert answer["zzroot"]["name"] == "gulls"
    assert answer["zzroot"]["id"] == answer["zzroot"]["__zz"] == answer["zzroot"]["MATCH"] == "The Gulls"
    assert answer["zzroot"]["n0"]["zztotal"] == 3
    assert answer["zzroot"]["n1"]["_"][0]["zznode"] == {"zztitle": "First Flight"}


async def test_injection_attempts_are_treated_as_values(execute: Execute) -> None:
    for text in INJECTIONS:
        answer = await execute(
            "query($text: String!) { records(where: {OR: [{title: {eq: $text}}, {title: {contains: $text, mode: EXACT}}]}) { totalCount } }",
            text=text,
        )
        matching = [title for title in TITLES if text in title]
        assert answer["records"]["totalCount"] == len(matching), text


TITLES = ["First Flight", "Harbour", "Live at the Pier", "Nest", "harbour again", "Lost Tape"]


async def cursors_of(graph: Any) -> list[str]:
    """Cursors of rows that have values for all sort keys."""
    result = await execute_query(graph, "{ records(sort: [{title: ASC}, {released: DESC}]) { edges { cursor node { released } } } }")
    assert result.data
    return [edge["cursor"] for edge in result.data["records"]["edges"] if edge["node"]["released"]]


def values(rng: random.Random, cursors: list[str]) -> dict[str, Any]:
    return {
        "id": rng.choice(INJECTIONS),
        "text": rng.choice(INJECTIONS) + chr(rng.randint(32, 0xD7FF)),
        "texts": [rng.choice(INJECTIONS) for _ in range(rng.randint(0, 30))],
        "day": f"{rng.randint(1000, 9999)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}",
        "instant": f"2020-01-01T00:00:00+{rng.randint(10, 14)}:00",
        "number": rng.randint(-(2**31), 2**31 - 1),
        "rating": rng.uniform(-1e300, 1e300),
        "kinds": rng.sample(["LIVE", "STUDIO"], rng.randint(0, 2)),
        "first": rng.randint(0, 1000),
        "after": rng.choice(cursors),
    }
