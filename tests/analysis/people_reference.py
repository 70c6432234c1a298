"""Questions about people answered the slow way: loops over rows and over every path, exact fractions."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import permutations, product

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.brokers import Broker
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.brokerage import ROLES
from tests.analysis.network_reference import NOBODY, Organisation
from tests.analysis.rows import ReuseRow, Rows

Ties = Mapping[tuple[str, str], Fraction | int]
Pair = tuple[str, str]

VIEWS = [
    View(date(2024, 2, 10)),
    View(date(2024, 1, 10), level=1),
    View(date(2024, 2, 10), start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(date(2024, 2, 10), topic="t0", level=0),
]


def reuses_by_others(rows: Rows, view: View) -> list[ReuseRow]:
    """The events of the view without OWN ones."""
    return [event for event in Organisation(rows, view).events() if event.scope != "OWN"]


def ties_of(rows: Rows, view: View, leaving: frozenset[str] = frozenset()) -> Ties:
    """Learner -> reuser with the sum of 1 / (number of learners), among those who stay."""
    lessons, ties = {row.id: row for row in rows.lessons}, defaultdict[Pair, Fraction](Fraction)
    for event in reuses_by_others(rows, view):
        for learner in lessons[event.lesson].learners:
            if event.person is not None and not {learner, event.person} & leaving:
                ties[learner, event.person] += Fraction(1, len(lessons[event.lesson].learners))
    return dict(ties)


def home_of(rows: Rows, view: View, person: str) -> str | None:
    """The department on the last day of the window, else the one before."""
    end = 10**9 if view.end is None else day_number(view.end)
    begun = [row for row in rows.memberships if row.person == person and (row.since is None or row.since < end)]
    return max(begun, key=lambda row: -(10**9) if row.since is None else row.since).department if begun else None


def group_of(rows: Rows, view: View, person: str) -> str:
    """The group of a person's home."""
    home = home_of(rows, view, person)
    return NOBODY if home is None else Organisation(rows, view).group(home)


def roles_played(broker: Broker) -> list[int]:
    """How often the person plays each role, in the order of ROLES."""
    return [getattr(broker, role.name.lower()) for role in ROLES]


def roles_of(ties: Ties, group: dict[str, str]) -> dict[str, list[int]]:
    """By person: coordinator, itinerant, gatekeeper, representative, liaison."""
    people = {person for tie in ties for person in tie}
    found = {person: [0] * 5 for person in people}
    for a, b, c in permutations(sorted(people), 3):
        if (a, b) in ties and (b, c) in ties and (a, c) not in ties and NOBODY not in (group[a], group[b], group[c]):
            found[b][role_of(group[a], group[b], group[c])] += 1
    return found


def role_of(a: str, b: str, c: str) -> int:
    """The role of b."""
    if a == c:
        return 0 if b == a else 1
    return 2 if b == c else 3 if a == b else 4


def constraint_of(ties: Ties, person: str) -> float:
    """By the formula, letter for letter."""
    people = sorted({one for tie in ties for one in tie})

    def both(i: str, j: str) -> Fraction:
        return Fraction(ties.get((i, j), 0) + ties.get((j, i), 0))

    @cache
    def p(i: str, j: str) -> Fraction:
        return both(i, j) / sum(both(i, k) for k in people if k != i)

    others = [one for one in people if one != person]
    contacts = [j for j in others if both(person, j) > 0]
    return float(sum((p(person, j) + sum(p(person, q) * p(q, j) for q in others if q != j)) ** 2 for j in contacts))


def parts_of(rows: Rows, view: View) -> list[tuple[ReuseRow, Pair, Fraction]]:
    """Each event of others with each pair of different known groups it is part of, and the part."""
    seen, lessons, found = Organisation(rows, view), {row.id: row for row in rows.lessons}, []
    for event in reuses_by_others(rows, view):
        given, made = seen.shares(lessons[event.lesson].departments), seen.shares(event.departments)
        for (giver, f), (receiver, g) in product(given.items(), made.items()):
            if giver != receiver and NOBODY not in (giver, receiver):
                found.append((event, (giver, receiver), f * g))
    return found


def figures_of(rows: Rows, view: View) -> dict[Pair, tuple[Fraction, int, int]]:
    """By pair of groups: F, events, people."""
    found = defaultdict[Pair, list[tuple[ReuseRow, Fraction]]](list)
    for event, pair, part in parts_of(rows, view):
        found[pair].append((event, part))
    return {
        pair: (sum((part for _, part in parts), Fraction(0)), len(parts), len({event.person for event, _ in parts} - {None}))
        for pair, parts in found.items()
    }


def vanishes(rows: Rows, event: ReuseRow, people: frozenset[str], departments: frozenset[str] = frozenset()) -> bool:
    """Whether an event needs one of these people; the departments stand for people nobody knows."""
    lesson = next(row for row in rows.lessons if row.id == event.lesson)
    made = {event.person} <= people if event.person is not None else bool(event.departments) and set(event.departments) <= departments
    if lesson.learners:
        return made or set(lesson.learners) <= people
    return made or (bool(lesson.departments) and set(lesson.departments) <= departments)


def shares_of(rows: Rows, view: View, person: str) -> dict[Pair, Fraction]:
    """The share of each pair's flow that vanishes without a person."""
    figures, found = figures_of(rows, view), defaultdict[Pair, Fraction](Fraction)
    for event, pair, part in parts_of(rows, view):
        if vanishes(rows, event, frozenset({person})):
            found[pair] += part / figures[pair][0]
    return dict(found)


def pairs_at_risk_of(rows: Rows, view: View) -> set[tuple[Pair, str, Fraction]]:
    """Pairs of 5 events or more with the people on whom over half rests."""
    figures = figures_of(rows, view)
    shares = [(person.id, pair, share) for person in rows.people for pair, share in shares_of(rows, view, person.id).items()]
    return {(pair, person, share) for person, pair, share in shares if share > Fraction(1, 2) and figures[pair][1] >= 5}


def components_of(ties: Ties) -> list[set[str]]:
    """People who are connected, one tie after another."""
    found: list[set[str]] = []
    for tie in ties:
        touched = [part for part in found if part & set(tie)]
        found = [part for part in found if part not in touched] + [set(tie).union(*touched)]
    return found
