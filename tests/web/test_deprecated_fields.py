"""What we ship uses no field that is going to be removed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import NoDeprecatedCustomRule, parse, validate

from graph_service.api.schema import schema
from graph_service.api.tables import catalog
from graph_service.api.warm_up import DOCUMENTS

ROOT = Path(__file__).parents[2]
WEB = ROOT / "graph_service" / "web"


def documents() -> Iterator[tuple[str, str]]:
    """(where it is, text) of each GraphQL document."""
    for file in sorted([*(WEB / "src").rglob("*.graphql"), *(WEB / "neo4j_browser").rglob("*.graphql")]):
        yield file.name, file.read_text(encoding="utf-8")
    for file in sorted((WEB / "grafana" / "dashboards").glob("*.json")):
        for number, text in enumerate(re.findall(r'"body_graphql_query": ("(?:[^"\\]|\\.)*")', file.read_text(encoding="utf-8"))):
            filled = re.sub(r'"\$\{[^}]*\}"', '"2025-01-01"', json.loads(text))
            yield f"{file.name} {number}", re.sub(r"\$\{[^}]*\}", "null", filled)
    for file in [ROOT / "README.md", *sorted((ROOT / "graph_service" / "docs").glob("*.md"))]:
        for number, text in enumerate(re.findall(r"```graphql\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL)):
            yield f"{file.name} {number}", text
    yield from ((name, text) for name, text in vars(catalog).items() if name.endswith("_DOCUMENT"))
    yield from ((f"warm-up {number}", text) for number, text in enumerate(DOCUMENTS))


@pytest.mark.parametrize(("where", "text"), [pytest.param(*each, id=each[0]) for each in documents()])
def test_no_deprecated_field_is_used(where: str, text: str) -> None:
    assert [error.message for error in validate(schema.core, parse(text), [NoDeprecatedCustomRule])] == []
