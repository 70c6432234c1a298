"""No page, example or Grafana panel lists or counts reuses that were withdrawn."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "graph_service" / "web"


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
    # The log of changes names withdrawn reuses, too.
    files = sorted(file for file in WEB.glob("src/**/*.graphql") if file.name != "activity.graphql")
    dashboards = sorted((WEB / "grafana" / "dashboards").glob("*.json"))
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    texts += [(file.name, text) for file in dashboards for text in grafana_queries(json.loads(file.read_text(encoding="utf-8")))]
    return [pytest.param(text, id=name) for name, text in texts if re.search(r"\breuses(Aggregate|Grouped)?\b *[({]", text)]


@pytest.mark.parametrize("document", documents())
def test_withdrawn_reuses_are_left_out(document: str) -> None:
    """The service leaves them out by default; a filter for that would be a second spelling of the same thing."""
    assert "includeWithdrawn:" not in document
    assert "withdrawnOn: {" not in document
