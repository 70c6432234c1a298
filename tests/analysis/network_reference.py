"""The same questions answered the slow way: loops over rows, exact fractions, every subset written out."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from tests.analysis.rows import LessonRow, ReuseRow, Rows

NOBODY = "(unattributed)"


@dataclass
class Organisation:
    """Rows seen through a view."""

    rows: Rows
    view: View

    def path(self, department: str) -> list[str]:
        """The department and all above it on the chart, from the root down."""
        day, path = day_number(self.view.chart), [department]
        while above := [
            p.parent
            for p in self.rows.parents
            if p.child == path[0] and (p.since is None or p.since <= day) and (p.until is None or day < p.until)
        ]:
            path.insert(0, above[0])
        return path

    def group(self, department: str) -> str:
        """The ancestor at the view's level, or the department itself when that lies higher."""
        path = self.path(department)
        return department if self.view.level is None else path[min(self.view.level, len(path) - 1)]

    def shares(self, departments) -> dict[str, Fraction]:
        """1/n each, summed up the tree."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for department in departments:
            found[self.group(department)] += Fraction(1, len(departments))
        return dict(found) or {NOBODY: Fraction(1)}

    def crosses(self, event: ReuseRow) -> bool:
        """Whether none of the groups that made a reuse learned the lesson, and it is no reuse of an own lesson, nor by or of nobody."""
        learned = next(row.departments for row in self.rows.lessons if row.id == event.lesson)
        return event.scope == "CROSS" and not {self.group(id_) for id_ in learned} & {self.group(id_) for id_ in event.departments}

    def topics(self) -> set[str]:
        """The view's topic and everything narrower."""
        assert self.view.topic is not None
        found = {self.view.topic}
        while more := {row.id for row in self.rows.topics if set(row.broader) & found} - found:
            found |= more
        return found

    def lessons(self) -> dict[str, LessonRow]:
        """The lessons of the view by id."""
        topics = None if self.view.topic is None else self.topics()
        return {row.id: row for row in self.rows.lessons if topics is None or set(row.topics) & topics}

    def events(self) -> list[ReuseRow]:
        """The reuses of the view."""
        lessons = self.lessons()
        return [row for row in self.rows.reuses if row.lesson in lessons and self.within(row.day)]

    def within(self, day: int | None) -> bool:
        """Whether the day, which is known, lies in the window."""
        start = -(10**9) if self.view.start is None else day_number(self.view.start)
        end = 10**9 if self.view.end is None else day_number(self.view.end)
        return day is not None and start <= day < end


def flow_of(rows: Rows, view: View) -> dict[tuple[str, str], dict]:
    """The cells by group ids."""
    seen = Organisation(rows, view)
    cells: dict[tuple[str, str], dict] = {}
    for event in seen.events():
        given, made = seen.shares(seen.lessons()[event.lesson].departments), seen.shares(event.departments)
        for (giver, f), (receiver, g) in product(given.items(), made.items()):
            cell = cells.setdefault((giver, receiver), {"reuses": 0, "hours": None, "costs": {}, "events": 0, "people": set()})
            cell["reuses"] += f * g
            cell["events"] += 1
            cell["people"] |= {event.person} - {None}
            if event.scope == "OWN":
                continue
            if event.hours is not None:
                cell["hours"] = (cell["hours"] or 0) + f * g * Fraction(event.hours)
            if event.cost is not None:
                cell["costs"][event.currency] = cell["costs"].get(event.currency, 0) + f * g * event.cost
    return cells


def chances_of(rows: Rows, view: View) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """Expected and observed reuses by the ids of the giving and the receiving group, for all groups with a department, zeros included."""
    seen = Organisation(rows, view)
    lessons, groups = seen.lessons(), sorted({seen.group(row.id) for row in rows.departments})
    events = [event for event in seen.events() if event.scope in ("INTERNAL", "CROSS")]
    found: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
    for giver, receiver in product(groups, groups):
        made = [event for event in events if receiver in seen.shares(event.departments)]
        expected = sum((_draw(seen, lessons, event, giver, on_topic=False)[0] for event in made), Fraction(0))
        observed = sum((seen.shares(lessons[event.lesson].departments).get(giver, Fraction(0)) for event in made), Fraction(0))
        found[giver, receiver] = expected, observed
    return found


def silos_of(rows: Rows, view: View, *, on_topic: bool = False) -> dict[str, dict]:
    """By group id: events, internal, expected, spread, p and p_open by full enumeration of what could have been drawn."""
    seen = Organisation(rows, view)
    lessons = seen.lessons()
    events = [event for event in seen.events() if event.scope in ("INTERNAL", "CROSS")]
    found: dict[str, dict] = {}
    for group in sorted({g for e in events for g in [*seen.shares(e.departments), *seen.shares(lessons[e.lesson].departments)]}):
        here = [event for event in events if group in seen.shares(event.departments)]
        left_out = [event for event in here if on_topic and not lessons[event.lesson].topics]
        tested = [event for event in here if event not in left_out]
        draws = [_draw(seen, lessons, event, group, on_topic=on_topic) for event in tested]
        internal = sum((seen.shares(lessons[event.lesson].departments).get(group, Fraction(0)) for event in tested), Fraction(0))
        chance = _heads([p for p, _ in draws])
        found[group] = {
            "events": len(tested),
            "left_out": len(left_out),
            "people": len({event.person for event in tested} - {None}),
            "internal": internal,
            "expected": sum((p for p, _ in draws), Fraction(0)),
            "spread": sum((v for _, v in draws), Fraction(0)),
            "p": sum(chance[floor(internal) :]) if tested else None,
            "p_open": sum(chance[: ceil(internal) + 1]) if tested else None,
            "e_index": _e_index(seen, lessons, events, group),
        }
    return found


def _draw(seen: Organisation, lessons: dict[str, LessonRow], event: ReuseRow, group: str, *, on_topic: bool) -> tuple[Fraction, Fraction]:
    reused = lessons[event.lesson]
    offered = [
        lesson
        for lesson in lessons.values()
        if event.person not in lesson.learners
        and (lesson.id == reused.id or _available(lesson, event.day))
        and (not on_topic or set(lesson.topics) & set(reused.topics))
    ]
    parts = [seen.shares(lesson.departments).get(group, Fraction(0)) for lesson in offered]
    mean = sum(parts, Fraction(0)) / len(parts)
    return mean, sum((part**2 for part in parts), Fraction(0)) / len(parts) - mean**2


def _available(lesson: LessonRow, day: int) -> bool:
    return lesson.published is not None and lesson.published <= day and (lesson.retired is None or day < lesson.retired)


def _heads(chances: list[Fraction]) -> list[Fraction]:
    """P(B = 0), P(B = 1), ...: one coin after the other."""
    found = [Fraction(1)]
    for p in chances:
        found = [(1 - p) * stay + p * come for stay, come in zip([*found, 0], [0, *found], strict=True)]
    return found


def _e_index(seen: Organisation, lessons: dict[str, LessonRow], events: list[ReuseRow], group: str | None) -> Fraction:
    """(E - I) / (E + I) of a group, or of the whole network for None."""
    within = across = Fraction(0)
    for event in events:
        pairs = product(seen.shares(lessons[event.lesson].departments).items(), seen.shares(event.departments).items())
        for (giver, f), (receiver, g) in pairs:
            if group is None or group in (giver, receiver):
                within, across = (within + f * g, across) if giver == receiver else (within, across + f * g)
    return (across - within) / (across + within)


def e_index_of(rows: Rows, view: View) -> Fraction | None:
    """That of the whole network."""
    seen = Organisation(rows, view)
    events = [event for event in seen.events() if event.scope in ("INTERNAL", "CROSS")]
    return _e_index(seen, seen.lessons(), events, None) if events else None


def most_reused_of(rows: Rows, view: View, *, across: bool) -> list[tuple[str, int, int, int]]:
    """Lesson, reuses, groups and people, of all lessons with a reuse."""
    seen = Organisation(rows, view)
    events = [event for event in seen.events() if not across or seen.crosses(event)]
    found = []
    for lesson in {event.lesson for event in events}:
        made = [event for event in events if event.lesson == lesson]
        groups = {group for event in made for group in seen.shares(event.departments)} - {NOBODY}
        found.append((lesson, len(made), len(groups), len({event.person for event in made} - {None})))
    return sorted(found, key=lambda row: (-row[1], row[0]))
