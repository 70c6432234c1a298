"""Conversations of people of different departments."""

from dataclasses import replace
from datetime import date

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.participation.conversations import conversations
from graph_service.analysis.measures.participation.evidence import Evidence
from graph_service.analysis.organisation.view import View
from tests.analysis.measures.participation_checks import TODAYS, VIEWS, assert_same, by_group
from tests.analysis.participation_reference import conversations_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import ConversationRow, DepartmentRow, MembershipRow, ParentRow, PersonRow, Rows
from tests.thorough import one_in

DAY = day_number(date(2025, 3, 1))
TODAY = date(2025, 6, 1)


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, range(12)))
def test_conversations_are_what_loops_over_rows_find(seed: int, view: View, today: date) -> None:
    rows = random_organisation(seed, people=5)
    assert_same(by_group(conversations(columns_of(rows), view, today), "groups"), conversations_of(rows, view, today))


def talks() -> Rows:
    """Ann of A talks with Bob of B five times. On the last day Bob belongs to A, and with Cy, of no department, Ann talks once."""
    held = [ConversationRow(f"c{i}", None, "ann", "bob", DAY + i) for i in range(5)]
    return Rows(
        [DepartmentRow("a", "A"), DepartmentRow("b", "B"), DepartmentRow("top", "Top")],
        parents=[ParentRow("a", "top", None, None), ParentRow("b", "top", None, None)],
        people=[PersonRow(id_, True, True) for id_ in ("ann", "bob", "cy")],
        memberships=[
            MembershipRow("ann", "a", None, None),
            MembershipRow("bob", "b", None, DAY + 4),
            MembershipRow("bob", "a", DAY + 4, None),
        ],
        conversations=[*held, ConversationRow("unknown", None, "ann", "cy", DAY)],
    )


def test_departments_are_those_of_the_day() -> None:
    found = conversations(columns_of(talks()), View(TODAY), TODAY)
    assert (found.conversations, found.across, found.unknown, found.across_share, found.people) == (6, 4, 1, 0.8, 3)
    groups = {row.group.id: (row.conversations, row.across, row.unknown, row.evidence) for row in found.groups}
    assert groups == {
        "a": (3.5, 2, 0.5, Evidence.TOO_LITTLE),
        "b": (2, 2, 0, Evidence.TOO_LITTLE),
        "(unattributed)": (0.5, 0, 0.5, Evidence.TOO_LITTLE),
    }


def test_departments_that_are_reported_together_count_as_one() -> None:
    """Otherwise the difference between two answers would show whom one of them talked with."""
    merged = conversations(columns_of(talks(), min_group=5), View(TODAY), TODAY)
    assert (merged.conversations, merged.across) == (6, 0)
    assert conversations(columns_of(talks()), View(TODAY, level=0), TODAY).across == 0


def test_conversations_after_today_and_of_other_topics_do_not_count() -> None:
    assert conversations(columns_of(talks()), View(TODAY), date(2025, 3, 2)).conversations == 3
    rows = replace(talks(), topics=random_organisation(1).topics)
    assert conversations(columns_of(rows), View(TODAY, topic="t1"), TODAY).conversations == 0


def test_an_empty_graph_has_no_conversations() -> None:
    found = conversations(columns_of(Rows()), View(TODAY), TODAY)
    assert (found.conversations, found.across_share, found.evidence, found.groups) == (0, None, Evidence.TOO_LITTLE, ())
