"""Counts the nodes of each label, checks that ids exist or are free, and makes new ids."""

import secrets
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from graph_service.callers import Caller, Role
from graph_service.domain.node_statements import KNOWN_IDS_STATEMENT, NODE_COUNTS_STATEMENT, ids_by_label
from graph_service.domain.parsing import optional, parse_short_text, quote
from graph_service.errors import Conflict, Forbidden, NotFound
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

MASKED_PEOPLE_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {shownId: id})
WHERE $everybody OR person.id = $viewer OR EXISTS { (person)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
RETURN collect([id, person.id]) AS people
"""
SHOWN_IDS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect([id, coalesce(person.shownId, id)]) AS people
"""
MASKED_ID: Final = "colleague-"
"""How the IDs begin that callers read in place of those of people who must not be named."""


async def resolve_people(graph: Graph, shown_ids: Sequence[str], viewer: str | None, *, everybody: bool) -> dict[str, str]:
    """The IDs of the people for whom callers read these other IDs, because they must not be named; unknown ones are left out.

    So are people whom the viewer, the ID of a person, may not see named, unless `everybody` is set: errors would state their own IDs.
    """
    parameters = {"ids": shown_ids, "viewer": viewer, "everybody": everybody}
    return dict(await graph.read(MASKED_PEOPLE_QUERY, parameters)) if shown_ids else {}


async def read_shown_ids(graph: Graph, people: Sequence[str]) -> dict[str, str]:
    """The IDs that callers read for these people if they may not read their own."""
    return dict(await graph.read(SHOWN_IDS_QUERY, {"ids": list(people)}))


async def count_nodes_by_label(graph: Graph) -> dict[Label, int]:
    """The number of nodes of each label, without the counters of the activity log."""
    counts: list[tuple[str, int]] = await graph.read(NODE_COUNTS_STATEMENT)
    return {Label(name): count for name, count in counts}


async def known_ids(tx: WriteTransaction, label: Label, ids: Iterable[str]) -> set[str]:
    """The ids among these that a node of this label has."""
    known = (await tx.run(KNOWN_IDS_STATEMENT, ids_by_label({label: list(ids)})))[0]["known"]
    return set(known[label.plural])


async def require_known(tx: WriteTransaction, label: Label, ids: Iterable[str], field: str) -> None:
    """NotFound states the first id that no node of this label has."""
    required = list(ids)
    known = await known_ids(tx, label, required) if required else set[str]()
    for id_ in required:
        if id_ not in known:
            raise not_found(label, id_, field)


async def choose_id(tx: WriteTransaction, label: Label, requested: Any) -> str:
    """The id of a new node: the requested one, or a new one if it is None. Raises Conflict if it is taken."""
    id_ = optional(parse_short_text)(requested, "id")
    if id_ is None:
        return new_id()
    if await known_ids(tx, label, [id_]):
        raise Conflict(
            f"id is {quote(id_)}, which another {label.singular} already has. Choose another, or omit it to get a new one.", field="id"
        )
    return id_


async def choose_hidden_id(tx: WriteTransaction, label: Label, requested: Any, caller: Caller | None) -> str:
    """The id of a new lesson, reuse or task, of which there may be some that the caller may not read. Raises Forbidden if one of those who do not
    read all of them requests an id: whether it is taken would tell whether there is a hidden one."""
    if requested is not None and caller is not None and caller.role < Role.ADMINISTRATOR:
        raise Forbidden(
            f"id is set, but only administrators choose the ID of a {label.singular}. Omit it: the service gives the {label.singular} a new "
            "ID, and a request that is repeated with the same idempotencyKey records nothing twice.",
            field="id",
        )
    return await choose_id(tx, label, requested)


def not_found(label: Label, id_: str, field: str) -> NotFound:
    """The error for an id that no node of this label has."""
    return NotFound(f"{field} is {quote(id_)}, but there is no {label.singular} with this id.", field=field)


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text: 48 bits of milliseconds since 1970, then 74 random bits around version and variant.

    New ids sort after older ones, so an index grows at its end.
    """
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=number))
