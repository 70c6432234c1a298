"""The checks of what makes a lesson useful to others."""

from dataclasses import replace
from itertools import product
from time import process_time
from typing import Any

import pytest

from graph_service.domain.curation.usefulness import (
    CheckedLesson,
    UsefulnessCheck,
    check_usefulness,
    names_project,
    unexplained_abbreviations,
)

USEFUL = CheckedLesson(
    title="Order steel before the design is final",
    context="The design changed twice while the supplier waited.",
    recommendation="Order the steel with an option to change it.",
    phase="BEFORE",
    topics=1,
    project="Ferry terminal",
)


def failed(lesson: CheckedLesson) -> dict[UsefulnessCheck, str]:
    return {result.check: result.reason for result in check_usefulness(lesson) if not result.passed}


def test_a_useful_lesson_passes_every_check_in_order() -> None:
    assert [result.check for result in check_usefulness(USEFUL)] == list(UsefulnessCheck)
    assert failed(USEFUL) == {}


@pytest.mark.parametrize(
    ("changed", "check", "reason"),
    [
        ({"title": "The ferry terminal was late"}, "BEYOND_PROJECT", "The title names the project"),
        ({"recommendation": "Ask the team of Ferry Terminal."}, "BEYOND_PROJECT", "The recommendation names the project"),
        ({"context": None}, "UNDERSTANDABLE", "does not say what happened"),
        ({"context": "The KPO refused the SLM."}, "UNDERSTANDABLE", "does not explain KPO, SLM"),
        ({"recommendation": None}, "RECOMMENDATION", "has no recommendation"),
        ({"recommendation": "Ask early"}, "RECOMMENDATION", "very short"),
        ({"topics": 0}, "TOPIC", "has no topic"),
        ({"phase": None}, "PHASE", "has no phase"),
    ],
)
def test_each_check_has_a_reason(changed: dict[str, Any], check: str, reason: str) -> None:
    found = failed(replace(USEFUL, **changed))
    assert list(found) == [check]
    assert reason in found[UsefulnessCheck(check)]


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("The key project office (KPO) agreed; the KPO is slow.", []),
        ("KPO (key project office) agreed.", []),
        ("KPO = key project office", []),
        ("WBS stands for work breakdown structure.", []),
        ("The EU and the USA agreed by PDF.", []),
        ("The KPO refused, and the QG4 was late. KPO again.", ["KPO", "QG4"]),
        ("ALL IN CAPITALS IS NO ABBREVIATION", []),
        ("A plan B, and plan-A, at 10 AM-ish", []),
        ("", []),
    ],
)
def test_abbreviations_are_explained_once(text: str, unexplained: list[str]) -> None:
    assert unexplained_abbreviations([text]) == unexplained


def test_a_project_of_one_word_is_named_only_in_its_own_case() -> None:
    assert names_project("Bridge was late", "Bridge")
    assert not names_project("the bridge was late", "Bridge")
    assert not names_project("Bridgehead", "Bridge")
    assert names_project("At ferry (terminal) [2]", "ferry (terminal) [2]")


def test_thousands_of_abbreviations_are_checked_at_once() -> None:
    text = " ".join(map("".join, product("ABCDEFGHIJKLMNOPQ", repeat=3))) + " are"
    start = process_time()
    assert len(unexplained_abbreviations([text[:20_000]] * 5)) > 4_000
    assert process_time() - start < 2
