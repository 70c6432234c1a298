"""Rule for list columns that link rows of the same table: the links must not form a cycle.

A link that forms a cycle is refused; the rest of its row is loaded.
"""

from collections.abc import Iterable

from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import StagedRow, StagedTable
from graph_service.ingest.staging import StagingArea

NO_CYCLE = "links must not form a cycle: this one leads back to its own row"
Link = tuple[str, str]


def refuse_cycles(staging: StagingArea, table: StagedTable, column: str) -> None:
    """Refuses list entries that form a cycle with links in the graph or with entries accepted earlier.

    Processing order: lessons by learnedOn, latest first, then by id; topics, which have no date, in file order. The entries of one row
    are processed by target id.
    """
    if not table.has(column):
        return
    has_days = table.spec.name == "lessons"
    existing = staging.existing.links.get((table.spec.name, column), ())
    linked = {source for source, _ in existing}
    with_links, sources = list[tuple[int, str, tuple[str, ...]]](), set[str]()
    for row in table.rows:
        id_, targets = row.values["id"], row.values[column]
        if id_ in linked:
            sources.add(id_)
        if targets:
            day = -staging.value_after_import(table, row, "learnedOn").toordinal() if has_days else 0
            with_links.append((day, id_, targets))
    if has_days:
        with_links.sort()
    links = [(id_, target) for _, id_, targets in with_links for target in sorted(targets)]
    _refuse_links(table, column, find_cyclic_links((link for link in existing if link[0] not in sources), links))


def _refuse_links(table: StagedTable, column: str, links: Iterable[Link]) -> None:
    refused: dict[str, list[str]] = {}
    for source, target in links:
        refused.setdefault(source, []).append(target)

    def refuse(row: StagedRow) -> None:
        if row.values["id"] in refused:
            table.refuse_entries(row, column, refused[row.values["id"]], lambda _: NO_CYCLE, Reason.BROKEN_RULE)

    if refused:
        table.change_rows(refuse)


def find_cyclic_links(existing: Iterable[Link], added: Iterable[Link]) -> list[Link]:
    """Adds links in order and returns those that would form a cycle with existing links or with links added earlier."""
    targets: dict[str, list[str]] = {}
    for source, target in existing:
        targets.setdefault(source, []).append(target)
    cyclic: list[Link] = []
    for source, target in added:
        if _is_reachable(targets, target, source):
            cyclic.append((source, target))
        else:
            targets.setdefault(source, []).append(target)
    return cyclic


def _is_reachable(targets: dict[str, list[str]], start: str, goal: str) -> bool:
    visited, stack = {start}, [start]
    while stack:
        node = stack.pop()
        if node == goal:
            return True
        neighbours = [target for target in targets.get(node, ()) if target not in visited]
        visited.update(neighbours)
        stack += neighbours
    return False
