"""Full-text search: ranked at the root, as a condition anywhere, and without query syntax."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.compiler.conditions.search_text import MAX_TEXT_LENGTH, highlight, to_lucene_query
from tests.compiler.music_service import Execute, RecordingGraph, execute_query
from tests.thorough import one_in

BEST = "query($text: String!, $first: Int = 20, $where: RecordWhere) { search(text: $text, first: $first, where: $where) { score record { id title } highlights } }"
SEARCH_TEXTS = [
    "", " ", "!", "()", '"', '"harbour', "harbour AND", "NOT harbour", "AND OR NOT", "title:harbour", "harb*", "harbour~2", "harbour^3", "[a TO b]",
    "{a TO b}", "/harbour/", "\\", "\\harbour", "harbour && nest", "-harbour", "+harbour", "a:b:c", ":", "harbour\u0000again", "🎸", "日本", "x" * 10_000,
    "a b " * 5_000, " ".join(f"w{n}" for n in range(5_000)), "日" * 5_000, "a-" * 5_000, "<b>harbour</b>", "=", "&", "|", "' OR 1=1 //",
]  # fmt: skip


def ids(answer: Any) -> list[str]:
    return [match["record"]["id"] for match in answer["search"]]


async def test_best_match_comes_first_with_highlights(execute: Execute) -> None:
    answer = await execute(BEST, text="harbour again")
    assert ids(answer) == ["r5", "r2"]
    first, second = answer["search"]
    assert first["score"] > second["score"] > 0
    assert first["highlights"] == ["**harbour** **again**"]
    assert second["highlights"] == ["**Harbour**"]


async def test_condition_is_applied_before_the_limit(execute: Execute, music_graph: RecordingGraph) -> None:
    """Better matches that do not meet the condition must not use up the limit."""
    assert ids(await execute(BEST, text="harbour again", first=1)) == ["r5"]
    assert ids(await execute(BEST, text="harbour again", first=1, where={"band": {"id": {"eq": "gulls"}}})) == ["r2"]
    assert ids(await execute(BEST, text="harbour again", where={"rating": {"lt": 1.0}})) == []
    assert ids(await execute(BEST, text="harbour", first=0)) == []
    assert len(music_graph.statements) == 4


@pytest.mark.thorough
async def test_search_can_be_combined_with_other_conditions(execute: Execute) -> None:
    answer = await execute("""{
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


@pytest.mark.parametrize("text", one_in(4, SEARCH_TEXTS))
async def test_search_text_is_never_query_syntax(execute: Execute, text: str) -> None:
    best = await execute(BEST, text=text)
    listed = await execute("query($text: String!) { records(where: {search: $text}) { totalCount nodes { id } } }", text=text)
    assert sorted(ids(best)) == [node["id"] for node in listed["records"]["nodes"]]
    assert listed["records"]["totalCount"] == len(best["search"])
    assert ("r2" in ids(best)) == any(
        word in text[:MAX_TEXT_LENGTH].lower().split() for word in ("harbour", "-harbour", "+harbour")
    ) or ids(best)


@pytest.mark.thorough
async def test_no_search_text_causes_an_error(music_graph: RecordingGraph) -> None:
    """Random texts of the characters that have a meaning in the index's query syntax."""
    texts: list[str] = []

    @settings(max_examples=100, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.sampled_from("ab AND OR NOT TO+-!(){}[]^\"~*?:\\/&|<>=\u0000\u200b日é🎸,.;#%$@'`\t\n"), max_size=30))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    results = await asyncio.gather(*(execute_query(music_graph, BEST, {"text": text}) for text in texts))
    assert [(text, result.errors) for text, result in zip(texts, results, strict=True) if result.errors] == []


async def test_search_with_null_is_rejected(execute_invalid: Execute) -> None:
    error = await execute_invalid("{ records(where: {search: null}) { totalCount } }")
    assert "search is null" in error.message


async def test_first_of_a_search_has_the_limits_of_a_page(execute_invalid: Execute) -> None:
    for first in (-1, 1001):
        assert str(first) in (await execute_invalid(BEST, text="x", first=first)).message


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
def test_special_characters_and_operators_are_escaped(text: str, query: str) -> None:
    assert to_lucene_query(text) == query


def test_highlight_is_a_short_extract_of_whole_words() -> None:
    long = "word " * 50 + "the needle here " + "word " * 50
    (piece,) = highlight("NEEDLE", [long, None, "nothing"])
    assert "**needle**" in piece
    assert piece.startswith("… word")
    assert piece.endswith("word …")
    assert len(piece) < 160
    assert highlight("x", ["y"]) == []
    assert highlight("", ["y"]) == []


def test_asterisks_of_the_text_are_no_highlight() -> None:
    assert highlight("drain", ["**Risk:** the drain of **all** nodes"]) == ["Risk: the **drain** of all nodes"]
