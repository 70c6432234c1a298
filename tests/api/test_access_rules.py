"""Every root field has a rule about who may use it, and the documentation prints these rules."""

from pathlib import Path

import pytest
from graphql import GraphQLField, GraphQLString, OperationType

from graph_service.api.access_rules import access_table, fields_without_rule
from graph_service.api.schema import schema

PAGE = Path(__file__).parents[2] / "graph_service" / "docs" / "operating.md"
ROOTS = {name: node.name for name, (node, _) in schema.operations.roots[OperationType.QUERY][1].items()}


def test_every_root_field_has_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fields_without_rule(schema.core, ROOTS) == set()
    for type_ in (schema.core.query_type, schema.core.mutation_type):
        assert type_ is not None
        with monkeypatch.context() as patch:
            patch.setitem(type_.fields, "another", GraphQLField(GraphQLString))
            assert fields_without_rule(schema.core, ROOTS) == {"another"}


def test_documentation_prints_the_rules() -> None:
    lines = [f"| {fields} | {rule} |" for fields, rule in access_table(ROOTS)]
    text = PAGE.read_text(encoding="utf-8")
    assert "\n".join(["| Root field | Who may use it |", "|---|---|", *lines, ""]) in text
