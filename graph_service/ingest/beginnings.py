"""Parents and owners without a first day: what the undated column gives until the dated rows begin."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.ingest.changes import Links, named_ends
from graph_service.ingest.columns import Noun
from graph_service.ingest.draft import Draft


def beginnings(draft: Draft, dated: Noun, table: str, column: str) -> dict[str, Links]:
    """What changes among the relationships that began on no day, by the node that has them.

    The undated column gives what holds until the first dated row begins; where a dated row has no first day, it gives nothing. A stored
    end stays: it was put there when something else followed. An empty cell clears, and an absent column only lets it end in time.
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
