"""Every mutation of the API can be done on a page of the dashboard: a document names it, and some component sends that document."""

import re
from pathlib import Path

from graphql import FieldNode, OperationDefinitionNode, OperationType, build_schema, parse

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "graph_service" / "web" / "src"


def mutations_on_pages() -> set[str]:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCES.rglob("*.ts*")
        if "generated" not in path.parts and not path.name.endswith(".test.ts")
    )
    sent = set(re.findall(r"\(\s*(\w+)Document[,)]", code))
    return {
        selection.name.value
        for path in (SOURCES / "api" / "queries").glob("*.graphql")
        for operation in parse(path.read_text(encoding="utf-8")).definitions
        if isinstance(operation, OperationDefinitionNode)
        and operation.operation is OperationType.MUTATION
        and operation.name is not None
        and operation.name.value in sent
        for selection in operation.selection_set.selections
        if isinstance(selection, FieldNode)
    }


def test_every_mutation_can_be_done_on_a_page() -> None:
    mutation = build_schema((ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")).mutation_type
    assert mutation is not None
    assert set(mutation.fields) - mutations_on_pages() == set()
