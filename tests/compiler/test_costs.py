"""What a question costs is never less than the rows it gets: counted in answers to random questions, worked out over plain rows."""

import random
from typing import Any

import pytest
from graphql import FieldNode, NameNode, SelectionSetNode, Visitor, parse, print_ast, visit

from tests.compiler.music_data import Music
from tests.compiler.music_questions import Questioner
from tests.compiler.music_reference import Reference
from tests.compiler.music_service import TODAY, operations, types

KIND = "kind__"
LABELS = {node.name for node in types.nodes}
BY_DEFAULT = 200
THOROUGH = 5_000


class NamedKinds(Visitor):
    """Asks for the type of everything, under a key of its own."""

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        name = FieldNode(alias=NameNode(value=KIND), name=NameNode(value="__typename"), directives=(), arguments=())
        return SelectionSetNode(selections=(*node.selections, name))


def rows_of(answer: Any) -> int:
    """How many rows it is made of: nodes and groups (of a list once, as nodes, as edges, or as both), and figures."""
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
    """The rows below a row of a page."""
    parts = [value for key, value in item.items() if key != KIND]
    if item[KIND].endswith("Edge"):
        return sum(inside(part) for part in parts if isinstance(part, dict))
    return sum(map(rows_of, parts))


def seeds() -> list[Any]:
    return [range(BY_DEFAULT), pytest.param(range(BY_DEFAULT, THOROUGH), marks=pytest.mark.thorough)]


@pytest.mark.parametrize("seeds", seeds(), ids=str)
def test_no_question_gets_more_rows_than_it_costs(much_music: Music, reference: Reference, seeds: range) -> None:
    shares: list[float] = []
    for seed in seeds:
        question = Questioner(reference.schema, much_music, random.Random(seed)).ask()
        answer = reference.answer(print_ast(visit(parse(question.text), NamedKinds())), question.variables)
        prepared = operations.prepare(question.text, None, parse(question.text))
        planned = prepared and prepared.plan(question.variables, TODAY)
        assert planned, question
        assert rows_of(answer) <= planned.cost.rows, question
        shares.append(rows_of(answer) / max(planned.cost.rows, 1))
    print(f"of what questions cost, {sum(shares) / len(shares):.0%} were rows on the average, {max(shares):.0%} at the most")
    assert max(shares) > 0.9, "No question came near its cost: the rows are not counted right."
