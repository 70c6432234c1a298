"""The GraphQL documents that the dashboard and Grafana's panels send."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

WEB: Final = Path(__file__).parent
QUERIES: Final = WEB / "src" / "api" / "queries"
DASHBOARDS: Final = WEB / "grafana" / "dashboards"
DEFINITION: Final = re.compile(r"^(query|mutation|fragment) (\w+)", re.MULTILINE)
SPREAD: Final = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


def page_documents() -> list[str]:
    """A document for each operation of the dashboard, with the fragments that it uses."""
    definitions = {name: (kind, text) for file in sorted(QUERIES.glob("*.graphql")) for kind, name, text in _definitions(file)}
    fragments = {name: text for name, (kind, text) in definitions.items() if kind == "fragment"}
    return ["\n".join([text, *_fragments_of(text, fragments)]) for kind, text in definitions.values() if kind != "fragment"]


def panel_documents() -> list[str]:
    """The document of each panel and variable of Grafana's dashboards."""
    boards = (json.loads(file.read_text(encoding="utf-8")) for file in sorted(DASHBOARDS.glob("*.json")))
    return [query for board in boards for query in _queries(board)]


def _definitions(file: Path) -> Iterator[tuple[str, str, str]]:
    """Kind, name and text of each operation and fragment. Each begins at the start of a line."""
    text = file.read_text(encoding="utf-8")
    matches = list(DEFINITION.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        yield match[1], match[2], text[match.start() : end]


def _fragments_of(text: str, fragments: dict[str, str]) -> list[str]:
    """The fragments that a definition spreads, and those that these spread."""
    found: dict[str, str] = {}
    pending = [text]
    while pending:
        for name in SPREAD.findall(pending.pop()):
            if name not in found:
                found[name] = fragments[name]
                pending.append(fragments[name])
    return list(found.values())


def _queries(value: Any) -> Iterator[str]:
    """The GraphQL texts below a value of a dashboard's JSON."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if "body_graphql_query" in members:
            yield members["body_graphql_query"]
        value = list(members.values())
    for item in cast("list[Any]", value) if isinstance(value, list) else ():
        yield from _queries(item)
