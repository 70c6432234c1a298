"""The examples in the docstrings of compiler/ are true: the Cypher they show is the Cypher that is compiled."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, parse, validate

import graph_service.compiler
from graph_service.api.schema import schema
from graph_service.compiler.execution import completion
from graph_service.compiler.execution.plans import BoundPlan
from graph_service.compiler.lists.cursors import encode_cursor
from graph_service.compiler.request_values import Placeholder, split_variables
from graph_service.compiler.selection import SelectedField
from graph_service.mapping.read_rules import UNRESTRICTED, Clearance, Viewer

COMPILER = Path(graph_service.compiler.__file__).parent
MODULES = {".".join(file.relative_to(COMPILER).with_suffix("").parts): file for file in sorted(COMPILER.rglob("*.py"))}
CYPHER_EXAMPLE = re.compile(r"^ {4}((?:query|\{ ).*\})\n((?: {8}.*\n?)+)", re.MULTILINE)
CALL_EXAMPLE = re.compile(r"^ {4}(\w+\(.*\))  ->  (.*)$", re.MULTILINE)
CURSOR = encode_cursor(0, ["Crane", "l1"])
VIEWERS = {"conditions.visibility": Viewer(Clearance.GUEST)}
"""By module, whose statements its examples show; by default those of an administrator."""


def docstrings(file: Path) -> str:
    """All docstrings of a module, one after the other."""
    nodes = [
        node
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return "\n\n".join(ast.get_docstring(node) or "" for node in nodes) + "\n"


def examples(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    return [(module, *match) for module, file in MODULES.items() for match in pattern.findall(docstrings(file))]


def plan(query: str, viewer: Viewer = UNRESTRICTED) -> BoundPlan:
    document = parse(query)
    assert validate(schema._schema, document) == []
    prepared = schema.operations.prepare(query, None, document)
    assert prepared
    bound = prepared.plan({"after": CURSOR} if "$after" in query else {}, "2025-03-01", viewer=viewer)
    assert bound
    return bound


def test_most_modules_that_write_cypher_show_an_example() -> None:
    modules = {module for module, _, _ in examples(CYPHER_EXAMPLE)}
    assert modules >= {
        "__init__",
        "lists.aggregates",
        "conditions.filters",
        "conditions.fulltext",
        "lists.grouping",
        "lists.keyset",
        "map_projection",
        "lists.node_source",
        "lists.pages",
        "planning.planner",
        "projection",
        "lists.sorting",
        "statements",
    }


@pytest.mark.parametrize(("module", "query", "cypher"), examples(CYPHER_EXAMPLE))
def test_cypher_in_a_docstring_is_what_the_query_compiles_to(module: str, query: str, cypher: str) -> None:
    """An ellipsis stands for any text."""
    (field,) = plan(query, VIEWERS.get(module, UNRESTRICTED)).plan.fields
    expected = ".*".join(re.escape(part.strip()) for part in " ".join(cypher.split()).split("..."))
    assert re.fullmatch(expected, " ".join(field.statement.text.split())), f"{query} compiles to\n{field.statement.text}"


@pytest.mark.parametrize(("module", "call", "result"), examples(CALL_EXAMPLE))
def test_result_in_a_docstring_is_what_the_call_returns(module: str, call: str, result: str) -> None:
    returned = eval(call, vars(importlib.import_module(f"graph_service.compiler.{module}")))  # noqa: S307 - calls from our own docstrings
    assert str(returned) == result


def test_cost_in_the_docstring_is_the_cost_of_its_query() -> None:
    match = re.search(r"^ {4}(\{.*\})\n.* = (\d+) rows", docstrings(MODULES["operation_cost"]), re.MULTILINE | re.DOTALL)
    assert match
    assert plan(match.group(1)).cost.rows == int(match.group(2))


def test_variables_are_split_as_in_the_docstring() -> None:
    split = split_variables({"where": {"title": {"contains": "crane"}}, "first": 5}, frozenset(), "2025-03-01")
    assert split.template == {"where": {"title": {"contains": Placeholder(2)}}, "first": Placeholder(3)}
    assert split.values == ["2025-03-01", None, "crane", 5]
    text = docstrings(MODULES["request_values"])
    assert f"template: {split.template}".replace("'", '"').replace("index=", "").replace(", nulls=None", "") in text
    assert f"values:   {split.values}".replace("'", '"') in text


def test_completion_function_is_the_one_in_the_docstring() -> None:
    """The functions that a value is handed to are named by their number."""
    root_type = schema._schema.query_type
    assert isinstance(root_type, GraphQLObjectType)
    lesson = SelectedField("lesson", "lesson", {}, tuple(SelectedField(name, name, {}, ()) for name in ("title", "publishedOn")))
    builder = completion.FunctionBuilder()
    builder.write_object(root_type, (lesson,), "row", 1)
    builder.write(1, "return row")
    source = "\n".join(f"    {line}" for line in builder.lines)
    assert source in docstrings(MODULES["execution.completion"]), source
