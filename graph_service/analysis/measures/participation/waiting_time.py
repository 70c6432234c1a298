"""How long lessons wait for the next step, when some still wait."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct
from graph_service.analysis.facts.arrays import Days, Flags, Floats, Indices, Int32s
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.participation.evidence import Evidence, evidence_of
from graph_service.analysis.organisation.transfers import Shares
from graph_service.analysis.statistics.survival import kaplan_meier


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """How many days lessons take from one step to the next. Lessons that still wait count for as long as they have waited."""

    lessons: float
    """The number of lessons. In the figures of a group, a lesson learned by n departments counts 1/n for each."""
    waiting: float
    """How many of them have not reached the next step. Lessons that were retired before it, such as refused ones, count until then."""
    median_days: int | None
    """The number of days after which half of the lessons have reached the next step (Kaplan and Meier 1958). Absent unless there is
    enough evidence."""
    at_risk: float | None
    """The number of lessons that had waited for at least that many days. Absent with the median."""
    evidence: Evidence
    """Whether the median is stated: there are at least five lessons, and half of them have reached the next step."""
    people: int
    """The number of different people who learned these lessons."""


@dataclass(frozen=True, slots=True, eq=False)
class Waits:
    """Lessons, each with the days of observation, and whether these ended with the next step."""

    lesson: Indices
    days: Int32s
    happened: Flags


def follow(lesson: Indices, start: Days, reached: Days, end: Days) -> Waits:
    """The waits of lessons from the day `start` to the day `reached`, observed until the day `end`. Steps before the start take 0 days."""
    happened = reached <= end
    return Waits(lesson, np.maximum(np.minimum(reached, end) - start, 0).astype(np.int32), happened)


def wait_of_all(columns: Columns, waits: Waits) -> WaitingTime:
    """That of all these lessons, each of which counts once."""
    everywhere = np.zeros(len(waits.lesson), np.intp)
    people = int(_count_learners(columns, waits.lesson, everywhere, 1)[0])
    return _waiting_time(waits.days, waits.happened, np.ones(len(waits.lesson)), people)


def wait_by_place(columns: Columns, waits: Waits, shares: Shares, places: int) -> Iterator[WaitingTime]:
    """That of each place, in order, with the parts that it has in these lessons."""
    row, entry = expand(shares.places, waits.lesson)
    place, share = shares.places.values[entry].astype(np.intp), shares.share[entry]
    people = _count_learners(columns, waits.lesson[row], place, places)
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(places + 1)).tolist()
    for code in range(places):
        here = order[ends[code] : ends[code + 1]]
        yield _waiting_time(waits.days[row[here]], waits.happened[row[here]], share[here], int(people[code]))


def _waiting_time(days: Int32s, happened: Flags, share: Floats, people: int) -> WaitingTime:
    lessons, curve = float(share.sum()), kaplan_meier(days, happened, share)
    evidence = evidence_of(lessons)
    if evidence is Evidence.ENOUGH and curve.median is None:
        evidence = Evidence.MORE_THAN_HALF_WAIT
    stated = evidence is Evidence.ENOUGH
    return WaitingTime(
        lessons=lessons,
        waiting=float(share[~happened].sum()),
        median_days=curve.median if stated else None,
        at_risk=curve.at_risk_at_median if stated else None,
        evidence=evidence,
        people=people,
    )


def _count_learners(columns: Columns, lesson: Indices, place: Indices, places: int) -> Indices:
    row, entry = expand(columns.lessons.learners, lesson)
    return count_distinct(place[row], columns.lessons.learners.values[entry], places)
