"""Builds the GraphQL schema from the node classes, the computed fields and the mutations."""

from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graph_service.api.activity import Activity, ActivityQuery, find_activities
from graph_service.api.caller import CallerQuery
from graph_service.api.capture.notes import NotesQuery
from graph_service.api.curation.queue import ReviewQueueQuery
from graph_service.api.curation.reviews import LessonReviewQuery
from graph_service.api.execution_context import RootFieldsExecutionContext
from graph_service.api.global_search import GlobalSearchQuery
from graph_service.api.inbox.inbox import InboxQuery
from graph_service.api.lesson_versions import LessonVersionQuery
from graph_service.api.limits.extensions import limit_extensions
from graph_service.api.limits.introspection import MAX_CACHED_RESULTS, IntrospectionResults, Results
from graph_service.api.mutations import Mutations
from graph_service.api.network.network import NetworkQuery, RankingQuery
from graph_service.api.nodes.departments import Department
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.money import MONEY_SCALARS
from graph_service.api.nodes.people import Person
from graph_service.api.nodes.projects import Project
from graph_service.api.nodes.reuses import Reuse
from graph_service.api.nodes.rundowns import Conversation, Rundown
from graph_service.api.nodes.tasks import Task
from graph_service.api.nodes.topics import Topic
from graph_service.api.profiling import ProfilingExtension
from graph_service.api.rundowns.offers import RundownOfferQuery
from graph_service.api.rundowns.readiness import ReadinessQuery
from graph_service.api.rundowns.risks import RiskListQuery
from graph_service.compiler.execution.node_lookup import attach_node_lookup
from graph_service.compiler.execution.operations import PreparedOperations
from graph_service.compiler.execution.resolvers import attach_resolvers
from graph_service.lru_cache import LRUCache
from graph_service.mapping.resolution import resolve_nodes
from graph_service.mapping.scalars import SCALARS
from graph_service.mapping.schema_types import SchemaTypes

NODES = [Department, Person, Project, Topic, Lesson, Reuse, Rundown, Conversation, Task]


class Schema(strawberry.Schema):
    """Strawberry's schema with its prepared operations."""

    def __init__(self, types: SchemaTypes, mutations: Mutations, **options: Any) -> None:
        super().__init__(mutation=mutations.type, **options)  # pyright: ignore[reportUnknownMemberType] - its types are not all written
        core: GraphQLSchema = self._schema
        self.core = core
        attach_resolvers(core, types)
        attach_node_lookup(core, types.by_name, lookups={Activity.__name__: find_activities})
        mutations.attach(core)
        self.operations = PreparedOperations(core, types.roots, mutations.roots)
        self.mutations = mutations
        introspections: Results = LRUCache(MAX_CACHED_RESULTS)
        introspection: Any = lambda: IntrospectionResults(core, introspections)  # noqa: E731 - Strawberry makes one for each request
        self.extensions = [ProfilingExtension, *limit_extensions(self.operations), introspection]

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Does not log: error_format.py logs each error once."""


def build_schema() -> Schema:
    """Turns the node classes into GraphQL types, which works once per process."""
    types = SchemaTypes(resolve_nodes(NODES), search={"search": Lesson})
    roots: tuple[type, ...] = (
        types.query,
        RankingQuery,
        NetworkQuery,
        RundownOfferQuery,
        ReadinessQuery,
        RiskListQuery,
        GlobalSearchQuery,
        NotesQuery,
        ActivityQuery,
        LessonVersionQuery,
        LessonReviewQuery,
        ReviewQueueQuery,
        InboxQuery,
        CallerQuery,
    )
    query = strawberry.type(type("Query", roots, {}), description="Reads the graph and what is computed from it.")
    config = StrawberryConfig(scalar_map={**SCALARS, **MONEY_SCALARS})
    return Schema(types, Mutations(types.registry), query=query, config=config, execution_context_class=RootFieldsExecutionContext)


schema = build_schema()
