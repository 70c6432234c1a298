"""Whom to ask: people who learned lessons that bear on a question, before all those whose lessons others took up."""

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

LISTED: Final = 100  # lessons, and reuses, that speak for somebody


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an expert should know about; of several things, all of them at once.

    topic, project: ids, the latter for its topics. text: what the full-text index found. away_from: the id of a department whose people
    are left out, with those of what is below it today. asker: the id of who asks, who is left out too.
    """

    topic: str | None = None
    project: str | None = None
    text: TextScores | None = None
    away_from: str | None = None
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """A lesson that speaks for somebody: its relevance to what is wanted, how many learned it, and how much of the score it makes."""

    lesson: str
    relevance: float
    learners: int
    score: float


@dataclass(frozen=True, slots=True)
class Uptake:
    """A reuse of such a lesson by others, and how much of the score it makes: nothing if it did no good."""

    reuse: str
    lesson: str
    score: float


@dataclass(frozen=True, slots=True)
class Gain:
    """A group that reused such lessons to some good. events: how often, each reuse counted whole. people: how many known people did."""

    group: Group
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody to ask, by id, and why.

    score: the sum over all their relevant lessons, `lesson_count` in number, with the `reuse_count` reuses of these. lessons, reuses: those
    that make most of it, LISTED at most, by score, ties by id. gained: by events, most first, ties by id of the group. path: the steps
    from the asker; None where there is no asker or no way.
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
    """At most `first` active and discoverable learners of relevant lessons that are available today, by score, ties by id.

    score = sum over their lessons of relevance x (fresh(lesson) + sum over its reuses by others of weight x fresh(reuse)) / learners.
    relevance: topic 1, broader or narrower 0.5; project the best over its topics; text score / best score; the product of what is
    given. weight: 1 for a CROSS reuse, 0.25 for another, 0 where it was judged to have had no effect or to have backfired (which takes
    nothing away: candour isn't punished). fresh = 0.5^(age / 1 year).

    Why so: asked on seven days from 2019 to 2023 whose lesson on a topic another department of the Kubernetes project will reuse next,
    MRR / hits@10 are 0.35 / 0.73, of counting lessons 0.26 / 0.60, of counting reuses 0.18 / 0.48 (tests/benchmarks/ranking). Without
    sharing a lesson among its learners hits fall to 0.61, without freshness to 0.70. With 0.5 for a CROSS reuse it is 0.34 / 0.70; 1 is
    no worse on any other choice of days and of how long they are followed up. No outcome is known there: their weights are a choice.

    InvalidInput when nothing is wanted or `first` is not from 0 to 1,000; NotFound for an id that isn't there.
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
    """What the evidence of some people is taken from: the reuses of their lessons, groups, and how reuses are shared out among these."""

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
    """The relevant lessons somebody learned."""
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
