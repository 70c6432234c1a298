"""Computes the changes each row makes by comparing it with the current graph, not with an earlier import."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_service.ingest.beginnings import beginnings
from graph_service.ingest.diff import Change, Links, TableChanges, named_ends
from graph_service.ingest.specification import Column
from graph_service.ingest.staged_table import Row, Sheet
from graph_service.ingest.staging import Draft
from graph_service.ingest.tables import NOUNS


def compare(draft: Draft) -> dict[str, TableChanges]:
    """Returns the changes of every import table, in write order. Tables without a file are included."""
    changes: dict[str, TableChanges] = {}
    for noun in NOUNS.values():
        sheet = draft.sheets.get(noun.table)
        if sheet is None:
            changes[noun.table] = TableChanges(noun)
        else:
            changes[noun.table] = compare_nodes(draft, sheet) if noun.link is None else compare_links(draft, sheet)
        if noun.beside is not None:
            begun = beginnings(draft, noun, *noun.beside)
            _count_beginnings(changes[noun.beside[0]], begun)
            changes[noun.table].links = _merged(changes[noun.table].links, begun)
    return changes


def compare_nodes(draft: Draft, sheet: Sheet) -> TableChanges:
    """Returns the changes made by the rows of a node table."""
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
    """Returns the changes made by the rows of a relationship table, grouped by source node."""
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


def _merged(links: Iterable[Links], begun: Mapping[str, Links]) -> list[Links]:
    """Merges both sets of changes into one entry per source node."""
    rest = dict(begun)
    merged: list[Links] = []
    for one in links:
        other = rest.pop(one.source, Links(one.source, [], []))
        merged.append(Links(one.source, one.removed + other.removed, one.added + other.added))
    return merged + list(rest.values())


def _count_beginnings(changes: TableChanges, begun: Mapping[str, Links]) -> None:
    # A row also counts as changed if only its undated target changes, but not if only the end date of that relationship changes.
    counted = {change.id for change in changes.nodes}
    renewed = [links for source, links in begun.items() if source not in counted and _targets_of(links.added) != _targets_of(links.removed)]
    changes.changed += len(renewed)
    changes.unchanged -= len(renewed)


def _targets_of(links: Iterable[Mapping[str, Any]]) -> list[str]:
    return [link["target"] for link in links]
