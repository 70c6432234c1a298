"""Rundowns: what projects decided about the lessons that they considered, and how many projects held a rundown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct
from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, Days, Flags, Indices, day_number, enum_code
from graph_service.analysis.measures.participation.evidence import Evidence, evidence_of, share_of
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.department_on_day import owners_on
from graph_service.analysis.scope.masks import last_day, lessons_in, projects_in, within
from graph_service.model.enums import Decision, Phase, ProjectStatus


@dataclass(frozen=True, slots=True)
class PhaseRundowns:
    """How many of the projects in a phase held a rundown of that phase."""

    phase: Phase
    """The phase."""
    projects: int
    """The number of projects that reached the phase in the window. BEFORE: those that started in it; DURING: those that ran on a day of it;
    AFTER: those that closed in it. Projects whose start is unknown count only in AFTER."""
    with_rundown: int
    """How many of them held a rundown of this phase, up to the window's last day."""
    share: float | None
    """Their share, from 0 to 1. Absent with fewer than five projects."""
    evidence: Evidence
    """Whether there are enough projects for the share: at least five."""


@dataclass(frozen=True, slots=True)
class RundownFigures:
    """What projects decided about lessons in rundowns."""

    rundowns: int
    """The number of rundowns held. In the figures of a group, those of projects that it owned on that day."""
    decisions: int
    """The number of decisions on lessons that were made in rundowns held in the window. A lesson that was first postponed and then decided
    on counts twice."""
    apply: int
    """How many of them are to apply the lesson."""
    not_applicable: int
    """How many of them say that the lesson does not fit the project."""
    later: int
    """How many of them postpone the decision."""
    apply_share: float | None
    """The share of decisions to apply the lesson, from 0 to 1. Absent with fewer than five decisions."""
    not_applicable_share: float | None
    """The share of decisions that the lesson does not fit."""
    later_share: float | None
    """The share of postponed decisions."""
    evidence: Evidence
    """Whether there are enough decisions for the shares: at least five."""
    projects: int
    """The number of different projects that made these decisions."""
    phases: tuple[PhaseRundowns, ...]
    """How many of the projects in each phase held a rundown, in the order of the phases."""


@dataclass(frozen=True, slots=True)
class GroupRundownUse(RundownFigures):
    """What the projects of one group decided about lessons in rundowns."""

    group: Group
    """The group."""


@dataclass(frozen=True, slots=True)
class RundownUse(RundownFigures):
    """What projects decided about lessons in rundowns, and how many projects held one."""

    groups: tuple[GroupRundownUse, ...]
    """The same figures for each group with projects in a phase, or with rundowns, by ID."""


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """Decisions: the place of each, its Decision, and its project."""

    place: Indices
    decision: Indices
    project: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Projects that reached a phase: the place of each, and whether it held a rundown of the phase."""

    place: Indices
    held: Flags


def rundown_use(columns: Columns, view: View, today: date) -> RundownUse:
    """Shows what projects decided about the lessons that they considered in rundowns, and how many of the projects in each phase held a rundown.

    A decision counts on the day of its rundown, up to the window's last day or today, whichever is earlier. With a topic, decisions on
    lessons about it, and projects and rundowns of projects about it, count. In a group, a project belongs to the department that owned it on
    the day of the rundown; for a phase, on the day it started (BEFORE), on the last day that it ran in the window (DURING) or on the day it
    closed (AFTER).
    """
    last, partition = last_day(view, today), partition_departments(columns.departments, view)
    held, decisions = _held(columns, view, last, partition), _decisions(columns, view, last, partition)
    phases = [_reached(columns, view, phase, last, partition) for phase in Phase]
    places = len(partition.groups)
    one = [_merged(phase) for phase in phases]
    [total] = _figures(
        np.zeros(len(held), np.intp), Decisions(np.zeros_like(decisions.place), decisions.decision, decisions.project), one, 1
    )
    groups = zip(partition.groups, _figures(held, decisions, phases, places), strict=True)
    return RundownUse(**total, groups=tuple(GroupRundownUse(**row, group=group) for group, row in groups if _is_used(row)))


def _is_used(row: dict[str, Any]) -> bool:
    return bool(row["rundowns"] or row["decisions"] or any(phase.projects for phase in row["phases"]))


def _in_window(columns: Columns, view: View, last: int) -> Flags:
    held = columns.rundowns.held
    return (held != MAX_DAY) & (held <= last) & within(held, view)


def _held(columns: Columns, view: View, last: int, partition: Partition) -> Indices:
    """The places of the rundowns held in the window by projects of the view."""
    about = np.append(projects_in(columns, view), view.topic is None)  # UNKNOWN indexes the last entry
    rundown = np.flatnonzero(_in_window(columns, view, last) & about[columns.rundowns.project])
    return _places(columns, partition, columns.rundowns.project[rundown], columns.rundowns.held[rundown])


def _decisions(columns: Columns, view: View, last: int, partition: Partition) -> Decisions:
    considered, rundowns = columns.considerations, columns.rundowns
    chosen = _in_window(columns, view, last)[considered.rundown] & lessons_in(columns, view)[considered.lesson]
    row = np.flatnonzero(chosen & (considered.decision != UNKNOWN))
    rundown = considered.rundown[row]
    project = rundowns.project[rundown]
    place = _places(columns, partition, project, rundowns.held[rundown])
    return Decisions(place, considered.decision[row].astype(np.intp), project.astype(np.intp))


def _reached(columns: Columns, view: View, phase: Phase, last: int, partition: Partition) -> Reached:
    chosen, day = dict(zip(Phase, (_started, _ran, _closed), strict=True))[phase](columns, view, last)
    project, rundowns = np.flatnonzero(chosen & projects_in(columns, view)), columns.rundowns
    of_phase = (rundowns.phase == enum_code(phase)) & (rundowns.held != MAX_DAY) & (rundowns.held <= last)
    return Reached(_places(columns, partition, project, day[project]), np.isin(project, rundowns.project[of_phase]))


def _started(columns: Columns, view: View, last: int) -> tuple[Flags, Days]:
    """Which projects started in the window, and the day on which they did."""
    started = columns.projects.started
    return _begun(columns, last) & within(started, view), started


def _ran(columns: Columns, view: View, last: int) -> tuple[Flags, Days]:
    """Which projects ran on a day of the window, and the last day on which they did."""
    projects, start = columns.projects, MIN_DAY if view.start is None else day_number(view.start)
    end = np.where(projects.status == enum_code(ProjectStatus.RUNNING), np.int32(MAX_DAY), projects.ended)
    return _begun(columns, last) & (end >= start), np.where(end == MIN_DAY, np.int32(last), np.minimum(end, np.int32(last)))


def _closed(columns: Columns, view: View, last: int) -> tuple[Flags, Days]:
    """Which projects closed in the window, and the day on which they did; the last day if it is unknown."""
    closed = columns.projects.closed
    return (closed != MAX_DAY) & (closed <= last) & within(closed, view), np.where(closed == MIN_DAY, np.int32(last), closed)


def _begun(columns: Columns, last: int) -> Flags:
    """Which projects had started by the last day."""
    projects = columns.projects
    return (projects.status != enum_code(ProjectStatus.PLANNED)) & (projects.started <= last)


def _places(columns: Columns, partition: Partition, project: Any, day: Days) -> Indices:
    return partition.of[owners_on(columns, project, day)]  # UNKNOWN indexes the last entry, which is UNATTRIBUTED


def _merged(reached: Reached) -> Reached:
    """The same projects in one place."""
    return Reached(np.zeros_like(reached.place), reached.held)


def _figures(held: Indices, decisions: Decisions, phases: list[Reached], places: int) -> list[dict[str, Any]]:
    """The attributes of RundownFigures for each place."""
    rundowns = np.bincount(held, minlength=places).tolist()
    kinds = len(Decision)
    counts = np.bincount(decisions.place * kinds + decisions.decision, minlength=places * kinds).reshape(places, kinds).tolist()
    known = decisions.project != UNKNOWN
    projects = count_distinct(decisions.place[known], decisions.project[known], places).tolist()
    of_phase = [_phase_figures(phase, reached, places) for phase, reached in zip(Phase, phases, strict=True)]
    return [
        _row(number, dict(zip(Decision, count, strict=True)), made, tuple(phase))
        for number, count, made, *phase in zip(rundowns, counts, projects, *of_phase, strict=True)
    ]


def _row(rundowns: int, counts: dict[Decision, int], projects: int, phases: tuple[PhaseRundowns, ...]) -> dict[str, Any]:
    total = sum(counts.values())
    names = {decision: decision.value.lower() for decision in Decision}
    return {
        "rundowns": rundowns,
        "decisions": total,
        **{names[decision]: count for decision, count in counts.items()},
        **{f"{names[decision]}_share": share_of(count, total) for decision, count in counts.items()},
        "evidence": evidence_of(total),
        "projects": projects,
        "phases": phases,
    }


def _phase_figures(phase: Phase, reached: Reached, places: int) -> list[PhaseRundowns]:
    projects = np.bincount(reached.place, minlength=places).tolist()
    held = np.bincount(reached.place[reached.held], minlength=places).tolist()
    return [PhaseRundowns(phase, n, k, share_of(k, n), evidence_of(n)) for n, k in zip(projects, held, strict=True)]
