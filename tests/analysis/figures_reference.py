"""The figures of lessons and reuses worked out the slow way: loops over rows, exact fractions."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from statistics import median

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import NOBODY, Organisation
from tests.analysis.rows import LessonRow, ReuseRow, Rows

Weighed = list[tuple[ReuseRow, Fraction]]


def saving_of(events: Weighed) -> dict | None:
    """Of reuses that count in part, except those of own lessons; None when none of them states anything."""
    stated = [(event, part) for event, part in events if event.scope != "OWN" and (event.hours is not None or event.cost is not None)]
    if not stated:
        return None
    timed = [Fraction(event.hours) * part for event, part in stated if event.hours is not None]
    costs: dict[str, Fraction] = {}
    for event, part in stated:
        if event.cost is not None and event.currency is not None:
            costs[event.currency] = costs.get(event.currency, Fraction(0)) + event.cost * part
    return {
        "hours": sum(timed, Fraction(0)) if timed else None,
        "costs": costs,
        "events": len(stated),
        "people": len({event.person for event, _ in stated} - {None}),
    }


def benefits_of(rows: Rows, view: View) -> dict[tuple[str, str, str], dict]:
    """By group id, side (given, received) and kind (reported, confirmed); those that state something."""
    seen = Organisation(rows, view)
    lessons, found = seen.lessons(), {}
    for group in [*(row.id for row in rows.departments), NOBODY]:
        given = [(event, seen.shares(lessons[event.lesson].departments).get(group)) for event in seen.events()]
        received = [(event, seen.shares(event.departments).get(group)) for event in seen.events()]
        for side, events in (("given", given), ("received", received)):
            here = [(event, part) for event, part in events if part is not None]
            found[group, side, "reported"] = saving_of(here)
            found[group, side, "confirmed"] = saving_of([(event, part) for event, part in here if event.confirmed])
    return {place: saving for place, saving in found.items() if saving is not None}


def published_of(seen: Organisation) -> list[LessonRow]:
    """The lessons published in the window."""
    return [lesson for lesson in seen.lessons().values() if seen.within(lesson.published)]


def groups_of(seen: Organisation, lessons: Iterable[LessonRow]) -> set[str]:
    """Who has a part in these lessons."""
    return {group for lesson in lessons for group in seen.shares(lesson.departments)}


def stories_of(rows: Rows, view: View) -> dict[str | None, dict]:
    """By group id, and of all lessons together for None."""
    seen, found = Organisation(rows, view), {}
    lessons = published_of(seen)
    for group in [None, *groups_of(seen, lessons)]:
        parts = [(lesson, _part(seen, lesson, group)) for lesson in lessons if _part(seen, lesson, group)]
        total = sum((part for _, part in parts), Fraction(0))

        def share(kept: list[bool], parts: list = parts, total: Fraction = total) -> Fraction | None:
            return sum((part for (_, part), keep in zip(parts, kept, strict=True) if keep), Fraction(0)) / total if total else None

        found[group] = {
            "lessons": total,
            "went_well": share([lesson.went_well for lesson, _ in parts]),
            "went_wrong": share([lesson.went_wrong for lesson, _ in parts]),
            "both": share([lesson.went_well and lesson.went_wrong for lesson, _ in parts]),
            "neither": share([not lesson.went_well and not lesson.went_wrong for lesson, _ in parts]),
            "people": len({person for lesson, _ in parts for person in lesson.learners}),
        }
    return found


def shelf_of(rows: Rows, view: View, today: date) -> dict[str | None, dict]:
    """By group id, and of all lessons together for None. `fates`: lesson id -> what became of it; `curve`: day, at risk, share."""
    seen, found = Organisation(rows, view), {}
    last = day_number(today) if view.end is None else min(day_number(today), day_number(view.end) - 1)
    lessons = [lesson for lesson in published_of(seen) if lesson.published is not None and lesson.published <= last]
    uses = {lesson.id: [e for e in rows.reuses if e.lesson == lesson.id and e.scope != "OWN" and e.day <= last] for lesson in lessons}
    fates = {lesson.id: _fate(lesson, uses[lesson.id], last) for lesson in lessons}
    for group in [None, *groups_of(seen, lessons)]:
        parts = {lesson.id: _part(seen, lesson, group) for lesson in lessons if _part(seen, lesson, group)}
        made = [event for id_ in parts for event in uses[id_]]
        curve = _product_limit([(*_observation(seen.lessons()[id_], uses[id_], last), part) for id_, part in parts.items()])
        found[group] = {
            **{kind: sum((parts[id_] for id_ in parts if fates[id_] == kind), Fraction(0)) for kind in FATES},
            "published": sum(parts.values(), Fraction(0)),
            "median_days": next((day for day, _, share in curve if share <= Fraction(1, 2)), None),
            "events": len(made),
            "people": len({event.person for event in made} - {None}),
            "curve": curve,
            "waiting": [id_ for id_ in parts if fates[id_] == "on_shelf"],
        }
    return found


FATES = ("reused", "considered", "retired", "on_shelf")


def _fate(lesson: LessonRow, uses: list[ReuseRow], last: int) -> str:
    """The state of a published lesson: reused, considered, retired or still on the shelf."""
    if uses:
        return "reused"
    if lesson.considered is not None and lesson.considered <= last:
        return "considered"
    return "retired" if lesson.retired is not None and lesson.retired <= last else "on_shelf"


def _observation(lesson: LessonRow, uses: list[ReuseRow], last: int) -> tuple[int, bool]:
    """After how many days the observation of a published lesson ended, and whether with a reuse. It ends at retirement at the latest."""
    assert lesson.published is not None
    end = last if lesson.retired is None else min(last, lesson.retired)
    if days := [event.day for event in uses if event.day <= end]:
        return max(0, min(days) - lesson.published), True
    return max(0, end - lesson.published), False


def _product_limit(watched: list[tuple[int, bool, Fraction]]) -> list[tuple[int, Fraction, Fraction]]:
    share, steps = Fraction(1), []
    for day in sorted({days for days, happened, _ in watched if happened}):
        at_risk = sum((part for days, _, part in watched if days >= day), Fraction(0))
        share *= 1 - sum((part for days, happened, part in watched if days == day and happened), Fraction(0)) / at_risk
        steps.append((day, at_risk, share))
    return steps


def _part(seen: Organisation, lesson: LessonRow, group: str | None) -> Fraction:
    return Fraction(1) if group is None else seen.shares(lesson.departments).get(group, Fraction(0))


def participation_of(rows: Rows, view: View) -> dict:
    """The counts by name."""
    seen = Organisation(rows, view)
    lessons = [lesson for lesson in seen.lessons().values() if seen.within(lesson.learned)]
    about = [p for p in rows.projects if view.topic is None or set(p.topics) & seen.topics()]
    unbounded = view.start is None  # a project that closed nobody knows when
    closed = [p.id for p in about if p.status == "CLOSED" and (unbounded if p.ended is None else seen.within(p.ended))]
    told = {lesson.project for lesson in seen.lessons().values() if lesson.published is not None}
    learners = {person for lesson in lessons for person in lesson.learners}
    reusers = {event.person for event in seen.events()} - {None}
    delays = [max(0, lesson.recorded - lesson.learned) for lesson in lessons if lesson.recorded is not None and lesson.learned is not None]
    delays += [max(0, event.recorded - event.day) for event in seen.events() if event.recorded is not None]
    return {
        "closed_projects": len(closed),
        "with_lesson": len(told.intersection(closed)),
        "lessons": len(lessons),
        "events": len(seen.events()),
        "learners": len(learners),
        "reusers": len(reusers),
        "people": len(learners | reusers),
        "median_days": median(delays) if delays else None,
    }
