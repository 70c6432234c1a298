"""Recurrences of a problem although a lesson about it was available."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import SuggestedRecurrence, shared_topics
from graph_service.analysis.scope.masks import lessons_in, within
from graph_service.analysis.scope.project_people import ProjectPeople, project_people, reused_before
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class Forgone:
    """The median of the hours saved by those reuses of a lesson that state hours (`events` in number), and the number of known people who
    made them.
    """

    hours: float
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class MissedReuse:
    """The problem of the lesson `earlier` recurred in the lesson `later`; both are ids.

    likeness: similarity of their texts, from 0 to 1, for suggestions; None for recorded recurrences. topics: ids of the topics they share.
    shared_people: the number of people who had been on both projects by the day of the recurrence; `named`: ids of those who are
    discoverable. known_in, came_back_in: the groups that learned the earlier and the later lesson. forgone: None if no reuse of the earlier
    lesson states hours.
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
    """Returns at most `first`: recorded recurrences (if `recorded`), the newest first, then the suggestions in their original order; ties
    by id.

    Recorded recurrences are RECURRENCE_OF relationships. One is a missed reuse if the earlier lesson was available on the later one's
    learnedOn, and the later one's project, if known, had not reused it before that day. That day must be in the window; with a topic, both
    lessons must be about it.

    A person counts as being on a project by a day if an assignment to it had begun by then (one without a start date always had), or if
    they had learned a lesson on it by then. The learners of the two lessons always count. People who had left again still count.

    Cost: the graph records the savings of reuses, not the costs of problems. `forgone` therefore estimates the typical saving of a reuse of
    the earlier lesson: the median of the hours stated by its reuses, regardless of date and reuser. It is None if none of them states
    hours.

    Raises InvalidInput if `first` is outside 0 to 1,000.
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
    """The groups with a share in a lesson, in order."""
    places = columns.learned_in.places
    departments = places.values[places.offsets[lesson] : places.offsets[lesson + 1]].tolist()
    return tuple(parts.groups[code] for code in sorted({int(parts.of[department]) for department in departments}))


def _forgone(columns: Columns, lesson: int) -> Forgone | None:
    stated = (columns.events.lesson == lesson) & ~np.isnan(columns.events.hours)
    if not stated.any():
        return None
    person = columns.events.person[stated]
    return Forgone(float(np.median(columns.events.hours[stated])), len(person), len(np.unique(person[person != UNKNOWN])))
