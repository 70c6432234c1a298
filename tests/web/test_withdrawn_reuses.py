"""No page, example or Grafana panel lists or counts reuses that were withdrawn."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, VariableNode, Visitor, parse, print_ast, visit

WEB = Path(__file__).parents[2] / "graph_service" / "web"
REUSE_LISTS = {"reuses", "reusesAggregate", "reusesGrouped"}


def grafana_queries(value: Any) -> Iterator[str]:
    """The GraphQL texts below a value of a dashboard's JSON, with Grafana's variables replaced by text."""
    if isinstance(value, dict):
        if "body_graphql_query" in value:
            yield re.sub(r'"?\$\{[^}]+\}"?', '"x"', value["body_graphql_query"])
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from grafana_queries(item)


def documents() -> list[Any]:
    files = sorted(WEB.glob("src/**/*.graphql"))
    dashboards = sorted((WEB / "grafana" / "dashboards").glob("*.json"))
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    texts += [(file.name, text) for file in dashboards for text in grafana_queries(json.loads(file.read_text(encoding="utf-8")))]
    return [pytest.param(text, id=name) for name, text in texts if re.search(r"\breuses(Aggregate|Grouped)?\b *[({]", text)]


class UnfilteredReuses(Visitor):
    """Collects lists of reuses that do not exclude withdrawn ones. A filter in a variable is not checked here: the code that fills it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value not in REUSE_LISTS or not node.selection_set:
            return
        where = next((argument.value for argument in node.arguments or () if argument.name.value == "where"), None)
        if where is None or not (isinstance(where, VariableNode) or re.search(r"withdrawnOn: *{\s*isNull: true", print_ast(where))):
            self.found.append(print_ast(node)[:120])


@pytest.mark.parametrize("document", documents())
def test_withdrawn_reuses_are_left_out(document: str) -> None:
    visitor = UnfilteredReuses()
    visit(parse(document), visitor)
    assert visitor.found == []
