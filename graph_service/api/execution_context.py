"""Root fields that fail are all told, in their order: an answer does not depend on which of them was met first, nor on the way it took.

graphql-core ends a query with the first root field that is lost and may not be null, while others are still being read.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class RootFieldsInOrder(StrawberryGraphQLCoreExecutionContext):
    """Executes a query so that all of its root fields are waited for."""

    _order: Mapping[str, int] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        """Called for the root fields of a query, which have no path, and for those of every object below."""
        if path is not None or len(grouped_field_set) == 1:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        self._order = {key: place for place, key in enumerate(grouped_field_set)}
        return self._answer_all(parent_type, source_value, grouped_field_set, position_context)

    async def _answer_all(self, query: GraphQLObjectType, source: Any, fields: GroupedFieldSet, position: Any) -> dict[str, Any]:
        answers = await asyncio.gather(
            *(self._answer(query, source, {key: details}, position) for key, details in fields.items()), return_exceptions=True
        )
        lost = [(key, answer) for key, answer in zip(fields, answers, strict=True) if isinstance(answer, BaseException)]
        for key, error in lost[1:]:
            if isinstance(error, GraphQLError):
                self.collected_errors.add(error, Path(None, key, query.name))
        if lost:
            raise lost[0][1]  # and with it all of the answer
        return {key: value for answer in answers if isinstance(answer, dict) for key, value in answer.items()}

    async def _answer(self, query: GraphQLObjectType, source: Any, field: dict[str, FieldDetailsList], position: Any) -> dict[str, Any]:
        answer = super().execute_fields(query, source, None, field, position)
        return answer if isinstance(answer, dict) else await answer

    def build_response(self, data: dict[str, Any] | None) -> Any:
        """Called at the end, with None when all is lost."""
        self.collected_errors.errors.sort(key=lambda error: self._order.get(str(error.path[0]), 0) if error.path else 0)
        return super().build_response(data)
