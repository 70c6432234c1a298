"""Prepared operations: a document that was parsed and validated once, its statements compiled once for each structure of its variables.

What answers from here passes graphql-core by: rows arrive in the response's shape and are only checked. A question with anything in it
that is not ours (a computed answer, introspection), or whose answer is odd, is left to graphql-core.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields
from graphql.execution.values import VariableValues, get_variable_values

from graph_service.compiler.completion import Complete, completer
from graph_service.compiler.cost import Cost
from graph_service.compiler.selection import Selected, select
from graph_service.compiler.statement_builder import Finish, Statement
from graph_service.compiler.statements import COMPILERS, finish_row
from graph_service.compiler.values import Given, Shape, Variables, take_apart
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.lru_cache import LRUCache
from graph_service.mapping.node_types import Node
from graph_service.mapping.schema_types import RootKind

MOST_DOCUMENTS = 512
MOST_SHAPES = 32  # of one document
LONGEST_DOCUMENT = 10_000  # characters: with the two above, it bounds the memory that prepared operations take


class CursorNames(Visitor):
    """Finds the variables that are used as cursors."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_argument(self, node: Any, *_: Any) -> None:
        """Called for each argument."""
        if node.name.value in ("after", "before") and isinstance(node.value, VariableNode):
            self.names.add(node.value.name.value)


@dataclass(frozen=True, slots=True)
class Root:
    """One root field, ready to be read; of a mutation, what was changed is."""

    selected: Selected
    statement: Statement
    finish: Finish | None

    @property
    def key(self) -> str:
        """Of the response."""
        return self.selected.key

    def response(self, row: Any) -> Any:
        """The row in the response's shape."""
        return finish_row(row, self.finish)


def compile_root(node: Node, kind: RootKind, selected: Selected) -> Root:
    """A root field with its statement."""
    return Root(selected, *COMPILERS[kind](node, selected))


@dataclass(frozen=True, slots=True)
class Plan:
    """The root fields of an operation that have a statement; `complete` makes the response of their rows, where all have one."""

    roots: tuple[Root, ...]
    complete: Complete | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One request: its plan, the values that fill it, and what it costs."""

    plan: Plan
    given: Given
    cost: Cost


async def read_roots(graph: Graph, planned: Planned) -> dict[str, Any]:
    """The rows of all root fields of a query, by their keys; where one could not be read, the error."""
    roots = planned.plan.roots
    read = [or_error(_read_root(graph, root, planned.given)) for root in roots]
    rows = [await read[0]] if len(read) == 1 else await asyncio.gather(*read)
    return {root.key: row for root, row in zip(roots, rows, strict=True)}


async def _read_root(graph: Graph, root: Root, given: Given) -> Any:
    return root.response(await graph.read(root.statement.text, root.statement.parameters(given)))


async def or_error(row: Awaitable[Any]) -> Any:
    """The row of a root field, or the error that was met instead: a row that is wrong may break what finishes it."""
    try:
        return await row
    except Exception as error:  # raised again by whoever asks for the row (resolvers.py)
        return error


class Prepared:
    """One operation of a valid document."""

    def __init__(self, operations: "Operations", document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._operations = operations
        self._operation = operation
        self._fragments = {d.name.value: FragmentDetails(d) for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        cursors = CursorNames()
        visit(document, cursors)
        self._cursors = frozenset(cursors.names)
        self._plans: LRUCache[Shape, Plan] = LRUCache(MOST_SHAPES)

    @property
    def name(self) -> str:
        """As the document names it; empty when it doesn't."""
        return self._operation.name.value if self._operation.name else ""

    @property
    def changes(self) -> bool:
        """Whether it is a mutation."""
        return self._operation.operation is OperationType.MUTATION

    def plan(self, variables: Mapping[str, Any] | None, today: str) -> Planned | None:
        """The plan, filled; None when something is wrong with the request, which graphql-core will put into words."""
        coerced = self._coerce(variables)
        if coerced is None:
            return None
        taken = take_apart(coerced, self._cursors, today)
        try:
            plan = self._plans.get(taken.shape) or self._plans.put(taken.shape, self._compile(taken))
            return Planned(plan, taken.given, sum((root.statement.cost(taken.given) for root in plan.roots), Cost()))
        except (GraphServiceError, GraphQLError):
            return None

    @property
    def kept(self) -> int:
        """How many plans are kept."""
        return len(self._plans)

    def _coerce(self, variables: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not self._operation.variable_definitions:
            return {}
        values = get_variable_values(self._operations.schema, self._operation.variable_definitions, dict(variables or {}))
        return None if isinstance(values, list) else values.coerced

    def _compile(self, variables: Variables) -> Plan:
        schema, values = self._operations.schema, VariableValues({}, variables.placed)
        parent, roots = self._operations.parents[self._operation.operation]
        fields = collect_fields(schema, self._fragments, values, parent, self._operation).grouped_field_set
        selected = [select(schema, self._operation, self._fragments, values, parent, key, details) for key, details in fields.items()]
        found = tuple(compile_root(*roots[each.name], each) for each in selected if each.name in roots)
        # Several changes are made one after the other, which is left to graphql-core.
        whole = all(each.name in roots or each.name == "__typename" for each in selected) and not (self.changes and len(selected) > 1)
        return Plan(found, completer(parent, selected) if whole else None)


Roots: TypeAlias = Mapping[str, tuple[Node, RootKind]]
"""What root fields the compiler answers: the node and the kind of each."""


class Operations:
    """The prepared operations of one schema, those that were asked last. `changes`: its mutations, by what each changes."""

    def __init__(self, schema: GraphQLSchema, roots: Roots, changes: Roots | None = None) -> None:
        self.schema = schema
        self.parents: dict[OperationType, tuple[GraphQLObjectType, Roots]] = {}
        """The root types whose fields have statements, and which of them have."""
        if schema.query_type:
            self.parents[OperationType.QUERY] = schema.query_type, roots
        if schema.mutation_type:
            self.parents[OperationType.MUTATION] = schema.mutation_type, changes or {}
        self._prepared: LRUCache[tuple[str, str | None], Prepared] = LRUCache(MOST_DOCUMENTS)

    def find(self, query: str, name: str | None) -> Prepared | None:
        """The operation of a document that was prepared before."""
        return self._prepared.get((query, name))

    def prepare(self, query: str, name: str | None, document: DocumentNode) -> Prepared | None:
        """The operation of a document that graphql-core has found valid; None where it is not clear which."""
        found = self.find(query, name)
        if found is None:
            operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
            named = [each for each in operations if name is None or (each.name and each.name.value == name)]
            if len(named) != 1 or named[0].operation not in self.parents:
                return None
            found = Prepared(self, document, named[0])
            if len(query) <= LONGEST_DOCUMENT:
                self._prepared.put((query, name), found)
        return found

    @property
    def kept(self) -> int:
        """How many operations are kept."""
        return len(self._prepared)
