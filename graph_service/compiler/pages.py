"""A connection: the rows of one page in the order asked for, and the count of all pages together, as far as they are selected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph_service.compiler.filters import condition
from graph_service.compiler.maps import each, project_map
from graph_service.compiler.markers import Node, Property
from graph_service.compiler.order import Key, after, cursor_values, order_by, present, read_keys, write_cursor
from graph_service.compiler.selection import Selected
from graph_service.compiler.types import MAXIMUM_FIRST
from graph_service.compiler.writer import Finish, Part, Writer, read_value
from graph_service.errors import InvalidInput

ProjectNode = Callable[[Writer, Node, str, tuple[Selected, ...]], Part]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a list come from.

    `pattern` binds `variable` (and `edge_variable`); `counted` is the same pattern without variables, which the database counts
    without reading; `held` is a condition that comes with the pattern; `whole` is said of all nodes of a label.
    """

    node: Node
    pattern: str
    variable: str
    counted: str
    held: str = ""
    edge: tuple[Property, ...] = ()
    edge_variable: str = ""
    distinct: bool = False
    whole: bool = False


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
    keys = read_keys(node, source.variable, arguments.get("sort"), edge=source.edge, edge_variable=source.edge_variable)
    where = _both(source.held, condition(writer, node, source.variable, arguments.get("where")))
    behind = after(writer, keys, arguments.get("after")) or (present(keys) if source.whole else "")
    page = Page(source, where, keys, behind, _read_first(arguments["first"]))
    fields = [field for field in selected.below if field.name != "__typename"]
    if sum(field.name != "totalCount" for field in fields) <= 1 and all(field.name in ("nodes", "totalCount") for field in fields):
        return project_map((field, _project_plain(writer, page, field, project_node)) for field in fields)
    return _project_rich(writer, page, fields, arguments, project_node)


def _project_plain(writer: Writer, page: Page, field: Selected, project_node: ProjectNode) -> Part:
    if field.name == "totalCount":
        return Part(_count(page))
    item = project_node(writer, page.source.node, page.source.variable, field.below)
    return Part(_collect(writer, page, item.expression, page.first), each(item.finish))


def _project_rich(writer: Writer, page: Page, fields: list[Selected], arguments: dict[str, Any], project_node: ProjectNode) -> Part:
    """Several views of the same rows: each row carries what all of them need, and the response is put together from that."""
    items = {field.key: _project_item(writer, page, field, project_node) for field in fields if field.name in ("nodes", "edges")}
    rows = project_map((Selected(key, f"view{number}", {}, ()), item) for number, (key, item) in enumerate(items.items()))
    row = f"[{cursor_values(page.keys)}, {rows.expression}]"
    entries = [f"rows: {_collect(writer, page, row, page.first + 1)}"]  # one more tells whether there is a next page
    if any(field.name == "totalCount" for field in fields):
        entries.append(f"total: {_count(page)}")
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
    carried = f"{source.variable}, {source.edge_variable}" if source.edge else source.variable
    distinct = "DISTINCT " if source.distinct else ""
    rows = f"MATCH {source.pattern}{_where(_both(page.where, page.behind))} WITH {distinct}{carried} {order_by(page.keys)} LIMIT {writer.bind(limit)}"
    return f"COLLECT {{ {rows} RETURN {row} }}"


def _count(page: Page) -> str:
    source = page.source
    if source.distinct:
        return f"COUNT {{ MATCH {source.pattern}{_where(page.where)} RETURN DISTINCT {source.variable} }}"
    return f"COUNT {{ MATCH {source.pattern if page.where else source.counted}{_where(page.where)} }}"


def _read_first(first: int) -> int:
    if not 0 <= first <= MAXIMUM_FIRST:
        raise InvalidInput(f"first is {first}; it must lie between 0 and {MAXIMUM_FIRST:,}.", field="first")
    return first


def _both(one: str, other: str) -> str:
    return " AND ".join(part for part in (one, other) if part)


def _where(conditions: str) -> str:
    return f" WHERE {conditions}" if conditions else ""
