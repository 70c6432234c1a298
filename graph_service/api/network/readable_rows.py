"""Removes rows about lessons and reuses that the caller may not read from computed lists: their other columns would reveal that these exist."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import partial
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from strawberry.dataloader import DataLoader

from graph_service.analysis.facts.node_ids import LessonId, ReuseId
from graph_service.analysis.measures.declaration import Measure
from graph_service.analysis.organisation.view import View
from graph_service.api.context import Context
from graph_service.api.network.evaluation import evaluate
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.reuses import Reuse
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.page_size import MAXIMUM_PAGE_SIZE

LIMITED: Final[Mapping[Any, type]] = {LessonId: Lesson, ReuseId: Reuse}
GROWTH: Final = 10  # of `first` from one evaluation to the next: each is charged
Attributes = Mapping[str, type]


def limited_attributes(hint: Any) -> Attributes:
    """For a list of rows: the attributes that refer to a lesson or a reuse, each with its node type. Empty for any other type."""
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    row = get_args(plain)[0] if get_origin(plain) is tuple else None
    hints = get_type_hints(row) if isinstance(row, type) and is_dataclass(row) else {}
    return {name: LIMITED[each] for name, each in hints.items() if each in LIMITED}


async def leave_out_unreadable(context: Context, rows: Sequence[Any], attributes: Attributes) -> tuple[Any, ...]:
    """The rows whose lessons and reuses the caller may read."""
    kept = tuple(rows)
    for name, cls in attributes.items():
        may_read = await _loader(context, cls).load_many([getattr(row, name) for row in kept])
        kept = tuple(row for row, readable in zip(kept, may_read, strict=True) if readable)
    return kept


async def evaluate_readable(context: Context, view: View, measure: Measure, arguments: Mapping[str, Any], attributes: Attributes) -> Any:
    """The rows of a measure that the caller may read. Evaluates it again with a larger `first` until enough of them remain, or no more follow."""
    first: int | None = {**measure.defaults, **arguments}.get("first")
    if first is None:
        return await leave_out_unreadable(context, await evaluate(context, view, measure, arguments), attributes)
    size = first
    while True:
        found = await evaluate(context, view, measure, {**arguments, "first": size})
        kept = await leave_out_unreadable(context, found, attributes)
        if len(kept) >= first or len(found) < size or size >= MAXIMUM_PAGE_SIZE:
            return kept[:first]
        size = min(GROWTH * size, MAXIMUM_PAGE_SIZE)


def _loader(context: Context, cls: type) -> DataLoader[str, bool]:
    """The loader of this request that finds, for all rows of a response together, which nodes the caller may read."""
    key = ("readable", cls.__name__)
    if key not in context.references:
        context.references[key] = DataLoader(load_fn=partial(_load, context, cls))
    return context.references[key]


async def _load(context: Context, cls: type, ids: list[str]) -> list[bool]:
    found = await readable_ids(context, cls, ids)
    return [id_ in found for id_ in ids]
