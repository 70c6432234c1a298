"""Selects the two people who should meet about topics: one who learned lessons, one who works on a project about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, day_number
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.acquaintance import acquaintances
from graph_service.analysis.people.open_projects import OpenProjects
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.expertise import Expertise, score_expertise
from graph_service.analysis.relevance.projects import known_to_project
from graph_service.analysis.scope.masks import available_on, lessons_in


@dataclass(frozen=True, slots=True)
class Meeting:
    """`giver` tells `receiver` about `lessons` for `project`, the highest score first. All fields are codes."""

    giver: int
    receiver: int
    project: int
    lessons: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """Candidates and subject of a meeting. gaps: by topic, its weight. lessons: the lessons about the topics that may be recommended."""

    gaps: Floats
    lessons: Flags
    givers: Flags
    receivers: Flags


def meeting(columns: Columns, view: View, work: OpenProjects, wish: Wish) -> Meeting | None:
    """Returns the first pair of giver and receiver who are not acquainted, provided the giver learned a lesson that is new to the project.

    Givers are ranked by the score of their lessons on the topics, as in experts; receivers by the sum of gaps over the topics of their
    project, for the best of their projects; ties by id. A lesson is not new to a project if the project, or anyone who ever worked on it,
    learned or reused it.
    """
    known, made = _expertise(columns, view, wish), reused_by_others(columns, view)
    receivers = list(_receivers(work, wish))

    @cache
    def had(project: int) -> Flags:
        return known_to_project(columns, project, made)

    for giver in _givers(columns, known, wish):
        mine, acquainted = columns.own.transitions.row(giver), acquaintances(columns, giver, view)
        lessons = distinct(mine[known.lesson_scores[mine] > 0])
        for receiver, project in receivers:
            if not acquainted[receiver] and len(new := lessons[~had(project)[lessons]]):
                return Meeting(giver, receiver, project, _highest(known.lesson_scores, new))
    return None


def _expertise(columns: Columns, view: View, wish: Wish) -> Expertise:
    relevant = wish.lessons & available_on(columns, day_number(view.chart)) & lessons_in(columns, view)
    return score_expertise(columns, relevant.astype(np.float64), view)


def _givers(columns: Columns, known: Expertise, wish: Wish) -> list[int]:
    score = known.person_scores(columns)
    return _highest(score, np.flatnonzero(wish.givers & (score > 0)))


def _receivers(work: OpenProjects, wish: Wish) -> Iterator[tuple[int, int]]:
    """Each receiver once, with the best of their projects."""
    use = work.covers @ wish.gaps
    seen: set[int] = set()
    for at in _highest(use, np.flatnonzero(wish.receivers[work.person] & (use > 0))):
        person = int(work.person[at])
        if person not in seen:
            seen.add(person)
            yield person, int(work.project[at])


def _highest(value: Floats, codes: Indices) -> list[int]:
    """These codes by value, highest first, then by code. Values that differ only by rounding are equal."""
    return codes[np.argsort(-value[codes].round(9), kind="stable")].tolist()
