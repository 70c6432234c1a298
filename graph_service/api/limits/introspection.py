"""Answers introspection queries: once per document, in a thread, because a whole schema takes graphql-core a third of a second."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

import orjson
from graphql import ExecutionResult, FragmentDefinitionNode, GraphQLSchema, execute_sync, get_operation_ast  # pyright: ignore[reportUnknownVariableType] - its types are not all written
from strawberry.extensions import SchemaExtension

from graph_service.api.limits.document import INTROSPECTION, root_fields
from graph_service.lru_cache import LRUCache

MAX_CACHED_RESULTS: Final = 4  # about 5 MB each

Results = LRUCache[bytes, ExecutionResult]


class IntrospectionResults(SchemaExtension):
    """Sets the result of an operation that asks for nothing but the schema itself; it depends on the request alone."""

    def __init__(self, schema: GraphQLSchema, results: Results) -> None:
        self._schema = schema
        self._results = results

    async def on_execute(self) -> AsyncGenerator[None]:
        """Before execution, which does not happen where there is a result."""
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
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        return bool(root_fields(operation, fragments) & INTROSPECTION)

    def _execute(self) -> ExecutionResult:
        execution: Any = self.execution_context
        return execute_sync(
            self._schema, execution.graphql_document, variable_values=execution.variables, operation_name=execution.operation_name
        )
