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

from graph_service.compiler.conditions.filters import compile_where, filter_rows
from graph_service.compiler.expressions import conjunction, to_json_value, where_clause
from graph_service.compiler.lists.keyset import KeysetRange, cursor_expression, keyset_ranges, row_cursor
from graph_service.compiler.lists.node_source import NodeSource, count_expression, match_clause, return_clause
from graph_service.compiler.lists.page_order import is_full_without_nulls, page_scans
from graph_service.compiler.lists.sorting import SortKey, collect_sort_columns, order_by, read_sort_keys
from graph_service.compiler.map_projection import for_each, project_map, without_typename
from graph_service.compiler.operation_cost import Factor, size_factor
from graph_service.compiler.planning.access_paths import Scan
from graph_service.compiler.planning.planner import Planner
from graph_service.compiler.request_values import Deferred
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Projection, StatementBuilder
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
    limit: int = 0
    """How many rows are read in the order of an index at most; if the page is not full by then, it is read `in_any_order` instead. 0: all."""
    in_any_order: "Callable[[], Page] | None" = None

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
    where, backwards = arguments.get("where"), _is_backwards(arguments)
    cursor_argument, size_argument = ("before", "last") if backwards else ("after", "first")
    cursor, size = arguments.get(cursor_argument), or_default(arguments.get(size_argument))
    keys, counts = read_sort_keys(builder, all_rows, arguments.get("sort")), "totalCount" in names
    scans, sort_cost = list[Scan](), 0.0
    if all_rows.is_label and names - {"totalCount"}:
        scans, sort_cost = page_scans(Planner(builder, compile_where), all_rows.node, keys, where, size, backwards=backwards, counts=counts)
    source, condition, path = filter_rows(builder, all_rows, where, scans, sort_cost)
    ends_early = bool(path and path.scan.way and source.is_label)
    limit = path.scan.limit if path and ends_early else 0
    counted = filter_rows(builder, all_rows, where, part="count apart from the page")[:2] if counts and ends_early else (source, condition)
    if counts and limit and counted[0].is_label and counted[1]:
        counted = _as_set(builder, *counted), ""  # the rows are in it, if the page is not full by then

    def read(source: NodeSource, condition: str, *, is_ordered: bool, otherwise: Callable[[], Page] | None = None) -> Page:
        ranges = keyset_ranges(builder, keys, cursor, cursor_argument, backwards=backwards, is_ordered=is_ordered)
        # A cursor may be beyond all rows that the index has.
        in_order = limit if otherwise and (ranges[0].walk or ranges[0].is_ordered) else 0
        return Page(source, condition, counted, keys, ranges, size, size_argument, cursor is not None, in_order, otherwise)

    def in_any_order() -> Page:
        found = counted if counts else filter_rows(builder, all_rows, where, scans[:1], sort_cost, part="if the page is not full by then")
        return read(*found[:2], is_ordered=False)

    splits = source.is_label and (ends_early or is_full_without_nulls(builder.costs, all_rows.node, keys[0], where))
    return read(source, condition, is_ordered=splits, otherwise=in_any_order if limit else None)


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
    if {"totalCount"} < names and page.counted == (page.source, page.condition):
        page = _filter_once(builder, page)
    if names <= {"nodes", "totalCount"} and sum(field.name == "nodes" for field in fields) <= 1:
        return project_map((field, _project_plain(builder, page, field, project_node)) for field in fields)
    return _project_views(builder, page, fields, project_node)


def _filter_once(builder: StatementBuilder, page: Page) -> Page:
    """The page over a set of nodes that is filtered once, so that the count and the rows share this work."""
    is_filtered = page.condition or (page.source.node_set and page.source.restriction)
    if not (is_filtered and (page.source.node_set or page.source.is_label)):
        return page
    source = _as_set(builder, page.source, page.condition)
    return replace(page, source=source, condition="", counted=(source, ""))


def _as_set(builder: StatementBuilder, source: NodeSource, condition: str) -> NodeSource:
    rows = f"{match_clause(source, condition)} RETURN {source.variable}"
    return replace(source, node_set=builder.collect_set(rows), restriction="", is_label=False)


def _project_plain(builder: StatementBuilder, page: Page, field: SelectedField, project_node: ProjectNode) -> Projection:
    if field.name == "totalCount":
        return Projection(count_expression(*page.counted))
    item = project_node(builder, page.source.node, page.source.variable, field.selections)
    rows = Projection(_collect_page(builder, page, item.expression, extra=0), for_each(item.post_process))
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
    entries = [f"rows: {_collect_page(builder, page, items, extra=1)}", f"size: {builder.bind(page.size)}"]
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


def _collect_page(builder: StatementBuilder, page: Page, row: str, *, extra: int) -> str:
    """The rows of the page as one list; read in any order if those in the order of an index do not fill it."""
    size = builder.bind(page.size, lambda size: page.check_size(size) + extra)
    in_any_order = page.in_any_order
    if page.limit and in_any_order:
        read, first = builder.new_variable("read"), _collect_range(builder, page, row, page.ranges[0], size)
        others = builder.lazily(lambda: _collect_ranges(builder, in_any_order(), row, size))
        return f"head([{read} IN [{first}] | CASE WHEN size({read}) < {size} THEN {others} ELSE {read} END])"
    return _collect_ranges(builder, page, row, size)


def _collect_ranges(builder: StatementBuilder, page: Page, row: str, size: str) -> str:
    """The rows of all ranges as one list. A range is read only if those before it do not fill the page."""
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
            match = f"{keyset_range.walk} WITH DISTINCT {source.variable}, {walked[0]}"
            if page.limit:
                match += (
                    f"{where_clause(keyset_range.condition)} WITH {source.variable}, {walked[0]}{_first_rows(builder, page, keyset_range)}"
                )
            match += conditions
        definitions = [*source.variables, *walked, *(f"{key.computed} AS {key.expression}" for key in computed[len(walked) :])]
        rows = f"{match} WITH {distinct}{', '.join(definitions)}{where_clause(keyset_range.condition)}"
        rows += f" WITH {', '.join([*variables, *columns])}"
    else:
        name = keyset_range.keys[0].expression.partition(".")[2]
        if page.limit:
            rows = f"MATCH {source.pattern}{where_clause(keyset_range.condition)} WITH {source.variable}"
            rows += f"{_first_rows(builder, page, keyset_range)}{where_clause(conjunction(source.conditions, page.condition))}"
            return f"COLLECT {{ {rows} WITH {', '.join([*source.variables, *columns])} {order} LIMIT {size} {return_clause(builder, variables, row)} }}"
        has_rival = keyset_range.is_ordered and page.condition and builder.statistics.distinct_values(source.node.label, name) is not None
        rows = match_clause(source, conjunction(page.condition, keyset_range.condition), name if has_rival else "")
        rows += f" WITH {distinct}{', '.join([*source.variables, *columns])}"
    return f"COLLECT {{ {rows} {order} LIMIT {size} {return_clause(builder, variables, row)} }}"


def _sort_columns(builder: StatementBuilder, page: Page, keys: list[SortKey]) -> tuple[list[str], str]:
    """The columns to sort by, and the ORDER BY. For a whole label, the first key stays a plain property: an index may give its order."""
    unmapped = 1 if page.source.is_label else 0
    columns, mapped = collect_sort_columns(builder, keys[unmapped:])
    return columns, order_by([*keys[:unmapped], *mapped])


def _first_rows(builder: StatementBuilder, page: Page, keyset_range: KeysetRange) -> str:
    """Ends the clause that reads rows in the order of an index, for as many as the planner allows."""
    walked = [keyset_range.keys[0].expression] if keyset_range.walk else []
    kept = ", ".join([*page.source.variables, *walked])
    return f" {order_by(keyset_range.keys)} LIMIT {builder.bind(page.limit)} WITH {kept}"
