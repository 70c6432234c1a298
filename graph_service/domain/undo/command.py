"""The command that undoes a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.activity import UNDO_ACTION
from graph_service.domain.capture.unlinked_drafts import unlink_drafts
from graph_service.domain.commands import CREATED_LABELS, IRREVERSIBLE, LEAST_ROLES, SUBJECT_FIELDS, Change, CommandContext, command_handler
from graph_service.domain.organisation.attribution import attribute_events_of, attribute_lessons
from graph_service.domain.undo.dependents import refuse_broken_rules, refuse_later_change, refuse_references, refuse_taken_values
from graph_service.domain.undo.footprint import HOURS, Footprint
from graph_service.domain.undo.node_states import Node
from graph_service.domain.undo.restoration import remove_nodes, restore
from graph_service.errors import Conflict, Forbidden, NotFound
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

LOGGED_CHANGE_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
RETURN
  activity.action AS action,
  activity.subjectLabel AS label,
  activity.subjectId AS id,
  activity.changed AS changed,
  coalesce(activity.alsoChanged, []) AS also,
  activity.callerSubject AS subject,
  activity.undo AS undo,
  activity.undone IS NOT NULL AS undone,
  activity.import AS import_number,
  activity.at < datetime.realtime('Z') - duration({hours: $hours}) AS old
"""
LOGGED_CHANGES_QUERY: LiteralString = """
UNWIND $seqs AS seq
MATCH (activity:Activity {seq: seq})
RETURN collect({
  seq: seq,
  action: activity.action,
  label: activity.subjectLabel,
  id: activity.subjectId,
  changed: activity.changed,
  also: coalesce(activity.alsoChanged, []),
  subject: activity.callerSubject,
  undo: CASE WHEN activity.undo IS NULL THEN NULL ELSE '' END,
  undone: activity.undone IS NOT NULL,
  import_number: activity.import,
  old: activity.at < datetime.realtime('Z') - duration({hours: $hours})
}) AS changes
"""
# Stores the sequence number of the undo, which is the next one.
MARK_UNDONE_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
MATCH (sequence:Sequence {name: 'activity'})
SET activity.undone = sequence.value + 1
REMOVE activity.undo, activity.undoUntil, activity.version
"""
ANOTHER_CALLER: Final = "Only the person who made a change can undo it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The change to undo."""

    activity: int
    """The sequence number of its Activity."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change in the log. also: further nodes that it created or changed, as "Label:id"; undo: its footprint as JSON, None if none was kept;
    subject: identifies its caller, None if unknown. import_number: of a batch of an import, the sequence number of the first batch."""

    action: str
    label: str | None
    id: str | None
    changed: list[str]
    also: list[str]
    subject: str | None
    undo: str | None
    undone: bool
    import_number: int | None
    old: bool

    @property
    def subject_node(self) -> Node:
        """The changed node."""
        return Label(self.label or ""), self.id or ""

    @property
    def creates_subject(self) -> bool:
        """Whether the change created its subject."""
        return SUBJECT_FIELDS.get(self.action) == ()

    @property
    def also_nodes(self) -> list[Node]:
        """The further nodes that the change created or changed."""
        return [(Label(label), id_) for label, _, id_ in (each.partition(":") for each in self.also)]

    @property
    def linked_drafts(self) -> tuple[str | None, list[str]]:
        """The project that the change created or renamed, and the drafts that it linked to it: in the log entry, the lessons after the project."""
        nodes = [(self.label, self.id), *self.also_nodes]
        position = next((position for position, (label, _) in enumerate(nodes) if label == Label.PROJECT), None)
        if position is None:
            return None, []
        return nodes[position][1], [id_ or "" for label, id_ in nodes[position + 1 :] if label == Label.LESSON]

    @property
    def created(self) -> list[Node]:
        """The nodes that the change created, in the order in which they can be removed: a project after the lessons that refer to it."""
        labels, (_, linked) = CREATED_LABELS.get(self.action, ()), self.linked_drafts
        others = [(label, id_) for label, id_ in self.also_nodes if label in labels and not (label is Label.LESSON and id_ in linked)]
        return [self.subject_node, *others] if self.creates_subject else others

    def undoable_import(self, caller: Caller | None) -> int | None:
        """The number of the import that the change is a batch of, if the caller may undo that import, as far as this log entry shows."""
        may = caller is None or caller.role >= Role.ADMINISTRATOR or caller.subject == self.subject
        return self.import_number if may and not self.undone and not self.old and self.undo is not None else None

    def why_not_undoable(self, caller: Caller | None) -> str | None:
        """Why the caller cannot undo it, as far as its log entry shows; None if nothing there prevents it. Others learn nothing about the change."""
        if caller is not None and caller.role < Role.ADMINISTRATOR and self.subject not in (None, caller.subject):
            return ANOTHER_CALLER
        if self.undone:
            return "This change was already undone."
        if self.action == UNDO_ACTION:
            return "An undo cannot be undone. Make the change again."
        if self.action in IRREVERSIBLE:
            return IRREVERSIBLE[self.action]
        if self.action not in SUBJECT_FIELDS:
            return "An import is undone as a whole, and a repair cannot be undone."
        if self.old:
            return f"A change can be undone only within {HOURS} hours."
        if self.subject is None:
            return "The log does not say who made this change. Changes made before undo was introduced cannot be undone."
        if caller is None or self.subject != caller.subject:
            return ANOTHER_CALLER
        return None if self.creates_subject or self.undo is not None else "This change is too large to be undone."


@command_handler(UNDO_ACTION, role=Role.CONTRIBUTOR)
async def undo(context: CommandContext, command: Undo) -> Change:
    """Undoes a change that the caller made in the last 24 hours, as long as nothing depends on it. What was created is removed; what was
    changed is restored to its previous values and links. The undo is a change of its own in the log. It requires the role that the change required.

    Fails with NOT_FOUND if there is no such change, with FORBIDDEN if another person made it, and with CONFLICT if it was already undone,
    is older, is an undo, an import or a repair itself, or if later changes depend on it.
    """
    change = await _read_change(context.tx, command.activity)
    _refuse_if_not_undoable(change, context.caller)
    if context.caller is not None and change.action in LEAST_ROLES:
        context.caller.require(LEAST_ROLES[change.action], f"undo of {change.action}")
    subject, created = change.subject_node, change.created
    footprint = Footprint() if change.undo is None else Footprint.from_json(change.undo)
    try:
        await refuse_later_change(context.tx, command.activity, subject, created, footprint)
        await refuse_taken_values(context.tx, footprint)
        unlinked = await unlink_drafts(context.tx, command.activity, *change.linked_drafts)
        await restore(context.tx, footprint)
        for label, id_ in created:
            await refuse_references(context.tx, label, id_)
            await remove_nodes(context.tx, label, [id_])
        await refuse_broken_rules(context.tx, subject, footprint)
        await _derive_again(context.tx, subject, footprint)
    except Conflict as error:
        raise Conflict(f"This change can no longer be undone. {error.message}", field="activity") from error
    await context.tx.run(MARK_UNDONE_QUERY, {"seq": command.activity})
    return Change(*subject, tuple(change.changed), also=(*_other_nodes(subject, created, footprint), *unlinked))


async def read_logged_changes(graph: Graph, seqs: Iterable[int]) -> dict[int, LoggedChange]:
    """The changes with these sequence numbers; `undo` only says whether a footprint was kept."""
    rows = await graph.read(LOGGED_CHANGES_QUERY, {"seqs": list(seqs), "hours": HOURS})
    return {row.pop("seq"): LoggedChange(**row) for row in rows}


async def _read_change(tx: WriteTransaction, seq: int) -> LoggedChange:
    for row in await tx.run(LOGGED_CHANGE_QUERY, {"seq": seq, "hours": HOURS}):
        return LoggedChange(**row)
    raise NotFound(f"activity is {seq}, but the log has no change with this number.", field="activity")


def _refuse_if_not_undoable(change: LoggedChange, caller: Caller | None) -> None:
    reason = change.why_not_undoable(caller)
    if reason is not None:
        raise (Forbidden if reason is ANOTHER_CALLER else Conflict)(reason, field="activity")


async def _derive_again(tx: WriteTransaction, subject: Node, footprint: Footprint) -> None:
    """Attributes the events that depend on restored memberships, learners or days."""
    await attribute_events_of(tx, {link.start for link in footprint.links if link.type is RelationshipType.MEMBER_OF})
    if subject[0] is Label.LESSON:
        await attribute_lessons(tx, [subject[1]])


def _other_nodes(subject: Node, created: Sequence[Node], footprint: Footprint) -> tuple[Node, ...]:
    nodes = {*created, *footprint.properties, *(end for link in footprint.links for end in link.ends)}
    return tuple(sorted(nodes - {subject}))
