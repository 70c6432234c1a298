"""Problems that were repeated although a lesson about them was available."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN
from graph_service.analysis.facts.node_ids import LessonId, PersonId, TopicId
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import SuggestedRecurrence, shared_topics
from graph_service.analysis.scope.masks import groups_that_learned, lessons_in, within
from graph_service.analysis.scope.project_people import ProjectPeople, project_people, reused_before
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class Forgone:
    """What a reuse of the earlier lesson typically saved, as stated by the people who reused it."""

    hours: float
    """The median of the hours saved: half of these reuses saved at least this much."""
    events: int
    """The number of reuses of the lesson that state hours, whenever they were made."""
    people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class MissedReuse:
    """A problem that was repeated although a lesson about it was available."""

    earlier: LessonId
    """The lesson that was available."""
    later: LessonId
    """The lesson that describes the repeated problem."""
    suggested: bool
    """True: the two lessons are similar, and nobody has decided yet whether they describe the same problem. `linkRecurrence` records that
    they do; `dismissRecurrence` records that they do not, and they are not suggested again. False: the recurrence is recorded."""
    likeness: float | None
    """The similarity of the two texts, for a suggestion: from 0, no word in common, to 1, the same words equally often (cosine of TF-IDF
    vectors: a word weighs more the fewer lessons use it; forms of a word count as one). Pairs are suggested from 0.25 on. On the proposals
    of Kubernetes, the later lesson of 4 in 10 suggestions names the earlier one as related, of the 20 most similar 8 in 10."""
    topics: tuple[TopicId, ...]
    """The topics of both lessons."""
    shared_people: int
    """The number of people who were on both projects by the day the problem was repeated: they were assigned to them or learned a lesson
    there. 0 means that nobody could have passed the lesson on."""
    who_shared: tuple[PersonId, ...]
    """Those of these people who may be named."""
    known_in: tuple[Group, ...]
    """The groups that learned the earlier lesson."""
    came_back_in: tuple[Group, ...]
    """The groups that learned the later lesson, where the problem was repeated."""
    forgone: Forgone | None
    """An estimate of what the repetition cost: what a reuse of the earlier lesson typically saved. Absent if no reuse of it states
    hours."""


def missed_reuse(
    columns: Columns,
    view: View,
    suggestions: Sequence[SuggestedRecurrence] = (),
    *,
    suggested: Annotated[bool | None, "True: only suggestions. False: only recorded recurrences. Both if omitted."] = None,
    first: First = 20,
) -> tuple[MissedReuse, ...]:
    """Lists problems that were repeated although a lesson about them was available on that day and the project had not reused it before.
    Recorded recurrences (`recurrenceOf` of a lesson) come first, the newest first; then suggestions, the most similar first. A suggestion
    pairs a lesson that says what went wrong with the most similar earlier lesson: one on a common topic, of another project, published
    before. Suggestions are searched for the 100 newest such lessons of the window.

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
    recorded = [] if suggested is True else _recorded(columns, view)
    pairs: list[tuple[int, int, float | None]] = [(later, earlier, None) for later, earlier in recorded]
    if suggested is not False:
        pairs += [(pair.later, pair.earlier, pair.similarity) for pair in suggestions]
    pairs = pairs[:first]
    partition = partition_departments(columns.departments, view)
    people = project_people(columns, {int(columns.lessons.project[code]) for later, earlier, _ in pairs for code in (later, earlier)})
    return tuple(_missed(columns, partition, people, *pair) for pair in pairs)


def _recorded(columns: Columns, view: View) -> list[tuple[int, int]]:
    lessons, seen = columns.lessons, lessons_in(columns, view)
    later, earlier = columns.recurrences.later.astype(np.intp), columns.recurrences.earlier.astype(np.intp)
    day = lessons.learned[later]
    in_view = seen[later] & seen[earlier] & within(day, view) & (day != MAX_DAY)
    available = (lessons.published[earlier] <= day) & (day < lessons.retired[earlier])
    missed = np.flatnonzero(in_view & available & ~reused_before(columns, earlier, lessons.project[later].astype(np.intp), day))
    newest = missed[np.lexsort((earlier[missed], later[missed], -day[missed].astype(np.int64)))]
    return list(zip(later[newest].tolist(), earlier[newest].tolist(), strict=True))


def _missed(columns: Columns, partition: Partition, people: ProjectPeople, later: int, earlier: int, likeness: float | None) -> MissedReuse:
    lessons, day = columns.lessons, int(columns.lessons.learned[later])
    shared = sorted(people.by(earlier, day) & people.by(later, day))
    return MissedReuse(
        earlier=LessonId(lessons.ids[earlier]),
        later=LessonId(lessons.ids[later]),
        suggested=likeness is not None,
        likeness=likeness,
        topics=tuple(TopicId(columns.topics.ids[code]) for code in shared_topics(columns, later, earlier)),
        shared_people=len(shared),
        who_shared=tuple(PersonId(columns.people.ids[code]) for code in shared if columns.people.discoverable[code]),
        known_in=groups_that_learned(columns, partition, earlier),
        came_back_in=groups_that_learned(columns, partition, later),
        forgone=_forgone(columns, earlier),
    )


def _forgone(columns: Columns, lesson: int) -> Forgone | None:
    stated = (columns.events.lesson == lesson) & ~np.isnan(columns.events.hours)
    if not stated.any():
        return None
    person = columns.events.person[stated]
    return Forgone(float(np.median(columns.events.hours[stated])), len(person), len(np.unique(person[person != UNKNOWN])))
