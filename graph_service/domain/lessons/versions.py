"""Earlier versions of lessons: their texts as they were before each change. They name no people beyond those texts.

A version is stored in the Activity of the change that replaced it. An import changes many lessons at once, so it has an ImportedChange for each.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.undo.footprint import Footprint
from graph_service.domain.undo.node_states import Node, NodeState, NodeStates
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

KEEP_VERSION_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
SET activity.version = $version
"""
REMOVE_OLD_VERSIONS_QUERY: LiteralString = """
UNWIND $lessons AS id
CALL (id) {
  MATCH (earlier:Activity|ImportedChange {subjectId: id})
  WHERE earlier.subjectLabel = 'Lesson' AND earlier.version IS NOT NULL
  WITH earlier ORDER BY earlier.seq DESC SKIP $kept
  REMOVE earlier.version
}
"""
VERSIONS_QUERY: LiteralString = """
MATCH (kept:Activity|ImportedChange {subjectId: $lesson})
WHERE kept.subjectLabel = 'Lesson' AND kept.version IS NOT NULL
  AND ($all OR EXISTS { (:Lesson {id: $lesson})-[:LEARNED_BY]->(:Person {id: $viewer}) })
MATCH (activity:Activity {seq: kept.seq})
WITH activity, kept ORDER BY activity.seq DESC
RETURN collect({
  number: activity.seq, at: toString(activity.at), caller: activity.caller, actor: activity.actor, values: kept.version
}) AS versions
"""
VERSION_QUERY: LiteralString = """
MATCH (kept:Activity|ImportedChange {subjectId: $lesson})
WHERE kept.seq = $number AND kept.subjectLabel = 'Lesson' AND kept.version IS NOT NULL
RETURN kept.version AS values
"""
FIELDS: Final = ("title", "context", "wentWell", "wentWrong", "recommendation", "phase", "learnedOn", "sourceUrl")
MAX_VERSIONS: Final = 20  # of a lesson; older ones are removed
MAX_LENGTH: Final = 200_000  # characters of a version


@dataclass(frozen=True, slots=True)
class Version:
    """A lesson as it was before a change. number: the sequence number of that change; at: when it was made; caller, actor: by whom.

    values: the fields of FIELDS, dates as text; absent ones are missing.
    """

    number: int
    at: str
    caller: str | None
    actor: str | None
    values: Mapping[str, Any]


async def keep_versions(tx: WriteTransaction, seq: int, before: NodeStates, footprint: Footprint) -> None:
    """Keeps each lesson whose texts this change has replaced; at most MAX_VERSIONS of each."""
    for node, changed in footprint.properties.items():
        if (text := version_of(node, before[node], changed)) is not None:
            await tx.run(KEEP_VERSION_QUERY, {"seq": seq, "version": text})
            await remove_old_versions(tx, [node[1]])


def version_of(node: Node, before: NodeState, changed: Collection[str]) -> str | None:
    """The version of a lesson before these properties changed, as JSON; None if none of its texts changed, or if it is longer than MAX_LENGTH."""
    if node[0] is not Label.LESSON or not any(name in FIELDS for name in changed):
        return None
    text = json.dumps({name: _plain(before.properties[name]) for name in FIELDS if name in before.properties}, ensure_ascii=False)
    return text if len(text) <= MAX_LENGTH else None


async def remove_old_versions(tx: WriteTransaction, lessons: Sequence[str]) -> None:
    """Removes the oldest versions of each lesson beyond MAX_VERSIONS."""
    await tx.run(REMOVE_OLD_VERSIONS_QUERY, {"lessons": lessons, "kept": MAX_VERSIONS})


async def read_versions(graph: Graph, lesson: str, caller: Caller) -> list[Version]:
    """The earlier versions of a lesson, the latest first, for curators and its learners; none for others, because it was a draft once."""
    parameters = {"lesson": lesson, "all": caller.role >= Role.CURATOR, "viewer": caller.person}
    return [Version(**row | {"values": json.loads(row["values"])}) for row in await graph.read(VERSIONS_QUERY, parameters)]


async def read_version(tx: WriteTransaction, lesson: str, number: int) -> Mapping[str, Any] | None:
    """The values of one version; None if there is none with this number."""
    rows = await tx.run(VERSION_QUERY, {"lesson": lesson, "number": number})
    return json.loads(rows[0]["values"]) if rows else None


def _plain(value: Mapping[str, Any]) -> Any:
    """A value of a footprint, without its type."""
    return next(iter(value.values()))
