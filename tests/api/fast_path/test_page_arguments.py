"""Clients with one query for both directions, as Relay's, send null for the page arguments that they do not use."""

from typing import Any

import pytest

from tests.api.fast_path.test_fast_path import Service, assert_same
from tests.api.fast_path.test_fast_path import service as service

BIDIRECTIONAL = """
query Lessons($first: Int, $after: String, $last: Int, $before: String) {
  lessons(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id reuses(first: $first, last: $last) { nodes { id } } } }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  }
}
"""
UNUSED: dict[str, Any] = {"first": None, "after": None, "last": None, "before": None}
COMPILED = (
    "{ lessons(SIZE) { nodes { id } } }",
    '{ project(id: "electric-bus-depot") { lessons(SIZE) { nodes { id } } } }',
    "{ lessonsGrouped(by: [LEARNED_ON_DAY], SIZE) { nodes { keys { value } } } }",
    '{ search(text: "water", SIZE) { lesson { id } } }',
)
COMPUTED = (
    '{ searchEverything(text: "water", SIZE) { name } }',
    "{ activity(after: null, SIZE) { seq } }",
    '{ experts(topic: "charging", SIZE) { score } }',
    "{ network { mostReused(SIZE) { reuses } } }",
    "{ network { communities { communities { members(SIZE) { id } } } } }",
)


async def answer(service: Service, query: str, **variables: Any) -> Any:
    """The data of the response, which is the same on both paths."""
    body = {"query": query, "variables": variables}
    by_view = await service.by_view(body)
    by_either, _ = await service.by_either_path(body)
    assert "errors" not in by_view, by_view["errors"]
    assert_same(by_view, by_either)
    return by_view["data"]


async def test_lists_are_read_in_both_directions_by_one_query(service: Service) -> None:
    everything = (await answer(service, BIDIRECTIONAL, **UNUSED | {"first": 1000}))["lessons"]["edges"]
    ids = [edge["node"]["id"] for edge in everything]
    for arguments, expected in (
        ({"first": 3}, ids[:3]),
        ({"first": 3, "after": everything[2]["cursor"]}, ids[3:6]),
        ({"last": 2}, ids[-2:]),
        ({"last": 2, "before": everything[5]["cursor"]}, ids[3:5]),
        ({}, ids[:20]),
    ):
        page = (await answer(service, BIDIRECTIONAL, **UNUSED | arguments))["lessons"]
        assert [edge["node"]["id"] for edge in page["edges"]] == expected, arguments


@pytest.mark.parametrize("query", COMPILED)
async def test_null_sizes_take_the_fast_path(service: Service, query: str) -> None:
    await answer(service, query.replace("SIZE", "first: null"))
    _, taken = await service.by_either_path({"query": query.replace("SIZE", "first: null")})
    assert taken


@pytest.mark.parametrize("query", [*COMPILED, *COMPUTED])
async def test_null_means_the_default_size(service: Service, query: str) -> None:
    default = await answer(service, query.replace("(SIZE)", "").replace(", SIZE", ""))
    assert await answer(service, query.replace("SIZE", "first: null")) == default
    assert await answer(service, f"query($size: Int) {query.replace('SIZE', 'first: $size')}", size=None) == default
