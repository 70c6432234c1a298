"""Rule for list columns that link rows of the same table: the links must not form a cycle.

A link that forms a cycle is refused; the rest of its row is loaded.
"""

from collections.abc import Iterable

from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import StagedTable
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
    rows = table.rows
    if table.spec.name == "lessons":
        rows = sorted(rows, key=lambda row: (-staging.value_after_import(table, row, "learnedOn").toordinal(), row.values["id"]))
    links = [(row.values["id"], target) for row in rows for target in sorted(row.values[column])]
    sources = {row.values["id"] for row in rows}
    unchanged = (link for link in staging.existing.links.get((table.spec.name, column), ()) if link[0] not in sources)
    targets: dict[str, list[str]] = {}
    for source, target in find_cyclic_links(unchanged, links):
        targets.setdefault(source, []).append(target)
    for row in table.rows if targets else ():
        if row.values["id"] in targets:
            table.refuse_entries(row, column, targets[row.values["id"]], lambda _: NO_CYCLE, Reason.BROKEN_RULE)


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
