"""`graph-service explain` and `extensions.receipt` show where a statement starts, and the alternatives."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph_service.api.profiling import explain, prepare_query
from graph_service.api.schema import schema
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.cli.processes import invoke, run
from tests.thorough import one_in

# A question, the part of its statement that is decided, the way that is chosen, and one that is not.
QUESTIONS = [
    (
        '{ reusesAggregate(where: {lesson: {departments: {some: {id: {eq: "x"}}}}}) { count } }',
        "start",
        "Department by id, back along Lesson.departments, back along Reuse.lesson",
        "all Reuse nodes",
    ),
    (
        '{ lessons(where: {OR: [{project: {id: {eq: "x"}}}, {departments: {some: {id: {eq: "x"}}}}]}) { totalCount } }',
        "start",
        "union of (Project by id, back along Lesson.project) and (Department by id, back along Lesson.departments)",
        "all Lesson nodes",
    ),
    (
        "{ reuses(first: 2, sort: [{lesson: {learnedOn: DESC}}]) { nodes { id } } }",
        "start",
        "Reuse in the order of lesson",
        "all Reuse nodes",
    ),
]


def check(decisions: list[dict[str, Any]], part: str, chosen: str, rejected: str) -> None:
    (decision,) = [each for each in decisions if each["part"] == part]
    options = [decision["chosen"], *decision["alternatives"]]
    assert decision["chosen"]["way"].startswith(chosen)
    assert any(option["way"].startswith(rejected) for option in decision["alternatives"])
    assert all(option["estimated_rows"] > 0 and option["estimated_cost"] > 0 for option in options)
    assert decision["chosen"]["estimated_cost"] == min(option["estimated_cost"] for option in options)


@pytest.mark.parametrize(("query", "part", "chosen", "rejected"), one_in(3, QUESTIONS, thorough=1))
async def test_explanation_names_the_start_and_its_alternatives(seeded: Graph, query: str, part: str, chosen: str, rejected: str) -> None:
    await seeded.command("CALL db.prepareForReplanning()")  # Neo4j counts the values of an index some time after they were written
    (field,) = await explain(seeded, prepare_query(schema.operations, query, None), {}, run=True)
    check(field["decisions"], part, chosen, rejected)
    assert field["hits"] == sum(step["hits"] for step in field["steps"]) > 0
    (planned,) = await explain(seeded, prepare_query(schema.operations, query, None), {}, run=False)
    assert (planned["hits"], planned["statement"], planned["decisions"]) == (0, field["statement"], field["decisions"])


@pytest.fixture
def variables(seeded: Graph, database_settings: Settings) -> dict[str, str]:
    """The environment in which the command uses the database of the tests."""
    return {"NEO4J_URI": database_settings.neo4j_uri or "", "NEO4J_PASSWORD": database_settings.password or ""}


@pytest.mark.thorough
def test_command_prints_decisions_cypher_and_plan(variables: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "query.graphql"
    file.write_text(
        "query($id: ID!) { count: lessons(where: {departments: {some: {id: {eq: $id}}}}) { totalCount } network { asOf { activity } } }"
    )
    answer = run("explain", str(file), "--variables", '{"id": "x"}', **variables)
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = answer.stdout.splitlines()
    assert lines[0] == "network: computed by the service; it has no statement of its own."
    assert "start:" in lines
    assert any(line.startswith("* Department by id, back along Lesson.departments  ") for line in lines)
    assert any(line.startswith("  all Lesson nodes  ") for line in lines)
    assert any(line.startswith("WITH COLLECT { MATCH (n2:Department)") for line in lines)
    assert any(line.startswith("ProduceResults ") for line in lines)
    values = tmp_path / "values.json"
    values.write_text('{"id": "x"}')
    as_json = json.loads(invoke("explain", str(file), "--variables", str(values), "--json", "--no-run", **variables).stdout)
    assert [field["field"] for field in as_json] == ["network", "count"]
    assert as_json[1]["hits"] == 0


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("{ lessons { ", (), "Syntax Error"),
        ("{ lesons { totalCount } }", (), "line 1, column 3: Cannot query field 'lesons'"),
        ("query A { topics { totalCount } } query B { topics { totalCount } }", (), "Choose one with --operation: A, B."),
        ("query A { topics { totalCount } }", ("--operation", "C"), "The document has no operation C; it has: A."),
        ("mutation { __typename }", (), "is a mutation"),
        ("{ topics { totalCount } }", ("--variables", "{"), "--variables is not valid JSON"),
        ("{ topics { totalCount } }", ("--variables", "[1]"), "--variables must be a JSON object"),
        ("{ topics { totalCount } }", ("--variables", "none.json"), "--variables: none.json cannot be read"),
        ("{ topics { totalCount } }", (), "There is no database in"),
    ],
)
def test_invalid_input_is_reported_in_one_line(text: str, options: tuple[str, ...], error: str, tmp_path: Path) -> None:
    file = tmp_path / "query.graphql"
    file.write_text(text)
    answer = invoke("explain", str(file), "--data", str(tmp_path / "nothing"), *options)
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert error in answer.stderr


@pytest.mark.parametrize(
    ("text", "variables", "error"),
    [
        ("{ topics { totalCount } }" + "#" * 2**21, None, "has more than 2,097,152 characters"),
        ("{ " + "__typename " * 10_000 + "}", None, "Document contains more than 10000 tokens"),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(201)) + " }", None, "The request has 201 aliases"),
        ("{ __typename }", "[" * 100_000, "--variables is not valid JSON"),
        ("{ __typename }", "/dev/zero", "--variables: /dev/zero is larger than 2,097,152 bytes"),
        ("{ __typename }", "x" * 5_000, "cannot be read: File name too long."),
        ("{ __typename }", '{"x": "\udcff"}', "--variables is not valid JSON"),
        ("{ __typename }", "a\0b", "cannot be read: embedded null byte."),
    ],
)
def test_size_of_the_input_is_bounded(text: str, variables: str | None, error: str, tmp_path: Path) -> None:
    file = tmp_path / "query.graphql"
    file.write_text(text)
    answer = invoke("explain", str(file), *(() if variables is None else ("--variables", variables)))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert error in answer.stderr
    assert len(answer.stderr) < 500


def test_operation_without_fields_to_read_is_explained(variables: dict[str, str], tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text("{}", encoding="utf-8-sig")  # as Windows tools write it, with a byte order mark
    file = tmp_path / "query.graphql"
    file.write_text("{ __typename }")
    answer = invoke("explain", str(file), "--variables", str(values), **variables)
    assert (answer.exit_code, answer.stdout) == (0, "The operation selects no field that is read or computed.\n")


def test_missing_file_is_reported() -> None:
    answer = run("explain", "none.graphql")
    assert (answer.returncode, "none.graphql" in answer.stderr) == (2, True)
