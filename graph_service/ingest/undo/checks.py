"""Why an import cannot be undone: something has been changed since, or depends on it. Nothing is written before all of this is checked."""

from collections.abc import Mapping, Sequence, Set
from typing import Any, Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.undo.footprint import Footprint
from graph_service.domain.undo.node_states import Node, NodeState
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest.stored_rows import in_parts
from graph_service.ingest.tables.people import EMAIL_OWNERS_QUERY
from graph_service.ingest.undo.imports import LoggedImport
from graph_service.ingest.undo.later_changes import NODES_PER_READ, TIMEOUT, LaterChange, LaterChanges, read_footprint, read_later_changes
from graph_service.ingest.undo.states import read_committed_states
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

# Values on which other nodes may rely: a reuse needs a published lesson, a membership an open department.
RULED: Final[Mapping[Label, frozenset[str]]] = {
    Label.LESSON: frozenset({"status", "learnedOn", "publishedOn", "retiredOn", "audience"}),
    Label.DEPARTMENT: frozenset({"openedOn", "closedOn"}),
    Label.PROJECT: frozenset({"status", "startedOn", "endedOn"}),
}
# Relationships that must not form a cycle, which a later one may have made possible.
ACYCLIC: Final = (
    RelationshipType.PART_OF,
    RelationshipType.BROADER,
    RelationshipType.BUILDS_ON,
    RelationshipType.SUPERSEDES,
    RelationshipType.RECURRENCE_OF,
)
HIDDEN_QUERY: LiteralString = """
MATCH (lesson:Lesson {audience: 'NAMED'})
RETURN collect([lesson.id, [(lesson)<-[:REUSE_OF]-(reuse) | reuse.id]]) AS lessons
"""


async def refuse_dependent(graph: Graph, logged: LoggedImport, caller: Caller | None) -> frozenset[str]:
    """Raises Conflict, which names what has been changed since or depends on the import, by whom and when; restricted lessons and their reuses
    only to administrators and the operator.

    Returns the lessons that got their language after the import, when the service was updated.
    """
    later, hidden = await read_later_changes(graph, logged.number), await _read_hidden(graph, caller)
    latest: dict[Node, str] = {}
    emails: dict[str, str] = {}
    dependency: Conflict | None = None  # a changed node is the better explanation
    for seq in logged.pending:
        footprint = await read_footprint(graph, seq)
        created = [(label, id_) for label, ids in footprint.created.items() for id_ in ids] if not later.is_empty else []
        for node in created:
            _refuse_changed(later, node, seq, hidden)
        dependency = dependency or _find_dependency(later, created, footprint.changed, hidden)
        latest.update(footprint.states)
        emails |= _restored_emails(footprint.changed)
    recognised_since = await _refuse_changed_states(graph, latest, later, hidden)
    if dependency is not None:
        raise dependency
    await _refuse_taken_emails(graph, emails, later)
    return recognised_since


async def _read_hidden(graph: Graph, caller: Caller | None) -> Set[Node]:
    """The restricted lessons and their reuses; none for administrators and the operator, who read them."""
    if caller is None or caller.role >= Role.ADMINISTRATOR:
        return frozenset()
    rows: list[tuple[str, list[str]]] = await graph.read(HIDDEN_QUERY, timeout=TIMEOUT)
    return {(Label.LESSON, lesson) for lesson, _ in rows} | {(Label.REUSE, reuse) for _, reuses in rows for reuse in reuses}


def _refuse_changed(later: LaterChanges, node: Node, seq: int, hidden: Set[Node]) -> None:
    change = later.changed.get(node)
    if change is not None and change.seq > seq:
        raise _changed(node, change, hidden)


def _find_dependency(later: LaterChanges, created: Sequence[Node], footprint: Footprint, hidden: Set[Node]) -> Conflict | None:
    """A later change that relies on a new node, on a value that is restored, or on a restored relationship not being there."""
    ruled = [node for node, properties in footprint.properties.items() if RULED.get(node[0], frozenset[str]()) & set(properties)]
    for node in (*created, *ruled):
        if node in later.references:
            return _depends(node, *later.references[node], hidden)
    for link in footprint.removed:
        if link.type in ACYCLIC and link.type in later.linked:
            return _depends((link.type.start, link.start), *later.linked[link.type], hidden)
    return None


def _restored_emails(footprint: Footprint) -> dict[str, str]:
    """The addresses that the undo restores, with the id of their person."""
    before = {id_: properties.get("email") for (label, id_), properties in footprint.properties.items() if label is Label.PERSON}
    return {value["value"]: id_ for id_, value in before.items() if value}


async def _refuse_changed_states(graph: Graph, latest: Mapping[Node, str], later: LaterChanges, hidden: Set[Node]) -> frozenset[str]:
    """Compares all nodes that the import changed with what it left. Returns the lessons that differ by their language only, which nobody changed."""
    recognised_since: set[str] = set()
    for part in in_parts(latest, NODES_PER_READ):
        ids: dict[Label, list[str]] = {}
        for label, id_ in part:
            ids.setdefault(label, []).append(id_)
        states = await read_committed_states(graph, ids)
        for node in part:
            if node in states and states[node].digest() == latest[node]:
                continue
            if node in states and _got_language(node, states[node], latest[node], later):
                recognised_since.add(node[1])
            else:
                raise _changed(node, later.changed.get(node) or later.references.get(node, (node, None))[1], hidden)

    return frozenset(recognised_since)


def _got_language(node: Node, state: NodeState, digest: str, later: LaterChanges) -> bool:
    """Whether a lesson is as the import left it, except for a language that no logged change gave it."""
    return node[0] is Label.LESSON and node not in later.changed and state.without("language").digest() == digest


async def _refuse_taken_emails(graph: Graph, emails: Mapping[str, str], later: LaterChanges) -> None:
    owners: list[Any] = []
    for part in in_parts(emails, NODES_PER_READ):
        owners += await graph.read(EMAIL_OWNERS_QUERY, {"emails": part}, timeout=TIMEOUT)
    for email, owner in ((row["email"], row["id"]) for row in owners):
        change = later.changed.get((Label.PERSON, owner))
        if change is not None and owner != emails[email]:
            raise Conflict(
                f"The address {email} of the person {emails[email]!r} has been given to the person {owner!r} since ({change.phrase})."
            )


def _changed(node: Node, change: LaterChange | None, hidden: Set[Node]) -> Conflict:
    how = f" ({change.phrase})" if change and node not in hidden else ""
    return Conflict(
        f"{_named(node, hidden)} has been changed again since{how}. Undo that change first, or correct the graph by another import."
    )


def _depends(node: Node, other: Node, change: LaterChange, hidden: Set[Node]) -> Conflict:
    by = _named(other, hidden)
    needed = f"{by[0].lower()}{by[1:]}{'' if other in hidden else f' ({change.phrase})'}"
    return Conflict(f"{_named(node, hidden)} is needed by {needed}. Undo that change first, or correct the graph by another import.")


def _named(node: Node, hidden: Set[Node]) -> str:
    """The node at the beginning of a sentence."""
    label, id_ = node
    return f"A {label.singular} that not everybody may read" if node in hidden else f"The {label.singular} {id_!r}"
