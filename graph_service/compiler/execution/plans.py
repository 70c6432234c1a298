"""Plans: the compiled root fields of an operation, and how their rows are read."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graph_service.compiler.execution.completion import Complete
from graph_service.compiler.operation_cost import Cost
from graph_service.compiler.planning.statistics import Statistics
from graph_service.compiler.request_values import RequestValues
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Statement, StatementBuilder
from graph_service.compiler.statements import COMPILERS, convert_row
from graph_service.graph import Graph
from graph_service.mapping.node_types import Node
from graph_service.mapping.read_rules import UNRESTRICTED, Viewer
from graph_service.mapping.schema_types import RootKind

RootFields: TypeAlias = Mapping[str, tuple[Node, RootKind]]
"""The root fields that the compiler answers, by name: their node type and kind."""


MAX_OWN_CONDITIONS = 3
"""Neo4j plans each test whether a viewer may read a limited node anew: 20 s for 14 of them. With more than this, these nodes are collected once."""


@dataclass(frozen=True, slots=True)
class CompiledField:
    """A root field with its statement. For a mutation, the statement reads the changed node."""

    selected: SelectedField
    statement: Statement
    post_process: PostProcess | None

    @property
    def response_key(self) -> str:
        """Its alias or name."""
        return self.selected.response_key

    def response(self, row: Any) -> Any:
        """The row in the shape of the response."""
        return convert_row(row, self.post_process)


def compile_root_field(
    node: Node,
    kind: RootKind,
    selected: SelectedField,
    statistics: Statistics,
    viewer: Viewer = UNRESTRICTED,
    *,
    record_decisions: bool = False,
) -> CompiledField:
    """Compiles one root field for a graph of this size and for what this viewer may read."""

    def compile_with(*, collects_own: bool) -> tuple[CompiledField, int]:
        builder = StatementBuilder(
            statistics=statistics, viewer=viewer, decisions=[] if record_decisions else None, collects_own=collects_own
        )
        return CompiledField(selected, *COMPILERS[kind](builder, node, selected)), builder.own_conditions

    compiled, own_conditions = compile_with(collects_own=False)
    return compiled if own_conditions <= MAX_OWN_CONDITIONS else compile_with(collects_own=True)[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled root fields of an operation. `complete` turns their rows into the response; None if other fields are selected too.

    others: the names of these other fields, without `__typename`.
    """

    fields: tuple[CompiledField, ...]
    complete: Complete | None
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BoundPlan:
    """The plan of one request: with its values and its cost."""

    plan: Plan
    values: RequestValues
    cost: Cost


async def read_rows(graph: Graph, bound: BoundPlan) -> dict[str, Any]:
    """The rows of all root fields by response key, read at the same time. A field that fails has its exception as value."""
    fields = bound.plan.fields
    reads = [result_or_error(_read_field(graph, field, bound.values)) for field in fields]
    rows = [await reads[0]] if len(reads) == 1 else await asyncio.gather(*reads)
    return {field.response_key: row for field, row in zip(fields, rows, strict=True)}


async def _read_field(graph: Graph, field: CompiledField, values: RequestValues) -> Any:
    return field.response(await graph.read(field.statement.text, field.statement.parameters(values)))


async def result_or_error(read: Awaitable[Any]) -> Any:
    """The result, or the exception, which the resolver of the field raises again (resolvers.py). Invalid rows can fail in many ways."""
    try:
        return await read
    except Exception as error:
        return error
