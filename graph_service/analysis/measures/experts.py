"""Experts: people who learned relevant lessons, ranked above all by the reuse of these lessons by others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import Shares, count_at, roll_up_shares
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.acquaintance import PathStep, shortest_paths
from graph_service.analysis.people.person_network import people_below
from graph_service.analysis.relevance.expertise import Expertise, lesson_relevance, score_expertise
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.relevance.relevance import TextScores
from graph_service.page_size import check_page_size

LISTED: Final = 100  # maximum number of lessons, and of reuses, listed as evidence per expert


@dataclass(frozen=True, slots=True)
class Wanted:
    """Search criteria for experts; several criteria are combined with AND.

    topic, project: ids; a project stands for its topics. text: scores from the full-text index. away_from: the id of a department; its
    people, and those of its descendants today, are excluded. asker: the id of the person who makes the request, who is excluded as well.
    """

    topic: str | None = None
    project: str | None = None
    text: TextScores | None = None
    away_from: str | None = None
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """A lesson that is evidence for an expert: its relevance to the criteria, its number of learners, and its contribution to the score."""

    lesson: str
    relevance: float
    learners: int
    score: float


@dataclass(frozen=True, slots=True)
class Uptake:
    """A reuse of such a lesson by others, and its contribution to the score: 0 if the reuse was of no benefit."""

    reuse: str
    lesson: str
    score: float


@dataclass(frozen=True, slots=True)
class Gain:
    """A group that benefited from reusing such lessons. events: the number of reuses, each counted whole. people: the number of known
    people who made them.
    """

    group: Group
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert, by id, with the evidence.

    score: the sum over all `lesson_count` relevant lessons of the person and their `reuse_count` reuses. lessons, reuses: at most LISTED
    each, those with the largest contributions, by score, ties by id. gained: by events, most first, ties by group id. path: the steps from
    the asker; None without an asker or a path.
    """

    person: str
    score: float
    lesson_count: int
    lessons: tuple[KnownLesson, ...]
    reuse_count: int
    reuses: tuple[Uptake, ...]
    gained: tuple[Gain, ...]
    path: tuple[PathStep, ...] | None


def experts(columns: Columns, wanted: Wanted, *, today: date, first: int = 10) -> tuple[Expert, ...]:
    """Returns at most `first` active and discoverable learners of relevant lessons available today, by score, ties by id.

    score = sum over their lessons of relevance x (fresh(lesson) + sum over its reuses by others of weight x fresh(reuse)) / learners.
    relevance: for a topic 1, for a broader or narrower one 0.5; for a project the maximum over its topics; for text score / best score;
    with several criteria the product. weight: 1 for a CROSS reuse, 0.25 for any other, 0 if it was judged to have had no effect or to have
    backfired (never negative, so that honest reports are not penalised). fresh = 0.5^(age / 1 year).

    Evaluation: the task is to predict, on seven days from 2019 to 2023, whose lesson on a topic another department of the Kubernetes
    project reuses next. MRR / hits@10 are 0.35 / 0.73; counting lessons gives 0.26 / 0.60, counting reuses 0.18 / 0.48
    (tests/benchmarks/ranking). Without dividing a lesson among its learners hits@10 falls to 0.61, without freshness to 0.70. With weight
    0.5 for a CROSS reuse the result is 0.34 / 0.70; weight 1 is no worse for any other choice of days and follow-up period. These data
    contain no outcomes, so the weights of outcomes are a judgement.

    Raises InvalidInput without any criterion or if `first` is outside 0 to 1,000, NotFound for an id that does not exist.
    """
    check_page_size(first)
    view = as_of(today)
    known = score_expertise(columns, lesson_relevance(columns, view, topic=wanted.topic, project=wanted.project, text=wanted.text), view)
    score, named = known.person_scores(columns), columns.people.active & columns.people.discoverable
    asker = None if wanted.asker is None else known_code(columns.people.ids, wanted.asker, noun="person", field="asker")
    best = highest(score, columns.people.ids, np.flatnonzero((score > 0) & _eligible(columns, wanted, named, asker, view)), first)
    ways = None if asker is None else shortest_paths(columns, asker, named, view, np.array(best, np.intp))
    seen = _seen(columns, known, best, view)
    return tuple(_expert(columns, seen, person, float(score[person]), ways.to(person) if ways else None) for person in best)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Inputs for the evidence of the listed people: the reuses of their lessons, the groups, and the shares of the groups in each reuse."""

    known: Expertise
    events: Indices
    groups: Sequence[Group]
    reused_in: Shares


def _seen(columns: Columns, known: Expertise, people: list[int], view: View) -> _Seen:
    parts, theirs = partition(columns.departments, view), np.zeros(len(known.lesson_scores), np.bool_)
    for person in people:
        theirs[columns.own.transitions.row(person)] = True
    return _Seen(known, known.events[theirs[columns.events.lesson[known.events]]], parts.groups, roll_up_shares(columns.reused_in, parts))


def _eligible(columns: Columns, wanted: Wanted, named: Flags, asker: int | None, view: View) -> Flags:
    found = named.copy()
    if asker is not None:
        found[asker] = False
    if wanted.away_from is not None:
        found &= ~people_below(columns, known_code(columns.departments.ids, wanted.away_from, noun="department", field="awayFrom"), view)
    return found


def _expert(columns: Columns, seen: _Seen, person: int, score: float, path: tuple[PathStep, ...] | None) -> Expert:
    known, lessons = seen.known, _lessons_of(columns, seen.known, person)
    mine = np.zeros(len(known.lesson_scores), np.bool_)
    mine[lessons] = True
    reuses = seen.events[mine[columns.events.lesson[seen.events]]]
    return Expert(
        person=columns.people.ids[person],
        score=score,
        lesson_count=len(lessons),
        lessons=tuple(_lesson(columns, known, code) for code in highest(known.lesson_scores, columns.lessons.ids, lessons, LISTED)),
        reuse_count=len(reuses),
        reuses=tuple(_uptake(columns, known, code) for code in highest(known.reuse_scores, columns.events.ids, reuses, LISTED)),
        gained=tuple(_gained(columns, seen, reuses[known.reuse_scores[reuses] > 0])),
        path=path,
    )


def _lessons_of(columns: Columns, known: Expertise, person: int) -> Indices:
    """The relevant lessons a person learned."""
    lesson = np.unique(columns.own.transitions.row(person))
    return lesson[known.lesson_scores[lesson] > 0]


def _lesson(columns: Columns, known: Expertise, lesson: int) -> KnownLesson:
    learners = int(columns.lessons.learners.counts[lesson])
    return KnownLesson(columns.lessons.ids[lesson], float(known.relevance[lesson]), learners, float(known.lesson_scores[lesson]))


def _uptake(columns: Columns, known: Expertise, event: int) -> Uptake:
    return Uptake(columns.events.ids[event], columns.lessons.ids[int(columns.events.lesson[event])], float(known.reuse_scores[event]))


def _gained(columns: Columns, seen: _Seen, events: Indices) -> Iterator[Gain]:
    counts, people = count_at(seen.reused_in, events, columns.events.person[events], len(seen.groups))
    for at in sorted(np.flatnonzero(counts).tolist(), key=lambda at: (-counts[at], seen.groups[at].id)):
        yield Gain(seen.groups[at], int(counts[at]), int(people[at]))
