"""The read rules make no statement of the dashboard so large that Neo4j plans it for seconds."""

from typing import Any, Final

import pytest
from graphql import GraphQLNonNull, OperationDefinitionNode, get_named_type, parse, type_from_ast

from graph_service.api.schema import schema
from graph_service.mapping.read_rules import Clearance, Viewer
from graph_service.web.documents import page_documents

MARK: Final = "RESTRICTED_TO_DEPARTMENT"  # once in each test whether the viewer may read a node
MOST: Final = 4
BY_OTHERS: Final = {"NOT": {"scope": {"eq": "OWN"}}}
TOPICS: Final = {"topics": {"some": {"id": {"in": ["a", "b"]}}}}
# As the pages fill them in, with every filter set (web/src/pages/lesson-search/lesson-filters.ts, url/evidence-filter.ts and others).
FILTERS: Final[dict[str, Any]] = {
    "LessonWhere": {
        "search": "steel",
        "AND": [
            {
                "status": {"eq": "PUBLISHED"},
                "phase": {"eq": "DURING"},
                "wentWrong": {"isNull": False},
                "publishedOn": {"gte": "2024-01-01", "lt": "2025-01-01"},
                "departments": {"some": {"id": {"eq": "a"}}},
                "reuses": {"some": {**BY_OTHERS, "outcome": {"eq": "HELPED"}}},
                **TOPICS,
            }
        ],
    },
    "ReuseWhere": {
        **BY_OTHERS,
        "reusedOn": {"gte": "2024-01-01", "lt": "2025-01-01"},
        "lesson": {"departments": {"some": {"id": {"in": ["a", "b"]}}}, **TOPICS},
        "department": {"id": {"in": ["a", "b"]}},
        "hoursSaved": {"isNull": False},
        "confirmedBy": {"id": {"isNull": False}},
    },
    "PersonWhere": {"name": {"contains": "a"}, "department": {"id": {"in": ["a", "b"]}}, "active": {"eq": True}},
    "ProjectWhere": {"search": "a", "status": {"eq": "RUNNING"}, **TOPICS},
    "DepartmentWhere": {"name": {"contains": "a"}},
    "TopicWhere": {"name": {"contains": "a"}},
    "TaskWhere": {"doneOn": {"isNull": True}},
    "LessonSort": {"reusesAggregate": {"count": "DESC"}},
    "ReuseSort": {"reusedOn": "DESC"},
    "PersonSort": {"reusesAggregate": {"count": "DESC"}},
    "DepartmentSort": {"lessonsAggregate": {"count": "DESC"}},
    "TopicSort": {"lessonsAggregate": {"count": "DESC"}},
    "ProjectSort": {"lessonsAggregate": {"count": "DESC"}},
    "Window": {"from": "2024-01-01", "to": "2025-01-01"},
    "Phase": "DURING",
    "InboxKind": "DRAFT",
    "ID": "a",
    "String": "steel",
    "Int": 20,
    "Boolean": True,
}
UNSET: Final = ("last", "after", "before")  # of the first page of a list


def operation_of(document: str) -> OperationDefinitionNode:
    return next(each for each in parse(document).definitions if isinstance(each, OperationDefinitionNode))


def variables_of(operation: OperationDefinitionNode) -> dict[str, Any]:
    """A value for each variable."""
    values: dict[str, Any] = {}
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema.core, definition.type)
        assert type_ is not None
        if name not in UNSET or isinstance(type_, GraphQLNonNull):
            value = FILTERS[get_named_type(type_).name]
            values[name] = [value] if "[" in str(type_) else value
    return values


QUERIES: Final = {
    operation.name.value: document
    for document in page_documents()
    if (operation := operation_of(document)).name and operation.operation.value == "query"
}


@pytest.mark.parametrize("clearance", [Clearance.MEMBER, Clearance.CURATOR])
def test_pages_test_at_few_places_what_a_member_may_read(clearance: Clearance) -> None:
    viewer, counts = Viewer(clearance, "ana"), dict[str, int]()
    for name, document in QUERIES.items():
        prepared = schema.operations.prepare(document, None, parse(document))
        plan = prepared and prepared.plan(variables_of(operation_of(document)), "2025-03-01", viewer=viewer)
        assert plan is not None, f"{name} is not planned with these variables"
        counts |= {f"{name} {number}": field.statement.text.count(MARK) for number, field in enumerate(plan.plan.fields)}
    assert sum(map(bool, counts.values())) > 20
    assert {name: count for name, count in counts.items() if count > MOST} == {}
