"""Changes made after an import, and what they refer to: an import that something depends on cannot be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from graph_service.domain.activity import IMPORT_ACTION
from graph_service.domain.undo.node_states import Node
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest.stored_rows import in_parts
from graph_service.ingest.undo.footprint import BatchFootprint
from graph_service.ingest.undo.states import read_committed_states
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

# What was undone, and the changes that undid it, cancel out.
LATER_CHANGES_QUERY: LiteralString = """
MATCH (later:Activity)
WHERE later.seq > $after
WITH collect(later) AS changes
WITH changes, [change IN changes WHERE change.undone IS NOT NULL | change.undone] AS cancelling
RETURN [change IN changes
  WHERE change.undone IS NULL AND NOT change.seq IN cancelling AND (change.import IS NULL OR change.import <> $number) |
  {
    seq: change.seq,
    at: toString(datetime.truncate('minute', change.at)),
    action: change.action,
    label: change.subjectLabel,
    id: change.subjectId,
    also: coalesce(change.alsoChanged, []),
    caller: change.caller,
    import: change.import IS NOT NULL,
    kept: change.undo IS NOT NULL
  }
] AS changes
"""
FOOTPRINT_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
RETURN activity.undo
"""
NODES_PER_READ = 2_000
TIMEOUT = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A later change: its action, who made it and when, as a phrase for people."""

    seq: int
    action: str
    caller: str | None
    at: str

    @property
    def phrase(self) -> str:
        """Such as "reviseLesson by maria on 2026-03-01 at 09:30 UTC"."""
        who = "on the service's own machine" if self.caller == "" else f"by {self.caller}" if self.caller else "by an unknown caller"
        what = "an import" if self.action == IMPORT_ACTION else self.action
        return f"{what} {who} on {self.at[:10]} at {self.at[11:16]} UTC"


@dataclass(slots=True)
class LaterChanges:
    """changed: the latest later change of each node. references: the later changes of nodes that refer to a node. linked: by type of
    relationship, a later change of a node from which one leads."""

    changed: dict[Node, LaterChange] = field(default_factory=dict[Node, LaterChange])
    references: dict[Node, tuple[Node, LaterChange]] = field(default_factory=dict[Node, tuple[Node, LaterChange]])
    linked: dict[RelationshipType, tuple[Node, LaterChange]] = field(default_factory=dict[RelationshipType, tuple[Node, LaterChange]])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return not self.changed


async def read_footprint(graph: Graph, seq: int) -> BatchFootprint:
    """What was kept with a batch. Raises Conflict if it is no longer there."""
    data: bytes | None = await graph.read(FOOTPRINT_QUERY, {"seq": seq}, timeout=TIMEOUT, from_leader=True)
    if data is None:
        raise Conflict("What this import changed is no longer kept, so it cannot be undone.")
    return BatchFootprint.from_bytes(data)


async def read_later_changes(graph: Graph, number: int) -> LaterChanges:
    """What was changed after the import began, by others. Raises Conflict if that cannot be known."""
    rows: list[dict[str, Any]] = await graph.read(
        LATER_CHANGES_QUERY, {"after": number, "number": number}, timeout=TIMEOUT, from_leader=True
    )
    later = LaterChanges()
    for row in rows:
        change = LaterChange(row["seq"], row["action"], row["caller"], row["at"])
        for node in await _nodes(graph, row, change):
            later.changed[node] = change
    await _read_references(graph, later)
    return later


async def _nodes(graph: Graph, row: dict[str, Any], change: LaterChange) -> Sequence[Node]:
    """The nodes that a change created or changed."""
    if row["label"] is not None:
        also = (node.partition(":") for node in row["also"])
        return [(Label(row["label"]), row["id"]), *((Label(label), id_) for label, _, id_ in also)]
    if not row["import"] or not row["kept"]:
        raise Conflict(f"{change.phrase[0].upper()}{change.phrase[1:]} may have changed anything since.")
    footprint = await read_footprint(graph, row["seq"])
    return [*((label, id_) for label, ids in footprint.created.items() for id_ in ids), *footprint.states]


async def _read_references(graph: Graph, later: LaterChanges) -> None:
    for part in in_parts(later.changed, NODES_PER_READ):
        ids: dict[Label, list[str]] = {}
        for label, id_ in part:
            ids.setdefault(label, []).append(id_)
        for node, state in (await read_committed_states(graph, ids)).items():
            for link in state.links:
                later.linked[link.type] = node, later.changed[node]
                later.references.update({end: (node, later.changed[node]) for end in link.ends if end != node})
