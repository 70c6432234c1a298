"""Words in texts: ranked at the root, a condition anywhere, and never query syntax."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.compiler.search_text import MAX_TEXT_LENGTH, highlight, to_lucene_query
from tests.compiler.music_service import Ask, Counting
from tests.compiler.music_service import ask as ask_music

BEST = "query($text: String!, $first: Int = 20, $where: RecordWhere) { search(text: $text, first: $first, where: $where) { score record { id title } highlights } }"
NASTY = [
    "", " ", "!", "()", '"', '"harbour', "harbour AND", "NOT harbour", "AND OR NOT", "title:harbour", "harb*", "harbour~2", "harbour^3", "[a TO b]",
    "{a TO b}", "/harbour/", "\\", "\\harbour", "harbour && nest", "-harbour", "+harbour", "a:b:c", ":", "harbour\u0000again", "🎸", "日本", "x" * 10_000,
    "a b " * 5_000, " ".join(f"w{n}" for n in range(5_000)), "日" * 5_000, "a-" * 5_000, "<b>harbour</b>", "=", "&", "|", "' OR 1=1 //",
]  # fmt: skip


def ids(answer: Any) -> list[str]:
    return [each["record"]["id"] for each in answer["search"]]


async def test_the_best_match_comes_first_and_shows_where(ask: Ask) -> None:
    answer = await ask(BEST, text="harbour again")
    assert ids(answer) == ["r5", "r2"]
    first, second = answer["search"]
    assert first["score"] > second["score"] > 0
    assert first["highlights"] == ["**harbour** **again**"]
    assert second["highlights"] == ["**Harbour**"]


async def test_a_limit_and_a_condition_go_together(ask: Ask, music_graph: Counting) -> None:
    """The condition comes first: a match that meets it is not lost to better ones that do not."""
    assert ids(await ask(BEST, text="harbour again", first=1)) == ["r5"]
    assert ids(await ask(BEST, text="harbour again", first=1, where={"band": {"id": {"eq": "gulls"}}})) == ["r2"]
    assert ids(await ask(BEST, text="harbour again", where={"rating": {"lt": 1.0}})) == []
    assert ids(await ask(BEST, text="harbour", first=0)) == []
    assert len(music_graph.statements) == 4


async def test_words_are_a_condition_like_any_other(ask: Ask) -> None:
    answer = await ask("""{
      any: records(where: {search: "harbour nest"}) { totalCount nodes { id } }
      both: records(where: {AND: [{search: "harbour"}, {search: "again"}]}) { totalCount nodes { id } }
      not: records(where: {NOT: {search: "harbour"}}) { totalCount }
      joined: records(where: {search: "harbour nest", band: {id: {eq: "rooks"}}}, sort: [{title: DESC}], first: 1) { totalCount nodes { id } pageInfo { hasNextPage } }
      related: bands(where: {records: {some: {search: "harbour"}}}) { nodes { id } }
      below: band(id: "gulls") { records(where: {search: "harbour"}) { totalCount nodes { id } } recordsAggregate(where: {search: "live"}) { count } }
      figures: recordsAggregate(where: {search: "harbour"}) { count rating { max } }
    }""")
    assert answer["any"] == {"totalCount": 3, "nodes": [{"id": "r2"}, {"id": "r4"}, {"id": "r5"}]}
    assert answer["both"] == {"totalCount": 1, "nodes": [{"id": "r5"}]}
    assert answer["not"] == {"totalCount": 4}
    assert answer["joined"] == {"totalCount": 2, "nodes": [{"id": "r5"}], "pageInfo": {"hasNextPage": True}}
    assert answer["related"] == {"nodes": [{"id": "gulls"}, {"id": "rooks"}]}
    assert answer["below"] == {"records": {"totalCount": 1, "nodes": [{"id": "r2"}]}, "recordsAggregate": {"count": 1}}
    assert answer["figures"] == {"count": 2, "rating": {"max": 9.0}}


@pytest.mark.parametrize("text", NASTY)
async def test_what_is_typed_is_words_whatever_it_looks_like(ask: Ask, text: str) -> None:
    best = await ask(BEST, text=text)
    listed = await ask("query($text: String!) { records(where: {search: $text}) { totalCount nodes { id } } }", text=text)
    assert sorted(ids(best)) == [node["id"] for node in listed["records"]["nodes"]]
    assert listed["records"]["totalCount"] == len(best["search"])
    assert ("r2" in ids(best)) == any(
        word in text[:MAX_TEXT_LENGTH].lower().split() for word in ("harbour", "-harbour", "+harbour")
    ) or ids(best)


async def test_no_text_is_an_error(music_graph: Counting) -> None:
    """Random texts over the signs that mean something to the index, in one go."""
    texts: list[str] = []

    @settings(max_examples=300, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.sampled_from("ab AND OR NOT TO+-!(){}[]^\"~*?:\\/&|<>=\u0000\u200b日é🎸,.;#%$@'`\t\n"), max_size=30))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    results = await asyncio.gather(*(ask_music(music_graph, BEST, {"text": text}) for text in texts))
    assert [(text, result.errors) for text, result in zip(texts, results, strict=True) if result.errors] == []


async def test_null_is_no_text(ask_wrongly: Ask) -> None:
    error = await ask_wrongly("{ records(where: {search: null}) { totalCount } }")
    assert "search is null" in error.message


async def test_the_limit_is_that_of_every_list(ask_wrongly: Ask) -> None:
    for first in (-1, 1001):
        assert str(first) in (await ask_wrongly(BEST, text="x", first=first)).message


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("plain words", "plain words"),
        ("a AND b", "a and b"),
        ('"quoted" (and) [more]', r"\"quoted\" \(and\) \[more\]"),
        ("same same", "same"),
        ("", r"\!"),
    ],
)
def test_signs_are_escaped(text: str, query: str) -> None:
    assert to_lucene_query(text) == query


def test_a_highlight_is_a_short_piece_of_whole_words() -> None:
    long = "word " * 50 + "the needle here " + "word " * 50
    (piece,) = highlight("NEEDLE", [long, None, "nothing"])
    assert "**needle**" in piece
    assert piece.startswith("… word")
    assert piece.endswith("word …")
    assert len(piece) < 160
    assert highlight("x", ["y"]) == []
    assert highlight("", ["y"]) == []
