"""Executes all root fields of a query to their end and returns their errors in the order of the fields, whatever the timing.

graphql-core ends a query at the first root field that fails and is not nullable, while the other fields are still being read.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class RootFieldsExecutionContext(StrawberryGraphQLCoreExecutionContext):
    """Awaits all root fields of a query, even if one of them fails."""

    _order: Mapping[str, int] = {}

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

    def build_response(self, data: dict[str, Any] | None) -> Any:
        """Called by graphql-core at the end of the operation."""
        self.collected_errors.errors.sort(key=lambda error: self._order.get(str(error.path[0]), 0) if error.path else 0)
        return super().build_response(data)
