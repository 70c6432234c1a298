"""The same problem came back although a lesson about it was there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import SuggestedRecurrence, shared_topics
from graph_service.analysis.scope.masks import lessons_in, within
from graph_service.analysis.scope.project_people import ProjectPeople, project_people
from graph_service.analysis.scope.reused_before import reused_before
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class Forgone:
    """The median of the hours saved by the reuses (`events`) of a lesson that state hours, and how many known people made these."""

    hours: float
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class MissedReuse:
    """The problem of the lesson `earlier` came back in the lesson `later`, both by id.

    likeness: of their texts, from 0 to 1, for what is only suggested; None for what is on record. topics: ids of those both are about.
    shared_people: how many people were on both projects by the day it came back; `named`: ids of the discoverable ones. known_in and
    came_back_in: the groups that learned the earlier and the later lesson. forgone: None where no reuse of the earlier one states hours.
    """

    earlier: str
    later: str
    likeness: float | None
    topics: tuple[str, ...]
    shared_people: int
    named: tuple[str, ...]
    known_in: tuple[Group, ...]
    came_back_in: tuple[Group, ...]
    forgone: Forgone | None


def missed_reuse(
    columns: Columns, view: View, suggestions: Sequence[SuggestedRecurrence] = (), *, recorded: bool = True, first: int = 20
) -> tuple[MissedReuse, ...]:
    """At most `first`: those on record (`recorded`), the newest first, then the suggestions in the order given; ties by id.

    On record is RECURRENCE_OF. It is a missed reuse when the earlier lesson was available on the later one's learnedOn and the later
    one's project, if it is known, had not reused it before that day. The window holds that day; with a topic both lessons are about it.

    Somebody was on a project by a day when an assignment to it had begun by then (one without a beginning always had), or when they had
    learned something on it by then. The learners of the two lessons always were. It isn't asked whether they had left again.

    What it cost: the graph knows what reuse saved, not what a problem cost. So `forgone` says what a reuse of the earlier lesson typically
    saved: the median of the hours stated by its reuses, whenever and by whomever they were made. None where none of them states hours.

    InvalidInput when `first` is not from 0 to 1,000.
    """
    check_page_size(first)
    on_record = _recorded(columns, view) if recorded else []
    pairs: list[tuple[int, int, float | None]] = [(later, earlier, None) for later, earlier in on_record]
    pairs = [*pairs, *((pair.later, pair.earlier, pair.similarity) for pair in suggestions)][:first]
    parts = partition(columns.departments, view)
    people = project_people(columns, {int(columns.lessons.project[code]) for later, earlier, _ in pairs for code in (later, earlier)})
    return tuple(_missed(columns, parts, people, *pair) for pair in pairs)


def _recorded(columns: Columns, view: View) -> list[tuple[int, int]]:
    lessons, seen = columns.lessons, lessons_in(columns, view)
    later, earlier = columns.recurrences.later.astype(np.intp), columns.recurrences.earlier.astype(np.intp)
    day = lessons.learned[later]
    asked = seen[later] & seen[earlier] & within(day, view) & (day != NEVER)
    there = (lessons.published[earlier] <= day) & (day < lessons.retired[earlier])
    found = np.flatnonzero(asked & there & ~reused_before(columns, earlier, lessons.project[later].astype(np.intp), day))
    newest = found[np.lexsort((earlier[found], later[found], -day[found].astype(np.int64)))]
    return list(zip(later[newest].tolist(), earlier[newest].tolist(), strict=True))


def _missed(columns: Columns, parts: Partition, people: ProjectPeople, later: int, earlier: int, likeness: float | None) -> MissedReuse:
    lessons, day = columns.lessons, int(columns.lessons.learned[later])
    shared = sorted(people.by(earlier, day) & people.by(later, day))
    return MissedReuse(
        lessons.ids[earlier],
        lessons.ids[later],
        likeness,
        tuple(columns.topics.ids[code] for code in shared_topics(columns, later, earlier)),
        len(shared),
        tuple(columns.people.ids[code] for code in shared if columns.people.discoverable[code]),
        _learned_in(columns, parts, earlier),
        _learned_in(columns, parts, later),
        _forgone(columns, earlier),
    )


def _learned_in(columns: Columns, parts: Partition, lesson: int) -> tuple[Group, ...]:
    """The groups with a part in a lesson, in order."""
    places = columns.learned_in.places
    departments = places.values[places.offsets[lesson] : places.offsets[lesson + 1]].tolist()
    return tuple(parts.groups[code] for code in sorted({int(parts.of[department]) for department in departments}))


def _forgone(columns: Columns, lesson: int) -> Forgone | None:
    stated = (columns.events.lesson == lesson) & ~np.isnan(columns.events.hours)
    if not stated.any():
        return None
    person = columns.events.person[stated]
    return Forgone(float(np.median(columns.events.hours[stated])), len(person), len(np.unique(person[person != UNKNOWN])))
