"""Recommended introductions: pairs of groups where the receiver reuses less than expected on the topics of its open projects."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, enum_code
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.meetings import Meeting, Wish, meeting
from graph_service.analysis.null_model.draws import Draws, draws
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.transfers import Shares, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.open_projects import OpenProjects, open_projects
from graph_service.analysis.people.person_network import groups_of_people
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.model.enums import ReuseScope
from graph_service.page_size import check_page_size

NOISE: Final = 1e-9  # reuses; smaller gaps are rounding errors
OFTEN: Final = 2  # maximum number of introductions per person, to limit the burden
SHOWN: Final = 5  # maximum number of lessons shown per introduction, to keep the list short


@dataclass(frozen=True, slots=True)
class Introduction:
    """`who_gives` of the group `giver` should meet `who_receives` of the group `receiver`. All fields that identify something are ids,
    except groups.

    gap: expected - observed, in reuses. events, people: the total number of reuses made in the receiving group, and of known people who
    made them. topics: those with a gap of their own, the widest first. project: the open project of `who_receives`. lessons: lessons that
    `who_gives` learned about the topics and that are new to the project, the highest score first.
    """

    giver: Group
    receiver: Group
    gap: float
    expected: float
    observed: float
    events: int
    people: int
    who_gives: str
    who_receives: str
    project: str
    topics: tuple[str, ...]
    lessons: tuple[str, ...]


def introductions(columns: Columns, view: View, *, first: int = 10) -> tuple[Introduction, ...]:
    """Returns at most `first` introductions, the widest gap first, ties by giver and receiver; at most one per ordered pair of different
    groups, without UNATTRIBUTED.

    expected = sum over the receiver's events of the mean of f_l(giver) over the lessons that could have been drawn (draws.py); observed =
    sum of f(giver) over the lessons actually reused. Both are restricted to lessons on common topics. A topic is common if people of the
    receiver work on open projects about it or about a broader topic, and if a lesson of the giver about it was reused with CROSS scope.
    gap = expected - observed. The window determines the reuses compared with chance. Open projects, people and CROSS reuses are
    evaluated on the day of the chart, independent of the window.

    meetings.py selects the two people and their lessons, on the topics with a gap, among people who are active and discoverable. Each
    person is introduced at most OFTEN times; after that the next candidate is used, and a pair without candidates is skipped.

    Raises InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    found: list[Introduction] = []
    met, scene = Counter[int](), _scene(columns, view)
    may = columns.people.active & columns.people.discoverable
    for gap in sorted(_gaps(scene), key=lambda gap: (-round(gap.width, 9), gap.giver, gap.receiver)):
        if len(found) == first:
            break
        one = meeting(columns, scene.today, scene.work, _wish(scene, gap, may))
        if one is not None:
            met.update((one.giver, one.receiver))
            may[[person for person in (one.giver, one.receiver) if met[person] == OFTEN]] = False
            found.append(_introduction(scene, gap, one))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """One entry per lesson, group it was learned in and topic it is about; `pair` numbers the (lesson, group) pairs, in order. Lessons
    without a topic have no entry.
    """

    pair: Indices
    lesson: Indices
    giver: Indices
    part: Floats
    topic: Indices


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """Data shared by all gaps of a view. `today`: the view with the same settings on the day of the chart, without the window. common: the
    topics that count, as topics x receivers x givers.
    """

    columns: Columns
    view: View
    today: View
    parts: Partition
    work: OpenProjects
    home: Indices
    told: _Entries
    common: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Gap:
    """The shortfall of the receiver's reuse of the giver's lessons compared with chance; `by_topic` is 0 for topics without a gap."""

    giver: int
    receiver: int
    expected: float
    observed: float
    by_topic: Floats
    drawn: Draws

    @property
    def width(self) -> float:
        """The gap in reuses."""
        return self.expected - self.observed


def _scene(columns: Columns, view: View) -> _Scene:
    parts, today = partition(columns.departments, view), replace(view, start=None, end=view.chart + timedelta(days=1))
    work, home = open_projects(columns, parts, today), groups_of_people(columns, today, parts)
    told = _entries(columns, roll_up_shares(columns.learned_in, parts))
    common = work.topics_of(len(parts.groups))[:, :, None] & _proven(columns, today, parts, told)[:, None, :]
    common &= ~np.eye(len(parts.groups), dtype=np.bool_)
    common[:, -1, :] = common[:, :, -1] = False  # UNATTRIBUTED
    return _Scene(columns, view, today, parts, work, home, told, common)


def _entries(columns: Columns, shares: Shares) -> _Entries:
    lesson, place = expand(shares.places, np.arange(len(columns.lessons.ids)))
    pair, about = expand(columns.lessons.topics, lesson)
    giver, part = shares.places.values[place].astype(np.intp), shares.part[place]
    return _Entries(pair, lesson[pair], giver[pair], part[pair], columns.lessons.topics.values[about].astype(np.intp))


def _proven(columns: Columns, today: View, parts: Partition, told: _Entries) -> Flags:
    """Whether a group has a lesson about a topic that was reused by another department: topics x groups."""
    crossed = events_in(columns, today, lessons_in(columns, today)) & (columns.events.scope == enum_code(ReuseScope.CROSS))
    proven = np.isin(told.lesson, columns.events.lesson[crossed])
    found = np.zeros((len(columns.topics.ids), len(parts.groups)), np.bool_)
    found[told.topic[proven], told.giver[proven]] = True
    return found


def _gaps(scene: _Scene) -> Iterator[_Gap]:
    """All positive gaps."""
    receivers: list[int] = np.flatnonzero(scene.common.any(axis=(0, 2))).tolist()
    for receiver, drawn in zip(receivers, draws(scene.columns, scene.view, scene.parts, receivers), strict=True):
        yield from _gaps_of(scene, receiver, drawn)


def _gaps_of(scene: _Scene, receiver: int, drawn: Draws) -> Iterator[_Gap]:
    groups, topics = len(scene.parts.groups), len(scene.common)
    rows = np.flatnonzero(scene.common[scene.told.topic, receiver, scene.told.giver])
    lesson, giver, part = scene.told.lesson[rows], scene.told.giver[rows], scene.told.part[rows]
    once = np.flatnonzero(np.diff(scene.told.pair[rows], prepend=-1))  # each (lesson, group) pair once, regardless of its number of topics
    expected, observed = (sum_by(giver[once], part[once] * amount[lesson[once]], groups) for amount in (drawn.expected, drawn.observed))
    short = part * (drawn.expected - drawn.observed)[lesson]
    by_topic = sum_by(giver * topics + scene.told.topic[rows], short, groups * topics).reshape(groups, topics)
    for other in np.flatnonzero(expected - observed > NOISE).tolist():
        wide = np.where(by_topic[other] > NOISE, by_topic[other], 0)
        yield _Gap(other, receiver, float(expected[other]), float(observed[other]), wide, drawn)


def _wish(scene: _Scene, gap: _Gap, may: Flags) -> Wish:
    lessons = np.zeros(len(scene.columns.lessons.ids), np.bool_)
    lessons[scene.told.lesson[(scene.told.giver == gap.giver) & (gap.by_topic[scene.told.topic] > 0)]] = True
    return Wish(gap.by_topic, lessons, may & (scene.home == gap.giver), may & (scene.home == gap.receiver))


def _introduction(scene: _Scene, gap: _Gap, meeting: Meeting) -> Introduction:
    columns = scene.columns
    topics: list[int] = np.argsort(-gap.by_topic.round(9), kind="stable")[: np.count_nonzero(gap.by_topic)].tolist()
    return Introduction(
        giver=scene.parts.groups[gap.giver],
        receiver=scene.parts.groups[gap.receiver],
        gap=gap.width,
        expected=gap.expected,
        observed=gap.observed,
        events=gap.drawn.events,
        people=gap.drawn.people,
        who_gives=columns.people.ids[meeting.giver],
        who_receives=columns.people.ids[meeting.receiver],
        project=columns.projects.ids[meeting.project],
        topics=tuple(columns.topics.ids[at] for at in topics),
        lessons=tuple(columns.lessons.ids[at] for at in meeting.lessons[:SHOWN]),
    )
