"""Conversations of projects with people of other departments."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct, sum_by
from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN, Flags, Indices
from graph_service.analysis.measures.participation.evidence import Evidence, evidence_of, share_of
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.department_on_day import homes_on
from graph_service.analysis.scope.masks import last_day, projects_in, within


@dataclass(frozen=True, slots=True)
class ConversationFigures:
    """Conversations about projects, and how many of them were between people of different departments."""

    conversations: float
    """The number of conversations held. In the figures of a group, each of its people in a conversation counts one half."""
    across: float
    """How many of them were between people of different groups on that day."""
    unknown: float
    """How many of them involved somebody whose department on that day is not known. These count neither as across nor as within."""
    across_share: float | None
    """The share of conversations across groups among those whose departments are known, from 0 to 1. Absent with fewer than five."""
    evidence: Evidence
    """Whether there are enough conversations for the share: at least five whose departments are known."""
    people: int
    """The number of different people who took part."""


@dataclass(frozen=True, slots=True)
class GroupConversations(ConversationFigures):
    """The conversations of the people of one group."""

    group: Group
    """The group."""


@dataclass(frozen=True, slots=True)
class ConversationsAcross(ConversationFigures):
    """How many conversations about projects were held, and how many of them between people of different departments."""

    groups: tuple[GroupConversations, ...]
    """The same figures for each group whose people took part in conversations, by ID."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Both people of each conversation, one row each: the place, and whether the conversation was across and of known departments."""

    place: Indices
    person: Indices
    across: Flags
    unknown: Flags


def conversations(columns: Columns, view: View, today: date) -> ConversationsAcross:
    """Counts the conversations about projects that were held in the window, and shows how many of them were between people of different
    departments on that day.

    Conversations count up to today, and with a topic only those about projects on it. Departments that are reported together count as one, and
    so do those below one department at the selected level.
    """
    held, about = columns.conversations.held, np.append(projects_in(columns, view), view.topic is None)  # UNKNOWN indexes the last entry
    counted = (held != MAX_DAY) & (held <= last_day(view, today)) & within(held, view) & about[columns.conversations.project]
    partition = partition_departments(columns.departments, view)
    sides = _sides(columns, np.flatnonzero(counted), partition.of)
    places = len(partition.groups)
    [total] = _figures(Sides(np.zeros_like(sides.place), sides.person, sides.across, sides.unknown), 1)
    groups = zip(partition.groups, _figures(sides, places), strict=True)
    return ConversationsAcross(*total, groups=tuple(GroupConversations(*row, group=group) for group, row in groups if row[0]))


def _sides(columns: Columns, conversation: Indices, group_of: Indices) -> Sides:
    talks = columns.conversations
    people = [talks.person[conversation], talks.other[conversation]]
    homes = [homes_on(columns, person, talks.held[conversation]) for person in people]
    unknown = (homes[0] == UNKNOWN) | (homes[1] == UNKNOWN)
    places = [group_of[home] for home in homes]  # UNKNOWN indexes the last entry, which is UNATTRIBUTED
    across = ~unknown & (places[0] != places[1])
    return Sides(np.concatenate(places), np.concatenate(people).astype(np.intp), np.tile(across, 2), np.tile(unknown, 2))


def _figures(sides: Sides, places: int) -> list[tuple[float, float, float, float | None, Evidence, int]]:
    """The attributes of ConversationFigures for each place."""
    half = np.full(len(sides.place), 0.5)
    held, across, unknown = (
        sum_by(sides.place[chosen], half[chosen], places).tolist() for chosen in (np.ones(len(half), np.bool_), sides.across, sides.unknown)
    )
    known = sides.person != UNKNOWN
    people = count_distinct(sides.place[known], sides.person[known], places).tolist()
    return [
        (n, k, left, share_of(k, n - left), evidence_of(n - left), who)
        for n, k, left, who in zip(held, across, unknown, people, strict=True)
    ]
