"""Earlier versions of lessons: their texts as they were before each change, kept with its Activity. They name no people beyond those texts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.undo.footprint import Footprint
from graph_service.domain.undo.node_states import NodeStates
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

KEEP_VERSION_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
SET activity.version = $version
WITH activity
MATCH (earlier:Activity {subjectId: activity.subjectId})
WHERE earlier.subjectLabel = 'Lesson' AND earlier.version IS NOT NULL
WITH earlier ORDER BY earlier.seq DESC SKIP $kept
REMOVE earlier.version
"""
VERSIONS_QUERY: LiteralString = """
MATCH (activity:Activity {subjectId: $lesson})
WHERE activity.subjectLabel = 'Lesson' AND activity.version IS NOT NULL
  AND ($all OR EXISTS { (:Lesson {id: $lesson})-[:LEARNED_BY]->(:Person {id: $viewer}) })
WITH activity ORDER BY activity.seq DESC
RETURN collect({
  number: activity.seq, at: toString(activity.at), caller: activity.caller, actor: activity.actor, values: activity.version
}) AS versions
"""
VERSION_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $number})
USING INDEX SEEK activity:Activity(seq)
WHERE activity.subjectLabel = 'Lesson' AND activity.subjectId = $lesson AND activity.version IS NOT NULL
RETURN activity.version AS values
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
    for (label, id_), changed in footprint.properties.items():
        if label is Label.LESSON and not changed.keys().isdisjoint(FIELDS):
            properties = before[label, id_].properties
            text = json.dumps({name: _plain(properties[name]) for name in FIELDS if name in properties}, ensure_ascii=False)
            if len(text) <= MAX_LENGTH:
                await tx.run(KEEP_VERSION_QUERY, {"seq": seq, "version": text, "kept": MAX_VERSIONS})


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
