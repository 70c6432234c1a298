"""Names are matched word by word, with as many typing errors as the full-text index tolerates."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.domain.search.global_search import FoundNode, SearchKind, rank
from graph_service.domain.search.name_match import is_within, match_name

WORDS = st.text(alphabet="abcé", max_size=6)


def distance(left: str, right: str) -> int:
    """The optimal string alignment distance by its recursive definition."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        found = min(of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (left[i - 1] != right[j - 1]))
        swapped = i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]
        return min(found, of(i - 2, j - 2) + 1) if swapped else found

    return of(len(left), len(right))


@settings(max_examples=500, deadline=None)
@given(WORDS, WORDS, st.integers(1, 2))
def test_typing_errors_are_counted_as_defined(left: str, right: str, errors: int) -> None:
    assert is_within(left, right, errors) == (distance(left, right) <= errors)


@pytest.mark.parametrize(
    ("text", "name", "whole", "quality"),
    [
        ("nadja  PETROV", "Nadja Petrov", True, 6),
        ("Petrov", "Nadja Petrov", False, 3),
        ("petr", "Nadja Petrov", False, 2),
        ("petr nadja", "Nadja Petrov", False, 3),
        ("Pertov", "Nadja Petrov", False, 1),
        ("pet", "Nadja Pit", False, 0),
        ("inspektion", "Bridge inspection", False, 1),
        ("", "Nadja", False, 0),
        ("x", "", False, 0),
    ],
)
def test_quality_of_a_match(text: str, name: str, whole: bool, quality: int) -> None:
    match = match_name(text, name)
    assert (match.whole, match.quality) == (whole, quality)


def test_hits_are_ranked_by_name_before_they_are_ranked_by_score() -> None:
    expected = [
        FoundNode(SearchKind.LESSON, "whole", "Petrov", (), 0.1),
        FoundNode(SearchKind.PERSON, "person", "Nadja Petrov", (), 0.2),
        FoundNode(SearchKind.TOPIC, "longer", "The method of Petrov", (), 0.9),
        FoundNode(SearchKind.LESSON, "title", "Ask Petrov", (), 9.0),
        FoundNode(SearchKind.DEPARTMENT, "beginning", "Petrovgrad office", (), 9.0),
        FoundNode(SearchKind.PROJECT, "misspelled", "Petrow bridge", (), 9.0),
        FoundNode(SearchKind.LESSON, "text", "Walk the site", (), 9.0),
        FoundNode(SearchKind.LESSON, "text less", "Walk the site", (), 8.0),
    ]
    assert rank("Petrov", Random(1).sample(expected, len(expected))) == expected
