"""Relationships without a start date: the parent or owner in the undated column applies until the first dated row starts."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.ingest.diff import Links, named_ends
from graph_service.ingest.specification import Noun
from graph_service.ingest.staging import Draft


def beginnings(draft: Draft, dated: Noun, table: str, column: str) -> dict[str, Links]:
    """Returns the changes to relationships without a start date, keyed by the id of their source node.

    The value of the undated column applies until the first dated row starts. It is ignored when a dated row has no start date itself.
    A stored end date is kept, because it was set when another relationship followed. An empty cell deletes the relationship. If the file
    has no such column, the stored relationship is kept and can only be ended earlier by a dated row.
    """
    given = {row.values["id"]: row.values for row in draft.sheets[table].rows} if table in draft.sheets else {}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in draft.sheets[dated.table].rows if dated.table in draft.sheets else ():
        rows.setdefault(row.values[dated.source], []).append(row.values)
    found: dict[str, Links] = {}
    for source in dict.fromkeys((*given, *rows)):
        held = draft.stored.rows[dated.table].get(source, ())
        old = next((each for each in held if each["from"] is None), None)
        if any(row.get("from") is None for row in rows.get(source, ())):
            continue
        target = given[source][column] if column in given.get(source, ()) else old and old[dated.target]
        new = _beginning(dated, source, target, [*held, *rows.get(source, ())], old) if target else None
        if new != old:
            removed, added = ([named_ends(dated, each)] if each else [] for each in (old, new))
            found[source] = Links(source, removed, added)
    return found


def _beginning(noun: Noun, source: str, target: str, others: Iterable[Mapping[str, Any]], old: Mapping[str, Any] | None) -> dict[str, Any]:
    ends = [row["from"] for row in others if row["from"] is not None]
    if old and old["to"] is not None and old[noun.target] == target:
        ends.append(old["to"])
    return {noun.source: source, noun.target: target, "from": None, "to": min(ends, default=None)}
