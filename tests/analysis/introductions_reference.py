"""Introductions worked out the slow way: loops over rows, exact fractions, one pair of people after the other."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import product

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import Organisation
from tests.analysis.people_reference import group_of
from tests.analysis.rankings_reference import above, acquainted, available, worth_of
from tests.analysis.rows import AssignmentRow, LessonRow, ReuseRow, Rows

Pair = tuple[str, str]


def introductions_of(rows: Rows, view: View) -> list[tuple]:
    """Each as (giver, receiver, expected, observed, events, people, who gives, who receives, project, topics, lessons)."""
    gaps, met, found = gaps_of(rows, view), defaultdict(int), []
    for pair in sorted(gaps, key=lambda pair: (gaps[pair][1] - gaps[pair][0], pair)):
        expected, observed, wide = gaps[pair]
        if expected > observed and (meeting := meeting_of(rows, view, pair, wide, met)):
            met[meeting[0]] += 1
            met[meeting[1]] += 1
            made = tested(rows, view, pair[1])
            people = {event.person for event in made} - {None}
            topics = sorted(wide, key=lambda topic: (-wide[topic], topic))
            found.append((*pair, expected, observed, len(made), len(people), *meeting[:3], topics, meeting[3][:5]))
    return found


def gaps_of(rows: Rows, view: View) -> dict[Pair, tuple[Fraction, Fraction, dict[str, Fraction]]]:
    """By giver and receiver: expected and observed on their common topics, and the difference on each topic where it is above 0."""
    seen, found = Organisation(rows, view), {}
    groups = {seen.group(row.id) for row in rows.departments}
    for receiver in groups:
        expected, observed = chance_of(rows, view, receiver), Counter(event.lesson for event in tested(rows, view, receiver))
        at_stake = worked_on(rows, view, receiver)
        for giver in groups - {receiver}:
            common = at_stake & proven(rows, view, giver)
            parts = {id_: seen.shares(row.departments).get(giver, Fraction(0)) for id_, row in seen.lessons().items()}
            short = {id_: part * (expected[id_] - observed[id_]) for id_, part in parts.items()}
            about = {topic: {id_ for id_, row in seen.lessons().items() if topic in row.topics} for topic in common}
            counted = {id_ for ids in about.values() for id_ in ids}
            wide = {topic: gap for topic, ids in about.items() if (gap := sum((short[id_] for id_ in ids), Fraction(0))) > 0}
            sums = [sum((parts[id_] * amount[id_] for id_ in counted), Fraction(0)) for amount in (expected, observed)]
            found[giver, receiver] = sums[0], sums[1], wide
    return found


def chance_of(rows: Rows, view: View, group: str) -> dict[str, Fraction]:
    """By lesson: how often each of the group's events would have drawn it."""
    lessons, found = Organisation(rows, view).lessons(), defaultdict[str, Fraction](Fraction)
    for event in tested(rows, view, group):
        offered = [
            lesson.id
            for lesson in lessons.values()
            if event.person not in lesson.learners and (lesson.id == event.lesson or available(lesson, event.day))
        ]
        for id_ in offered:
            found[id_] += Fraction(1, len(offered))
    return found


def lesson_of(rows: Rows, event: ReuseRow) -> LessonRow:
    return next(row for row in rows.lessons if row.id == event.lesson)


def tested(rows: Rows, view: View, group: str) -> list[ReuseRow]:
    """The events of the view made in a group."""
    seen = Organisation(rows, view)
    return [event for event in seen.events() if event.scope in ("INTERNAL", "CROSS") and group in seen.shares(event.departments)]


def now(view: View) -> View:
    """The same on the day of the chart, whatever the window."""
    return replace(view, start=None, end=view.chart + timedelta(days=1))


def proven(rows: Rows, view: View, group: str) -> set[str]:
    """The topics of lessons of the group that another group reused."""
    seen = Organisation(rows, now(view))
    crossed = [lesson_of(rows, event) for event in seen.events() if seen.crosses(event)]
    return {topic for lesson in crossed if group in seen.shares(lesson.departments) for topic in lesson.topics}


def at_work(rows: Rows, view: View) -> list[AssignmentRow]:
    """Those on projects that are planned or running, on the day of the chart."""
    is_open, day = {row.id for row in rows.projects if row.status in ("PLANNED", "RUNNING")}, day_number(view.chart)
    return [
        row
        for row in rows.assignments
        if row.project in is_open and (row.since is None or row.since <= day) and (row.until is None or day < row.until)
    ]


def covered(rows: Rows, project: str) -> set[str]:
    """The topics of a project and everything narrower."""
    about = set(next(row.topics for row in rows.projects if row.id == project))
    return about | {row.id for row in rows.topics if above(rows, row.id) & about}


def worked_on(rows: Rows, view: View, group: str) -> set[str]:
    """What the open projects of the group's people are about."""
    return {topic for row in at_work(rows, view) if group_of(rows, now(view), row.person) == group for topic in covered(rows, row.project)}


def meeting_of(rows: Rows, view: View, pair: Pair, wide: dict[str, Fraction], met: dict[str, int]) -> tuple | None:
    """Who gives, who receives, the project, the lessons."""
    today, day = now(view), day_number(view.chart)
    may = {row.id: group_of(rows, today, row.id) for row in rows.people if row.active and row.discoverable and met[row.id] < 2}
    seen = Organisation(rows, today)
    lessons = {
        lesson.id: worth_of(rows, lesson, day)[0]
        for lesson in seen.lessons().values()
        if lesson.learners and set(lesson.topics) & wide.keys() and pair[0] in seen.shares(lesson.departments) and available(lesson, day)
    }
    mine = {person: {id_ for id_ in lessons if person in the(rows, id_).learners} for person, group in may.items() if group == pair[0]}
    givers = sorted((person for person in mine if mine[person]), key=lambda one: (-round(sum(lessons[id_] for id_ in mine[one]), 9), one))
    use = {row.project: sum(wide.get(topic, 0) for topic in covered(rows, row.project)) for row in at_work(rows, view)}
    best: dict[str, str] = {}
    for row in sorted(at_work(rows, view), key=lambda row: (-use[row.project], row.project)):
        if use[row.project] > 0 and may.get(row.person) == pair[1]:
            best.setdefault(row.person, row.project)
    receivers = sorted(best, key=lambda one: (-use[best[one]], one))
    for giver, receiver in product(givers, receivers):
        new = sorted(mine[giver] - had_by(rows, today, best[receiver]), key=lambda id_: (-round(lessons[id_], 9), id_))
        if receiver not in acquainted_in(rows, today)[giver] and new:
            return giver, receiver, best[receiver], new
    return None


def the(rows: Rows, lesson: str) -> LessonRow:
    return next(row for row in rows.lessons if row.id == lesson)


def had_by(rows: Rows, view: View, project: str) -> set[str]:
    """The lessons that a project or anyone who ever worked on it learned or, being others, reused."""
    people = {row.person for row in rows.assignments if row.project == project}
    learned = {row.id for row in rows.lessons if row.project == project or people & set(row.learners)}
    made = [event for event in Organisation(rows, view).events() if event.scope != "OWN"]
    return learned | {event.lesson for event in made if event.project == project or event.person in people}


def acquainted_in(rows: Rows, view: View) -> dict[str, set[str]]:
    """Who dealt with whom in the view."""
    seen = Organisation(rows, view)
    return acquainted(replace(rows, lessons=list(seen.lessons().values())), day_number(view.chart))
