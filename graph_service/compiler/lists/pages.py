"""Connections: the rows of one page in sort order, and the total count.

    { lessons(first: 2) { nodes { title } } }
        RETURN {nodes: COLLECT { MATCH (n0:Lesson) WHERE n0.id IS NOT NULL WITH n0 ORDER BY n0.id LIMIT $p0
            WITH n0, n0{.title} AS item RETURN item }} AS row

    { lessons(first: 2) { edges { cursor node { title } } pageInfo { hasNextPage } } }
        RETURN {rows: COLLECT { ... LIMIT $p0 WITH n0, [[n0.id], {view0: {node: n0{.title}}}] AS item RETURN item }, size: $p1} AS row

In the second form all views of a row (`nodes`, `edges`, each alias) are read together, with the values of its cursor. One extra row
shows whether there is a next page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from graph_service.compiler.conditions.filters import filter_rows
from graph_service.compiler.cost import Factor, size_factor
from graph_service.compiler.expressions import conjunction, to_json_value, where_clause
from graph_service.compiler.lists.keyset import KeysetRange, cursor_expression, keyset_ranges, row_cursor
from graph_service.compiler.lists.node_source import NodeSource, count_expression, match_clause, return_clause
from graph_service.compiler.lists.sorting import SortKey, collect_sort_columns, order_by, read_sort_keys
from graph_service.compiler.map_projection import for_each, project_map, without_typename
from graph_service.compiler.planning.cost_model import PAGE, RARE, CostModel
from graph_service.compiler.request_values import Deferred
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import Option, PostProcess, Projection, StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.node_types import Node
from graph_service.page_size import check_page_size, or_default

ProjectNode = Callable[[StatementBuilder, Node, str, tuple[SelectedField, ...]], Projection]
"""project_node of projection.py, which imports this module."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: which rows, in which order, and how many.

    `counted` is where the total count is read, and its condition: a page in the order of an index needs few rows, a count all of them.
    """

    source: NodeSource
    condition: str
    counted: tuple[NodeSource, str]
    keys: list[SortKey]
    ranges: list[KeysetRange]
    size: Any
    size_argument: str
    has_cursor: bool

    @property
    def backwards(self) -> bool:
        """Whether it is read from the end of the list."""
        return self.size_argument == "last"

    def check_size(self, size: int) -> int:
        """The page size. Raises InvalidInput if it is out of range."""
        return check_page_size(size, argument=self.size_argument)

    def max_rows(self, *, selects_rows: bool) -> Factor:
        """The number of rows for the cost. The size is checked even if only the count is selected."""
        return size_factor(Deferred(self.size, self.check_size if selects_rows else lambda size: min(self.check_size(size), 1)))


def project_page(builder: StatementBuilder, source: NodeSource, selected: SelectedField, project_node: ProjectNode) -> Projection:
    """The connection as a map. Raises InvalidInput if its arguments contradict each other."""
    fields = without_typename(selected.selections)
    names = {field.name for field in fields}
    page = _read_page(builder, source, selected.arguments, names)
    selects_rows = not names.isdisjoint(("nodes", "edges"))
    with builder.counted_rows(selected.name, page.max_rows(selects_rows=selects_rows)):
        return _project_fields(builder, page, fields, project_node)


def _read_page(builder: StatementBuilder, all_rows: NodeSource, arguments: dict[str, Any], names: set[str]) -> Page:
    where = arguments.get("where")
    keys = read_sort_keys(builder, all_rows, arguments.get("sort"))
    costs = CostModel(builder.statistics)
    scanned, selectivity = costs.scanned(all_rows.node, where), costs.selectivity(all_rows.node, where)
    has_order = bool(names - {"totalCount"}) and _has_order(costs, all_rows.node, keys[0], selectivity)
    ordered = min(PAGE / max(selectivity, 1e-9), costs.nodes(all_rows.node))
    sorted_cost, ordered_cost = _order_costs(costs, all_rows.node, keys[0], scanned, ordered)
    # If the page is not full before all rows are read, an index that has all of them saves the sort.
    ends_early = has_order and (ordered_cost < sorted_cost or (ordered_cost == sorted_cost and not keys[0].nullable))
    by = keys[0].name.partition(".")[2]
    scan = f"{all_rows.node.label} in the order of {by}, until the page is full" if ends_early else ""
    source, condition = filter_rows(builder, all_rows, where, ordered if ends_early else scanned, scan=scan)
    if has_order and source.is_label:
        options = [
            Option(f"sort of all rows by {by}", scanned, sorted_cost),
            Option(f"index order of {by}", ordered, ordered_cost),
        ]
        builder.record("order", options, int(ends_early))
    is_separate = "totalCount" in names and source.is_label and ends_early
    counted = filter_rows(builder, all_rows, where, part="count apart from the page") if is_separate else (source, condition)
    backwards = _is_backwards(arguments)
    cursor_argument, size_argument = ("before", "last") if backwards else ("after", "first")
    cursor = arguments.get(cursor_argument)
    splits = source.is_label and (ends_early or _is_full_without_nulls(costs, all_rows.node, keys[0], selectivity))
    ranges = keyset_ranges(builder, keys, cursor, cursor_argument, backwards=backwards, is_ordered=splits)
    size = or_default(arguments.get(size_argument))
    return Page(source, condition, counted, keys, ranges, size, size_argument, cursor is not None)


def _has_order(costs: CostModel, node: Node, first: SortKey, selectivity: float) -> bool:
    """Whether an index of the nodes, or of the related nodes they are sorted by, gives the order, so that reading ends when the page is full.

    selectivity: of the filter. Nodes without a related node come last and are in no index, so the other nodes have to fill the page.
    """
    if first.walk is not None:
        return first.walk.share * selectivity * costs.nodes(node) >= PAGE
    return not first.computed and costs.has_index(node, first.expression.partition(".")[2])


def _order_costs(costs: CostModel, node: Node, first: SortKey, scanned: float, ordered: float) -> tuple[float, float]:
    """The costs of reading all rows with their sort keys, and of reading rows in the order of an index until the page is full."""
    if first.walk is None:
        return scanned, ordered
    rows_of_each = first.walk.share * costs.nodes(node) / costs.nodes(first.walk.node)
    return scanned * (1 + costs.leaving(node)), ordered * (1 + costs.leaving(first.walk.node) / max(rows_of_each, RARE))


def _is_full_without_nulls(costs: CostModel, node: Node, first: SortKey, selectivity: float) -> bool:
    """Whether most nodes lack the first key, and the others are likely to fill the page: then the nodes that lack it are not tested."""
    present = costs.statistics.nodes_with(node.label, first.expression.partition(".")[2])
    return not first.computed and 2 * present < costs.nodes(node) and selectivity * present >= 2 * PAGE


def _is_backwards(arguments: dict[str, Any]) -> bool:
    if arguments.get("last") is None and arguments.get("before") is None:
        return False
    if arguments.get("last") is None:
        raise InvalidInput("before is set without last. Set last to the number of rows to read before it, for example 20.", field="last")
    if arguments.get("after") is not None:
        raise InvalidInput("after and last cannot be combined. Use first with after, or last with before.", field="last")
    return True


def _project_fields(builder: StatementBuilder, page: Page, fields: list[SelectedField], project_node: ProjectNode) -> Projection:
    names = {field.name for field in fields}
    if page.source.node_set and {"totalCount"} < names:
        page = _filter_once(builder, page)
    if names <= {"nodes", "totalCount"} and sum(field.name == "nodes" for field in fields) <= 1:
        return project_map((field, _project_plain(builder, page, field, project_node)) for field in fields)
    return _project_views(builder, page, fields, project_node)


def _filter_once(builder: StatementBuilder, page: Page) -> Page:
    """The page over a node set that is filtered once, so that the count and the rows share this work."""
    if not conjunction(page.source.restriction, page.condition):
        return page
    rows = f"{match_clause(page.source, page.condition)} RETURN {page.source.variable}"
    source = replace(page.source, node_set=builder.collect_set(rows), restriction="")
    return replace(page, source=source, condition="", counted=(source, ""))


def _project_plain(builder: StatementBuilder, page: Page, field: SelectedField, project_node: ProjectNode) -> Projection:
    if field.name == "totalCount":
        return Projection(count_expression(*page.counted))
    item = project_node(builder, page.source.node, page.source.variable, field.selections)
    rows = Projection(_collect_ranges(builder, page, item.expression, extra=0), for_each(item.post_process))
    if not page.backwards:
        return rows
    convert = rows.post_process
    return Projection(rows.expression, lambda value: (convert(value) if convert else value)[::-1])


def _project_views(builder: StatementBuilder, page: Page, fields: list[SelectedField], project_node: ProjectNode) -> Projection:
    views = {field.response_key: _project_view(builder, page, field, project_node) for field in fields if field.name in ("nodes", "edges")}
    row_fields = ((SelectedField(key, f"view{number}", {}, ()), view) for number, (key, view) in enumerate(views.items()))
    row = project_map(row_fields)
    items = f"[{cursor_expression(builder, page.keys)}, {row.expression}]"
    # The size is returned with the rows, because it may differ between requests that share the statement.
    entries = [f"rows: {_collect_ranges(builder, page, items, extra=1)}", f"size: {builder.bind(page.size)}"]
    if any(field.name == "totalCount" for field in fields):
        entries.append(f"total: {count_expression(*page.counted)}")
    return Projection(f"{{{', '.join(entries)}}}", _split_views(page, fields, row.post_process))


def _project_view(builder: StatementBuilder, page: Page, field: SelectedField, project_node: ProjectNode) -> Projection:
    source = page.source
    if field.name == "nodes":
        return project_node(builder, source.node, source.variable, field.selections)
    properties = {prop.name: prop for prop in source.edge_properties}
    entries: list[tuple[SelectedField, Projection]] = []
    for part in field.selections:
        if part.name == "node":
            entries.append((part, project_node(builder, source.node, source.variable, part.selections)))
        elif part.name in properties:
            entries.append((part, Projection(to_json_value(properties[part.name].type, f"{source.edge_variable}.{part.name}"))))
    return project_map(entries)


def _split_views(page: Page, fields: list[SelectedField], convert_row: PostProcess | None) -> PostProcess:
    """Converts the rows to `nodes`, `edges` and `pageInfo`."""

    def convert(value: dict[str, Any]) -> dict[str, Any]:
        rows: list[Any] = value["rows"][: value["size"]]
        if page.backwards:
            rows = rows[::-1]
        cursors = [row_cursor(page.keys, values) for values, _ in rows]
        views = [convert_row(view) if convert_row else view for _, view in rows]
        response: dict[str, Any] = {}
        for field in fields:
            key = field.response_key
            if field.name == "totalCount":
                response[key] = value["total"]
            elif field.name == "pageInfo":
                response[key] = _page_info(page, field, cursors, has_more=len(value["rows"]) > value["size"])
            else:
                response[key] = [_add_cursor(field, view[key], cursor) for view, cursor in zip(views, cursors, strict=True)]
        return response

    return convert


def _add_cursor(field: SelectedField, view: dict[str, Any], cursor: str) -> dict[str, Any]:
    return view | {part.response_key: cursor for part in field.selections if part.name == "cursor"} if field.name == "edges" else view


def _page_info(page: Page, field: SelectedField, cursors: list[str], *, has_more: bool) -> dict[str, Any]:
    info = {
        "hasNextPage": page.has_cursor if page.backwards else has_more,
        "hasPreviousPage": has_more if page.backwards else page.has_cursor,
        "startCursor": cursors[0] if cursors else None,
        "endCursor": cursors[-1] if cursors else None,
    }
    return {part.response_key: info[part.name] for part in field.selections if part.name in info}


def _collect_ranges(builder: StatementBuilder, page: Page, row: str, *, extra: int) -> str:
    """The rows of all ranges as one list. A range is read only if those before it do not fill the page."""
    size = builder.bind(page.size, lambda size: page.check_size(size) + extra)
    rows, *others = (_collect_range(builder, page, row, keyset_range, size) for keyset_range in page.ranges)
    for other in others:
        read = builder.new_variable("read")
        rows = f"head([{read} IN [{rows}] | CASE WHEN size({read}) < {size} THEN ({read} + {other})[..{size}] ELSE {read} END])"
    return rows


def _collect_range(builder: StatementBuilder, page: Page, row: str, keyset_range: KeysetRange, size: str) -> str:
    source = page.source
    computed = [key for key in page.keys if key.computed]
    variables = [*source.variables, *(key.expression for key in computed)]
    distinct = "DISTINCT " if source.distinct else ""
    columns, order = _sort_columns(builder, page, keyset_range.keys)
    if computed:  # each key is computed once per row, before rows are compared with the cursor
        walked = [computed[0].expression] if keyset_range.walk else []
        match = match_clause(source, page.condition)
        if walked:
            conditions = where_clause(conjunction(source.conditions, page.condition))
            # DISTINCT, because several relationships may lead to a node.
            match = f"{keyset_range.walk} WITH DISTINCT {source.variable}, {walked[0]}{conditions}"
        definitions = [*source.variables, *walked, *(f"{key.computed} AS {key.expression}" for key in computed[len(walked) :])]
        rows = f"{match} WITH {distinct}{', '.join(definitions)}{where_clause(keyset_range.condition)}"
        rows += f" WITH {', '.join([*variables, *columns])}"
    else:
        name = keyset_range.keys[0].expression.partition(".")[2]
        has_rival = keyset_range.is_ordered and page.condition and builder.statistics.distinct_values(source.node.label, name) is not None
        rows = match_clause(source, conjunction(page.condition, keyset_range.condition), name if has_rival else "")
        rows += f" WITH {distinct}{', '.join([*source.variables, *columns])}"
    return f"COLLECT {{ {rows} {order} LIMIT {size} {return_clause(builder, variables, row)} }}"


def _sort_columns(builder: StatementBuilder, page: Page, keys: list[SortKey]) -> tuple[list[str], str]:
    """The columns to sort by, and the ORDER BY. For a whole label, the first key stays a plain property: an index may give its order."""
    unmapped = 1 if page.source.is_label else 0
    columns, mapped = collect_sort_columns(builder, keys[unmapped:])
    return columns, order_by([*keys[:unmapped], *mapped])
