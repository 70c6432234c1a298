"""What was worked out of columns is remembered, the last of it, for as long as they are there."""

from collections import Counter
from datetime import date

from graph_service.analysis.facts.memo import MAX_RESULTS, Memo
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.organisation.view import View
from tests.analysis.random_organisations import columns_of, random_organisation

CHART = date(2024, 2, 10)


def test_a_result_is_worked_out_once_and_forgotten_after_many_others() -> None:
    memory, worked_out = Memo(), Counter[int]()

    def recall(key: int) -> int:
        worked_out[key] += 1
        return -key

    keys = [0, 1, 0, *range(2, MAX_RESULTS + 1), 0, 1]  # 0 is asked for again and again, 1 is the oldest of MAX_RESULTS + 1
    assert [memory.recall(key, lambda key=key: recall(key)) for key in keys] == [-key for key in keys]
    assert worked_out == {key: 2 if key == 1 else 1 for key in range(MAX_RESULTS + 1)}


def test_silos_are_the_same_whatever_was_asked_before() -> None:
    views = [
        View(CHART, level=level, topic=topic, **window)
        for level in (None, 0, 1)
        for topic in (None, "t1")
        for window in ({}, {"start": date(2024, 1, 20)}, {"end": date(2024, 2, 15)})
    ]
    rows = random_organisation(4, reuses=90)
    asked = columns_of(rows)
    for view in [*views, *reversed(views)]:
        for on_topic in (False, True):
            assert silos(asked, view, on_topic=on_topic) == silos(columns_of(rows), view, on_topic=on_topic)
