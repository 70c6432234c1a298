"""The orders in which the rows of a page can be read, as the planner compares them: in none, sorted afterwards, or in that of an index."""

from dataclasses import replace
from math import floor, log
from typing import Any

from graph_service.compiler.lists.sorting import SortKey
from graph_service.compiler.planning.access_paths import Scan
from graph_service.compiler.planning.cost_model import ASSUMED_PAGE_SIZE, EPSILON, SORT_ROW, START_SUBQUERY, CostModel, page_size
from graph_service.compiler.planning.filter_parts import Where, has_known_selectivity
from graph_service.compiler.planning.planner import Planner
from graph_service.mapping.node_types import Node


def page_scans(
    planner: Planner, node: Node, keys: list[SortKey], where: Where | None, size: Any, *, backwards: bool, counts: bool
) -> tuple[list[Scan], float]:
    """The scans of a label that a page can be read by, and the cost of sorting rows. backwards: from the end. counts: all rows are counted too."""
    costs, where = planner.builder.costs, where or {}
    nodes = costs.nodes(node)
    sort_cost = nodes * costs.selectivity(node, where) * _key_cost(costs, node, keys[0])
    scan = replace(costs.scan(node, where), cost=costs.rows_read(node, where) + sort_cost, only_counts=False)
    sorted_cost = planner.rows_cost(node, where, scan, sort_cost)
    test_cost = planner.tests_cost(node, planner.split(node, where), nodes) / nodes
    can_stop = not has_known_selectivity(node, where) and not (backwards and keys[0].nullable) and not any(key.computed for key in keys[1:])
    in_order = _in_order(costs, node, keys[0], where, page_size(size), sorted_cost if can_stop else 0.0, test_cost)
    counting = planner.rows_cost(node, where) if counts and where else 0.0
    return [scan, *(replace(each, cost=each.cost + counting) for each in in_order)], sort_cost


def _key_cost(costs: CostModel, node: Node, first: SortKey) -> float:
    """The cost of sorting one row: of its key, which may be that of a related node, and its place among the others."""
    return SORT_ROW + (START_SUBQUERY + costs.expand_cost(node) if first.computed else 1.0)


def _in_order(costs: CostModel, node: Node, first: SortKey, where: Where, size: int, sorted_cost: float, test_cost: float) -> list[Scan]:
    """Reading rows in the order of an index of the nodes, or of the related nodes they are sorted by, until the page is full; if there is one.

    How soon the page is full is as uncertain as the selectivity of the filter. So at most as many rows are read as cost what sorting all rows
    does, and then these are sorted. sorted_cost: of the cheapest way to do that, if rows can be read so; otherwise, if the page is not full by
    then, the nodes without the property are read, which are in no index. Of rows with the same key all are read, because their ids decide.
    """
    nodes, selectivity, walk = costs.nodes(node), costs.selectivity(node, where), first.walk
    name = first.expression.partition(".")[2]
    if walk is None and (first.computed or not costs.has_index(node, name)):
        return []
    share = min(walk.share, 1.0) if walk else costs.present(node, name) if first.nullable else 1.0
    same_key = (
        share * nodes / costs.distinct(walk.node if walk else node, (walk.expression if walk else first.expression).partition(".")[2])
    )
    needed = min(size / max(selectivity, EPSILON) + same_key, share * nodes)
    reading = 1 + costs.expand_cost(walk.node) * costs.nodes(walk.node) / max(share * nodes, EPSILON) if walk else 1.0
    way = f"{node.label} in the order of {first.name.partition('.')[2]}, until the page is full"
    limit = 4 ** floor(log(max(sorted_cost / (reading + test_cost), 1), 4))
    # Testing all nodes in the order of an index that has them costs no more than testing and sorting them.
    can_exceed = bool(walk) or first.nullable or 1.5 * sorted_cost < nodes * (reading + test_cost)
    if can_exceed and max(4 * size, same_key) <= limit < share * nodes:
        full = limit * selectivity / (limit * selectivity + size)
        read = full * min(needed, limit) + (1 - full) * limit
        return [Scan(way, read, read * reading + (1 - full) * sorted_cost, limit=limit)]
    matches = selectivity * share * nodes
    full = matches / (matches + 2 * size) if where else float(matches >= size)
    read = full * needed + (1 - full) * share * nodes
    again = (1 - full) * nodes if first.nullable else 0.0
    if walk is None:
        return [Scan(way, read + again * (1 - share), read + again * 2)]
    return [Scan(way, read + again, read * reading + again * (1 + selectivity * _key_cost(costs, node, first)))]


def is_full_without_nulls(costs: CostModel, node: Node, first: SortKey, where: Where | None) -> bool:
    """Whether most nodes lack the first key, and the others are likely to fill the page: then the nodes that lack it are not tested."""
    present = costs.present(node, first.expression.partition(".")[2])
    return not first.computed and 2 * present < 1 and costs.selectivity(node, where) * present * costs.nodes(node) >= 2 * ASSUMED_PAGE_SIZE
