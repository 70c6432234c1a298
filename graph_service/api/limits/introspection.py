"""Answers introspection queries, each document once and in a thread: graphql-core takes a third of a second for a whole schema."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

import orjson
from graphql import ExecutionResult, GraphQLSchema, execute_sync, get_operation_ast  # pyright: ignore[reportUnknownVariableType] - partly untyped
from strawberry.extensions import SchemaExtension

from graph_service.api.limits.document import INTROSPECTION, fragments_of, root_fields
from graph_service.lru_cache import LRUCache

MAX_CACHED_RESULTS: Final = 4  # about 5 MB each

Results = LRUCache[bytes, ExecutionResult]


class IntrospectionResults(SchemaExtension):
    """Sets the result of an operation that requests only the schema itself. The result depends only on the request, so it is cached."""

    def __init__(self, schema: GraphQLSchema, results: Results) -> None:
        self._schema = schema
        self._results = results

    async def on_execute(self) -> AsyncGenerator[None]:
        """Runs before execution, which Strawberry skips when there is a result already."""
        if self._is_introspection():
            execution = self.execution_context
            key = orjson.dumps([execution.query, execution.operation_name, execution.variables])
            execution.result = self._results.get(key) or self._results.put(key, await asyncio.to_thread(self._execute))
        yield

    def _is_introspection(self) -> bool:
        document = self.execution_context.graphql_document
        operation = document and get_operation_ast(document, self.execution_context.operation_name)
        if document is None or operation is None:
            return False
        return bool(root_fields(operation, fragments_of(document)) & INTROSPECTION)

    def _execute(self) -> ExecutionResult:
        execution: Any = self.execution_context
        return execute_sync(
            self._schema, execution.graphql_document, variable_values=execution.variables, operation_name=execution.operation_name
        )
