"""The balance of lessons between what went well and what went wrong."""

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
    """The number of `lessons`, weighted by f for a group, and the shares of them that describe what went well, what went wrong, both,
    neither; None without lessons.

    A lesson that describes both is in all of the first three. people: the number of distinct people who learned these lessons.
    """

    lessons: float
    went_well: float | None
    went_wrong: float | None
    both: float | None
    neither: float | None
    people: int


@dataclass(frozen=True, slots=True)
class StoryBalance:
    """`groups` are those with a share in these lessons, by id with UNATTRIBUTED last."""

    whole: Story
    groups: tuple[tuple[Group, Story], ...]


def story_balance(columns: Columns, view: View) -> StoryBalance:
    """Computes the balance of the lessons published in the window, including retired ones."""
    parts = partition(columns.departments, view)
    shares, lesson = roll_up_shares(columns.learned_in, parts), np.flatnonzero(published_in(columns, view, lessons_in(columns, view)))
    whole = _stories(columns, lesson, np.zeros(len(lesson), np.intp), np.ones(len(lesson)), 1)[0]
    row, entry = expand(shares.places, lesson)
    found = _stories(columns, lesson[row], shares.places.values[entry].astype(np.intp), shares.part[entry], len(parts.groups))
    return StoryBalance(whole, tuple((group, story) for group, story in zip(parts.groups, found, strict=True) if story.lessons))


def _stories(columns: Columns, lesson: Indices, place: Indices, part: Floats, places: int) -> list[Story]:
    """The story of each place, from lessons that are weighted by their fraction there."""
    told = columns.lessons.went_well[lesson] + 2 * columns.lessons.went_wrong[lesson]
    kinds = sum_by(place * 4 + told, part, places * 4).reshape(places, 4)
    people = _count_learners(columns, lesson, place, places).tolist()
    return [_story(*row, people=count) for row, count in zip(kinds.tolist(), people, strict=True)]


def _story(neither: float, well: float, wrong: float, both: float, *, people: int) -> Story:
    """Builds a story from the numbers of lessons that describe neither, only what went well, only what went wrong, and both."""
    lessons = neither + well + wrong + both
    if not lessons:
        return Story(0.0, None, None, None, None, people)
    return Story(lessons, (well + both) / lessons, (wrong + both) / lessons, both / lessons, neither / lessons, people)


def _count_learners(columns: Columns, lesson: Indices, place: Indices, places: int) -> Indices:
    row, entry = expand(columns.lessons.learners, lesson)
    return count_distinct(place[row], columns.lessons.learners.values[entry], places)
