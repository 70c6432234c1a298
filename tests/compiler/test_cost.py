"""The cost of a query is an upper bound of the rows it returns, checked with random queries."""

import random
from typing import Any

import pytest
from graphql import FieldNode, NameNode, SelectionSetNode, Visitor, parse, print_ast, visit

from tests.compiler.music_data import Music
from tests.compiler.music_queries import QueryGenerator
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, operations, types

KIND = "kind__"
LABELS = {node.name for node in types.nodes}
DEFAULT_SEEDS = 100
THOROUGH_SEEDS = 300
EXHAUSTIVE_SEEDS = 800


class NamedKinds(Visitor):
    """Adds __typename to every selection set."""

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        name = FieldNode(alias=NameNode(value=KIND), name=NameNode(value="__typename"), directives=(), arguments=())
        return SelectionSetNode(selections=(*node.selections, name))


def rows_of(answer: Any) -> int:
    """The number of rows in a response: nodes, groups and aggregates. A list selected as nodes and as edges counts once."""
    if isinstance(answer, list):
        return sum(map(rows_of, answer))
    if not isinstance(answer, dict):
        return 0
    kind, parts = answer[KIND], [value for key, value in answer.items() if key != KIND]
    if kind.endswith(("Connection", "Groups")):
        lists = [part for part in parts if isinstance(part, list)]
        return max(map(len, lists), default=0) + sum(inside(item) for items in lists for item in items)
    return sum(map(rows_of, parts)) + (kind in LABELS or kind.endswith("Aggregate"))


def inside(item: dict[str, Any]) -> int:
    """The number of rows below an item of a page."""
    parts = [value for key, value in item.items() if key != KIND]
    if item[KIND].endswith("Edge"):
        return sum(inside(part) for part in parts if isinstance(part, dict))
    return sum(map(rows_of, parts))


def seeds() -> list[Any]:
    return [
        range(DEFAULT_SEEDS),
        pytest.param(range(DEFAULT_SEEDS, THOROUGH_SEEDS), marks=pytest.mark.thorough),
        pytest.param(range(THOROUGH_SEEDS, EXHAUSTIVE_SEEDS), marks=pytest.mark.exhaustive),
    ]


@pytest.mark.parametrize("seeds", seeds(), ids=str)
def test_no_query_returns_more_rows_than_its_cost(generated_music: Music, reference: ReferenceExecutor, seeds: range) -> None:
    shares: list[float] = []
    for seed in seeds:
        query = QueryGenerator(reference.schema, generated_music, random.Random(seed)).generate()
        answer = reference.answer(print_ast(visit(parse(query.text), NamedKinds())), query.variables)
        prepared = operations.prepare(query.text, None, parse(query.text))
        planned = prepared and prepared.plan(query.variables, TODAY)
        assert planned, query
        assert rows_of(answer) <= planned.cost.rows, query
        shares.append(rows_of(answer) / max(planned.cost.rows, 1))
    print(f"rows returned, as a share of the cost: {sum(shares) / len(shares):.0%} on average, {max(shares):.0%} at most")
    assert max(shares) > 0.9, "No query came near its cost, so the rows are probably counted wrongly."
