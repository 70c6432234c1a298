"""Random questions get the answers that the rules give, worked out over plain rows: same values, same order, one statement per root field."""

import json
import random
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.compiler.music_data import Music
from tests.compiler.music_questions import CURSORS, Question, Questioner
from tests.compiler.music_reference import Reference
from tests.compiler.music_service import Counting, ask

BY_DEFAULT = 300
THOROUGH = 2_000


def seeds() -> list[Any]:
    return [*range(BY_DEFAULT), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(BY_DEFAULT, THOROUGH))]


@pytest.mark.parametrize("seed", seeds())
async def test_a_random_question_is_answered_as_the_rules_say(
    seed: int, large_graph: Graph, much_music: Music, reference: Reference
) -> None:
    chance = random.Random(seed)
    question = Questioner(reference.schema, much_music, chance).ask()
    answer, expected = await compare(large_graph, reference, question)
    cursors = list(zip(found_at(answer, question.cursor_place), found_at(expected, question.cursor_place), strict=True))
    if question.after and cursors:
        ours, theirs = chance.choice(cursors)
        await compare(large_graph, reference, question, {question.after: ours}, {question.after: theirs})


async def compare(
    graph: Graph, reference: Reference, question: Question, ours: dict[str, Any] | None = None, theirs: dict[str, Any] | None = None
) -> tuple[Any, Any]:
    """Asks both; cursors are opaque, so where one side continues it is given its own."""
    counting = Counting(graph)
    result = await ask(counting, question.text, question.variables | (ours or {}))
    assert result.errors is None, (question, result.errors)
    expected = reference.answer(question.text, question.variables | (theirs or {}))
    assert written(result.data) == written(expected), question
    assert len(counting.statements) == len(expected)
    return result.data, expected


def written(answer: Any) -> str:
    """As text, in the order of the response, with each cursor as whether there is one."""

    def without_cursors(value: Any) -> Any:
        if isinstance(value, list):
            return [without_cursors(each) for each in value]
        if isinstance(value, dict):
            return {key: each is not None if key.rstrip("0123456789") in CURSORS else without_cursors(each) for key, each in value.items()}
        # A mean depends in its last digits on the order in which it is taken.
        return float(f"{value:.12g}") if isinstance(value, float) else value

    return json.dumps(without_cursors(answer), ensure_ascii=False, indent=1)


def found_at(answer: Any, place: tuple[str, ...]) -> list[str]:
    """Every text at this place, whichever items of lists it is in."""
    if isinstance(answer, list):
        return [text for each in answer for text in found_at(each, place)]
    if not place:
        return [answer] if isinstance(answer, str) else []
    return found_at(answer[place[0]], place[1:]) if isinstance(answer, dict) and place[0] in answer else []
