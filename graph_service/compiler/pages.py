"""A connection: the rows of one page in the order asked for, and the count of all pages together, as far as they are selected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph_service.compiler.filters import condition
from graph_service.compiler.maps import each, project_map
from graph_service.compiler.markers import Node
from graph_service.compiler.order import Key, after, cursor_values, order_by, present, read_keys, write_cursor
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import Source, both, count_rows, match, where_clause
from graph_service.compiler.types import MAXIMUM_FIRST
from graph_service.compiler.writer import Finish, Part, Writer, read_value
from graph_service.errors import InvalidInput

ProjectNode = Callable[[Writer, Node, str, tuple[Selected, ...]], Part]


@dataclass(frozen=True, slots=True)
class Page:
    """One page being written: its source, the condition and the order of its rows, and how many are wanted."""

    source: Source
    where: str
    keys: list[Key]
    behind: str
    first: int


def project_page(writer: Writer, source: Source, selected: Selected, project_node: ProjectNode) -> Part:
    """The connection as a map. InvalidInput when `first` or `after` cannot be."""
    arguments, node = selected.arguments, source.node
    keys = read_keys(writer, source, arguments.get("sort"))
    where = condition(writer, node, source.variable, arguments.get("where"))
    behind = after(writer, keys, arguments.get("after")) or (present(keys) if source.whole else "")
    page = Page(source, where, keys, behind, _read_first(arguments["first"]))
    fields = [field for field in selected.below if field.name != "__typename"]
    if sum(field.name != "totalCount" for field in fields) <= 1 and all(field.name in ("nodes", "totalCount") for field in fields):
        return project_map((field, _project_plain(writer, page, field, project_node)) for field in fields)
    return _project_rich(writer, page, fields, arguments, project_node)


def _project_plain(writer: Writer, page: Page, field: Selected, project_node: ProjectNode) -> Part:
    if field.name == "totalCount":
        return Part(count_rows(page.source, page.where))
    item = project_node(writer, page.source.node, page.source.variable, field.below)
    return Part(_collect(writer, page, item.expression, page.first), each(item.finish))


def _project_rich(writer: Writer, page: Page, fields: list[Selected], arguments: dict[str, Any], project_node: ProjectNode) -> Part:
    """Several views of the same rows: each row carries what all of them need, and the response is put together from that."""
    items = {field.key: _project_item(writer, page, field, project_node) for field in fields if field.name in ("nodes", "edges")}
    rows = project_map((Selected(key, f"view{number}", {}, ()), item) for number, (key, item) in enumerate(items.items()))
    row = f"[{cursor_values(page.keys)}, {rows.expression}]"
    entries = [f"rows: {_collect(writer, page, row, page.first + 1)}"]  # one more tells whether there is a next page
    if any(field.name == "totalCount" for field in fields):
        entries.append(f"total: {count_rows(page.source, page.where)}")
    return Part(f"{{{', '.join(entries)}}}", _finish_rich(page, fields, rows.finish, went_on=arguments.get("after") is not None))


def _finish_rich(page: Page, fields: list[Selected], finish_row: Finish | None, *, went_on: bool) -> Finish:
    def finish(value: dict[str, Any]) -> dict[str, Any]:
        rows: list[Any] = value["rows"][: page.first]
        cursors = [write_cursor(page.keys, values) for values, _ in rows]
        views = [finish_row(view) if finish_row else view for _, view in rows]
        response: dict[str, Any] = {}
        for field in fields:
            if field.name == "totalCount":
                response[field.key] = value["total"]
            elif field.name == "pageInfo":
                response[field.key] = _page_info(field, cursors, more=len(value["rows"]) > page.first, went_on=went_on)
            else:
                response[field.key] = [_with_cursor(field, view[field.key], cursor) for view, cursor in zip(views, cursors, strict=True)]
        return response

    return finish


def _with_cursor(field: Selected, view: dict[str, Any], cursor: str) -> dict[str, Any]:
    return view | {part.key: cursor for part in field.below if part.name == "cursor"} if field.name == "edges" else view


def _page_info(field: Selected, cursors: list[str], *, more: bool, went_on: bool) -> dict[str, Any]:
    info = {
        "hasNextPage": more,
        "hasPreviousPage": went_on,
        "startCursor": cursors[0] if cursors else None,
        "endCursor": cursors[-1] if cursors else None,
    }
    return {part.key: info[part.name] for part in field.below if part.name in info}


def _project_item(writer: Writer, page: Page, field: Selected, project_node: ProjectNode) -> Part:
    source = page.source
    if field.name == "nodes":
        return project_node(writer, source.node, source.variable, field.below)
    properties = {prop.name: prop for prop in source.edge}
    parts: list[tuple[Selected, Part]] = []
    for part in field.below:
        if part.name == "node":
            parts.append((part, project_node(writer, source.node, source.variable, part.below)))
        elif part.name in properties:
            parts.append((part, Part(read_value(properties[part.name].type, f"{source.edge_variable}.{part.name}"))))
    return project_map(parts)


def _collect(writer: Writer, page: Page, row: str, limit: int) -> str:
    source = page.source
    carried = [source.variable, source.edge_variable] if source.edge else [source.variable]
    computed = [key for key in page.keys if key.computed]
    distinct = "DISTINCT " if source.distinct else ""
    ordered = f"{order_by(page.keys)} LIMIT {writer.bind(limit)}"
    if not computed:
        return f"COLLECT {{ {match(source, both(page.where, page.behind))} WITH {distinct}{', '.join(carried)} {ordered} RETURN {row} }}"
    # Computed once for each row, then compared and sorted by under its name.
    named = ", ".join([*carried, *(f"{key.computed} AS {key.expression}" for key in computed)])
    names = ", ".join([*carried, *(key.expression for key in computed)])
    return (
        f"COLLECT {{ {match(source, page.where)} WITH {distinct}{named}{where_clause(page.behind)} WITH {names} {ordered} RETURN {row} }}"
    )


def _read_first(first: int) -> int:
    if not 0 <= first <= MAXIMUM_FIRST:
        raise InvalidInput(f"first is {first}; it must lie between 0 and {MAXIMUM_FIRST:,}.", field="first")
    return first
