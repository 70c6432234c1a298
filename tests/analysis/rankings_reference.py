"""Experts, lessons for a project and who knows whom, worked out the slow way: loops over rows."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from math import log
from typing import Any

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View, as_of
from tests.analysis.network_reference import Organisation
from tests.analysis.people_reference import home_of
from tests.analysis.rows import LessonRow, ReuseRow, Rows

YEAR = 365.25


def available(lesson: LessonRow, day: int) -> bool:
    return lesson.published is not None and lesson.published <= day and (lesson.retired is None or day < lesson.retired)


def reuses_by(rows: Rows, day: int, lesson: str) -> list[ReuseRow]:
    """The reuses of a lesson up to that day."""
    return [reuse for reuse in rows.reuses if reuse.lesson == lesson and reuse.day <= day]


def above(rows: Rows, topic: str) -> set[str]:
    """Everything broader, at any distance."""
    direct = next(set(row.broader) for row in rows.topics if row.id == topic)
    return direct.union(*(above(rows, other) for other in direct))


def nearness(rows: Rows, topic: str, asked: str) -> float:
    """1 for the same, 0.5 for one above the other, else 0."""
    return 1.0 if topic == asked else 0.5 if topic in above(rows, asked) or asked in above(rows, topic) else 0.0


def relevance_of(
    rows: Rows, lesson: LessonRow, *, topic: str | None, project: str | None, text: Mapping[str, float] | None, day: int
) -> float:
    """The product over what is asked."""
    found = 1.0 if available(lesson, day) else 0.0
    if topic is not None:
        found *= max((nearness(rows, about, topic) for about in lesson.topics), default=0.0)
    if project is not None:
        wanted = next(row.topics for row in rows.projects if row.id == project)
        found *= max((nearness(rows, about, asked) for about, asked in product(lesson.topics, wanted)), default=0.0)
    if text is not None:
        found *= text.get(lesson.id, 0.0)
    return found


def worth_of(rows: Rows, lesson: LessonRow, day: int) -> tuple[float, dict[str, float]]:
    """What a wholly relevant lesson adds to each learner's score, and the part of that by reuse."""
    parts = {}
    for reuse in reuses_by(rows, day, lesson.id):
        if reuse.scope != "OWN":
            weight = 1.0 if reuse.scope == "CROSS" else 0.25
            weight = 0.0 if reuse.outcome in ("NO_EFFECT", "BACKFIRED") else weight
            parts[reuse.id] = weight * 0.5 ** ((day - reuse.day) / YEAR) / len(lesson.learners)
    learned = lesson.published if lesson.learned is None else lesson.learned
    assert learned is not None
    own = 0.5 ** (max(day - learned, 0) / YEAR) / len(lesson.learners)
    return own + sum(parts.values()), parts


def experts_of(rows: Rows, view: View, *, away_from: str | None = None, asker: str | None = None, **asked: Any) -> dict[str, dict]:
    """By person: score, lessons and reuses with their parts of it, and groups that gained with how often and how many people."""
    day, found = day_number(view.chart), {}
    away = below(rows, view, away_from) if away_from else set()
    texts = asked.get("text")
    if texts is not None:  # scores are compared with the best among the lessons that the rest of the question leaves
        rest = {row.id for row in rows.lessons if relevance_of(rows, row, **{**asked, "text": None}, day=day) > 0}
        best = max((score for id_, score in texts.items() if id_ in rest), default=1.0)
        asked = {**asked, "text": {id_: score / best for id_, score in texts.items()}}
    for person in rows.people:
        if not person.active or not person.discoverable or person.id == asker or home_of(rows, as_of(view.chart), person.id) in away:
            continue
        lessons, reuses, gained, gainers = {}, {}, defaultdict(int), defaultdict(set)
        for lesson in rows.lessons:
            relevance = relevance_of(rows, lesson, **asked, day=day)
            if person.id in lesson.learners and relevance > 0:
                worth, parts = worth_of(rows, lesson, day)
                lessons[lesson.id] = relevance * worth
                reuses |= {id_: relevance * part for id_, part in parts.items()}
        for reuse in (reuse for reuse in rows.reuses if reuses.get(reuse.id, 0) > 0):
            for group in Organisation(rows, view).shares(reuse.departments):
                gained[group] += 1
                gainers[group] |= {reuse.person} - {None}
        if lessons:
            counts = {group: (number, len(gainers[group])) for group, number in gained.items()}
            found[person.id] = {"score": sum(lessons.values()), "lessons": lessons, "reuses": reuses, "gained": counts}
    return found


def below(rows: Rows, view: View, department: str) -> set[str]:
    """The department and all below it on the day of the chart."""
    day, found = day_number(view.chart), {department}
    while (
        more := {
            part.child
            for part in rows.parents
            if part.parent in found and (part.since is None or part.since <= day) and (part.until is None or day < part.until)
        }
        - found
    ):
        found |= more
    return found


def acquainted(rows: Rows, day: int) -> dict[str, set[str]]:
    """Who reused whose lesson or worked on the same project, in both directions."""
    knows, projects = defaultdict(set), {row.id for row in rows.projects}
    for lesson in rows.lessons:
        for reuse in reuses_by(rows, day, lesson.id):
            if reuse.scope != "OWN" and reuse.person is not None:
                for learner in lesson.learners:
                    knows[learner].add(reuse.person)
                    knows[reuse.person].add(learner)
    for one, other in product(rows.assignments, repeat=2):
        if one.project == other.project and one.project in projects:
            knows[one.person].add(other.person)
    return knows


def distances(rows: Rows, day: int, start: str, through: set[str]) -> dict[str, int]:
    """How many steps it takes to each of these people, by people of whom all but the first are among them."""
    knows, found, steps = acquainted(rows, day), {start: 0}, 0
    frontier = {start}
    while frontier:
        steps += 1
        frontier = {other for one in frontier for other in knows[one]} & through - found.keys()
        found |= dict.fromkeys(frontier, steps)
    return found


def lessons_for_of(rows: Rows, project: str, text: Mapping[str, float], day: int, phase: str | None) -> dict[str, dict]:
    """By lesson: score and reasons."""
    mine = next(row for row in rows.projects if row.id == project)
    known = {row.id for row in rows.projects}
    people = {work.person for work in rows.assignments if work.project == project}
    made = [reuse for reuse in rows.reuses if reuse.day <= day]
    here = {reuse.lesson for reuse in made if reuse.project == project}
    alike = {reuse.project for reuse in made if reuse.lesson in here and reuse.project != project} & known
    had = here | {reuse.lesson for reuse in made if reuse.person in people}
    best = max((text.get(row.id, 0.0) for row in rows.lessons if available(row, day)), default=0.0)
    found = {}
    for lesson in rows.lessons:
        near = max((nearness(rows, about, asked) for about, asked in product(lesson.topics, mine.topics)), default=0.0)
        by_alike = {reuse.project for reuse in made if reuse.lesson == lesson.id and reuse.project in alike}
        similar = text.get(lesson.id, 0.0) / best if best else 0.0
        if not available(lesson, day) or lesson.id in had or lesson.project == project or people & set(lesson.learners):
            continue
        if near == 0 and similar == 0 and not by_alike:
            continue
        common, either = set(lesson.topics) & set(mine.topics), set(lesson.topics) | set(mine.topics)
        judged = [reuse for reuse in reuses_by(rows, day, lesson.id) if reuse.outcome is not None]
        helped = sum(reuse.outcome == "HELPED" for reuse in judged)
        others = sum(reuse.scope != "OWN" for reuse in reuses_by(rows, day, lesson.id))
        z2 = 1.959963984540054**2
        score = max(similar, 0.02) * (0.5 + len(common) / max(len(either), 1)) * (1 + log(1 + others))
        score *= 2 * (helped + z2 / 2) / (len(judged) + z2)
        score *= 1.2 if phase is not None and lesson.phase == phase else 1.0
        found[lesson.id] = {
            "score": score,
            "text": similar or None,
            "topics": tuple(sorted(common)),
            "reuses": others,
            "projects": tuple(sorted(project for project in by_alike if project is not None)),
            "proof": (len(judged), helped) if judged else None,
            "same_phase": phase is not None and lesson.phase == phase,
        }
    return found


def ordered(scores: Mapping[str, float]) -> list[str]:
    """By score, highest first, ties by id; scores that differ by rounding are equal."""
    return sorted(scores, key=lambda id_: (-round(scores[id_], 12), id_))
