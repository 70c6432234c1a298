"""Executes operations that were seen before, without Strawberry and without graphql-core's execution.

A request by POST or GET, with any media type, takes the fast path if all of this holds:

- it does not ask for a profile (`extensions.receipt`);
- the operation is prepared: the same document was validated before with the same operationName (compiler/execution/operations.py);
- its variables are valid, and its cost is within the limit;
- every root field has a statement: none is computed in Python (`network`, `experts`, `lessonsFor`, `activity`) or introspection, and there
  is at most one mutation, by POST.

The rows are checked and written as JSON. Every other request, and every request whose rows contain an error or a value of another type than
the schema's, is executed by Strawberry (endpoint.py). That execution reuses the rows that were already read and the result of a mutation that
was already made, with its warnings: nothing is read twice, and no change is made twice. Both paths return the same response;
tests/api/fast_path/test_fast_path.py compares them.
"""

from typing import Any

import orjson
from starlette.requests import Request

from graph_service.access import get_caller, log_fields
from graph_service.api.context import Context, Resources, current_day
from graph_service.api.http.requests import GraphQLRequest
from graph_service.api.limits.document import is_within_limits
from graph_service.api.limits.extensions import format_cost, format_warnings
from graph_service.api.profiling import RECEIPT
from graph_service.api.read_rules import viewer_of
from graph_service.api.schema import Schema
from graph_service.compiler.execution.operations import PreparedOperation
from graph_service.compiler.execution.plans import BoundPlan, read_rows


class FastPath:
    """The fast path of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._operations, self._mutations = schema.operations, schema.mutations

    async def respond(self, request: Request, graphql_request: GraphQLRequest) -> bytes | None:
        """The response as JSON, or None if Strawberry must execute the request. Rows that were read are then in `request.state.rows`."""
        prepared = (
            None
            if RECEIPT in (graphql_request.extensions or ())
            else self._operations.find(graphql_request.query, graphql_request.operation_name)
        )
        if prepared is None or (prepared.is_mutation and graphql_request.is_get) or not is_within_limits(graphql_request.variables):
            return None
        resources: Resources = request.app.state.resources
        caller = get_caller(request.scope)
        planned = prepared.plan(graphql_request.variables, current_day(), resources.statistics.value, viewer_of(caller))
        if not planned or (complete := planned.plan.complete) is None or planned.cost.rows > resources.max_cost:
            return None
        log_fields(request.scope).update(operation=prepared.name, rows=planned.cost.rows)
        context = Context(resources, caller=caller)
        context.count_cost(planned.cost.rows)
        rows = await self._run(context, prepared, planned)
        try:
            extensions = format_cost(planned.cost.rows, resources.max_cost) | format_warnings(context)
            return orjson.dumps({"data": complete(rows), "extensions": extensions})
        except Exception:  # of any kind: graphql-core finds the same error in these rows and reports it
            request.state.rows, request.state.warnings = rows, context.warnings
            return None

    async def _run(self, context: Context, prepared: PreparedOperation, planned: BoundPlan) -> dict[str, Any]:
        if prepared.is_mutation:
            return await self._mutations.execute(context, planned)
        return await read_rows(context.graph, planned)
