"""Flow and silos as a node graph.

Groups are nodes with a ring that shows the origin of the lessons they reused; cells of flow are edges.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.measures.flow import Cell, Flow, flow
from graph_service.analysis.measures.silos import Verdict, silos
from graph_service.analysis.organisation.groups import UNATTRIBUTED, Group, partition
from graph_service.analysis.organisation.transfers import count_at, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True)
class Ring:
    """The reuses of a group, as shares by origin of the lesson. `nothing` is 1 if the group reused nothing. The shares add up to 1."""

    internal: float
    across: float
    unattributed: float
    nothing: float


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A group. received, given: reuses made in it, and reuses of its lessons; reuses of its own lessons are in both. events, people: the
    counts behind `received`.

    verdict: None for UNATTRIBUTED.
    """

    group: Group
    verdict: Verdict | None
    received: float
    given: float
    ring: Ring
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class NodeGraph:
    """`nodes` are the groups that gave or received, by id with UNATTRIBUTED last; `edges` are the cells of flow between different groups."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[Cell, ...]


def node_graph(columns: Columns, view: View) -> NodeGraph:
    """Built from F[giver, receiver] of flow and the verdicts of silos."""
    found, verdicts = flow(columns, view), {silo.group.id: silo.verdict for silo in silos(columns, view).silos}
    counts, reuses = _count_received(columns, view), _matrix(found)
    received, given, rings = reuses.sum(axis=0).tolist(), reuses.sum(axis=1).tolist(), _rings(found.groups, reuses)
    nodes = [
        GraphNode(group, _verdict(group, verdicts), received[at], given[at], rings[at], *counts[group.id])
        for at, group in enumerate(found.groups)
    ]
    return NodeGraph(tuple(nodes), tuple(cell for cell in found.cells if cell.giver.id != cell.receiver.id))


def _verdict(group: Group, verdicts: dict[str, Verdict]) -> Verdict | None:
    return None if group == UNATTRIBUTED else verdicts.get(group.id, Verdict.TOO_LITTLE_EVIDENCE)


def _count_received(columns: Columns, view: View) -> dict[str, tuple[int, int]]:
    """By group id: the number of reuses made in the group, and of distinct known people who made them."""
    parts = partition(columns.departments, view)
    event = np.flatnonzero(events_in(columns, view, lessons_in(columns, view)))
    shares = roll_up_shares(columns.reused_in, parts)
    events, people = count_at(shares, event, columns.events.person[event], len(parts.groups))
    return {group.id: (int(events[at]), int(people[at])) for at, group in enumerate(parts.groups)}


def _matrix(found: Flow) -> Floats:
    """F as a matrix: one row per giver, one column per receiver."""
    at = {group.id: place for place, group in enumerate(found.groups)}
    reuses = np.zeros((len(at), len(at)))
    for cell in found.cells:
        reuses[at[cell.giver.id], at[cell.receiver.id]] = cell.reuses
    return reuses


def _rings(groups: Sequence[Group], reuses: Floats) -> list[Ring]:
    """The ring of each group. Flow from UNATTRIBUTED to UNATTRIBUTED counts as unattributed, not as internal."""
    known = np.array([group != UNATTRIBUTED for group in groups], np.bool_)
    received, internal, unattributed = reuses.sum(axis=0), reuses.diagonal() * known, reuses[~known].sum(axis=0)
    across = np.maximum(received - internal - unattributed, 0)  # rounding errors can make the difference slightly negative
    some = received > 0
    shares = np.stack((internal, across, unattributed)) / np.where(some, received, 1)
    return [Ring(*parts, nothing=0.0 if any_ else 1.0) for *parts, any_ in zip(*shares.tolist(), some.tolist(), strict=True)]
