"""Prepared operations: documents that are parsed, validated and compiled once, then run with new variables.

A prepared operation answers without graphql-core's execution: rows come back in the shape of the response and are only checked.
Operations with other fields (computed answers, introspection) and rows with unexpected values are left to graphql-core.
"""

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields
from graphql.execution.values import VariableValues, get_variable_values

from graph_service.compiler.execution.completion import build_completion
from graph_service.compiler.execution.plans import BoundPlan, Plan, RootFields, compile_root_field
from graph_service.compiler.operation_cost import Cost
from graph_service.compiler.planning.statistics import Statistics
from graph_service.compiler.request_values import Shape, SplitVariables, split_variables
from graph_service.compiler.selection import SelectedField, select_field
from graph_service.errors import GraphServiceError
from graph_service.lru_cache import LRUCache
from graph_service.mapping.node_interface import NODE_ID
from graph_service.mapping.node_types import Node
from graph_service.mapping.read_rules import UNRESTRICTED, Viewer
from graph_service.mapping.schema_types import RootKind

# Together these bound the memory of prepared operations.
MAX_OPERATIONS = 512
MAX_PLANS = 32  # of one operation
MAX_DOCUMENT_LENGTH = 10_000  # characters
UNKNOWN_SIZE: Final = Statistics()


class StructuralVariables(Visitor):
    """Collects the variables whose values decide about the Cypher: those that are used as cursors, and as `nodeId`."""

    def __init__(self) -> None:
        super().__init__()
        self.cursors: set[str] = set()
        self.node_ids: set[str] = set()

    def enter_argument(self, node: Any, *_: Any) -> None:
        """Called by graphql-core for each argument."""
        if not isinstance(node.value, VariableNode):
            return
        if node.name.value in ("after", "before"):
            self.cursors.add(node.value.name.value)
        elif node.name.value == NODE_ID:
            self.node_ids.add(node.value.name.value)


class PreparedOperation:
    """One operation of a valid document, with a plan for each structure of its variables."""

    def __init__(self, operations: "PreparedOperations", document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._operations = operations
        self._operation = operation
        self._fragments = {d.name.value: FragmentDetails(d) for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        structural = StructuralVariables()
        visit(document, structural)
        self._cursor_variables, self._node_id_variables = frozenset(structural.cursors), frozenset(structural.node_ids)
        self._plans: LRUCache[tuple[int, Any, Shape], Plan] = LRUCache(MAX_PLANS)

    @property
    def name(self) -> str:
        """The operation name; empty for an anonymous operation."""
        return self._operation.name.value if self._operation.name else ""

    @property
    def is_mutation(self) -> bool:
        return self._operation.operation is OperationType.MUTATION

    @property
    def cached_plans(self) -> int:
        return len(self._plans)

    def plan(
        self, variables: Mapping[str, Any] | None, today: str, statistics: Statistics | None = None, viewer: Viewer = UNRESTRICTED
    ) -> BoundPlan | None:
        """The plan with the values of this request. None if the request is invalid; graphql-core then reports the errors.

        statistics: the size of the graph; a graph of another order of magnitude has plans of its own, and so have viewers of each clearance.
        """
        statistics = statistics or UNKNOWN_SIZE
        try:
            split = self._split(variables, today, viewer)
            key = statistics.key, viewer.plan_key, split.shape
            plan = self._plans.get(key) or self._plans.put(key, self._compile(split, statistics, viewer))
            return BoundPlan(plan, split.values, sum((field.statement.cost(split.values) for field in plan.fields), Cost()))
        except (GraphServiceError, GraphQLError):
            return None

    def explain(self, variables: Mapping[str, Any] | None, today: str, statistics: Statistics) -> BoundPlan:
        """Like `plan`, but records the decisions of the planner. Raises GraphQLError or GraphServiceError if the request is invalid."""
        split = self._split(variables, today, UNRESTRICTED)
        return BoundPlan(self._compile(split, statistics, UNRESTRICTED, record_decisions=True), split.values, Cost())

    def _split(self, variables: Mapping[str, Any] | None, today: str, viewer: Viewer) -> SplitVariables:
        if not self._operation.variable_definitions:
            return split_variables({}, self._cursor_variables, today, person=viewer.person)
        values = get_variable_values(self._operations.schema, self._operation.variable_definitions, dict(variables or {}))
        if isinstance(values, list):
            raise values[0]
        return split_variables(values.coerced, self._cursor_variables, today, self._node_id_variables, viewer.person)

    def _compile(self, variables: SplitVariables, statistics: Statistics, viewer: Viewer, *, record_decisions: bool = False) -> Plan:
        schema, values = self._operations.schema, VariableValues({}, variables.template)
        root_type, root_fields = self._operations.roots[self._operation.operation]
        collected = collect_fields(schema, self._fragments, values, root_type, self._operation).grouped_field_set
        selected = [
            select_field(schema, self._operation, self._fragments, values, root_type, key, nodes) for key, nodes in collected.items()
        ]
        compiled = [(self._operations.kind_of(root_fields, field), field) for field in selected]
        fields = tuple(
            compile_root_field(*kind, field, statistics, viewer, record_decisions=record_decisions) for kind, field in compiled if kind
        )
        others = frozenset(field.name for kind, field in compiled if kind is None) - {"__typename"}
        # graphql-core runs several mutations one after the other.
        is_serial = self.is_mutation and len(selected) > 1
        return Plan(fields, None if others or is_serial else build_completion(root_type, selected), others)


class PreparedOperations:
    """The most recently used operations of one schema. `queries` and `mutations` are the root fields that the compiler answers."""

    def __init__(self, schema: GraphQLSchema, queries: RootFields, mutations: RootFields | None = None) -> None:
        self.schema = schema
        self.roots: dict[OperationType, tuple[GraphQLObjectType, RootFields]] = {}
        """The root types of queries and mutations, each with its compiled fields."""
        if schema.query_type:
            self.roots[OperationType.QUERY] = schema.query_type, queries
        if schema.mutation_type:
            self.roots[OperationType.MUTATION] = schema.mutation_type, mutations or {}
        self._node_types = {node.name: node for node, _ in queries.values()}
        self._prepared: LRUCache[tuple[str, str | None], PreparedOperation] = LRUCache(MAX_OPERATIONS)

    def kind_of(self, root_fields: RootFields, field: SelectedField) -> tuple[Node, RootKind] | None:
        """The node type and kind of a root field; None if the compiler does not answer it."""
        if field.name == "node" and field.object_type and field.object_type.name in self._node_types:
            return self._node_types[field.object_type.name], "lookup"
        return root_fields.get(field.name)

    def find(self, query: str, name: str | None) -> PreparedOperation | None:
        """The operation, if it was prepared before."""
        return self._prepared.get((query, name))

    def prepare(self, query: str, name: str | None, document: DocumentNode) -> PreparedOperation | None:
        """The operation of a document that graphql-core has validated. None for a subscription, or if the name does not select one."""
        prepared = self.find(query, name)
        if prepared is None:
            operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
            matching = [operation for operation in operations if name is None or (operation.name and operation.name.value == name)]
            if len(matching) != 1 or matching[0].operation not in self.roots:
                return None
            prepared = PreparedOperation(self, document, matching[0])
            if len(query) <= MAX_DOCUMENT_LENGTH:
                self._prepared.put((query, name), prepared)
        return prepared

    @property
    def cached_operations(self) -> int:
        return len(self._prepared)
