"""A problem came back although a lesson about it was there: on record, or suggested."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.missed_reuse import Forgone, missed_reuse
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import (
    MAX_CANDIDATES,
    MAX_LESSONS,
    MIN_SIMILARITY,
    SuggestedRecurrence,
    find_candidates,
    lessons_to_examine,
    reference_lessons,
    search_terms,
    select_most_similar,
)
from graph_service.analysis.relevance.tf_idf import document_frequencies
from graph_service.errors import InvalidInput
from tests.analysis.missed_reference import forgone, had_reused, may_recur, on_record, shared_people
from tests.analysis.network_reference import NOBODY, Organisation
from tests.analysis.random_organisations import columns_of, random_organisation, some_day
from tests.analysis.rows import AssignmentRow, DepartmentRow, LessonRow, PersonRow, ProjectRow, ReuseRow, Rows, TopicRow
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(CHART, level=1, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
]


def organisation(seed: int) -> Rows:
    """One with many recurrences, some of which the project could have avoided."""
    rows, random = random_organisation(seed, lessons=25, reuses=80), Random(f"{seed} and recurrences")
    ids = [row.id for row in rows.lessons]
    lessons = [
        row._replace(
            learned=some_day(random), recurrence_of=random.sample(ids, random.choice([0, 1, 3])), not_recurrence_of=[random.choice(ids)]
        )
        for row in rows.lessons
    ]
    reuses = [row._replace(project=random.choice([row.project, "j0", "j1"])) for row in rows.reuses]
    return replace(rows, lessons=lessons, reuses=reuses)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_what_is_on_record_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = organisation(seed)
    lessons, seen, named = {row.id: row for row in rows.lessons}, Organisation(rows, view), {p.id for p in rows.people if p.discoverable}
    found = missed_reuse(columns_of(rows), view, first=1000)
    assert [(one.later, one.earlier) for one in found] == on_record(rows, view)
    for one in found:
        later, earlier = lessons[one.later], lessons[one.earlier]
        shared = shared_people(rows, later, earlier)
        assert (one.shared_people, set(one.who_shared)) == (len(shared), shared & named)
        assert one.topics == tuple(sorted(set(later.topics) & set(earlier.topics)))
        assert {group.id for group in one.known_in} == set(seen.shares(earlier.departments))
        assert {group.id for group in one.came_back_in} == set(seen.shares(later.departments))
        assert one.likeness is None
        assert one.forgone == (None if (told := forgone(rows, earlier.id)) is None else Forgone(*told))


def test_the_random_organisations_hold_what_makes_it_hard() -> None:
    """Else the test above could not fail."""
    found = [one for seed in range(12) for one in missed_reuse(columns_of(organisation(seed)), VIEWS[0], first=1000)]
    assert any(one.shared_people > len(one.who_shared) for one in found)
    assert any(one.shared_people == 0 for one in found)
    assert any(one.forgone is None for one in found)
    assert any(group.id == NOBODY for one in found for group in one.known_in)
    assert sum(
        had_reused(rows, later, earlier)
        for rows in map(organisation, range(12))
        for later in rows.lessons
        for earlier in rows.lessons
        if earlier.id in later.recurrence_of
    )


def looked_at_ids(columns: Columns, view: View) -> list[str]:
    return [columns.lessons.ids[int(code)] for code in lessons_to_examine(columns, view)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_suggestions_are_made_of_the_pairs_that_loops_over_rows_find(seed: int, view: View) -> None:
    rows = organisation(seed)
    columns, everything = columns_of(rows), [row.id for row in rows.lessons]
    looked_at = looked_at_ids(columns, view)
    pairs = find_candidates(columns, view, {id_: [*everything, "gone"] for id_ in looked_at})
    ids = columns.lessons.ids
    assert {(ids[one], ids[other]) for one, others in pairs.items() for other in others} == set(may_recur(rows, view))
    assert {ids[one] for one in pairs} <= set(looked_at)


BEFORE, THEN, LATER = (day_number(date(2024, 1, day)) for day in (1, 10, 20))


def bridge_and_ramp(**changes: object) -> Rows:
    """A bearing on the bridge, and nine months later a hinge on the ramp; Ann was on both."""
    bearing = LessonRow("bearing", BEFORE, None, ["roads"], ["ann"], ["surveying"], learned=BEFORE, project="bridge", went_wrong=True)
    hinge = bearing._replace(id="hinge", departments=["transit"], learners=["bob"], learned=LATER, published=LATER, project="ramp")
    rows = Rows(
        departments=[DepartmentRow("roads", "Roads"), DepartmentRow("transit", "Transit")],
        parents=[],
        topics=[TopicRow("surveying", [])],
        lessons=[bearing, hinge._replace(recurrence_of=["bearing"])],
        reuses=[],
        people=[PersonRow("ann", True, False), PersonRow("bob", True, True)],
        projects=[ProjectRow("bridge", "CLOSED", None, []), ProjectRow("ramp", "RUNNING", None, [])],
        assignments=[AssignmentRow("ann", "ramp", THEN, None)],
    )
    return replace(rows, **changes)


def reuse(day: int, *, project: str = "ramp", hours: float | None = None, id_: str = "r") -> ReuseRow:
    return ReuseRow(id_, "bearing", "bob", ["transit"], day, "CROSS", hours, None, None, project=project)


def test_the_problem_that_came_back() -> None:
    [found] = missed_reuse(columns_of(bridge_and_ramp()), View(CHART))
    assert (found.earlier, found.later, found.topics) == ("bearing", "hinge", ("surveying",))
    assert [group.id for group in (*found.known_in, *found.came_back_in)] == ["roads", "transit"]
    assert (found.shared_people, found.who_shared, found.forgone) == (1, (), None)


@pytest.mark.parametrize(("day", "missed"), [(LATER - 1, False), (LATER, True), (LATER + 1, True)], ids=["before", "that day", "after"])
def test_a_project_that_had_reused_the_lesson_before_missed_nothing(day: int, missed: bool) -> None:
    assert len(missed_reuse(columns_of(bridge_and_ramp(reuses=[reuse(day)])), View(CHART))) == missed
    assert missed_reuse(columns_of(bridge_and_ramp(reuses=[reuse(day, project="bridge")])), View(CHART))


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({"published": None}, False),
        ({"published": LATER + 1}, False),
        ({"published": LATER}, True),
        ({"retired": LATER}, False),
        ({"retired": LATER + 1}, True),
    ],
    ids=["a draft", "published after", "published that day", "retired that day", "retired after"],
)
def test_a_lesson_that_was_not_there_that_day_was_not_missed(change: dict[str, int | None], missed: bool) -> None:
    bearing, hinge = bridge_and_ramp().lessons
    assert len(missed_reuse(columns_of(bridge_and_ramp(lessons=[bearing._replace(**change), hinge])), View(CHART))) == missed


def test_somebody_who_came_afterwards_was_not_shared() -> None:
    for since, shared in ((LATER, 1), (LATER + 1, 0), (None, 1)):
        rows = bridge_and_ramp(assignments=[AssignmentRow("ann", "ramp", since, None)])
        assert missed_reuse(columns_of(rows), View(CHART))[0].shared_people == shared


def test_what_reuse_saved_is_told_by_those_who_said_so() -> None:
    hours = [None, 40.0, 10.0, -2.0]
    rows = bridge_and_ramp(reuses=[reuse(LATER + i, hours=each, id_=f"r{i}") for i, each in enumerate(hours)])
    assert missed_reuse(columns_of(rows), View(CHART))[0].forgone == Forgone(10.0, 3, 1)


def without_record() -> Rows:
    rows = bridge_and_ramp()
    return replace(rows, lessons=[row._replace(recurrence_of=[]) for row in rows.lessons])


TEXTS = {"bearing": "old drawings, bearing", "hinge": "old drawings, hinge", "tender": "tender", "roof": "roof"}


def suggested(rows: Rows, texts: dict[str, str]) -> tuple[SuggestedRecurrence, ...]:
    columns = columns_of(rows)
    looked_at = looked_at_ids(columns, View(CHART))
    pairs = find_candidates(columns, View(CHART), {id_: list(columns.lessons.ids) for id_ in looked_at})
    return select_most_similar(columns, pairs, texts, document_frequencies(TEXTS.values()))


def test_lessons_that_read_alike_are_suggested() -> None:
    columns, [pair] = columns_of(without_record()), suggested(without_record(), TEXTS)
    assert (columns.lessons.ids[pair.later], columns.lessons.ids[pair.earlier]) == ("hinge", "bearing")
    assert pair.similarity > MIN_SIMILARITY
    [found] = missed_reuse(columns, View(CHART), [pair])
    assert (found.earlier, found.later, found.likeness) == ("bearing", "hinge", pair.similarity)


def test_lessons_that_do_not_read_alike_are_not_suggested() -> None:
    assert suggested(without_record(), {**TEXTS, "bearing": "roof"}) == ()
    assert suggested(without_record(), {"hinge": "old drawings"}) == ()


def test_of_several_earlier_lessons_the_likest_is_suggested_and_of_equal_ones_the_first_by_id() -> None:
    bearing, hinge = without_record().lessons
    rows = bridge_and_ramp(lessons=[bearing, hinge, bearing._replace(id="again"), bearing._replace(id="worn")])
    texts = {**TEXTS, "again": "old drawings, bearing", "worn": "worn old drawings of a tender"}
    [pair] = suggested(rows, texts)
    assert columns_of(rows).lessons.ids[pair.earlier] == "again"


def test_what_is_on_record_comes_before_what_is_suggested() -> None:
    bearing, hinge = bridge_and_ramp().lessons
    crack = hinge._replace(id="crack", recurrence_of=[])
    columns = columns_of(bridge_and_ramp(lessons=[bearing, hinge, crack]))
    pair = SuggestedRecurrence(columns.lessons.ids.index("crack"), columns.lessons.ids.index("bearing"), 0.5)
    found = missed_reuse(columns, View(CHART), [pair])
    assert [(one.later, one.likeness) for one in found] == [("hinge", None), ("crack", 0.5)]
    assert [one.later for one in missed_reuse(columns, View(CHART), [pair], suggested=True)] == ["crack"]
    assert [one.later for one in missed_reuse(columns, View(CHART), [pair], first=1)] == ["hinge"]


def test_only_so_many_of_the_newest_lessons_are_looked_at_and_compared() -> None:
    bearing, _ = without_record().lessons
    many = [bearing._replace(id=f"l{i:03}", learned=BEFORE + i, published=BEFORE + i, project=f"p{i % 2}") for i in range(MAX_LESSONS + 50)]
    rows = bridge_and_ramp(lessons=many, projects=[ProjectRow("p0", "CLOSED", None, []), ProjectRow("p1", "CLOSED", None, [])])
    columns = columns_of(rows)
    newest = looked_at_ids(columns, View(CHART))
    assert newest == [f"l{i:03}" for i in range(MAX_LESSONS + 49, 49, -1)]
    assert len(reference_lessons(columns)) == MAX_LESSONS + 50
    pairs = find_candidates(columns, View(CHART), {newest[0]: list(columns.lessons.ids)})
    assert [columns.lessons.ids[code] for code in pairs[MAX_LESSONS + 49]] == [f"l{i:03}" for i in range(0, 2 * MAX_CANDIDATES, 2)]


def test_the_index_is_asked_for_telling_words_only() -> None:
    assert search_terms({"one": "the roof the pump", "none": ""}, document_frequencies(["the roof", "the"])) == {
        "one": ["pump", "roof", "the"],
        "none": [],
    }


def test_nothing_comes_of_nothing() -> None:
    columns = columns_of(Rows([], [], [], [], []))
    assert missed_reuse(columns, View(CHART)) == ()
    assert find_candidates(columns, View(CHART), {}) == {}
    assert len(lessons_to_examine(columns, View(CHART))) == 0


@pytest.mark.parametrize("first", [-1, 1_001])
def test_a_number_beyond_what_an_answer_may_list_is_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        missed_reuse(columns_of(bridge_and_ramp()), View(CHART), first=first)
