"""Shared base of the `network` fields: the columns and view they are computed from, the cache of results, and the type Group."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import strawberry
from strawberry import ID

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.groups import Group as GroupAnswer
from graph_service.analysis.organisation.groups import GroupKind
from graph_service.analysis.organisation.view import View
from graph_service.api.context import Info
from graph_service.api.department import Department
from graph_service.compiler.resolvers import read_reference
from graph_service.tracing import span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

P = ParamSpec("P")
T = TypeVar("T")


def describe(enum: type[Enum], description: str, values: dict[str, str]) -> None:
    """Registers an enum as a GraphQL enum, with descriptions of the enum and its values."""
    made: Any = strawberry.enum(enum, description=description)
    for value in made.__strawberry_definition__.values:
        value.description = values[value.name]


describe(
    GroupKind,
    "What a group stands for.",
    {
        "DEPARTMENT": "One department, with all below it at the level asked for.",
        "SMALL_DEPARTMENTS": "Several departments that are too small to be shown alone.",
        "UNATTRIBUTED": "Lessons or reuses whose department is not known.",
    },
)


def facts(answer: "DataclassInstance") -> dict[str, Any]:
    """The fields of a dataclass by name, for GraphQL types with the same fields."""
    return {field.name: getattr(answer, field.name) for field in fields(answer)}


@strawberry.type(description="One side of a figure: a department, or several that are too small to be shown alone, or nobody known.")
class Group:
    id: ID = strawberry.field(description="The group's own id.")
    name: str = strawberry.field(description="What it is called.")
    kind: GroupKind = strawberry.field(description="What it stands for.")
    department_id: strawberry.Private[str | None]

    @strawberry.field(description="The department it is; for several small ones the department above them.")
    async def department(self, info: Info) -> Department | None:
        """Batched: one statement for all groups of the same field."""
        return None if self.department_id is None else await read_reference(info, Department, self.department_id)

    @classmethod
    def of(cls, group: GroupAnswer) -> "Group":
        return cls(id=ID(group.id), name=group.name, kind=group.kind, department_id=group.department)


@dataclass(frozen=True, slots=True)
class Question:
    """Columns, view and cached results shared by all fields below one `network` field."""

    columns: Columns
    view: View
    answers: dict[Hashable, asyncio.Future[Any]] = field(default_factory=dict[Hashable, "asyncio.Future[Any]"], compare=False)

    async def ask(self, measure: Callable[[Columns, View], T]) -> T:
        """Returns the result of the measure. It is computed once per set of arguments, even if several fields need it."""
        key = _key(measure)
        if key not in self.answers:
            self.answers[key] = asyncio.ensure_future(measured(measure, self.columns, self.view))
        answer: T = await self.answers[key]
        return answer


def _key(measure: Callable[..., object]) -> Hashable:
    """Cache key: the function and its keyword arguments, which must be hashable."""
    return (measure.func, tuple(sorted(measure.keywords.items()))) if isinstance(measure, partial) else (measure, ())


async def measured(measure: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a measure in a thread, so that other requests are not blocked, and traces it."""
    with span(f"network {_name(measure)}", {}):
        return await asyncio.to_thread(measure, *args, **kwargs)


def _name(measure: Callable[..., object]) -> str:
    return measure.func.__name__ if isinstance(measure, partial) else measure.__name__


@strawberry.type
class Answers:
    """Base class of the classes that add fields to `network`; network.py lists them."""

    question: strawberry.Private[Question]

    @strawberry.field(description="The number of the last activity it includes.")
    def as_of(self) -> int:
        """Read from the columns."""
        return self.question.columns.as_of
