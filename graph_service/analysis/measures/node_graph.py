"""Flow and silos in the format of Grafana's Node Graph panel, which determines the names of the attributes.

Groups are nodes with a ring that shows the origin of the lessons they reused; cells of flow are edges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.facts.node_ids import GroupId
from graph_service.analysis.measures.flow import Flow, FlowCell
from graph_service.analysis.measures.silos import Silos, Verdict
from graph_service.analysis.organisation.groups import UNATTRIBUTED, Group, partition_departments
from graph_service.analysis.organisation.transfers import count_at, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in

SUBTITLES: Final = {
    Verdict.SILO: "keeps to itself",
    Verdict.TYPICAL: "as chance would have it",
    Verdict.OPEN: "open to others",
    Verdict.TOO_LITTLE_EVIDENCE: "too few reuses to tell",
}


@dataclass(frozen=True, slots=True)
class NodeGraphNode:
    """A group as a circle. The parts of its ring, arc__*, add up to 1."""

    id: GroupId
    """The key of the group."""
    title: str
    """The group's name."""
    subtitle: str
    """Whether the group is a silo, in a few words."""
    mainstat: float
    """The number of reuses that the group's people made."""
    secondarystat: float
    """The number of reuses of the group's lessons."""
    arc__internal: float
    """The share of the reuses by the group's people that were of its own lessons."""
    arc__across: float
    """The share that were of lessons of other groups."""
    arc__unattributed: float
    """The share that were of lessons whose department is unknown."""
    arc__nothing: float
    """1 if the group's people reused nothing."""
    detail__events: int
    """The number of reuses that the group's people made, each counted as one."""
    detail__people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class NodeGraphEdge:
    """The reuses that one group made of another group's lessons, as an arrow."""

    id: GroupId
    """Identifies the edge; made of the keys of both groups."""
    source: GroupId
    """The key of the group whose lessons were reused."""
    target: GroupId
    """The key of the group that reused them."""
    mainstat: float
    """The number of reuses."""
    detail__events: int
    """The number of reuses behind the figure, each counted as one."""
    detail__people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class NodeGraph:
    """The network in the format of Grafana's Node Graph panel."""

    nodes: tuple[NodeGraphNode, ...]
    """The groups that gave or received, by ID."""
    edges: tuple[NodeGraphEdge, ...]
    """The flow between different groups."""


def node_graph(columns: Columns, view: View, flow: Flow, silos: Silos) -> NodeGraph:
    """Returns the network in the format of Grafana's Node Graph panel: groups as circles, reuses as arrows.

    flow, silos: those of the view.
    """
    verdicts = {silo.group.id: silo.verdict for silo in silos.silos}
    counts, reuses = _count_received(columns, view), _matrix(flow)
    received, given, rings = reuses.sum(axis=0).tolist(), reuses.sum(axis=1).tolist(), _rings(flow.groups, reuses)
    nodes = [
        NodeGraphNode(group.id, group.name, _subtitle(group, verdicts), received[at], given[at], *rings[at], *counts[group.id])
        for at, group in enumerate(flow.groups)
    ]
    return NodeGraph(tuple(nodes), tuple(_edge(cell) for cell in flow.cells if cell.from_.id != cell.to.id))


def _subtitle(group: Group, verdicts: Mapping[GroupId, Verdict]) -> str:
    return "department not known" if group == UNATTRIBUTED else SUBTITLES[verdicts.get(group.id, Verdict.TOO_LITTLE_EVIDENCE)]


def _edge(cell: FlowCell) -> NodeGraphEdge:
    source, target = cell.from_.id, cell.to.id
    return NodeGraphEdge(GroupId(f"{source} → {target}"), source, target, cell.reuses, cell.events, cell.people)


def _count_received(columns: Columns, view: View) -> dict[str, tuple[int, int]]:
    """By group id: the number of reuses made in the group, and of distinct known people who made them."""
    partition = partition_departments(columns.departments, view)
    event = np.flatnonzero(events_in(columns, view, lessons_in(columns, view)))
    shares = roll_up_shares(columns.reused_in, partition)
    events, people = count_at(shares, event, columns.events.person[event], len(partition.groups))
    return {group.id: (int(events[at]), int(people[at])) for at, group in enumerate(partition.groups)}


def _matrix(flow: Flow) -> Floats:
    """F as a matrix: one row per giver, one column per receiver."""
    at = {group.id: place for place, group in enumerate(flow.groups)}
    reuses = np.zeros((len(at), len(at)))
    for cell in flow.cells:
        reuses[at[cell.from_.id], at[cell.to.id]] = cell.reuses
    return reuses


def _rings(groups: Sequence[Group], reuses: Floats) -> list[tuple[float, float, float, float]]:
    """The four arcs of each group: its reuses by origin of the lesson, as shares, and 1 if it reused nothing.

    Flow from UNATTRIBUTED to UNATTRIBUTED counts as unattributed, not as internal.
    """
    known = np.array([group != UNATTRIBUTED for group in groups], np.bool_)
    received, internal, unattributed = reuses.sum(axis=0), reuses.diagonal() * known, reuses[~known].sum(axis=0)
    across = np.maximum(received - internal - unattributed, 0)  # rounding errors can make the difference slightly negative
    some = received > 0
    shares = np.stack((internal, across, unattributed)) / np.where(some, received, 1)
    return [(*parts, 0.0 if any_ else 1.0) for *parts, any_ in zip(*shares.tolist(), some.tolist(), strict=True)]
