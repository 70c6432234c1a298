"""A connection: the rows of one page in the order asked for, and the count of all pages together, as far as they are selected."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from graph_service.compiler.anchors import narrow
from graph_service.compiler.cost import Factor, as_factor
from graph_service.compiler.filters import condition
from graph_service.compiler.map_projection import each, project_map
from graph_service.compiler.selection import Selected
from graph_service.compiler.sorting import Key, Stretch, cursor_of, cursor_values, from_end, gather, order_by, read_keys, stretches
from graph_service.compiler.source import Source, both, count_rows, match, returned, where_clause
from graph_service.compiler.statement_builder import Finish, Part, Writer, read_value
from graph_service.compiler.values import Late
from graph_service.errors import InvalidInput
from graph_service.mapping.node_types import Node
from graph_service.page_size import check_page_size

ProjectNode = Callable[[Writer, Node, str, tuple[Selected, ...]], Part]


@dataclass(frozen=True, slots=True)
class Page:
    """One page being written: its source, the condition and the order of its rows, and how many are wanted from which end."""

    source: Source
    where: str
    keys: list[Key]
    stretches: list[Stretch]
    check_size: Callable[[int], int]
    size: Any
    backwards: bool
    went_on: bool
    """Whether a cursor was given, so that there is something on the side it was read from."""
    sorted: bool = False
    """Whether the rows come in order already."""

    def cost(self, *, rows: bool) -> Factor:
        """How many rows it gives at the most. Its size is looked at where no rows are asked for, too."""
        return as_factor(Late(self.size, self.check_size if rows else lambda size: min(self.check_size(size), 1)))


def project_page(writer: Writer, source: Source, selected: Selected, project_node: ProjectNode) -> Part:
    """The connection as a map. InvalidInput when what is said of the page cannot be."""
    arguments = selected.arguments
    source, rest = narrow(writer, source, arguments.get("where"))
    keys = read_keys(writer, source, arguments.get("sort"))
    where = condition(writer, source.node, source.variable, rest)
    backwards = _reads_backwards(arguments)
    argument, size = ("before", "last") if backwards else ("after", "first")
    cursor = arguments.get(argument)
    read = stretches(writer, keys, cursor, argument, backwards=backwards, whole=source.whole)
    page = Page(source, where, keys, read, partial(check_page_size, argument=size), arguments[size], backwards, cursor is not None)
    fields = [field for field in selected.below if field.name != "__typename"]
    with writer.rows(selected.name, page.cost(rows=any(field.name in ("nodes", "edges") for field in fields))):
        return _project_fields(writer, page, fields, project_node)


def _project_fields(writer: Writer, page: Page, fields: list[Selected], project_node: ProjectNode) -> Part:
    if page.source.sets and {"totalCount"} < {field.name for field in fields} and not any(key.computed for key in page.keys):
        page = _sort_once(writer, page)
    if sum(field.name != "totalCount" for field in fields) <= 1 and all(field.name in ("nodes", "totalCount") for field in fields):
        return project_map((field, _project_plain(writer, page, field, project_node)) for field in fields)
    return _project_rich(writer, page, fields, project_node)


def _sort_once(writer: Writer, page: Page) -> Page:
    """The page over its rows matched and sorted beforehand: they are counted and cut, and their condition is not worked out twice."""
    variable = page.source.variable
    columns, in_order = _ordered(writer, page, from_end(page.keys, backwards=page.backwards))
    rows = writer.collect(f"{match(page.source, page.where)} WITH {', '.join([variable, *columns])} {in_order} RETURN {variable}")
    return replace(page, source=replace(page.source, sets=(rows,)), where="", sorted=True)


def _project_plain(writer: Writer, page: Page, field: Selected, project_node: ProjectNode) -> Part:
    if field.name == "totalCount":
        return Part(count_rows(page.source, page.where))
    item = project_node(writer, page.source.node, page.source.variable, field.below)
    return _in_order(page, Part(_collect(writer, page, item.expression, more=0), each(item.finish)))


def _project_rich(writer: Writer, page: Page, fields: list[Selected], project_node: ProjectNode) -> Part:
    """Several views of the same rows: each row carries what all of them need, and the response is put together from that."""
    items = {field.key: _project_item(writer, page, field, project_node) for field in fields if field.name in ("nodes", "edges")}
    rows = project_map((Selected(key, f"view{number}", {}, ()), item) for number, (key, item) in enumerate(items.items()))
    row = f"[{cursor_values(page.keys)}, {rows.expression}]"
    # One row more tells whether there is a next page. The size comes back along with the rows, for it may not be known yet.
    entries = [f"rows: {_collect(writer, page, row, more=1)}", f"size: {writer.bind(page.size)}"]
    if any(field.name == "totalCount" for field in fields):
        entries.append(f"total: {count_rows(page.source, page.where)}")
    return Part(f"{{{', '.join(entries)}}}", _finish_rich(page, fields, rows.finish))


def _finish_rich(page: Page, fields: list[Selected], finish_row: Finish | None) -> Finish:
    def finish(value: dict[str, Any]) -> dict[str, Any]:
        rows: list[Any] = _turned(page, value["rows"][: value["size"]])
        cursors = [cursor_of(page.keys, values) for values, _ in rows]
        views = [finish_row(view) if finish_row else view for _, view in rows]
        response: dict[str, Any] = {}
        for field in fields:
            if field.name == "totalCount":
                response[field.key] = value["total"]
            elif field.name == "pageInfo":
                response[field.key] = _page_info(page, field, cursors, more=len(value["rows"]) > value["size"])
            else:
                response[field.key] = [_with_cursor(field, view[field.key], cursor) for view, cursor in zip(views, cursors, strict=True)]
        return response

    return finish


def _in_order(page: Page, part: Part) -> Part:
    """Rows that were read from the end are turned round."""
    finish = part.finish
    if not page.backwards:
        return part
    return Part(part.expression, lambda rows: _turned(page, finish(rows) if finish else rows))


def _turned(page: Page, rows: list[Any]) -> list[Any]:
    return rows[::-1] if page.backwards else rows


def _with_cursor(field: Selected, view: dict[str, Any], cursor: str) -> dict[str, Any]:
    return view | {part.key: cursor for part in field.below if part.name == "cursor"} if field.name == "edges" else view


def _page_info(page: Page, field: Selected, cursors: list[str], *, more: bool) -> dict[str, Any]:
    info = {
        "hasNextPage": page.went_on if page.backwards else more,
        "hasPreviousPage": more if page.backwards else page.went_on,
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


def _collect(writer: Writer, page: Page, row: str, *, more: int) -> str:
    """The rows of all stretches together, as many as are wanted. What the first gives may be enough, and the next is not read then."""
    size = writer.bind(page.size, lambda size: page.check_size(size) + more)
    first, *others = (_collect_stretch(writer, page, row, stretch, size) for stretch in page.stretches)
    for other in others:
        read = writer.name("read")
        first = f"head([{read} IN [{first}] | CASE WHEN size({read}) < {size} THEN ({read} + {other})[..{size}] ELSE {read} END])"
    return first


def _collect_stretch(writer: Writer, page: Page, row: str, stretch: Stretch, size: str) -> str:
    source = page.source
    carried = [source.variable, source.edge_variable] if source.edge else [source.variable]
    computed = [key for key in page.keys if key.computed]
    names = [*carried, *(key.expression for key in computed)]
    distinct = "DISTINCT " if source.distinct else ""
    columns, in_order = ([], "") if page.sorted else _ordered(writer, page, stretch.keys)
    if page.sorted:
        rows = match(source, stretch.condition)
    elif not computed:
        rows = f"{match(source, both(page.where, stretch.condition))} WITH {distinct}{', '.join([*carried, *columns])}"
    else:  # computed once for each row, then compared and sorted by under its name
        named = ", ".join([*carried, *(f"{key.computed} AS {key.expression}" for key in computed)])
        rows = f"{match(source, page.where)} WITH {distinct}{named}{where_clause(stretch.condition)} WITH {', '.join([*names, *columns])}"
    return f"COLLECT {{ {rows} {in_order} LIMIT {size} {returned(writer, names, row)} }}"


def _ordered(writer: Writer, page: Page, keys: list[Key]) -> tuple[list[str], str]:
    """What a row needs for its ORDER BY, and that. The first key of all nodes of a label stays as it is: an index may give its order."""
    stays = 1 if page.source.whole else 0
    columns, moved = gather(writer, keys[stays:])
    return columns, order_by([*keys[:stays], *moved])


def _reads_backwards(arguments: dict[str, Any]) -> bool:
    if arguments.get("last") is None and arguments.get("before") is None:
        return False
    if arguments.get("last") is None:
        raise InvalidInput("before is given without last. Say how many are wanted before it, like last: 20.", field="last")
    if arguments.get("after") is not None:
        raise InvalidInput(
            "after and last are given, which read from different ends. Give first and after, or last and before.", field="last"
        )
    return True
