"""Answers operations that were seen before without Strawberry's view and without graphql-core's execution.

A request takes the fast path if all of this holds:

- it is a POST with a JSON body and does not accept multipart or event streams;
- the body has only `query`, `variables` and `operationName`, each of the right type (so a request for a profile does not take it);
- the operation is prepared: the same document was validated before with the same operationName (compiler/operations.py);
- its variables are valid, and its cost is within the limit;
- every root field has a statement: none is computed in Python (`network`, `experts`, `lessonsFor`, `activity`) or introspection, and there
  is at most one mutation.

The rows are checked and written as JSON. Every other request, and every request whose rows contain an error or a value of another type than
the schema's, goes through Strawberry's view (endpoint.py). The view reuses the rows that were already read and the result of a mutation that
was already made, with its warnings: nothing is read twice, and no change is made twice. Both paths return the same response; tests/api/fast_path/test_fast_path.py
compares them.
"""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from graph_service.access import get_caller, log_fields
from graph_service.api.context import Context, Resources, current_day
from graph_service.api.limits.document import is_within_limits
from graph_service.api.limits.extensions import format_cost, format_warnings
from graph_service.api.schema import Schema
from graph_service.compiler.operations import PreparedOperation
from graph_service.compiler.plans import BoundPlan, read_rows

BODY_KEYS = frozenset({"query", "variables", "operationName"})


def accepts_json_response(scope: Scope) -> bool:
    """Whether the request posts JSON and expects one response, not a stream."""
    headers = Headers(scope=scope)
    accept = headers.get("accept", "")
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        and headers.get("content-type", "").startswith("application/json")
        and "multipart" not in accept
        and "event-stream" not in accept
    )


class FastPath:
    """The fast path of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._operations, self._mutations = schema.operations, schema.mutations

    async def respond(self, request: Request, body: bytes) -> bytes | None:
        """The response as JSON, or None if the request must go through Strawberry's view. Rows that were read are then in
        `request.state.rows`."""
        parameters = _parse_body(body)
        prepared = None if parameters is None else self._operations.find(parameters["query"], parameters.get("operationName"))
        variables = None if parameters is None else parameters.get("variables")
        resources: Resources = request.app.state.resources
        planned = prepared and is_within_limits(variables) and prepared.plan(variables, current_day(), resources.statistics.value)
        if not prepared or not planned or (complete := planned.plan.complete) is None or planned.cost.rows > resources.max_cost:
            return None
        log_fields(request.scope).update(operation=prepared.name, rows=planned.cost.rows)
        context = Context(resources, caller=get_caller(request.scope))
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


def _parse_body(body: bytes) -> Mapping[str, Any] | None:
    """The parameters of a GraphQL request; None if there are others, or one of another type."""
    try:
        parameters = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(parameters, dict) or cast("dict[str, Any]", parameters).keys() - BODY_KEYS:
        return None
    query, variables, name = (cast("dict[str, Any]", parameters).get(key) for key in ("query", "variables", "operationName"))
    valid = isinstance(query, str) and isinstance(variables, dict | None) and isinstance(name, str | None)
    return cast("dict[str, Any]", parameters) if valid else None
