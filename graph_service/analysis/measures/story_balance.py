"""The balance of lessons between what went well and what went wrong."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct, sum_by
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import lessons_in, published_in


@dataclass(frozen=True, slots=True)
class Story:
    """What lessons describe: what went well, what went wrong, or both."""

    lessons: float
    """The number of lessons that were published. In the figures of a group, a lesson learned by n departments counts 1/n for each."""
    went_well: float | None
    """The share of lessons that say what went well, from 0 to 1. Absent without lessons."""
    went_wrong: float | None
    """The share of lessons that say what went wrong."""
    both: float | None
    """The share of lessons that say both; they are included in the two shares above."""
    neither: float | None
    """The share of lessons that say neither."""
    people: int
    """The number of different people who learned these lessons."""


@dataclass(frozen=True, slots=True)
class GroupStory(Story):
    """What the lessons of one group describe."""

    group: Group
    """The group."""


@dataclass(frozen=True, slots=True)
class StoryBalance(Story):
    """Whether the lessons published in the window say what went well, what went wrong, or both."""

    groups: tuple[GroupStory, ...]
    """The same shares for each group that published lessons, by ID."""


def story_balance(columns: Columns, view: View) -> StoryBalance:
    """Shows whether the lessons published in the window say what went well, what went wrong, or both. Retired lessons are included."""
    partition = partition_departments(columns.departments, view)
    shares, lesson = roll_up_shares(columns.learned_in, partition), np.flatnonzero(published_in(columns, view, lessons_in(columns, view)))
    [total] = _stories(columns, lesson, np.zeros(len(lesson), np.intp), np.ones(len(lesson)), 1)
    row, entry = expand(shares.places, lesson)
    stories = _stories(columns, lesson[row], shares.places.values[entry].astype(np.intp), shares.share[entry], len(partition.groups))
    groups = (GroupStory(**story, group=group) for group, story in zip(partition.groups, stories, strict=True) if story["lessons"])
    return StoryBalance(**total, groups=tuple(groups))


def _stories(columns: Columns, lesson: Indices, place: Indices, share: Floats, places: int) -> list[dict[str, Any]]:
    """The attributes of Story for each place, from lessons that are weighted by their fraction there."""
    content = columns.lessons.went_well[lesson] + 2 * columns.lessons.went_wrong[lesson]
    counts = sum_by(place * 4 + content, share, places * 4).reshape(places, 4)
    people = _count_learners(columns, lesson, place, places).tolist()
    return [_story(*row, people=count) for row, count in zip(counts.tolist(), people, strict=True)]


def _story(neither: float, well: float, wrong: float, both: float, *, people: int) -> dict[str, Any]:
    """From the numbers of lessons that describe neither, only what went well, only what went wrong, and both."""
    lessons = neither + well + wrong + both
    numbers = {"went_well": well + both, "went_wrong": wrong + both, "both": both, "neither": neither}
    shares = {name: number / lessons if lessons else None for name, number in numbers.items()}
    return {"lessons": lessons, **shares, "people": people}


def _count_learners(columns: Columns, lesson: Indices, place: Indices, places: int) -> Indices:
    row, entry = expand(columns.lessons.learners, lesson)
    return count_distinct(place[row], columns.lessons.learners.values[entry], places)
