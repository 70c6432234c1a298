"""Recommended introductions: pairs of groups where the receiver reuses less than expected on the topics of its open projects."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct, sum_by
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, day_number
from graph_service.analysis.facts.node_ids import LessonId, PersonId, ProjectId, TopicId
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.null_model.lesson_draws import LessonDraws, lesson_draws
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.transfers import Shares, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.acquaintance import acquaintances
from graph_service.analysis.people.open_projects import OpenProjects, open_projects
from graph_service.analysis.people.person_network import groups_of_people, reused_by_others
from graph_service.analysis.relevance.expertise import Expertise, score_expertise
from graph_service.analysis.relevance.projects import known_to_project
from graph_service.analysis.scope.masks import across_groups, available_on, events_in, lessons_in
from graph_service.model.days import day_after
from graph_service.page_size import check_page_size

ROUNDING_ERROR: Final = 1e-9  # reuses
MAX_PER_PERSON: Final = 2  # introductions per person, to limit the burden
MAX_LESSONS: Final = 5  # per introduction, to keep the list short


def first_topics(topics: Sequence[TopicId], *, first: Annotated[int | None, "The maximum number of topics; all if omitted."] = None) -> Any:
    """The first of the topics. Raises InvalidInput above the maximum."""
    return topics if first is None else topics[: check_page_size(first)]


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people who should meet: one has lessons on what the other is working on, but the other's group reuses few lessons of the first
    one's."""

    from_: Group
    """The group that has the lessons."""
    to: Group
    """The group that could use them."""
    gap: float
    """How many more reuses would be expected by chance: expected - observed."""
    expected: float
    """How many lessons of the first group the second would have reused by chance: if each of its reuses had drawn any lesson that was
    available on its day. Only lessons on common topics count: topics of the second group's planned or running projects on which
    the first group has a lesson that another group reused."""
    observed: float
    """How many of these lessons it did reuse. A lesson learned by n groups counts 1/n for each."""
    events: int
    """The number of all reuses that the second group made."""
    people: int
    """The number of different people who made them."""
    giver: PersonId
    """The person who can help: the member of the first group whose lessons on the topics count most (as in `experts`)."""
    receiver: PersonId
    """The person who could use the lessons: a member of the second group who works on the project. The two have not worked together or
    reused each other's lessons yet."""
    project: ProjectId
    """The planned or running project of the receiver that has most to do with the topics."""
    lessons: tuple[LessonId, ...]
    """What to talk about: at most five lessons that the giver learned and that are new to the project, the best first."""
    topics: Annotated[tuple[TopicId, ...], first_topics]
    """The topics with a gap, the widest first."""


def introductions(columns: Columns, view: View, *, first: First = 10) -> tuple[Introduction, ...]:
    """Lists pairs of people who should meet, from groups of which one reuses fewer lessons of the other than expected by chance, on topics
    of its current projects: at most one pair of people for each pair of groups. The widest gap comes first. Only active people who may be
    named are listed, nobody more than twice. A window limits the reuses that are compared with chance; projects and people are those of
    the chart's day.

    expected = sum over the receiver's events of the mean of f_l(giver) over the lessons that could have been drawn (pair_draws.py); observed =
    sum of f(giver) over the lessons actually reused. Both are restricted to lessons on common topics. A topic is common if people of the
    receiver work on open projects about it or about a broader topic, and if a lesson of the giver about it was reused by another group.
    Pairs are ordered pairs of different groups, without UNATTRIBUTED; ties are broken by giver and receiver.

    A person who has been introduced MAX_PER_PERSON times is replaced by the next candidate, and a pair without candidates is skipped (see
    `_find_meeting`). Raises InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    rows: list[Introduction] = []
    introduced, context = Counter[int](), _context(columns, view)
    available = columns.people.active & columns.people.discoverable
    for gap in sorted(_gaps(context), key=lambda gap: (-round(gap.width, 9), gap.giver, gap.receiver)):
        if len(rows) == first:
            break
        meeting = _find_meeting(columns, context.today, context.work, _candidates(context, gap, available))
        if meeting is not None:
            introduced.update((meeting.giver, meeting.receiver))
            available[[person for person in (meeting.giver, meeting.receiver) if introduced[person] == MAX_PER_PERSON]] = False
            rows.append(_introduction(context, gap, meeting))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """`giver` tells `receiver` about `lessons` for `project`, the highest score first. All fields are codes."""

    giver: int
    receiver: int
    project: int
    lessons: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Who may meet, about what. gaps: by topic, its weight. lessons: the lessons about the topics that may be recommended."""

    gaps: Floats
    lessons: Flags
    givers: Flags
    receivers: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """One entry per lesson, group it was learned in and topic it is about; `pair` numbers the (lesson, group) pairs, in order. Lessons
    without a topic have no entry.
    """

    pair: Indices
    lesson: Indices
    giver: Indices
    share: Floats
    topic: Indices


@dataclass(frozen=True, slots=True, eq=False)
class _Context:
    """Data shared by all gaps of a view. `today`: the view with the same settings on the day of the chart, without the window. common: the
    topics that count, as topics x receivers x givers."""

    columns: Columns
    view: View
    today: View
    partition: Partition
    work: OpenProjects
    home: Indices
    learned: _Entries
    common: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Gap:
    """The shortfall of the receiver's reuse of the giver's lessons compared with chance; `by_topic` is 0 for topics without a gap."""

    giver: int
    receiver: int
    expected: float
    observed: float
    by_topic: Floats
    drawn: LessonDraws

    @property
    def width(self) -> float:
        """The gap in reuses."""
        return self.expected - self.observed


def _context(columns: Columns, view: View) -> _Context:
    partition, today = partition_departments(columns.departments, view), replace(view, start=None, end=day_after(view.chart))
    work, home = open_projects(columns, partition, today), groups_of_people(columns, today, partition)
    learned = _entries(columns, roll_up_shares(columns.learned_in, partition))
    common = work.topics_of(len(partition.groups))[:, :, None] & _proven(columns, today, partition, learned)[:, None, :]
    common &= ~np.eye(len(partition.groups), dtype=np.bool_)
    common[:, -1, :] = common[:, :, -1] = False  # UNATTRIBUTED
    return _Context(columns, view, today, partition, work, home, learned, common)


def _entries(columns: Columns, shares: Shares) -> _Entries:
    lesson, place = expand(shares.places, np.arange(len(columns.lessons.ids)))
    pair, about = expand(columns.lessons.topics, lesson)
    giver, share = shares.places.values[place].astype(np.intp), shares.share[place]
    return _Entries(pair, lesson[pair], giver[pair], share[pair], columns.lessons.topics.values[about].astype(np.intp))


def _proven(columns: Columns, today: View, partition: Partition, learned: _Entries) -> Flags:
    """Whether a group has a lesson about a topic that was reused by another group: topics x groups."""
    crossed = across_groups(columns, partition, events_in(columns, today, lessons_in(columns, today)))
    proven = np.isin(learned.lesson, columns.events.lesson[crossed])
    flags = np.zeros((len(columns.topics.ids), len(partition.groups)), np.bool_)
    flags[learned.topic[proven], learned.giver[proven]] = True
    return flags


def _gaps(context: _Context) -> Iterator[_Gap]:
    """All positive gaps."""
    receivers: list[int] = np.flatnonzero(context.common.any(axis=(0, 2))).tolist()
    for receiver, drawn in zip(receivers, lesson_draws(context.columns, context.view, context.partition, receivers), strict=True):
        yield from _gaps_of(context, receiver, drawn)


def _gaps_of(context: _Context, receiver: int, drawn: LessonDraws) -> Iterator[_Gap]:
    groups, topics = len(context.partition.groups), len(context.common)
    rows = np.flatnonzero(context.common[context.learned.topic, receiver, context.learned.giver])
    lesson, giver, share = context.learned.lesson[rows], context.learned.giver[rows], context.learned.share[rows]
    # Each (lesson, group) pair once, regardless of its number of topics.
    once = np.flatnonzero(np.diff(context.learned.pair[rows], prepend=-1))
    expected, observed = (sum_by(giver[once], share[once] * amount[lesson[once]], groups) for amount in (drawn.expected, drawn.observed))
    short = share * (drawn.expected - drawn.observed)[lesson]
    by_topic = sum_by(giver * topics + context.learned.topic[rows], short, groups * topics).reshape(groups, topics)
    for other in np.flatnonzero(expected - observed > ROUNDING_ERROR).tolist():
        wide = np.where(by_topic[other] > ROUNDING_ERROR, by_topic[other], 0)
        yield _Gap(other, receiver, float(expected[other]), float(observed[other]), wide, drawn)


def _candidates(context: _Context, gap: _Gap, available: Flags) -> _Candidates:
    lessons = np.zeros(len(context.columns.lessons.ids), np.bool_)
    lessons[context.learned.lesson[(context.learned.giver == gap.giver) & (gap.by_topic[context.learned.topic] > 0)]] = True
    return _Candidates(gap.by_topic, lessons, available & (context.home == gap.giver), available & (context.home == gap.receiver))


def _introduction(context: _Context, gap: _Gap, meeting: _Meeting) -> Introduction:
    columns = context.columns
    topics: list[int] = np.argsort(-gap.by_topic.round(9), kind="stable")[: np.count_nonzero(gap.by_topic)].tolist()
    return Introduction(
        from_=context.partition.groups[gap.giver],
        to=context.partition.groups[gap.receiver],
        gap=gap.width,
        expected=gap.expected,
        observed=gap.observed,
        events=gap.drawn.events,
        people=gap.drawn.people,
        giver=PersonId(columns.people.ids[meeting.giver]),
        receiver=PersonId(columns.people.ids[meeting.receiver]),
        project=ProjectId(columns.projects.ids[meeting.project]),
        lessons=tuple(LessonId(columns.lessons.ids[at]) for at in meeting.lessons[:MAX_LESSONS]),
        topics=tuple(TopicId(columns.topics.ids[at]) for at in topics),
    )


def _find_meeting(columns: Columns, view: View, work: OpenProjects, candidates: _Candidates) -> _Meeting | None:
    """Returns the first pair of giver and receiver who are not acquainted, provided the giver learned a lesson that is new to the project.

    Givers are ranked by the score of their lessons on the topics, as in experts; receivers by the sum of gaps over the topics of their
    project, for the best of their projects; ties by id. A lesson is not new to a project if the project, or anyone who ever worked on it,
    learned or reused it.
    """
    known, reuses = _expertise(columns, view, candidates), reused_by_others(columns, view)
    receivers = list(_receivers(work, candidates))

    @cache
    def known_lessons(project: int) -> Flags:
        return known_to_project(columns, project, reuses)

    for giver in _givers(columns, known, candidates):
        learned, acquainted = columns.own.transitions.row(giver), acquaintances(columns, giver, view)
        lessons = distinct(learned[known.lesson_scores[learned] > 0])
        for receiver, project in receivers:
            if not acquainted[receiver] and len(new := lessons[~known_lessons(project)[lessons]]):
                return _Meeting(giver, receiver, project, _highest(known.lesson_scores, new))
    return None


def _expertise(columns: Columns, view: View, candidates: _Candidates) -> Expertise:
    relevant = candidates.lessons & available_on(columns, day_number(view.chart)) & lessons_in(columns, view)
    return score_expertise(columns, relevant.astype(np.float64), view)


def _givers(columns: Columns, known: Expertise, candidates: _Candidates) -> list[int]:
    score = known.person_scores(columns)
    return _highest(score, np.flatnonzero(candidates.givers & (score > 0)))


def _receivers(work: OpenProjects, candidates: _Candidates) -> Iterator[tuple[int, int]]:
    """Each receiver once, with the best of their projects."""
    use = work.covers @ candidates.gaps
    seen: set[int] = set()
    for at in _highest(use, np.flatnonzero(candidates.receivers[work.person] & (use > 0))):
        person = int(work.person[at])
        if person not in seen:
            seen.add(person)
            yield person, int(work.project[at])


def _highest(value: Floats, codes: Indices) -> list[int]:
    """These codes, ordered by value, the highest first, then by code. Values that differ only by rounding are equal."""
    return codes[np.argsort(-value[codes].round(9), kind="stable")].tolist()
