"""How much may be asked for: what a document may hold, and what its answer may cost."""

from collections.abc import Generator
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import AddValidationRules, MaxAliasesLimiter, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache

from graph_service.api.context import Context
from graph_service.compiler.cost import Cost, refuse_beyond
from graph_service.compiler.operations import Operations

# A document within both is planned and answered in a few seconds at the worst.
MOST_TOKENS = 10_000
MOST_ALIASES = 200
ALIAS_RULES = MaxAliasesLimiter(MOST_ALIASES).validation_rules  # made once: they are part of what ValidationCache goes by
MOST_DOCUMENTS = 64  # that are kept parsed: of up to 2 MiB each, they bound the memory


class NamedOperation(SchemaExtension):
    """Of several operations in a document, the request must say which one it means."""

    def on_validate(self) -> Generator[None]:
        """Refuses a request that does not, rather than carry out the first."""
        context = self.execution_context
        definitions = context.graphql_document.definitions if context.graphql_document else ()
        several = sum(isinstance(definition, OperationDefinitionNode) for definition in definitions) > 1
        if several and context._provided_operation_name is None:  # pyright: ignore[reportPrivateUsage] - `operation_name` guesses the first
            context.pre_execution_errors = [GraphQLError("There are several operations. Say by operationName which one is meant.")]
        yield


class CountedCost(SchemaExtension):
    """Says what a query costs, and refuses one that costs too much before anything is read. A query that comes so far is kept prepared."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._cost: Cost | None = None

    def on_execute(self) -> Generator[None]:
        """Called once the document was found valid. TooCostly beyond the limit."""
        context: Context = self.execution_context.context
        context.told["operation"] = self.execution_context.operation_name or ""
        self._cost = self._count(context)
        if self._cost is not None:
            context.told["rows"] = self._cost.rows
            refuse_beyond(self._cost, context.max_cost)
        yield

    def _count(self, context: Context) -> Cost | None:
        asked = self.execution_context
        if asked.query is None or asked.graphql_document is None:
            return None
        prepared = self._operations.prepare(asked.query, asked._provided_operation_name, asked.graphql_document)  # pyright: ignore[reportPrivateUsage]
        planned = prepared and prepared.plan(asked.variables, context.today)
        return planned.cost if planned else None

    def get_results(self) -> dict[str, Any]:
        """For the response's `extensions`."""
        return {} if self._cost is None else cost_shown(self._cost, self.execution_context.context.max_cost)


def cost_shown(cost: Cost, limit: int) -> dict[str, Any]:
    """What the response's `extensions` say of the cost."""
    return {"cost": {"rows": cost.rows, "limit": limit}}


def limits(operations: Operations) -> list[Any]:
    """The extensions of the schema that hold to all this, made anew for each request; documents are parsed and validated once."""
    cached: list[Any] = [lambda: ParserCache(MOST_DOCUMENTS), lambda: ValidationCache(MOST_DOCUMENTS)]
    return [
        *cached,
        NamedOperation,
        lambda: MaxTokensLimiter(MOST_TOKENS),
        lambda: AddValidationRules(ALIAS_RULES),
        lambda: CountedCost(operations),
    ]
