"""The log of changes as a root field."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID
from strawberry.dataloader import DataLoader

from graph_service.access import Role
from graph_service.api.context import Context, Info
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.reuses import Reuse
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.compiler.node_ids import encode_node_id
from graph_service.domain import activity as log
from graph_service.domain.existence import read_shown_ids
from graph_service.domain.log_reading import LogFilter, entry_key, find_restricted, nodes_of, read_entries, read_log
from graph_service.domain.undo.command import ANOTHER_CALLER, LoggedChange, read_logged_changes
from graph_service.domain.undo.node_states import Node
from graph_service.domain.undo.values import ChangedValue as StoredValue
from graph_service.domain.undo.values import imported_change_key, read_imported_values, read_values
from graph_service.errors import Forbidden, InvalidInput
from graph_service.graph import Graph
from graph_service.mapping.node_interface import NodeInterface
from graph_service.mapping.read_rules import Clearance
from graph_service.mapping.scalars import Date, DateTime
from graph_service.model.labels import Label
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size, or_default

DEFAULT_FIRST: Final = 50
COST_IN_ROWS: Final = 50  # of an entry: graphql-core resolves each of its fields
COST_OF_REASON: Final = 100  # of `undoable` and `notUndoableBecause` of an entry
COST_OF_VALUES: Final = 100  # of `values` of an entry
RESTRICTED: Final = "RESTRICTED"
"""The action of a change of which the caller may know only its number and time."""
LOGGED_CHANGES: Final = ("logged changes",)
"""The key of the loader of log entries among those of a request."""
CHANGED_VALUES: Final = ("changed values",)
IMPORTED_VALUES: Final = ("imported values",)
SHOWN_IDS: Final = ("shown IDs",)


@strawberry.type(description="A value of a lesson or a reuse before and after a change.")
class ChangedValue:
    name: str = strawberry.field(description="The name of the changed field.")
    before: str | None = strawberry.field(description="The value before the change, as text; absent if there was none.")
    after: str | None = strawberry.field(description="The value after the change, as text; absent if there was none.")

    @classmethod
    def of(cls, value: StoredValue) -> "ChangedValue":
        return cls(name=value.name, before=value.before, after=value.after)


@strawberry.type(description="A change: who did what to which node. It contains no names of nodes and no text.")
class Activity(NodeInterface):
    seq: int = strawberry.field(description="Sequence number; increases by one with every change.")
    at: DateTime = strawberry.field(description="When it happened.")
    actor: ID | None = strawberry.field(
        description="The ID of the person who made the change, if known. Where `verified` is not true, it is what the sender stated."
    )
    caller: str | None = strawberry.field(
        description="The name of the caller: of their token or their login. Empty on the service's own machine, null if unknown."
    )
    caller_subject: str | None = strawberry.field(
        description='What identifies the caller and never changes, such as "token:maria"; null if unknown.'
    )
    verified: bool | None = strawberry.field(
        description="Whether the caller was authenticated. False on the service's own machine without tokens, null if unknown."
    )
    action: str = strawberry.field(
        description="The command that made the change, such as recordLesson; IMPORT for a batch of an import, undoImport for its undo, "
        "REPAIR for `doctor --repair`. RESTRICTED if it is about a restricted lesson that you may not read: then only `seq` and `at` are known, and no filter finds it."
    )
    subject_label: str | None = strawberry.field(description="The type of the changed node, such as Lesson.")
    subject_id: ID | None = strawberry.field(
        description="The ID of the changed node; absent if you may not read it, with `changed` and `onBehalfOf` empty."
    )
    subject_node_id: ID | None = strawberry.field(
        description="The `nodeId` of the changed node, by which clients find it in their cache. The node may have been deleted."
    )
    changed: list[str] = strawberry.field(description="The names of the changed fields.")
    _people: strawberry.Private[Sequence[str]] = ()
    _undo: strawberry.Private["asyncio.Future[LoggedChange | None] | None"] = None

    @strawberry.field(description="The IDs of other people for whom the caller recorded it.")
    async def on_behalf_of(self, info: Info) -> list[ID]:
        if not self._people or info.context.viewer.clearance >= Clearance.CURATOR:
            return [ID(person) for person in self._people]
        return [ID(person) for person in await _loader(info.context, SHOWN_IDS, _load_shown_ids).load_many(self._people)]

    @strawberry.field(
        description="Whether you can undo the change: it is your own, was made in the last 24 hours, and was not undone yet. "
        "Undoing it still fails if later changes depend on it."
    )
    async def undoable(self, info: Info) -> bool:
        return await self._reason(info) is None

    @strawberry.field(description="Why you cannot undo the change, as a sentence; absent if `undoable` is true.")
    async def not_undoable_because(self, info: Info) -> str | None:
        return await self._reason(info)

    @strawberry.field(
        description="If the change is a batch of an import that you can undo as a whole: the number of the import, which is the sequence "
        "number of its first batch. The undo still fails if later changes depend on the import."
    )
    async def undoable_import(self, info: Info) -> int | None:
        change = await self._change(info)
        return None if change is None else change.undoable_import(info.context.caller)

    @strawberry.field(
        description="The values of the lesson or reuse before and after the change, for curators; null for others. An import has them "
        "only if `activity` is filtered by `subject`. Changes made before values were kept have none. `erasePerson` removes them with the person."
    )
    async def values(self, info: Info) -> list[ChangedValue] | None:
        if info.context.caller.role < Role.CURATOR or self.subject_id is None:
            return None
        info.context.charge(COST_OF_VALUES, "values")
        if self.action == log.IMPORT_ACTION:
            loader = _loader(info.context, IMPORTED_VALUES, _load_imported_values)
            key = imported_change_key(self.seq, self.subject_label or "", self.subject_id)
        else:
            loader = _loader(info.context, CHANGED_VALUES, _load_values)
            key = str(self.seq)
        return [ChangedValue.of(value) for value in await loader.load(key)]

    async def _reason(self, info: Info) -> str | None:
        """Why the caller cannot undo it."""
        change = await self._change(info)
        return ANOTHER_CALLER if change is None else change.why_not_undoable(info.context.caller)

    async def _change(self, info: Info) -> LoggedChange | None:
        """The log entry with what is kept to undo it; None for one that the caller may not know. The fields that need it share one load."""
        if self.action == RESTRICTED:
            return None
        if self._undo is None:
            info.context.charge(COST_OF_REASON, "undoable")
            self._undo = asyncio.ensure_future(self._load_change(info))
        return await self._undo

    async def _load_change(self, info: Info) -> LoggedChange | None:
        """The log entries of all activities in a response are read together."""
        return await _loader(info.context, LOGGED_CHANGES, _load_changes).load(str(self.seq))

    @classmethod
    def of(cls, entry: log.Activity) -> "Activity":
        return cls(
            node_id=ID(encode_node_id(cls.__name__, entry_key(entry))),
            seq=entry.seq,
            at=DateTime(entry.at),
            actor=ID(entry.actor) if entry.actor else None,
            caller=entry.caller,
            caller_subject=entry.caller_subject,
            verified=entry.verified,
            action=entry.action,
            subject_label=entry.subject_label,
            subject_id=ID(entry.subject_id) if entry.subject_id else None,
            subject_node_id=ID(encode_node_id(entry.subject_label, entry.subject_id)) if entry.subject_label and entry.subject_id else None,
            changed=entry.changed,
            _people=entry.on_behalf_of,
        )


def _loader(context: Context, key: tuple[str], load: Callable[[Graph, list[str]], Awaitable[list[Any]]]) -> DataLoader[str, Any]:
    if key not in context.references:
        context.references[key] = DataLoader(load_fn=partial(load, context.graph), cache=False)
    return context.references[key]


async def _load_changes(graph: Graph, seqs: list[str]) -> list[LoggedChange | None]:
    changes = await read_logged_changes(graph, map(int, seqs))
    return [changes.get(int(seq)) for seq in seqs]


async def _load_shown_ids(graph: Graph, people: list[str]) -> list[str]:
    """The IDs that callers below curator read for these people; the same for those who are gone."""
    shown = await read_shown_ids(graph, people)
    return [shown.get(person, person) for person in people]


async def _load_values(graph: Graph, seqs: list[str]) -> list[Sequence[StoredValue]]:
    values = await read_values(graph, map(int, seqs))
    return [values.get(int(seq), ()) for seq in seqs]


async def _load_imported_values(graph: Graph, keys: list[str]) -> list[Sequence[StoredValue]]:
    values = await read_imported_values(graph, keys)
    return [values.get(key, ()) for key in keys]


@strawberry.type
class ActivityQuery:
    @strawberry.field(
        description="Changes, oldest first: all of them for curators, their own for others. To miss none, pass the last sequence number you "
        "received as `after`."
    )
    async def activity(
        self,
        info: Info,
        after: Annotated[int | None, strawberry.argument(description="Only changes with a higher sequence number.")] = 0,
        first: Annotated[
            int | None, strawberry.argument(description=f"The maximum number of changes, up to {MAXIMUM_PAGE_SIZE:,}.")
        ] = DEFAULT_FIRST,
        last: Annotated[
            int | None, strawberry.argument(description="The maximum number of the latest changes, in the same order. Replaces `first`.")
        ] = None,
        before: Annotated[
            int | None, strawberry.argument(description="Only changes with a lower sequence number. Only with `last`.")
        ] = None,
        subject: Annotated[
            ID | None, strawberry.argument(description="Only changes of the node with this ID, including those by imports.")
        ] = None,
        caller: Annotated[
            str | None, strawberry.argument(description='Only changes by this caller: their `callerSubject`, such as "token:maria".')
        ] = None,
        action: Annotated[str | None, strawberry.argument(description="Only changes by this command, such as recordLesson.")] = None,
        since: Annotated[Date | None, strawberry.argument(name="from", description="Only changes on this day (UTC) or later.")] = None,
        until: Annotated[Date | None, strawberry.argument(name="to", description="Only changes before this day (UTC).")] = None,
    ) -> list[Activity]:
        if before is not None and last is None:
            raise InvalidInput("before is set without last. Set last as well.", field="before")
        size = check_page_size(or_default(first, DEFAULT_FIRST)) if last is None else check_page_size(last, argument="last")
        info.context.charge(COST_IN_ROWS * size, "activity")
        own = info.context.caller
        if own.role < Role.CURATOR:
            if caller not in (None, own.subject):
                raise Forbidden("Only curators see the changes of others. Leave out `caller` to see your own.", field="caller")
            caller = own.subject
        matching = LogFilter(after or 0, before, subject, caller, action, since, until)
        return await _read_page(info.context, matching, size, latest=last is not None)


async def find_activities(context: Context, keys: Sequence[str]) -> dict[str, Activity]:
    """The changes for `node` and `nodes`, by their part of the `nodeId`: those that the caller may read, without missing ones."""
    context.charge(COST_IN_ROWS * len(keys), "node")
    caller = None if context.caller.role >= Role.CURATOR else context.caller.subject
    entries = await read_entries(context.graph, keys, caller)
    hidden = await _hidden_nodes(context, entries.values())
    return {key: _activity(context, entry, hidden) for key, entry in entries.items() if not _is_hidden_import(entry, hidden)}


async def _read_page(context: Context, matching: LogFilter, size: int, *, latest: bool) -> list[Activity]:
    """The entries as the caller sees them. An entry of which the caller may know only number and time matches no filter by content, because
    the filter would tell the content; further entries take its place on the page."""
    found: list[Activity] = []
    read = size
    while len(found) < size:
        entries = await read_log(context.graph, matching, read, latest=latest)
        hidden = await _hidden_nodes(context, entries, matching.subject)
        shown = [_activity(context, entry, hidden) for entry in entries if _matches(context, matching, entry, hidden)]
        found = [*shown, *found][-size:] if latest else [*found, *shown][:size]
        if len(entries) < read:
            break
        read = MAXIMUM_PAGE_SIZE  # most of the entries of the filter may be hidden
        matching = replace(matching, before=entries[0].seq) if latest else replace(matching, after=entries[-1].seq)
    return found


def _matches(context: Context, matching: LogFilter, entry: log.Activity, hidden: Set[Node]) -> bool:
    """Whether the entry may be in the answer to this filter."""
    if not matching.filters_by_content or nodes_of(entry).isdisjoint(hidden):
        return True
    return matching.subject is None and _is_own(context, entry)


def _is_own(context: Context, entry: log.Activity) -> bool:
    return entry.caller_subject is not None and entry.caller_subject == context.caller.subject


def _is_hidden_import(entry: log.Activity, hidden: Set[Node]) -> bool:
    """Whether it is the change of a lesson or a reuse by an import, which is an entry only for those who may read that."""
    return entry.action == log.IMPORT_ACTION and bool(nodes_of(entry) & hidden)


def _activity(context: Context, entry: log.Activity, hidden: Set[Node]) -> Activity:
    """The change as its reader sees it: of restricted lessons only its number and time and, if the reader made it, what the reader did."""
    if nodes_of(entry).isdisjoint(hidden):
        return Activity.of(entry)
    seen = replace(entry, subject_id=None, changed=[], on_behalf_of=[])
    if not _is_own(context, entry):
        seen = replace(seen, action=RESTRICTED, subject_label=None, actor=None, caller=None, caller_subject=None, verified=None)
    return Activity.of(seen)


async def _hidden_nodes(context: Context, entries: Iterable[log.Activity], subject: str | None = None) -> Set[Node]:
    """The restricted lessons, and the reuses of these, that the entries tell of and the caller may not read.

    subject: an ID that the caller has asked for. It takes the same statements whether there is such a lesson or not, so that their times do
    not differ.
    """
    if context.viewer.clearance is Clearance.ADMINISTRATOR:
        return frozenset()
    guessed = set[Node]() if subject is None else {(Label.LESSON, subject), (Label.REUSE, subject)}
    restricted = await find_restricted(context.graph, {node for entry in entries for node in nodes_of(entry)} | guessed)
    asked = restricted | guessed
    return restricted - await _readable(context, asked, Label.LESSON, Lesson) - await _readable(context, asked, Label.REUSE, Reuse)


async def _readable(context: Context, nodes: Set[Node], label: Label, cls: type) -> Set[Node]:
    ids = sorted(id_ for each, id_ in nodes if each is label)
    return {(label, id_) for id_ in await readable_ids(context, cls, ids)}
