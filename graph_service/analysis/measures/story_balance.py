"""Whether lessons tell of what went well, of what went wrong, or of both."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct, sum_by
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import lessons_in, published_in


@dataclass(frozen=True, slots=True)
class Story:
    """`lessons`, by f for a group, and the shares of them that say what went well, what went wrong, both, neither; None without lessons.

    One that says both is among all of the first three. people: how many different people learned these lessons.
    """

    lessons: float
    went_well: float | None
    went_wrong: float | None
    both: float | None
    neither: float | None
    people: int


@dataclass(frozen=True, slots=True)
class StoryBalance:
    """`groups` with a part in these lessons, by id with UNATTRIBUTED last."""

    whole: Story
    groups: tuple[tuple[Group, Story], ...]


def story_balance(columns: Columns, view: View) -> StoryBalance:
    """Of the lessons published in the window, retired ones too."""
    parts = partition(columns.departments, view)
    shares, lesson = roll_up_shares(columns.learned_in, parts), np.flatnonzero(published_in(columns, view, lessons_in(columns, view)))
    whole = _stories(columns, lesson, np.zeros(len(lesson), np.intp), np.ones(len(lesson)), 1)[0]
    row, entry = expand(shares.places, lesson)
    found = _stories(columns, lesson[row], shares.places.values[entry].astype(np.intp), shares.part[entry], len(parts.groups))
    return StoryBalance(whole, tuple((group, story) for group, story in zip(parts.groups, found, strict=True) if story.lessons))


def _stories(columns: Columns, lesson: Indices, place: Indices, part: Floats, places: int) -> list[Story]:
    """The story of each place, of lessons that count there in part."""
    told = columns.lessons.went_well[lesson] + 2 * columns.lessons.went_wrong[lesson]
    kinds = sum_by(place * 4 + told, part, places * 4).reshape(places, 4)
    people = _count_learners(columns, lesson, place, places).tolist()
    return [_story(*row, people=count) for row, count in zip(kinds.tolist(), people, strict=True)]


def _story(neither: float, well: float, wrong: float, both: float, *, people: int) -> Story:
    """From the lessons that say neither, only what went well, only what went wrong, and both."""
    lessons = neither + well + wrong + both
    if not lessons:
        return Story(0.0, None, None, None, None, people)
    return Story(lessons, (well + both) / lessons, (wrong + both) / lessons, both / lessons, neither / lessons, people)


def _count_learners(columns: Columns, lesson: Indices, place: Indices, places: int) -> Indices:
    row, entry = expand(columns.lessons.learners, lesson)
    return count_distinct(place[row], columns.lessons.learners.values[entry], places)
