"""Limits on documents and on the cost of operations, as Strawberry extensions."""

from collections.abc import AsyncGenerator, Generator, Iterator
from typing import Any, cast

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache

from graph_service.api.context import Context
from graph_service.api.limits.document import check_document, check_variables, refuse_introspection
from graph_service.compiler.execution.operations import PreparedOperations
from graph_service.compiler.operation_cost import Cost, check_cost
from graph_service.errors import Forbidden, TooCostly
from graph_service.mapping.scalars import serialize_datetime

MAX_TOKENS = 10_000
QUICK_FIELDS = frozenset(
    {"activity", "caller", "lessonVersions", "node", "nodes", "searchEverything", "undo"}
)  # without the pool for measures
MAX_CACHED_DOCUMENTS = 64  # parsed documents of up to 2 MiB each: this bounds the memory


class OperationNameRequired(SchemaExtension):
    """Rejects a request without `operationName` if its document has several operations, instead of running the first."""

    def on_validate(self) -> Generator[None]:
        """Called by Strawberry before validation."""
        context = self.execution_context
        definitions = context.graphql_document.definitions if context.graphql_document else ()
        several = sum(isinstance(definition, OperationDefinitionNode) for definition in definitions) > 1
        if several and context._provided_operation_name is None:  # pyright: ignore[reportPrivateUsage] - `operation_name` falls back to the first
            message = "The document has several operations. Set operationName to the one that should run."
            context.pre_execution_errors = [GraphQLError(message)]
        yield


class BoundedValidation(ValidationCache):
    """Validates a document, unless it or its variables exceed a limit of document.py: validating those could take minutes."""

    def on_validate(self) -> Iterator[None]:
        """Checks the limits, then validates."""
        execution = self.execution_context
        try:
            document = cast("DocumentNode", execution.graphql_document)
            check_document(document)
            if not execution.context.resources.introspection:
                refuse_introspection(document)
            check_variables(execution.variables)
        except (TooCostly, Forbidden) as error:
            execution.pre_execution_errors = [GraphQLError(error.message, original_error=error)]
            yield
        else:
            yield from super().on_validate()


class CostLimit(SchemaExtension):
    """Reports the cost of an operation and rejects it above the limit, before anything is read. Caches the operation for the fast path."""

    def __init__(self, operations: PreparedOperations) -> None:
        self._operations = operations
        self._cost: Cost | None = None

    def on_execute(self) -> Generator[None]:
        """Called by Strawberry after validation. Raises TooCostly above the limit."""
        context: Context = self.execution_context.context
        context.log_fields["operation"] = self.execution_context.operation_name or ""
        self._cost = self._compute_cost(context)
        if self._cost is not None:
            check_cost(self._cost, context.max_cost)
            context.static_cost = self._cost.rows
            if not context.rows:  # otherwise the fast path has counted them
                context.count_cost(self._cost.rows)
            context.log_fields["rows"] = self._cost.rows
        yield
        if self._cost is not None:
            context.log_fields["rows"] = context.static_cost + context.computed_cost

    def _compute_cost(self, context: Context) -> Cost | None:
        execution = self.execution_context
        if execution.query is None or execution.graphql_document is None:
            return None
        prepared = self._operations.prepare(execution.query, execution._provided_operation_name, execution.graphql_document)  # pyright: ignore[reportPrivateUsage]
        planned = prepared and prepared.plan(execution.variables, context.today, context.statistics, context.viewer)
        context.plan = planned.plan if planned else None
        return planned.cost if planned else None

    def get_results(self) -> dict[str, Any]:
        """Called by Strawberry for the response's `extensions`."""
        context: Context = self.execution_context.context
        return {} if self._cost is None else format_cost(self._cost.rows + context.computed_cost, context.max_cost)


class CallerConcurrency(SchemaExtension):
    """Limits how many requests with computed fields one caller runs at a time. Other requests need little memory, and do not wait.

    Requests for quick fields alone have a limit of their own, so that a search or an undo does not wait for measures.
    """

    async def on_execute(self) -> AsyncGenerator[None]:
        """Called by Strawberry after validation. Raises Timeout when the request is still waiting at its deadline."""
        context: Context = self.execution_context.context
        plan = context.plan
        if plan is not None and plan.complete is not None:
            yield
            return
        is_quick = plan is not None and QUICK_FIELDS >= plan.others > frozenset()
        queue = f"{context.caller_address} quick" if is_quick else context.caller_address
        async with context.resources.concurrency.slot(queue, context.deadline, context.client_disconnected):
            yield


class Recency(SchemaExtension):
    """Reports how recent the computed answers of a response are, in its `extensions`."""

    def get_results(self) -> dict[str, Any]:
        """Called by Strawberry for the response's `extensions`."""
        return format_as_of(self.execution_context.context)


class Warnings(SchemaExtension):
    """Reports the warnings of a request in the response's `extensions`."""

    def get_results(self) -> dict[str, Any]:
        """Called by Strawberry for the response's `extensions`."""
        return format_warnings(self.execution_context.context)


def format_warnings(context: Context) -> dict[str, Any]:
    """The warnings as the response's `extensions` report them; nothing if there are none."""
    return {"warnings": list(context.warnings)} if context.warnings else {}


def format_as_of(context: Context) -> dict[str, Any]:
    """How recent the computed answers are, as `network { asOf }` reports it; nothing if there are none."""
    if (as_of := context.as_of) is None:
        return {}
    at = None if as_of.at is None else serialize_datetime(as_of.at)
    return {"asOf": {"activity": as_of.activity, "at": at, "behind": as_of.behind}}


def format_cost(rows: int, limit: int) -> dict[str, Any]:
    """The cost as the response's `extensions` report it."""
    return {"cost": {"rows": rows, "limit": limit}}


def limit_extensions(operations: PreparedOperations) -> list[Any]:
    """The extensions that enforce the limits. Strawberry instantiates them for each request; parsed and validated documents are cached."""
    caches: list[Any] = [lambda: ParserCache(MAX_CACHED_DOCUMENTS), lambda: BoundedValidation(MAX_CACHED_DOCUMENTS)]
    return [
        *caches,
        OperationNameRequired,
        lambda: MaxTokensLimiter(MAX_TOKENS),
        lambda: CostLimit(operations),
        CallerConcurrency,
        Recency,
        Warnings,
    ]
