"""What a row changes in the graph, if anything: compared with what stands there now, not with an earlier import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.intake.columns import Column, Noun
from graph_service.intake.draft import Draft
from graph_service.intake.sheets import Row, Sheet


@dataclass(slots=True)
class Change:
    """One node. `properties` are all of a new one, else those that differ, None to clear; `added` and `removed` are ids by column."""

    id: str
    new: bool
    properties: dict[str, Any]
    added: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    removed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def touches(self, *columns: str) -> bool:
        """Whether the node is new or one of the columns changes."""
        return self.new or any(name in part for name in columns for part in (self.properties, self.added, self.removed))


@dataclass(slots=True)
class Links:
    """What changes between one node and those a table of relationships ties it to. A relationship that changes is removed and added."""

    source: str
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]


@dataclass(slots=True)
class TableChanges:
    """One table: what to write, and how many of its rows are new, changed and unchanged."""

    noun: Noun
    nodes: list[Change] = field(default_factory=list[Change])
    links: list[Links] = field(default_factory=list[Links])
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, change: Change | None) -> None:
        """Counts a row and keeps what it changes."""
        if change is None:
            self.unchanged += 1
            return
        self.nodes.append(change)
        self.new += change.new
        self.changed += not change.new


def compare_nodes(draft: Draft, sheet: Sheet) -> TableChanges:
    """What the rows of a table of nodes change."""
    found = TableChanges(sheet.noun)
    plain = [column.name for column in sheet.noun.columns if column.refers is None]
    linked = [column for column in sheet.noun.columns if column.link is not None]
    stored = draft.stored.rows[sheet.noun.table]
    for row in sheet.rows:
        found.count(_compare_node(row, plain, linked, stored.get(row.values["id"])))
    return found


def _compare_node(row: Row, plain: Iterable[str], linked: Iterable[Column], stored: Mapping[str, Any] | None) -> Change | None:
    values = row.values
    if stored is None:
        change = Change(values["id"], True, {name: values[name] for name in plain if values.get(name) is not None})
        change.added = {column.name: targets for column in linked if (targets := _targets(values, column))}
        return change
    change = Change(values["id"], False, {name: values[name] for name in plain if name in values and values[name] != stored.get(name)})
    for column in linked:
        if column.name in values:
            wanted, held = _targets(values, column), stored[column.name]
            if added := [target for target in wanted if target not in held]:
                change.added[column.name] = added
            if removed := [target for target in held if target not in wanted]:
                change.removed[column.name] = removed
    return change if change.properties or change.added or change.removed else None


def _targets(values: Mapping[str, Any], column: Column) -> list[str]:
    value = values.get(column.name)
    if value is None:
        return []
    return list(value) if column.many else [value]


def compare_links(draft: Draft, sheet: Sheet) -> TableChanges:
    """What the rows of a table of relationships change, gathered by the node they start from."""
    noun = sheet.noun
    found = TableChanges(noun)
    gathered: dict[str, Links] = {}
    for row in sheet.rows:
        stored = draft.stored_row(noun.table, row)
        link = (stored or {}) | row.values
        if stored is not None and stored == link:
            found.unchanged += 1
            continue
        found.new += stored is None
        found.changed += stored is not None
        links = gathered.setdefault(row.values[noun.source], Links(row.values[noun.source], [], []))
        links.added.append(named_ends(noun, link))
        if stored is not None:
            links.removed.append(named_ends(noun, stored))
    found.links = list(gathered.values())
    return found


def merge_links(links: Iterable[Links], begun: Mapping[str, Links]) -> list[Links]:
    """Both, gathered by the node they start from."""
    rest = dict(begun)
    merged: list[Links] = []
    for one in links:
        other = rest.pop(one.source, Links(one.source, [], []))
        merged.append(Links(one.source, one.removed + other.removed, one.added + other.added))
    return merged + list(rest.values())


def named_ends(noun: Noun, link: Mapping[str, Any]) -> dict[str, Any]:
    """A relationship as its statements take it: `source`, `target` and every property, None where it has none."""
    properties = {column.name: link.get(column.name) for column in noun.columns if column.refers is None}
    return {"source": link[noun.source], "target": link[noun.target], **properties}
