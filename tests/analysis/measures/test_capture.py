"""Capture: lessons of closed projects, and the days from learning to recording to publishing."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.participation.capture import Capture, capture
from graph_service.analysis.measures.participation.evidence import Evidence
from graph_service.analysis.organisation.view import View
from tests.analysis.measures.participation_checks import TODAYS, VIEWS, assert_same, by_group
from tests.analysis.participation_reference import capture_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, LessonRow, OwnershipRow, ProjectRow, Rows
from tests.thorough import one_in

CHART = date(2025, 6, 1)
FIRST = day_number(date(2025, 1, 1))


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, range(12)))
def test_capture_is_what_loops_over_rows_find(seed: int, view: View, today: date) -> None:
    rows = random_organisation(seed, lessons=40, projects=12)
    found, expected = capture(columns_of(rows), view, today), capture_of(rows, view, today)
    bare = expected[None].pop("bare")
    assert list(found.projects_without_lesson) == bare
    assert_same(by_group(found, "groups", "projects_without_lesson"), {key: row for key, row in expected.items() if not is_empty(row)})


def is_empty(row: dict[str, Any]) -> bool:
    waits = ("learned_to_recorded", "recorded_to_published", "learned_to_published")
    return not row["closed"]["projects"] and not any(row[wait]["lessons"] for wait in waits)


def drafts(*, published: int = 0) -> Rows:
    """Six lessons of January 1, 2025, recorded after 1, 2, 3, 4, 5 and 6 days; the first ones published 10 days later. Another was imported."""
    lessons = [
        LessonRow(f"l{i}", FIRST + i + 10 if i <= published else None, None, ["a"], ["ann"], [], FIRST, FIRST + i) for i in range(1, 7)
    ]
    imported = LessonRow("imported", FIRST, None, ["a", "b"], ["bob"], [], FIRST, None)
    return Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], lessons=[*lessons, imported])


def after(days: int, rows: Rows, **window: Any) -> Capture:
    return capture(columns_of(rows), View(CHART, **window), date(2025, 1, 1) + timedelta(days))


def test_the_median_is_stated_with_the_number_at_risk() -> None:
    found = after(100, drafts(published=4))
    recorded, published = found.learned_to_recorded, found.recorded_to_published
    assert (recorded.lessons, recorded.waiting, recorded.median_days, recorded.at_risk) == (6, 0, 3, 4)
    assert (published.lessons, published.waiting, published.median_days, published.at_risk, published.people) == (6, 2, 10, 6, 1)
    assert found.recording_unknown == 1
    assert found.learned_to_published.lessons == 7  # the day of publication of an imported lesson is known
    [a, b] = found.groups
    assert (a.recording_unknown, b.recording_unknown) == (0.5, 0.5)
    assert b.learned_to_published.evidence is Evidence.TOO_LITTLE


def test_no_median_is_stated_if_more_than_half_wait_or_all_do() -> None:
    for published in (0, 2):
        found = after(100, drafts(published=published)).recorded_to_published
        assert (found.waiting, found.median_days, found.at_risk) == (6 - published, None, None)
        assert found.evidence is Evidence.MORE_THAN_HALF_WAIT


def test_lessons_that_were_retired_before_they_were_published_count_until_then() -> None:
    rows = drafts(published=3)
    refused = [row._replace(retired=FIRST + 8) if row.published is None else row for row in rows.lessons]
    found = after(100, Rows(rows.departments, lessons=refused)).recorded_to_published
    assert (found.lessons, found.waiting, found.median_days, found.at_risk) == (6, 3, 10, 3)


def test_a_lesson_published_after_the_window_still_waits_in_it() -> None:
    found = after(100, drafts(published=6), end=date(2025, 1, 15))  # three of six are published 10 days after, until January 14
    assert (found.recorded_to_published.lessons, found.recorded_to_published.waiting) == (6, 3)
    assert after(100, drafts(), start=date(2025, 1, 4)).learned_to_recorded.evidence is Evidence.TOO_LITTLE


def test_closed_projects_without_a_lesson_are_counted_and_listed() -> None:
    projects = [ProjectRow(f"p{i}", "CLOSED", FIRST + i, []) for i in range(5)]
    owners = [OwnershipRow("p0", "a", None, FIRST), OwnershipRow("p0", "b", FIRST, None), OwnershipRow("p1", "a", None, None)]
    rows = Rows(
        [DepartmentRow("a", "A"), DepartmentRow("b", "B")],
        lessons=[
            LessonRow("draft", None, None, [], ["ann"], [], FIRST, FIRST, project="p0"),
            LessonRow("other", None, None, [], ["bob"], [], FIRST, FIRST, project="p0"),
            LessonRow("refused", None, FIRST, [], ["cy"], [], FIRST, FIRST, project="p1"),
        ],
        projects=projects,
        ownerships=owners,
    )
    found = after(100, rows)
    assert asdict(found.closed) == {
        "projects": 5,
        "without_lesson": 4,
        "lessons": 2,
        "lessons_per_project": 0.4,
        "evidence": Evidence.ENOUGH,
        "people": 2,
    }
    assert found.projects_without_lesson == ("p4", "p3", "p2", "p1")
    owned = {row.group.id: (row.closed.projects, row.closed.lessons, row.closed.lessons_per_project) for row in found.groups}
    assert owned == {"a": (1, 0, None), "b": (1, 2, None), "(unattributed)": (3, 0, None)}


def test_an_empty_graph_has_nothing_captured() -> None:
    found = after(0, Rows())
    assert (found.closed.projects, found.closed.lessons_per_project, found.groups, found.projects_without_lesson) == (0, None, (), ())
    assert found.learned_to_recorded.evidence is Evidence.TOO_LITTLE
