"""Executes all root fields of a query to their end and returns their errors in the order of the fields, whatever the timing.

graphql-core ends a query at the first root field that fails and is not nullable, while the other fields are still being read.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakMethod

from graphql import GraphQLError, GraphQLObjectType, GraphQLResolveInfoHelpers
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


def _weak(method: Callable[..., Any]) -> Callable[..., Any]:
    """Calls the method without keeping its object in memory."""
    reference = WeakMethod(method)

    def call(*arguments: Any) -> Any:
        found = reference()
        return found(*arguments) if found else None

    return call


class RootFieldsExecutionContext(StrawberryGraphQLCoreExecutionContext):
    """Awaits all root fields of a query, even if one of them fails."""

    _order: Mapping[str, int] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # graphql-core's helpers refer to the execution, which refers to them: the request and its results would stay in memory until
        # the garbage collector finds the cycle.
        self.async_helpers = GraphQLResolveInfoHelpers(_weak(self.gather_async_work), _weak(self.track_async_work))

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        """Called by graphql-core for the root fields of a query, whose path is None, and for the fields of every nested object."""
        if path is not None or len(grouped_field_set) == 1:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        self._order = {key: position for position, key in enumerate(grouped_field_set)}
        return self._execute_root_fields(parent_type, source_value, grouped_field_set, position_context)

    async def _execute_root_fields(
        self, query_type: GraphQLObjectType, source: Any, fields: GroupedFieldSet, position_context: Any
    ) -> dict[str, Any]:
        results = await asyncio.gather(
            *(self._execute_root_field(query_type, source, {key: details}, position_context) for key, details in fields.items()),
            return_exceptions=True,
        )
        failures = [(key, result) for key, result in zip(fields, results, strict=True) if isinstance(result, BaseException)]
        for key, error in failures[1:]:
            if isinstance(error, GraphQLError):
                self.collected_errors.add(error, Path(None, key, query_type.name))
        if failures:
            raise failures[0][1]  # makes `data` null
        return {key: value for result in results if isinstance(result, dict) for key, value in result.items()}

    async def _execute_root_field(
        self, query_type: GraphQLObjectType, source: Any, field: dict[str, FieldDetailsList], position_context: Any
    ) -> dict[str, Any]:
        result = super().execute_fields(query_type, source, None, field, position_context)
        return result if isinstance(result, dict) else await result

    def handle_field_error(self, raw_error: Exception, return_type: Any, field_details_list: FieldDetailsList, path: Path) -> None:
        """Called by graphql-core for each field that fails, and for each field around it that must not be null."""
        try:
            super().handle_field_error(raw_error, return_type, field_details_list, path)  # pyright: ignore[reportUnknownMemberType]
        except GraphQLError as located:
            self.context_value.failures.append(located)
            raise

    def build_response(self, data: dict[str, Any] | None) -> Any:
        """Called by graphql-core at the end of the operation."""
        self.collected_errors.errors.sort(key=lambda error: self._order.get(str(error.path[0]), 0) if error.path else 0)
        return super().build_response(data)
