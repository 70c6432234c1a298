"""Lessons for a project: the order, and the reasons, are what loops over rows find."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from scipy.stats import binomtest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.node_ids import ProjectId
from graph_service.analysis.measures.lessons_for import LessonSuggestion, lessons_for
from graph_service.analysis.relevance.relevance import text_scores
from graph_service.errors import InvalidInput, NotFound
from graph_service.model.enums import Phase
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rankings_reference import lessons_for_of, ordered
from tests.analysis.rows import LessonRow, ProjectRow, ReuseRow, Rows, TopicRow
from tests.thorough import one_in

TODAY = date(2024, 2, 20)
DAY = day_number(TODAY)


def organisation(seed: int) -> Rows:
    """Many people, of whom few work on a project: most lessons are news to it."""
    return random_organisation(seed, people=16, lessons=24, reuses=70)


def ask(
    rows: Rows, project: str, text: dict[str, float] | None = None, phase: Phase | None = None, first: int = 1_000
) -> tuple[LessonSuggestion, ...]:
    columns = columns_of(rows)
    words = text_scores(columns.lessons, (text or {}).items())
    return lessons_for(columns, TODAY, words, project=ProjectId(project), phase=phase, first=first)


@pytest.mark.parametrize("phase", [None, Phase.DURING])
@pytest.mark.parametrize("project", ["j0", "j3"])
@pytest.mark.parametrize("seed", one_in(6, range(20)))
def test_suggestions_are_what_loops_over_rows_find(seed: int, project: str, phase: Phase | None) -> None:
    rows, random = organisation(seed), Random(seed)
    text = {row.id: random.choice([0.5, 1.25, 3.0, 7.5]) for row in rows.lessons if random.random() < 0.4}
    found = ask(rows, project, text, phase)
    expected = lessons_for_of(rows, project, text, DAY, None if phase is None else phase.name)
    assert [one.lesson for one in found] == ordered({id_: facts["score"] for id_, facts in expected.items()})
    for one in found:
        facts = expected[one.lesson]
        assert one.score == pytest.approx(facts["score"], abs=1e-12)
        assert one.reasons.text == (None if facts["text"] is None else pytest.approx(facts["text"]))
        assert (one.reasons.topics, one.reasons.reuses, one.reasons.projects) == (facts["topics"], facts["reuses"], facts["projects"])
        assert one.reasons.same_phase == facts["same_phase"]
        assert one.reasons.text_share == pytest.approx(facts["text_share"], abs=1e-9)
        via_projects = {via.project: via.share for via in one.reasons.via_projects}
        via_topics = {via.topic: via.share for via in one.reasons.via_topics}
        assert list(via_projects) == ordered(facts["via"]["project"])[:3]
        assert list(via_topics) == ordered(facts["via"]["topic"])[:3]
        assert via_projects == pytest.approx({id_: facts["via"]["project"][id_] for id_ in via_projects})
        assert via_topics == pytest.approx({id_: facts["via"]["topic"][id_] for id_ in via_topics})
        assert (one.reasons.proof and (one.reasons.proof.judged, one.reasons.proof.helped)) == facts["proof"]
        if one.reasons.proof is not None:
            bound = binomtest(one.reasons.proof.helped, one.reasons.proof.judged).proportion_ci(0.95, method="wilson").low
            assert one.reasons.proof.at_least == pytest.approx(bound, abs=1e-9)
    assert ask(rows, project, text, phase, first=2) == found[:2]


def test_the_random_organisations_have_something_to_suggest() -> None:
    answers = [ask(organisation(seed), project) for seed in range(20) for project in ("j0", "j3")]
    assert sum(len(answer) > 2 for answer in answers) >= 20
    assert any(one.reasons.projects for answer in answers for one in answer)


def little(*reuses: ReuseRow, **changed: dict) -> Rows:
    """A project about t, and three lessons of others about it."""
    lessons = [LessonRow(id_, DAY - 90, None, ["a"], ["ann"], ["t"], phase="BEFORE") for id_ in ("one", "three", "two")]
    lessons = [row._replace(**changed.get(row.id, {})) for row in lessons]
    return Rows([], [], [TopicRow("s", []), TopicRow("t", ["s"])], lessons, list(reuses), [ProjectRow("mine", "RUNNING", None, ["t"])])


def reuse(id_: str, lesson: str, project: str | None = None, outcome: str | None = None) -> ReuseRow:
    return ReuseRow(id_, lesson, "zoe", ["b"], DAY - 9, "CROSS", None, None, None, project=project, outcome=outcome)


def ids(answer: tuple[LessonSuggestion, ...]) -> list[str]:
    return [one.lesson for one in answer]


def test_without_any_word_in_common_topics_and_reuse_decide_and_then_the_id() -> None:
    assert ids(ask(little(), "mine")) == ["one", "three", "two"]
    assert ids(ask(little(reuse("r", "two")), "mine")) == ["two", "one", "three"]
    assert ids(ask(little(one={"topics": ["s"]}), "mine")) == ["three", "two", "one"]


def test_words_in_common_count_more_than_a_few_reuses() -> None:
    assert ids(ask(little(reuse("r", "two"), reuse("q", "two")), "mine", {"three": 5.0, "one": 1.0})) == ["three", "one", "two"]


def test_a_project_without_words_and_topics_is_told_of_nothing_but_what_its_likes_reused() -> None:
    rows = replace(little(), projects=[ProjectRow("mine", "RUNNING", None, [])])
    assert ask(rows, "mine") == ()
    same = [reuse("a", "one", "mine"), reuse("b", "one", "other"), reuse("c", "two", "other")]
    rows = replace(rows, projects=[*rows.projects, ProjectRow("other", "RUNNING", None, [])], reuses=same)
    found = ask(rows, "mine")
    assert [(one.lesson, one.reasons.projects) for one in found] == [("two", ("other",)), ("three", ())]
    assert [[via.project for via in one.reasons.via_projects] for one in found] == [["other"], []]
    assert [[via.topic for via in one.reasons.via_topics] for one in found] == [["t"], ["t"]]


def test_a_lesson_reused_beside_lessons_of_similar_words_comes_through_their_project() -> None:
    projects = [ProjectRow("mine", "RUNNING", None, []), *(ProjectRow(id_, "CLOSED", None, []) for id_ in ("far", "near"))]
    lessons = [LessonRow(id_, DAY - 90, None, ["a"], ["ann"], []) for id_ in ("alike", "beside", "elsewhere")]
    made = [reuse("a", "alike", "near"), reuse("b", "beside", "near"), reuse("c", "beside", "far"), reuse("d", "elsewhere", "far")]
    alike, beside, elsewhere = ask(Rows([], [], [], lessons, made, projects), "mine", {"alike": 3.0})
    assert (alike.lesson, beside.lesson, elsewhere.lesson) == ("alike", "beside", "elsewhere")
    assert 0 < alike.reasons.text_share < 1
    assert (beside.reasons.text_share, elsewhere.reasons.text_share) == (0, 0)
    assert [via.project for via in beside.reasons.via_projects] == ["near", "far"]
    assert sum(via.share for via in beside.reasons.via_projects) == pytest.approx(1)
    assert [(via.project, pytest.approx(1)) for via in elsewhere.reasons.via_projects] == [("far", 1)]


def test_what_happens_after_today_changes_nothing() -> None:
    later = [reuse("q", "two", "other")._replace(day=DAY + 1), reuse("r", "three", "other")._replace(day=DAY + 1)]
    rows = little(reuse("p", "three", "other"), two={"published": DAY + 1})
    rows = replace(rows, projects=[*rows.projects, ProjectRow("other", "RUNNING", None, [])])
    assert ask(replace(rows, reuses=[*rows.reuses, *later]), "mine", {"two": 2.0, "one": 1.0}) == ask(rows, "mine", {"one": 1.0})


def test_lessons_that_the_walk_does_not_reach_are_ranked_by_their_words() -> None:
    lessons = [LessonRow(f"l{n:02}", DAY - 90, None, ["a"], ["ann"], []) for n in range(30)]
    rows = Rows([], [], [], lessons, [], [ProjectRow("mine", "RUNNING", None, [])])
    found = ask(rows, "mine", {row.id: 40.0 - n for n, row in enumerate(lessons)})
    assert ids(found) == [row.id for row in lessons]
    assert [one.reasons.text_share for one in found] == [1.0] * 20 + [0.0] * 10


@pytest.mark.parametrize("others", [0, 1, 5])
@pytest.mark.parametrize("judged", [[], ["HELPED"], ["NO_EFFECT"], ["BACKFIRED", "HELPED"]])
def test_a_reuse_that_helped_never_makes_a_lesson_worth_less(others: int, judged: list[str]) -> None:
    made = [reuse(f"o{n}", "two") for n in range(others)] + [reuse(f"j{n}", "two", outcome=outcome) for n, outcome in enumerate(judged)]

    def score(*more: ReuseRow) -> float:
        return next(one.score for one in ask(little(*made, *more), "mine") if one.lesson == "two")

    assert score(reuse("more", "two", outcome="HELPED")) > score(reuse("more", "two")) > score()
    assert score(reuse("more", "two", outcome="BACKFIRED")) < score(reuse("more", "two"))


def test_a_lesson_for_the_phase_comes_before_its_equals() -> None:
    rows = little(two={"phase": "DURING"})
    first, *_ = ask(rows, "mine", phase=Phase.DURING)
    assert (first.lesson, first.reasons.same_phase) == ("two", True)
    assert ids(ask(rows, "mine")) == ["one", "three", "two"]


def test_an_unknown_project_is_said_so() -> None:
    with pytest.raises(NotFound, match="'theirs'") as error:
        ask(little(), "theirs")
    assert error.value.field == "project"


@pytest.mark.parametrize("first", [-1, 1_001])
def test_more_than_an_answer_may_list_is_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        ask(little(), "mine", first=first)
