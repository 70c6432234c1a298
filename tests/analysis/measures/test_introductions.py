"""Who should meet: gaps, people and lessons are what loops over rows find."""

from collections import Counter
from datetime import date

import pytest

from graph_service.analysis.measures.introductions import Introduction, introductions
from graph_service.analysis.organisation.view import View
from graph_service.errors import InvalidInput
from tests.analysis.introductions_reference import introductions_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(date(2024, 2, 25), level=1),
    View(CHART, start=date(2024, 1, 10), end=date(2024, 2, 20)),
    View(date(2024, 2, 25), topic="t0"),
]
SEEDS = range(25)


def organisation(seed: int) -> Rows:
    return random_organisation(seed, departments=4, people=24, lessons=50, reuses=60, projects=24)


def told(found: Introduction) -> tuple:
    """Everything but expected and observed, which are fractions elsewhere."""
    meeting = found.giver, found.receiver, found.project
    return found.from_.id, found.to.id, found.events, found.people, *meeting, [*found.topics], [*found.lessons]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, SEEDS, thorough=1))
def test_introductions_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = organisation(seed)
    found, expected = introductions(columns_of(rows), view, first=1_000), introductions_of(rows, view)
    assert [told(one) for one in found] == [(*other[:2], *other[4:]) for other in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.expected == pytest.approx(float(other[2]), abs=1e-9)
        assert one.observed == pytest.approx(float(other[3]), abs=1e-9)
        assert one.gap == pytest.approx(float(other[2] - other[3]), abs=1e-9)


@pytest.mark.thorough
def test_the_random_organisations_have_introductions_to_find() -> None:
    answers = [introductions(columns_of(organisation(seed)), view, first=1_000) for seed in SEEDS for view in VIEWS]
    assert sum(len(answer) > 1 for answer in answers) > 15
    assert sum(len(one.lessons) > 1 and len(one.topics) > 1 for answer in answers for one in answer) > 15
    times = [Counter(person for one in answer for person in (one.giver, one.receiver)) for answer in answers]
    assert max(count for counts in times for count in counts.values()) == 2


def test_the_first_are_those_of_the_widest_gaps() -> None:
    columns = columns_of(organisation(3))
    every = introductions(columns, View(CHART), first=1_000)
    assert introductions(columns, View(CHART), first=2) == every[:2]
    assert introductions(columns, View(CHART), first=0) == ()
    assert [one.gap for one in every] == sorted((one.gap for one in every), reverse=True)


@pytest.mark.parametrize("first", [-1, 1_001])
def test_too_many_or_fewer_than_none_are_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match="first is"):
        introductions(columns_of(organisation(0)), View(CHART), first=first)


def test_nobody_meets_in_an_empty_organisation() -> None:
    assert introductions(columns_of(Rows()), View(CHART)) == ()
