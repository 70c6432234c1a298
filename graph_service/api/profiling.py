"""Profiles of slow queries. With `"extensions": {"receipt": true}` in the request, the response to an administrator has `extensions.receipt`: the
time of each step, and for each statement the decisions of the planner and the database hits. `graph-service explain` prints the same.
"""

from collections.abc import Generator, Mapping
from dataclasses import asdict
from time import perf_counter
from typing import Any, Final

from graphql import GraphQLError, OperationDefinitionNode, parse, validate
from strawberry.extensions import SchemaExtension

from graph_service.access import Role
from graph_service.api.context import Context, current_day
from graph_service.api.limits.document import check_document
from graph_service.api.limits.extensions import MAX_TOKENS
from graph_service.compiler.execution.operations import PreparedOperation, PreparedOperations
from graph_service.compiler.planning.statistics import Statistics, read_statistics
from graph_service.compiler.statement_builder import Decision
from graph_service.domain.lessons.languages import LANGUAGES_QUERY
from graph_service.domain.node_statements import DEGREE_STATEMENTS, SAMPLE_STATEMENT
from graph_service.errors import GraphServiceError, InvalidInput
from graph_service.graph import Graph, StatementProfile
from graph_service.unicode import normalize

RECEIPT: Final = "receipt"  # in the `extensions` of the request, and of the response


class ProfilingExtension(SchemaExtension):
    """Times the steps of a request and profiles its statements, if the request asks for it."""

    def __init__(self) -> None:
        self._enabled = False
        self._milliseconds: dict[str, float] = {}

    def on_operation(self) -> Generator[None]:
        """Times the whole operation, and enables profiling for an administrator who requests it."""
        request_extensions = self.execution_context.operation_extensions or {}
        if request_extensions.get(RECEIPT) is True:
            context: Context = self.execution_context.context
            self._enabled = context.caller.role is Role.ADMINISTRATOR  # a profile shows internals
            context.profiles = [] if self._enabled else None
        yield from self._time("whole")

    def on_parse(self) -> Generator[None]:
        """Times parsing."""
        yield from self._time("parsing")

    def on_validate(self) -> Generator[None]:
        """Times validation against the schema."""
        yield from self._time("validation")

    def on_execute(self) -> Generator[None]:
        """Times compilation, reading and completion."""
        yield from self._time("execution")

    def get_results(self) -> dict[str, Any]:
        """Called by Strawberry for the response's `extensions`."""
        if not self._enabled:
            return {}
        context: Context = self.execution_context.context
        return {RECEIPT: {"milliseconds": self._milliseconds, "reads": [_as_dict(*profile) for profile in context.profiles or ()]}}

    def _time(self, step: str) -> Generator[None]:
        start = perf_counter()
        yield
        self._milliseconds[step] = round((perf_counter() - start) * 1000, 3)


def _as_dict(profile: StatementProfile, decisions: tuple[Decision, ...]) -> dict[str, Any]:
    return asdict(profile) | {"decisions": [asdict(decision) for decision in decisions]}


def prepare_query(operations: PreparedOperations, text: str, name: str | None) -> PreparedOperation:
    """The operation to explain. Raises InvalidInput if the document is invalid, or if the name selects no operation or a mutation.

    Raises TooCostly if the document exceeds a limit of the service.
    """
    text = normalize(text)
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
        check_document(document)
    except GraphQLError as error:
        raise InvalidInput(_one_line(error)) from error
    for error in validate(operations.schema, document):
        raise InvalidInput(_one_line(error)) from error
    names = [each.name.value if each.name else "" for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if name is None and len(names) > 1:
        raise InvalidInput(f"The document has several operations. Choose one with --operation: {', '.join(names)}.", field="operation")
    prepared = operations.prepare(text, name, document)
    if prepared is None:
        raise InvalidInput(
            f"The document has no operation {name or ''}; it has: {', '.join(filter(None, names)) or 'none'}.", field="operation"
        )
    if prepared.is_mutation:
        raise InvalidInput("The operation is a mutation, which would change the graph. Only queries can be explained.", field="operation")
    return prepared


def _one_line(error: GraphQLError) -> str:
    where = f"line {error.locations[0].line}, column {error.locations[0].column}: " if error.locations else ""
    return where + " ".join(error.message.split())


async def explain(graph: Graph, operation: PreparedOperation, variables: Mapping[str, Any], *, run: bool) -> list[dict[str, Any]]:
    """The profile of the statement of each root field, with the decisions of the planner. Without `run`, Neo4j only plans the statements.

    A computed field has no statement and only its name. Raises InvalidInput if the variables are invalid.
    """
    try:
        statistics = await read_statistics(graph, SAMPLE_STATEMENT, LANGUAGES_QUERY, DEGREE_STATEMENTS)
    except GraphServiceError:  # without the right to read them, the service too plans with guesses
        statistics = Statistics()
    try:
        bound = operation.explain(variables, current_day(), statistics)
    except GraphQLError as error:
        raise InvalidInput(_one_line(error), field="variables") from error
    explained: list[dict[str, Any]] = [{"field": name} for name in sorted(bound.plan.others)]
    for field in bound.plan.fields:
        statement = field.statement
        _, profile = await graph.profile(statement.text, statement.parameters(bound.values), run=run)
        explained.append({"field": field.response_key} | _as_dict(profile, statement.decisions))
    return explained
