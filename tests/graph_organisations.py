"""Graphs as organisations: a tie from a to b is a lesson of a's that b reused."""

from datetime import date
from random import Random

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from tests.analysis.rows import DepartmentRow, LessonRow, MembershipRow, PersonRow, ReuseRow, Rows, build

DAY = date(2024, 2, 10)
VIEW = View(DAY)


def rows_of_graph(ties: dict[tuple[str, str], int], groups: dict[str, str]) -> Rows:
    """As many reuses as the tie's weight; everyone has been in their group from the start, and what happened is attributed to it."""
    day, ids = day_number(DAY), sorted(set(groups.values()))
    reuses = [(a, b, n) for (a, b), weight in ties.items() for n in range(weight)]
    return Rows(
        departments=[DepartmentRow(id_, id_) for id_ in ids],
        parents=[],
        topics=[],
        lessons=[LessonRow(f"by {a}", day, None, [groups[a]], [a], []) for a in groups],
        reuses=[
            ReuseRow(f"{a} to {b}, {n}", f"by {a}", b, [groups[b]], day, _scope(groups[a], groups[b]), None, None, None)
            for a, b, n in reuses
        ],
        people=[PersonRow(person, True, True) for person in groups],
        memberships=[MembershipRow(person, group, None, None) for person, group in groups.items()],
    )


def columns_of_graph(ties: dict[tuple[str, str], int], groups: dict[str, str]) -> Columns:
    """The same as columns."""
    return build(rows_of_graph(ties, groups), min_group=1)


def random_graph(seed: int, *, most: int = 14, groups: int = 4, heaviest: int = 3) -> tuple[dict[tuple[str, str], int], dict[str, str]]:
    """Ties with weights, and groups: from sparse to nearly complete, some people without a tie."""
    random = Random(seed)
    people = [f"p{i:02}" for i in range(random.randint(2, most))]
    density = random.choice([0.05, 0.15, 0.3, 0.6, 0.95])
    pairs = [(a, b) for a in people for b in people if a != b and random.random() < density]
    return {pair: random.randint(1, heaviest) for pair in pairs}, {person: f"g{random.randrange(groups)}" for person in people}


def _scope(giver: str, receiver: str) -> str:
    return "INTERNAL" if giver == receiver else "CROSS"
