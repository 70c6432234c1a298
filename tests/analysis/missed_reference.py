"""Missed reuse found the slow way: loops over rows, sets of names, exact medians; texts compared in dense tables."""

from collections import Counter
from collections.abc import Iterator
from math import log
from statistics import median

import numpy as np

from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import Organisation
from tests.analysis.rows import LessonRow, Rows


def on_record(rows: Rows, view: View) -> list[tuple[str, str]]:
    """Later and earlier lesson, in the order of the answer."""
    lessons = Organisation(rows, view).lessons()
    found = [
        (later, lessons[id_])
        for later in lessons.values()
        for id_ in later.recurrence_of
        if id_ in lessons and Organisation(rows, view).within(later.learned) and _available(lessons[id_], _learned(later))
    ]
    found = [(later, earlier) for later, earlier in found if not had_reused(rows, later, earlier)]
    return [(later.id, earlier.id) for later, earlier in sorted(found, key=lambda pair: (-_learned(pair[0]), pair[0].id, pair[1].id))]


def may_recur(rows: Rows, view: View) -> Iterator[tuple[str, str]]:
    """Every pair that might be suggested, whatever the texts say."""
    lessons = Organisation(rows, view).lessons()
    projects = {project.id for project in rows.projects}
    settled = {frozenset((row.id, other)) for row in rows.lessons for other in (*row.recurrence_of, *row.not_recurrence_of)}
    for later in lessons.values():
        if not later.went_wrong or not Organisation(rows, view).within(later.learned):
            continue
        for earlier in lessons.values():
            if (
                {later.project, earlier.project} <= projects
                and later.project != earlier.project
                and set(later.topics) & set(earlier.topics)
                and _available(earlier, _learned(later))
                and (earlier.published or 0) < _learned(later)
                and frozenset((later.id, earlier.id)) not in settled
                and not had_reused(rows, later, earlier)
            ):
                yield later.id, earlier.id


def had_reused(rows: Rows, later: LessonRow, earlier: LessonRow) -> bool:
    """Whether the later lesson's project had reused the earlier one before."""
    known = {project.id for project in rows.projects}
    return any(
        row.lesson == earlier.id and row.project in known and row.project == later.project and row.day < _learned(later)
        for row in rows.reuses
    )


def _learned(lesson: LessonRow) -> int:
    assert lesson.learned is not None
    return lesson.learned


def _available(lesson: LessonRow, day: int) -> bool:
    return lesson.published is not None and lesson.published <= day and (lesson.retired is None or day < lesson.retired)


def shared_people(rows: Rows, later: LessonRow, earlier: LessonRow) -> set[str]:
    """Who was with both by the day the problem came back."""

    def people(lesson: LessonRow) -> set[str]:
        if lesson.project not in {project.id for project in rows.projects}:
            return set(lesson.learners)
        assigned = {row.person for row in rows.assignments if row.project == lesson.project and (row.since or -(10**9)) <= _learned(later)}
        taught = [row for row in rows.lessons if row.project == lesson.project and _learned(row) <= _learned(later)]
        return assigned | set(lesson.learners).union(*(row.learners for row in taught))

    return people(later) & people(earlier)


def forgone(rows: Rows, earlier: str) -> tuple[float, int, int] | None:
    """Median of the hours stated, how many state them, how many people these are."""
    stated = [(row.hours, row.person) for row in rows.reuses if row.lesson == earlier and row.hours is not None]
    if not stated:
        return None
    return median(hours for hours, _ in stated), len(stated), len({person for _, person in stated} - {None})


def dense_likeness(texts: list[str], one: str, other: str) -> float:
    """Cosine of TF-IDF in tables over all words; texts are words between blanks."""
    vocabulary = sorted({word for text in (*texts, one, other) for word in text.split()})
    using = np.array([sum(word in text.split() for text in texts) for word in vocabulary])
    weight = np.log((len(texts) + 1) / (using + 1))
    first, second = (
        np.array([(1 + log(counted[word])) if word in counted else 0 for word in vocabulary]) * weight
        for counted in (Counter(one.split()), Counter(other.split()))
    )
    length = np.linalg.norm(first) * np.linalg.norm(second)
    return float(first @ second / length) if length else 0.0
