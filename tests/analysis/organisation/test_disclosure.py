"""No answer, and no difference between answers, tells departments apart that are reported together."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.benefits import BenefitsBy
from graph_service.analysis.measures.declaration import Measure
from graph_service.analysis.measures.registry import MEASURES, ROOT_MEASURES
from graph_service.analysis.null_model.pair_draws import pair_draws
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.leiden import find_communities
from graph_service.analysis.people.person_network import person_network
from graph_service.analysis.people.shared_work import PersonScore
from graph_service.analysis.relevance.compared_texts import ComparedTexts
from graph_service.analysis.relevance.relevance import text_scores
from graph_service.analysis.relevance.tf_idf import document_frequencies
from graph_service.analysis.scope.periods import Every
from tests.analysis.random_organisations import FIRST, LAST, columns_of, random_organisation, scope_of
from tests.analysis.rows import DepartmentRow, LessonRow, MembershipRow, ParentRow, PersonRow, ReuseRow, Rows
from tests.thorough import thorough_one_in

TODAY = LAST
Arguments = Mapping[str, Any]


def views(number: int, *, seed: int = 0, topics: tuple[str | None, ...] = (None, None, "t0", "t1", "t2")) -> list[View]:
    """Different windows, a third of them of one day, with levels, topics and days of the chart."""
    random, found = Random(seed), dict[View, None]()
    while len(found) < number:
        start = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
        start, end = random.choice([(start, start + timedelta(days=1)), (start, start + timedelta(days=20)), (None, start), (None, None)])
        chart = random.choice([date(2024, 1, 10), date(2024, 2, 10), TODAY])
        found[View(chart, start, end, random.choice([None, 0, 1, 2]), random.choice(topics))] = None
    return list(found)


def arguments_of(measure: Measure, rows: Rows) -> list[Arguments]:
    """Everything to give a measure in turn, besides `first`."""
    departments, topics = [row.id for row in rows.departments], [row.id for row in rows.topics]
    several: dict[str, list[Arguments]] = {
        "flow": [{"compare_with_chance": False}, {"compare_with_chance": True}],
        "silos": [{"on_topic": False}, {"on_topic": True}],
        "most_reused": [{"across_departments": True}, {"across_departments": False}],
        "benefits": [{"by": set(BenefitsBy), "every": Every.MONTH}],
        "without": [*({"department": id_} for id_ in departments), *({"person": row.id} for row in rows.people[:3])],
        "experts": [{"topic": topic, "away_from": id_} for topic in topics[:3] for id_ in (None, *departments)],
        "similar_lessons": [{"text": "crane"}, *({"text": "crane", "asker": row.id} for row in rows.people[:3])],
        "lessons_for": [{"project": row.id} for row in rows.projects[:3]],
        "timeline": [],  # views, of which there are enough
    }
    return several.get(measure.name, [{}])


def compared_texts(columns: Columns) -> ComparedTexts:
    """A text for each lesson; every other one is about cranes."""
    texts = {id_: f"lesson {id_} {'crane' if at % 2 else 'boat'}" for at, id_ in enumerate(columns.lessons.ids)}
    return ComparedTexts(dict.fromkeys(texts, 1.0), texts, document_frequencies(list(texts.values())))


def answer(columns: Columns, view: View, name: str, arguments: Arguments) -> Any:
    """What a field gives, with the inputs that the API would give the measure."""
    inputs = {
        "columns": lambda: columns,
        "view": lambda: view,
        "today": lambda: TODAY,
        "chance": lambda: pair_draws(columns, view) if arguments.get("compare_with_chance") else None,
        "clustering": lambda: find_communities(person_network(columns, view)),
        "suggestions": lambda: (),
        "compared": lambda: compared_texts(columns),
        "project_words": lambda: text_scores(columns.lessons, []),
        "words_of_topicless_project": lambda: None,
    }
    measure = MEASURES[name]
    values = [inputs[each]() if each in inputs else answer(columns, view, each, {}) for each in measure.inputs]
    first = {"first": 1_000} if any(each.name == "first" for each in measure.arguments) else {}
    return measure.function(*values, **{**measure.defaults, **first, **arguments})


def parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every figure and text of an answer with the way to it. A row of a list is found by its ids, groups and days, not by its position."""
    if is_dataclass(value) and not isinstance(value, PersonScore | type):
        for field in fields(value):
            yield from parts(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for row in value:
            yield from parts(row, (*path, *(text for _, text in parts(row) if isinstance(text, str | date))))
    elif not isinstance(value, PersonScore):
        yield path, value.value if isinstance(value, Enum) else value


def everything(columns: Columns, rows: Rows, asked: list[View]) -> dict[tuple[Any, ...], Any]:
    """All parts of all answers: of the fields of `network` for each view, and of the root fields once."""
    found: dict[tuple[Any, ...], Any] = {}
    for at, (view, measure) in enumerate(product(asked, MEASURES.values())):
        if measure not in ROOT_MEASURES or view is asked[0]:
            for number, arguments in enumerate(arguments_of(measure, rows)):
                for path, value in parts(answer(columns, view, measure.name, arguments)):
                    found[at, measure.name, number, path] = value
    return found


def heads(columns: Columns) -> tuple[list[int], list[bool]]:
    reported = columns.departments.reporting_groups
    return reported.head.tolist(), reported.small.tolist()


def moved_about(rows: Rows, columns: Columns, seed: int) -> Rows:
    """The same organisation, but what was learned and reused in departments that are reported together happened in others of these."""
    random, ids = Random(seed), columns.departments.ids
    together: dict[Any, list[str]] = {}
    for id_, *group in zip(ids, *heads(columns), strict=True):
        together.setdefault(tuple(group), []).append(id_)

    def move(departments: Any) -> list[str]:
        new = {old: to for group in together.values() for old, to in zip(group, random.sample(group, len(group)), strict=True)}
        return [new[id_] for id_ in departments]

    lessons = {row.id: row._replace(departments=move(row.departments)) for row in rows.lessons}
    reuses = [row._replace(departments=move(row.departments)) for row in rows.reuses]
    reuses = [row._replace(scope=scope_of(lessons[row.lesson], row.person, list(row.departments))) for row in reuses]
    return replace(rows, lessons=list(lessons.values()), reuses=reuses)


@pytest.mark.parametrize(
    ("seed", "number"),
    [
        (0, 4),
        pytest.param(0, 50, marks=pytest.mark.exhaustive),
        *(pytest.param(seed, 50, marks=pytest.mark.exhaustive) for seed in range(1, 4)),
    ],
)
def test_what_happened_where_among_departments_reported_together_changes_no_answer(seed: int, number: int) -> None:
    rows = random_organisation(seed, departments=10, people=16, lessons=24, reuses=90)
    columns = columns_of(rows, min_group=4)
    other = columns_of(moved_about(rows, columns, seed), min_group=4)
    assert heads(other) == heads(columns)
    assert (other.events.scope != columns.events.scope).any()
    assert 3 <= len(set(zip(*heads(columns), strict=True))) < 10
    asked = views(number, seed=seed)
    before, after = everything(columns, rows, asked), everything(other, rows, asked)
    assert before.keys() == after.keys()
    for path, value in before.items():
        assert after[path] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), path


def company(*, small: int) -> Rows:
    """Two departments of six people and two of `small`, all below one; each has a lesson that everybody has reused once."""
    names, day = ("north", "south", "parks", "ferries"), day_number(FIRST)
    people = {name: [f"{name}{at}" for at in range(6 if name in names[:2] else small)] for name in names}
    lessons = [LessonRow(f"of-{name}", day, None, [name], [people[name][0]], [], learned=day) for name in names]
    rows = Rows(
        departments=[DepartmentRow(id_, id_) for id_ in ("town", *names)],
        parents=[ParentRow(name, "town", None, None) for name in names],
        people=[PersonRow(id_, True, True) for each in people.values() for id_ in each],
        memberships=[MembershipRow(id_, name, None, None) for name, each in people.items() for id_ in each],
        lessons=lessons,
    )
    return replace(rows, reuses=[reuse(lesson, name, day) for lesson, name in product(lessons, names)])


def reuse(lesson: LessonRow, department: str, day: int) -> ReuseRow:
    """By a person who isn't known: figures about a person whom an answer names are figures about their department too."""
    scope = scope_of(lesson, None, [department])
    return ReuseRow(f"{lesson.id}-{department}-{day}", lesson.id, None, [department], day, scope, 2.0, 1_000, "EUR")


def solved(rows: Rows, asked: list[View], target: str) -> float:
    """How far the reuses that a department made of its own lesson are from any sum of figures of all answers, each times a number; 0 is an
    attack that works.

    One reuse more, by each department of a lesson of each, changes the figures. The weights that turn these changes into 1 for a reuse by
    the department of its own lesson, and 0 for each other, are sought by least squares.
    """
    base = everything(columns_of(rows, min_group=5), rows, asked)
    changes, wanted = [], []
    for lesson, made_in in product(rows.lessons, [row.id for row in rows.departments[1:]]):
        more = replace(rows, reuses=[*rows.reuses, reuse(lesson, made_in, day_number(TODAY))])
        now = everything(columns_of(more, min_group=5), more, asked)
        changes.append({path: number(now.get(path)) - number(base.get(path)) for path in now.keys() | base.keys()})
        wanted.append(float(made_in == target and target in lesson.departments))
    paths = sorted({path for change in changes for path in change}, key=repr)
    matrix = np.array([[change.get(path, 0.0) for path in paths] for change in changes])
    weights = np.linalg.lstsq(matrix, np.array(wanted), rcond=1e-9)[0]
    return float(np.abs(matrix @ weights - wanted).max())


def number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


@pytest.mark.parametrize(
    ("small", "target", "is_told"), thorough_one_in(4, [(5, "parks", True), (5, "north", True), (4, "parks", False), (4, "north", True)])
)
def test_what_a_small_department_did_is_no_sum_of_answers(small: int, target: str, is_told: bool) -> None:
    asked = [*views(4, topics=(None,)), View(TODAY, TODAY, TODAY + timedelta(days=1))]
    distance = solved(company(small=small), asked, target)
    assert distance < 1e-6 if is_told else distance > 0.1
