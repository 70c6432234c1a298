"""Optimistic concurrency control by the log: a command fails if somebody has changed its node since the sender read it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, LiteralString

from graph_service.domain.commands import CommandContext
from graph_service.errors import Conflict, InvalidInput
from graph_service.model.labels import Label

# The latest change of the node, in one of the fields, after the expected one. A change without a subject, such as an import, may have
# changed anything.
LATER_CHANGE_OF_FIELDS_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
RETURN sequence.value AS latest, head(COLLECT {
  MATCH (later:Activity)
  USING INDEX later:Activity(seq)
  WHERE later.seq > CASE WHEN sequence.value - $expected <= $most THEN $expected ELSE sequence.value END AND (
    later.subjectId IS NULL OR $label + ':' + $id IN later.alsoChanged
    OR later.subjectId = $id AND later.subjectLabel = $label AND any(name IN later.changed WHERE name IN $fields)
  )
  OPTIONAL MATCH (person:Person {id: later.actor})
  RETURN {action: later.action, at: toString(later.at), person: person.shownName, caller: later.caller}
  ORDER BY later.seq DESC LIMIT 1
}) AS change
"""
MAX_LATER: Final = 10_000  # changes of the log that are searched for one of the node


async def refuse_outdated(context: CommandContext, label: Label, id_: str, fields: Iterable[str], expected: Any) -> None:
    """Raises Conflict, which states who made the change and when, if one of the fields of the node was changed after the expected activity.

    expected: the sequence number of the latest activity when the sender read the node; None if the command does not say.
    """
    if expected is None:
        return
    if not isinstance(expected, int) or isinstance(expected, bool) or expected < 0:
        raise InvalidInput(f"expectedActivity is {expected!r}, but must be the sequence number of an activity.", field="expectedActivity")
    parameters = {"label": label.value, "id": id_, "fields": list(fields), "expected": expected, "most": MAX_LATER}
    row = (await context.tx.run(LATER_CHANGE_OF_FIELDS_QUERY, parameters))[0]
    if expected > row["latest"]:
        raise InvalidInput(
            f"expectedActivity is {expected}, but the log has only {row['latest']} activities. Use the `seq` of the latest one.",
            field="expectedActivity",
        )
    if row["latest"] - expected > MAX_LATER:
        raise outdated(label.singular, id_, f"more than {MAX_LATER:,} changes were made")
    if row["change"] is not None:
        raise outdated(label.singular, id_, describe_change(row["change"]))


def outdated(field: str, id_: str, what: str, state: str = "") -> Conflict:
    """The error about a node that was changed. what: who did what. state: a sentence about it now."""
    return Conflict(
        f"{field} is {id_!r}, which has changed since you read it: {what}.{state and ' ' + state} Nothing was written: read it again before "
        "you decide.",
        field=field,
    )


def describe_change(change: Mapping[str, Any]) -> str:
    """ "Maria Koch changed it (updateProject) on 2026-05-04T09:00:00Z". change: its action, at, caller, and the name of its person."""
    return f"{change['person'] or change['caller'] or 'somebody'} changed it ({change['action']}) on {change['at']}"
