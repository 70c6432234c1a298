"""The read rules make no statement of the dashboard so large that Neo4j plans it for seconds."""

from typing import Final

import pytest
from graphql import parse

from graph_service.api.schema import schema
from graph_service.mapping.read_rules import Clearance, Viewer
from graph_service.web.documents import page_documents

MARK: Final = "RESTRICTED_TO_DEPARTMENT"  # once in each test whether the viewer may read a node
MOST: Final = 4


@pytest.mark.parametrize("clearance", [Clearance.MEMBER, Clearance.CURATOR])
def test_pages_test_at_few_places_what_a_member_may_read(clearance: Clearance) -> None:
    viewer = Viewer(clearance, "ana")
    counts: dict[str, int] = {}
    for document in page_documents():
        prepared = schema.operations.prepare(document, None, parse(document))
        plan = prepared and prepared.plan({}, "2025-03-01", viewer=viewer)
        counts |= {field.statement.text: field.statement.text.count(MARK) for field in (plan.plan.fields if plan else ())}
    assert any(counts.values())
    assert {text: count for text, count in counts.items() if count > MOST} == {}
