"""The page docs/one-lesson.md: its operations run in their order on the demonstration, and the last one returns the answer printed there."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

pytestmark = pytest.mark.thorough

PAGE: Final = Path(__file__).parents[2] / "graph_service" / "docs" / "one-lesson.md"
TITLE: Final = "Mark every pipe that is on no plan with a tape above it."


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def read_ids(answer: dict[str, Any]) -> dict[str, str]:
    """The ids that later steps use as variables."""
    if "captureMeeting" in answer:
        return {"lesson": answer["captureMeeting"]["lesson"]["id"]}
    if "holdRundown" in answer:
        return {"rundown": answer["holdRundown"]["rundown"]["id"]}
    if "decideLesson" in answer:
        [reuse] = answer["decideLesson"]["rundown"]["reuses"]["nodes"]
        return {"reuse": reuse["id"]}
    return {}


async def test_one_lesson_is_followed_from_a_sentence_to_a_judged_reuse(seeded: Graph, ask: Ask) -> None:
    variables: dict[str, str] = {}
    answers: list[dict[str, Any]] = []
    for operation in blocks("graphql"):
        used = {name: value for name, value in variables.items() if f"${name}:" in operation}
        answers.append(await ask(operation, **used))
        variables |= read_ids(answers[-1])
    (printed,) = blocks("json")
    assert answers[-1] == json.loads(printed)
    inboxes = [answer["inbox"]["sections"][0]["items"] for answer in answers if "inbox" in answer]
    assert [any(TITLE in item["sentence"] for item in items) for items in inboxes] == [True] * 4
    failed = {check["check"] for check in answers[2]["lessonChecks"] if not check["passed"]}
    assert failed == {"RECOMMENDATION", "TOPIC", "PHASE"}
    # Once everything is done, nothing of it waits for anybody.
    for person in ("sofia-marchetti", "greta-lindqvist", "gabor-szabo", "daniela-rossi", "oskar-nyberg"):
        left = await ask("query($person: ID) { inbox(person: $person) { sections { items { sentence } } } }", person=person)
        assert TITLE not in str(left)
