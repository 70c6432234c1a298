"""Whom to ask: the order, and the evidence, are what loops over rows find."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.node_ids import DepartmentId, TopicId
from graph_service.analysis.measures.experts import EVIDENCE, Expert, experts
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.relevance import text_scores
from graph_service.analysis.relevance.strength import Strength
from graph_service.errors import InvalidInput, NotFound
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rankings_reference import acquainted, distances, experts_of, ordered
from tests.analysis.rows import AssignmentRow, DepartmentRow, LessonRow, PersonRow, ProjectRow, ReuseRow, Rows, TopicRow
from tests.thorough import one_in

TODAY = date(2024, 2, 12)
DAY = day_number(TODAY)
QUESTIONS = [
    {"topic": "t0"},
    {"topic": "t3"},
    {"project": "j1"},
    {"text": 3},
    {"text": 9, "topic": "t1"},
    {"topic": "t0", "project": "j2", "text": 11},
    {"topic": "t2", "away_from": "d0"},
    {"topic": "t1", "asker": "p0"},
    {"topic": "t0", "asker": "gone", "away_from": "d2"},
]


def texts_of(rows: Rows, seed: int) -> dict[str, float]:
    """What a full-text index might find: some lessons, drafts and retired ones among them."""
    random = Random(seed)
    return {row.id: random.choice([0.5, 1.25, 3.0, 7.5]) for row in rows.lessons if random.random() < 0.6}


def ask(rows: Rows, question: dict, first: int = 1_000) -> tuple[tuple[Expert, ...], dict]:
    """The answer, and the other one."""
    columns, texts = columns_of(rows), texts_of(rows, question["text"]) if "text" in question else None
    scores = None if texts is None else text_scores(columns.lessons, [*texts.items(), ("no such lesson", 99.0)])
    plain = {"topic": question.get("topic"), "project": question.get("project"), "text": texts}
    others = {name: question.get(name) for name in ("away_from", "asker")}
    found = experts(columns, TODAY, **{**plain, "text": scores}, **others, first=first)
    return found, experts_of(rows, View(TODAY), **plain, **others)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_experts_are_what_loops_over_rows_find(seed: int, question: dict) -> None:
    found, expected = ask(random_organisation(seed, people=12, lessons=24, reuses=60), question)
    keys = {person: facts["score"] or 1e-6 * sum(facts["projects"].values()) for person, facts in expected.items()}
    assert [one.person for one in found] == ordered(keys)
    for one in found:
        facts = expected[one.person]
        assert one.score == pytest.approx(facts["score"], abs=1e-12)
        assert (one.strength, one.project_count) == (facts["strength"], len(facts["projects"]))
        assert list(one.projects) == ordered(facts["projects"])
        assert (one.lesson_count, one.reuse_count) == (len(facts["lessons"]), len(facts["reuses"]))
        assert {known.lesson: known.score for known in one.lessons} == pytest.approx(facts["lessons"], abs=1e-12)
        assert {uptake.reuse: uptake.score for uptake in one.reuses} == pytest.approx(facts["reuses"], abs=1e-12)
        assert {gain.group.id: (gain.events, gain.people) for gain in one.gained} == facts["gained"]
        assert [known.lesson for known in one.lessons] == ordered({known.lesson: known.score for known in one.lessons})
        assert [uptake.reuse for uptake in one.reuses] == ordered({uptake.reuse: uptake.score for uptake in one.reuses})
        assert [gain.group.id for gain in one.gained] == sorted(facts["gained"], key=lambda id_: (-facts["gained"][id_][0], id_))


@pytest.mark.thorough
def test_the_random_organisations_have_experts_to_find() -> None:
    answers = [
        ask(random_organisation(seed, people=12, lessons=24, reuses=60), question)[0] for seed in range(12) for question in QUESTIONS
    ]
    assert sum(len(answer) > 1 for answer in answers) > 60
    assert sum(len(one.reuses) > 1 for answer in answers for one in answer) > 60
    assert {one.strength for answer in answers for one in answer} == set(Strength)
    assert sum(one.project_count > 1 for answer in answers for one in answer) > 10


@pytest.mark.parametrize("first", [0, 1, 3])
def test_the_first_few_are_the_first_of_all(first: int) -> None:
    rows = random_organisation(4, people=12, lessons=24, reuses=60)
    assert ask(rows, {"topic": "t0"}, first)[0] == ask(rows, {"topic": "t0"})[0][:first]


@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_paths_are_the_shortest_over_people_who_may_be_named(seed: int) -> None:
    rows = random_organisation(seed, people=14, lessons=24, reuses=18)
    rows = replace(rows, assignments=rows.assignments[::2])
    found, _ = ask(rows, {"topic": "t0", "asker": "p1"})
    named = {row.id for row in rows.people if row.active and row.discoverable}
    expected, knows = distances(rows, DAY, "p1", named), acquainted(rows, DAY)
    for one in found:
        assert (one.path is None) == (one.person not in expected)
        if one.path is not None:
            way = ["p1", *(step.person for step in one.path)]
            assert (len(one.path), way[-1]) == (expected[one.person], one.person)
            assert all(other in knows[before] and other in named for before, other in pairwise(way))


@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_each_step_of_a_path_names_what_the_two_have_in_common(seed: int) -> None:
    rows = random_organisation(seed, people=14, lessons=24, reuses=18)
    reuses, lessons = {row.id: row for row in rows.reuses}, {row.id: row for row in rows.lessons}
    for one in ask(rows, {"topic": "t0", "asker": "p1"})[0]:
        before = "p1"
        for step in one.path or ():
            pair = {before, step.person}
            if step.project is not None:
                assert pair <= {work.person for work in rows.assignments if work.project == step.project}
            else:
                assert step.reuse is not None
                reuse = reuses[step.reuse]
                assert reuse.person in pair
                assert pair - {reuse.person} <= set(lessons[reuse.lesson].learners)
            before = step.person


def small(*reuses: ReuseRow, **people: bool) -> Columns:
    """Two departments; ann and bob learned a lesson each about t over two years apart, cy learned one about something narrower."""
    return columns_of(small_rows(*reuses, **people))


def small_rows(*reuses: ReuseRow, **people: bool) -> Rows:
    lessons = [
        LessonRow("old", DAY - 900, None, ["a"], ["ann"], ["t"], learned=DAY - 900),
        LessonRow("new", DAY - 10, None, ["b"], ["bob"], ["t"], learned=DAY - 10),
        LessonRow("narrow", DAY - 10, None, ["b"], ["cy"], ["u"], learned=DAY - 10),
    ]
    rows = Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], lessons, reuses)
    topics = [TopicRow("t", []), TopicRow("u", ["t"]), TopicRow("v", [])]
    known = [PersonRow(id_, people.get(id_, True), people.get(f"{id_}_named", True)) for id_ in ("ann", "bob", "cy")]
    return replace(rows, topics=topics, people=known)


def names(columns: Columns, **wanted) -> list[str]:
    return [one.person for one in experts(columns, TODAY, **wanted)]


def test_who_learned_last_comes_first_until_others_take_up_a_lesson() -> None:
    assert names(small(), topic="t") == ["bob", "cy", "ann"]
    taken_up = ReuseRow("r", "old", "zoe", ["b"], DAY - 3, "CROSS", None, None, None)
    assert names(small(taken_up), topic="t") == ["ann", "bob", "cy"]


def test_one_old_lesson_is_weak_evidence_and_five_reuses_by_other_departments_are_strong() -> None:
    def strengths(*reuses: ReuseRow) -> dict[str, Strength]:
        return {one.person: one.strength for one in experts(small(*reuses), TODAY, topic=TopicId("t"))}

    made = [ReuseRow(f"r{n}", "old", "zoe", ["b"], DAY - 3, "CROSS", None, None, None) for n in range(5)]
    assert strengths()["ann"] == Strength.WEAK
    assert strengths(made[0])["ann"] == Strength.WEAK
    assert strengths(*made[:4])["ann"] == Strength.SOME
    assert strengths(*made) == {"ann": Strength.STRONG, "bob": Strength.WEAK, "cy": Strength.WEAK}
    assert strengths(*(reuse._replace(day=DAY - 800) for reuse in made))["ann"] == Strength.WEAK
    assert strengths(*(reuse._replace(scope="INTERNAL") for reuse in made))["ann"] == Strength.SOME
    assert strengths(*(reuse._replace(outcome="NO_EFFECT") for reuse in made))["ann"] == Strength.WEAK


def test_co_learners_share_a_lesson_but_each_gets_the_whole_of_its_reuses() -> None:
    reuse = ReuseRow("r", "l", "zoe", ["b"], DAY, "CROSS", None, None, None)
    lesson = LessonRow("l", DAY, None, ["a"], ["ann", "bob", "cy"], ["t"], learned=DAY)
    rows = replace(Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], [lesson], [reuse]), topics=[TopicRow("t", [])])
    assert [(one.person, one.score) for one in experts(columns_of(rows), TODAY, topic=TopicId("t"))] == [
        ("ann", 1 + 2),
        ("bob", 1 + 2),
        ("cy", 1 + 2),
    ]


def test_people_of_the_projects_on_a_topic_come_last_with_weak_evidence() -> None:
    projects = [ProjectRow("one", "RUNNING", None, ["t"]), ProjectRow("two", "CLOSED", None, ["u"]), ProjectRow("other", None, None, ["v"])]
    work = [
        ("dan", "one"),
        ("dan", "two"),
        ("eve", "one"),
        ("eve", "other"),
        ("flo", "other"),
        ("gus", "one"),
        ("ann", "one"),
        ("hal", "two"),
    ]
    rows = replace(
        small_rows(),
        projects=projects,
        assignments=[AssignmentRow(person, project, DAY + 1 if person == "gus" else None, None) for person, project in work],
    )
    columns = columns_of(
        replace(rows, people=[*rows.people, *(PersonRow(id_, True, id_ != "hal") for id_ in ("dan", "eve", "flo", "gus", "hal"))])
    )
    found = experts(columns, TODAY, topic=TopicId("t"))
    assert [(one.person, one.score > 0, one.projects) for one in found] == [
        ("bob", True, ()),
        ("cy", True, ()),
        ("ann", True, ()),
        ("dan", False, ("one", "two")),
        ("eve", False, ("one",)),
    ]
    assert {one.strength for one in found[3:]} == {Strength.WEAK}
    assert experts(columns, TODAY, topic=TopicId("t"), first=4) == found[:4]
    assert names(columns, project="one") == ["bob", "cy", "ann", "dan"]
    assert names(columns, topic="t", text=text_scores(columns.lessons, [("new", 1.0)])) == ["bob"]


def test_a_reuse_that_backfired_is_shown_and_takes_nothing_away() -> None:
    before = experts(small(), TODAY, topic=TopicId("t"))
    harm = ReuseRow("r", "old", "zoe", ["b"], DAY - 3, "CROSS", None, None, None, outcome="BACKFIRED")
    after = experts(small(harm), TODAY, topic=TopicId("t"))
    assert [(one.person, one.score) for one in after] == [(one.person, one.score) for one in before]
    assert [(uptake.reuse, uptake.score) for uptake in after[2].reuses] == [("r", 0.0)]
    assert after[2].gained == ()


def test_only_people_who_are_there_and_may_be_named_are_experts() -> None:
    assert names(small(bob=False), topic="t") == ["cy", "ann"]
    assert names(small(bob_named=False), topic="t") == ["cy", "ann"]


def test_who_asks_is_not_told_to_ask_themselves() -> None:
    assert names(small(), topic="t", asker="bob") == ["cy", "ann"]


def test_a_topic_nobody_learned_about_has_no_experts() -> None:
    assert names(small(), topic="v") == []
    assert names(small(), text=text_scores(small().lessons, [])) == []


def test_text_alone_ranks_by_how_well_lessons_match() -> None:
    columns = small()
    assert names(columns, text=text_scores(columns.lessons, [("narrow", 4.0), ("new", 1.0)])) == ["cy", "bob"]
    assert np.isclose(experts(columns, TODAY, text=text_scores(columns.lessons, [("new", 1e-9)]))[0].lessons[0].relevance, 1)


def test_of_much_evidence_the_part_that_counts_most_is_listed_and_all_of_it_counted() -> None:
    random, number = Random(5), EVIDENCE + 30
    lessons = [LessonRow(f"l{n:03}", DAY - 900, None, ["a"], ["ann"], ["t"], learned=DAY - random.randrange(900)) for n in range(number)]
    reuses = [
        ReuseRow(f"r{n:03}", random.choice(lessons).id, "zoe", ["b"], DAY - random.randrange(900), "CROSS", None, None, None)
        for n in range(2 * number)
    ]
    rows = Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], lessons, reuses)
    rows = replace(rows, topics=[TopicRow("t", [])], people=[PersonRow("ann", True, True)])
    one, facts = (
        experts(columns_of(rows), TODAY, topic=TopicId("t"))[0],
        experts_of(rows, View(TODAY), topic="t", project=None, text=None)["ann"],
    )
    assert (one.lesson_count, one.reuse_count) == (number, 2 * number)
    assert [known.lesson for known in one.lessons] == ordered(facts["lessons"])[:EVIDENCE]
    assert [uptake.reuse for uptake in one.reuses] == ordered(facts["reuses"])[:EVIDENCE]
    assert one.score == pytest.approx(sum(facts["lessons"].values()), abs=1e-9)
    assert {gain.group.id: (gain.events, gain.people) for gain in one.gained} == facts["gained"] == {"b": (2 * number, 1)}


def test_nothing_wanted_is_refused_with_what_to_give() -> None:
    with pytest.raises(InvalidInput, match="Give a topic, a text or a project"):
        experts(small(), TODAY, away_from=DepartmentId("a"))


@pytest.mark.parametrize(("field", "argument"), [("topic", "topic"), ("project", "project"), ("away_from", "awayFrom"), ("asker", "asker")])
def test_an_unknown_id_is_named_with_its_argument(field: str, argument: str) -> None:
    arguments: dict[str, Any] = {"topic": "t", field: "nobody"}
    with pytest.raises(NotFound, match="'nobody'") as error:
        experts(small(), TODAY, **arguments)
    assert error.value.field == argument


@pytest.mark.parametrize("first", [-1, 1_001])
def test_more_than_an_answer_may_list_is_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        experts(small(), TODAY, topic=TopicId("t"), first=first)


def test_nothing_is_known_of_an_empty_organisation() -> None:
    columns = columns_of(Rows([], [], [], [], []))
    assert experts(columns, TODAY, text=text_scores(columns.lessons, [("x", 1.0)])) == ()
