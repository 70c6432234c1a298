"""One statement per root field, and its text depends on the shape of the question alone."""

import random
import re
from typing import Any

from tests.compiler.music_data import NAMES
from tests.compiler.music_service import Ask, Counting
from tests.compiler.music_service import ask as ask_music

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
HOSTILE = [
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


async def test_everything_below_a_root_field_is_read_by_one_statement(ask: Ask, music_graph: Counting) -> None:
    await ask(
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


async def test_depth_adds_no_statement(ask: Ask, music_graph: Counting) -> None:
    await ask(DEEP)
    assert len(music_graph.statements) == 1


async def test_a_hundred_values_give_one_text_per_shape(music_graph: Counting) -> None:
    """Values change with every question, lists in length too, and a cursor in what it holds."""
    chance = random.Random(1)
    cursors = await cursors_of(music_graph)
    music_graph.statements.clear()
    for _ in range(100):
        result = await ask_music(music_graph, VALUES, values(chance, cursors))
        assert result.errors is None, result.errors
    assert len(music_graph.statements) == 200
    assert len(set(music_graph.statements)) == 2


async def test_no_value_stands_in_a_text(music_graph: Counting) -> None:
    marked = {
        "id": "zzid", "text": "zztext", "texts": ["zzone", "zzother"], "day": "1987-06-05", "instant": "1987-06-05T04:03:02Z", "number": 98765,
        "rating": 54321.5, "kinds": ["LIVE"], "first": 777, "after": (await cursors_of(music_graph))[0],
    }  # fmt: skip
    music_graph.statements.clear()
    result = await ask_music(music_graph, VALUES, marked)
    assert result.errors is None
    for text in music_graph.statements:
        assert not re.search(r"zz|1987|98765|54321|LIVE|777|20|Ann|Flight", text)
        assert re.findall(r"['\"\\]", text) == []


async def test_what_differs_in_shape_differs_in_text(music_graph: Counting) -> None:
    for where in [
        "{}",
        "{title: {eq: null}}",
        '{title: {eq: ""}}',
        "{title: {in: []}}",
        '{title: {contains: ""}}',
        '{title: {contains: "", mode: EXACT}}',
    ]:
        await ask_music(music_graph, f"{{ records(where: {where}) {{ nodes {{ id }} }} }}")
    assert len(set(music_graph.statements)) == len(music_graph.statements) == 6


async def test_an_alias_never_enters_a_statement(ask: Ask, music_graph: Counting) -> None:
    answer = await ask(
        '{ zzroot: band(id: "gulls") { name: id id: name __zz: name zzsame: name MATCH: name n0: records(first: 1) { zznodes: nodes { zztitle: title } zztotal: totalCount }'
        " n1: records(first: 1) { _: edges { zzcursor: cursor zznode: node { zztitle: title } } } } }"
    )
    (text,) = music_graph.statements
    assert "zz" not in text
    assert answer["zzroot"]["name"] == "gulls"
    assert answer["zzroot"]["id"] == answer["zzroot"]["__zz"] == answer["zzroot"]["MATCH"] == "The Gulls"
    assert answer["zzroot"]["n0"]["zztotal"] == 3
    assert answer["zzroot"]["n1"]["_"][0]["zznode"] == {"zztitle": "First Flight"}


async def test_hostile_texts_are_values_and_nothing_else(ask: Ask) -> None:
    for text in HOSTILE:
        answer = await ask(
            "query($text: String!) { records(where: {OR: [{title: {eq: $text}}, {title: {contains: $text, mode: EXACT}}]}) { totalCount } }",
            text=text,
        )
        held = [title for title in TITLES if text in title]
        assert answer["records"]["totalCount"] == len(held), text


TITLES = ["First Flight", "Harbour", "Live at the Pier", "Nest", "harbour again", "Lost Tape"]


async def cursors_of(graph: Any) -> list[str]:
    """Cursors of rows with every key present."""
    result = await ask_music(graph, "{ records(sort: [{title: ASC}, {released: DESC}]) { edges { cursor node { released } } } }")
    assert result.data
    return [edge["cursor"] for edge in result.data["records"]["edges"] if edge["node"]["released"]]


def values(chance: random.Random, cursors: list[str]) -> dict[str, Any]:
    return {
        "id": chance.choice(HOSTILE),
        "text": chance.choice(HOSTILE) + chr(chance.randint(32, 0xD7FF)),
        "texts": [chance.choice(HOSTILE) for _ in range(chance.randint(0, 30))],
        "day": f"{chance.randint(1000, 9999)}-0{chance.randint(1, 9)}-{chance.randint(10, 28)}",
        "instant": f"2020-01-01T00:00:00+{chance.randint(10, 14)}:00",
        "number": chance.randint(-(2**31), 2**31 - 1),
        "rating": chance.uniform(-1e300, 1e300),
        "kinds": chance.sample(["LIVE", "STUDIO"], chance.randint(0, 2)),
        "first": chance.randint(0, 1000),
        "after": chance.choice(cursors),
    }
