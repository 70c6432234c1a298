"""The schema, put together: what the nodes' markers say, the network's answers, and the verbs."""

from collections.abc import Generator

import strawberry
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graph_service.api.activity import ActivityQuery
from graph_service.api.department import Department
from graph_service.api.lesson import Lesson
from graph_service.api.money import MONEY_SCALARS
from graph_service.api.mutations import mutation_type
from graph_service.api.network.network import NetworkQuery
from graph_service.api.person import Person
from graph_service.api.project import Project
from graph_service.api.reuse import Reuse
from graph_service.api.rundown import Rundown
from graph_service.api.topic import Topic
from graph_service.compiler.markers import read_nodes
from graph_service.compiler.resolvers import attach
from graph_service.compiler.scalars import SCALARS
from graph_service.compiler.types import Types

# A document within both is planned and answered in a few seconds at the worst. The cost of what is asked has no bound of its own yet.
MOST_TOKENS = 10_000
MOST_ALIASES = 200

NODES = [Department, Person, Project, Topic, Lesson, Reuse, Rundown]


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


class Schema(strawberry.Schema):
    """Strawberry's schema, which leaves the logging of errors to the edge (faults.py), so that each is logged once."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing to do here."""


def build_schema() -> Schema:
    """Made once per process: the node classes become GraphQL types here."""
    types = Types(read_nodes(NODES))
    roots: tuple[type, ...] = (types.query, NetworkQuery, ActivityQuery)
    query = strawberry.type(type("Query", roots, {}), description="What can be asked.")
    schema = Schema(
        query=query,
        mutation=mutation_type(),
        config=StrawberryConfig(scalar_map={**SCALARS, **MONEY_SCALARS}),
        extensions=[NamedOperation, lambda: MaxTokensLimiter(MOST_TOKENS), lambda: MaxAliasesLimiter(MOST_ALIASES)],
    )
    core: GraphQLSchema = schema._schema  # pyright: ignore[reportPrivateUsage] - the only way to the graphql-core schema
    attach(core, types)
    return schema


schema = build_schema()
