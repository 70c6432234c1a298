"""Capture, rundowns and conversations worked out the slow way: loops over rows, exact fractions."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import NOBODY, Organisation
from tests.analysis.rows import LessonRow, ProjectRow, Rows

ENOUGH = 5
Figures = dict[str | None, dict[str, Any]]
"""By group id, and of everything together for None."""


class Wait(NamedTuple):
    """A lesson, the day from which it waited, the day on which that ended, and whether with the next step."""

    lesson: LessonRow
    start: int
    end: int
    happened: bool


class Seen:
    """Rows seen through a view until the last day."""

    def __init__(self, rows: Rows, view: View, today: date) -> None:
        self.rows, self.seen, self.view = rows, Organisation(rows, view), view
        self.last = day_number(today) if view.end is None else min(day_number(today), day_number(view.end) - 1)

    def within(self, day: int | None) -> bool:
        """Whether the day lies in the window, and is not after the last day."""
        return day is not None and day <= self.last and self.seen.within(day)

    def projects(self) -> list[ProjectRow]:
        """The projects about the topic."""
        return [row for row in self.rows.projects if self.view.topic is None or set(row.topics) & self.seen.topics()]

    def closed(self) -> list[ProjectRow]:
        """Those that closed in the window, among them those for which nobody knows when if the window has no start."""
        unbounded = self.view.start is None
        return [p for p in self.projects() if p.status == "CLOSED" and (unbounded if p.ended is None else self.seen.within(p.ended))]

    def place(self, link: str, key: str | None, day: int) -> str:
        """The group of the department to which a person belonged, or that owned a project."""
        for row in getattr(self.rows, link):
            since, until = row.since is None or row.since <= day, row.until is None or day < row.until
            if row[0] == key and since and until:
                return self.seen.group(row.department)
        return NOBODY


def share(part: Fraction | int, count: Fraction | int) -> Fraction | None:
    """The share, if there is enough evidence."""
    return Fraction(part) / count if count >= ENOUGH else None


def evidence(count: Fraction | int) -> str:
    """Whether a share of so many is stated."""
    return "ENOUGH" if count >= ENOUGH else "TOO_LITTLE"


def capture_of(rows: Rows, view: View, today: date) -> Figures:
    """`bare`: the ids of the projects without a lesson, only of everything together."""
    at = Seen(rows, view, today)
    lessons = list(at.seen.lessons().values())
    recorded = [row for row in lessons if at.within(row.recorded)]
    learned = [row for row in lessons if at.within(row.learned)]
    unknown = [row for row in learned if row.recorded is None]
    kinds = {
        "learned_to_recorded": [
            Wait(row, row.learned, row.recorded, True) for row in recorded if row.learned is not None and row.recorded is not None
        ],
        "recorded_to_published": [_until_published(row, row.recorded, at.last) for row in recorded],
        "learned_to_published": [_until_published(row, row.learned, at.last) for row in learned],
    }
    closed = [(p, at.place("ownerships", p.id, at.last if p.ended is None else p.ended)) for p in at.closed()]
    involved = [*unknown, *(wait.lesson for waits in kinds.values() for wait in waits)]
    groups = {group for row in involved for group in at.seen.shares(row.departments)} | {group for _, group in closed}
    found: Figures = {}
    for group in [None, *groups]:
        here = [p for p, owner in closed if group in (None, owner)]
        found[group] = {
            "closed": _closed(lessons, here),
            **{kind: _waiting_time(at.seen, waits, group) for kind, waits in kinds.items()},
            "recording_unknown": sum((_part(at.seen, row, group) for row in unknown), Fraction(0)),
        }
    last_first = sorted(here := [p for p, _ in closed], key=lambda p: (-(-(10**9) if p.ended is None else p.ended), p.id))
    found[None]["bare"] = [p.id for p in last_first if not _lessons_of(lessons, [p])] if here else []
    return found


def _until_published(row: LessonRow, start: int | None, last: int) -> Wait:
    assert start is not None
    end = last if row.retired is None else min(last, row.retired)
    happened = row.published is not None and row.published <= end
    return Wait(row, start, row.published if happened and row.published is not None else end, happened)


def _part(seen: Organisation, lesson: LessonRow, group: str | None) -> Fraction:
    return Fraction(1) if group is None else seen.shares(lesson.departments).get(group, Fraction(0))


def _waiting_time(seen: Organisation, waits: list[Wait], group: str | None) -> dict[str, Any]:
    parts = [(max(0, wait.end - wait.start), wait.happened, _part(seen, wait.lesson, group)) for wait in waits]
    count = sum((part for *_, part in parts), Fraction(0))
    left, median, risk = Fraction(1), None, None
    for day in sorted({days for days, happened, part in parts if happened and part}):
        at_risk = sum((part for days, _, part in parts if days >= day), Fraction(0))
        left *= 1 - sum((part for days, happened, part in parts if days == day and happened), Fraction(0)) / at_risk
        if left <= Fraction(1, 2):
            median, risk = day, at_risk
            break
    enough = count >= ENOUGH
    return {
        "lessons": count,
        "waiting": sum((part for _, happened, part in parts if not happened), Fraction(0)),
        "median_days": median if enough else None,
        "at_risk": risk if enough else None,
        "evidence": "TOO_LITTLE" if not enough else "MORE_THAN_HALF_WAIT" if median is None else "ENOUGH",
        "people": len({who for wait in waits if _part(seen, wait.lesson, group) for who in wait.lesson.learners}),
    }


def _lessons_of(lessons: Iterable[LessonRow], projects: Iterable[ProjectRow]) -> list[LessonRow]:
    """Without those that were refused."""
    ids = {project.id for project in projects}
    return [row for row in lessons if row.project in ids and (row.published is not None or row.retired is None)]


def _closed(lessons: list[LessonRow], projects: list[ProjectRow]) -> dict[str, Any]:
    own = _lessons_of(lessons, projects)
    return {
        "projects": len(projects),
        "without_lesson": sum(not _lessons_of(lessons, [project]) for project in projects),
        "lessons": len(own),
        "lessons_per_project": share(len(own), len(projects)),
        "evidence": evidence(len(projects)),
        "people": len({who for row in own for who in row.learners}),
    }


def rundown_use_of(rows: Rows, view: View, today: date) -> Figures:
    """`phases`: by phase."""
    at = Seen(rows, view, today)
    ids, lessons = {p.id for p in at.projects()}, at.seen.lessons()
    in_window = {row.id: row for row in rows.rundowns if at.within(row.held)}
    place: Callable[[str | None, int], str] = lambda project, day: at.place("ownerships", project, day)  # noqa: E731
    held = [place(row.project, row.held) for row in in_window.values() if view.topic is None or row.project in ids]
    made = [
        (place(run.project, run.held), row.decision, run.project)
        for row in rows.considerations
        if (run := in_window.get(row.rundown)) is not None and row.lesson in lessons
    ]
    phases = {phase: [(place(p, day), p) for p, day in _in_phase(at, phase)] for phase in ("BEFORE", "DURING", "AFTER")}
    had = {(row.project, row.phase) for row in rows.rundowns if row.held <= at.last}
    found: Figures = {}
    for group in [None, *held, *(group for group, *_ in made), *(group for reached in phases.values() for group, _ in reached)]:
        here = [(decision, project) for owner, decision, project in made if group in (None, owner)]
        counts = {kind: sum(decision == kind.upper() for decision, _ in here) for kind in ("apply", "not_applicable", "later")}
        found[group] = {
            "rundowns": sum(group in (None, owner) for owner in held),
            "decisions": len(here),
            **counts,
            **{f"{kind}_share": share(count, len(here)) for kind, count in counts.items()},
            "evidence": evidence(len(here)),
            "projects": len({project for _, project in here} & {p.id for p in rows.projects}),
            "phases": [_phase(phase, [p for owner, p in reached if group in (None, owner)], had) for phase, reached in phases.items()],
        }
    return found


def _in_phase(at: Seen, phase: str) -> list[tuple[str, int]]:
    """Id, and the day that decides on the owner."""
    start = None if at.view.start is None else day_number(at.view.start)
    if phase == "AFTER":
        days = [(p.id, at.last if p.ended is None else p.ended) for p in at.closed()]
        return [(id_, day) for id_, day in days if day <= at.last]
    begun = [p for p in at.projects() if p.status != "PLANNED" and p.started is not None and p.started <= at.last]
    if phase == "BEFORE":
        return [(p.id, p.started) for p in begun if at.within(p.started) and p.started is not None]
    found = []
    for p in begun:
        if p.status == "RUNNING":
            found.append((p.id, at.last))
        elif p.ended is None:
            found += [(p.id, at.last)] if start is None else []
        elif start is None or p.ended >= start:
            found.append((p.id, min(p.ended, at.last)))
    return found


def _phase(phase: str, projects: list[str], had: set[tuple[str | None, str]]) -> dict[str, Any]:
    held = sum((project, phase) in had for project in projects)
    count = len(projects)
    return {"phase": phase, "projects": count, "with_rundown": held, "share": share(held, count), "evidence": evidence(count)}


def conversations_of(rows: Rows, view: View, today: date) -> Figures:
    """Each person of a conversation counts one half in their group."""
    at = Seen(rows, view, today)
    ids = {p.id for p in at.projects()}
    talks = [row for row in rows.conversations if at.within(row.held) and (view.topic is None or row.project in ids)]
    sides = []
    for row in talks:
        homes = [at.place("memberships", who, row.held) for who in (row.person, row.other)]
        unknown = NOBODY in homes
        sides += [
            (home, who, not unknown and homes[0] != homes[1], unknown) for home, who in zip(homes, (row.person, row.other), strict=True)
        ]
    found: Figures = {}
    for group in [None, *(home for home, *_ in sides)]:
        here = [side for side in sides if group in (None, side[0])]
        held, across, unknown = (Fraction(sum(picks), 2) for picks in ([True for _ in here], [s[2] for s in here], [s[3] for s in here]))
        found[group] = {
            "conversations": held,
            "across": across,
            "unknown": unknown,
            "across_share": share(across, held - unknown),
            "evidence": evidence(held - unknown),
            "people": len({who for _, who, *_ in here} & {person.id for person in rows.people}),
        }
    return found
