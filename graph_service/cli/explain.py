"""`explain`: shows how the service executes a GraphQL query, and what its statements cost."""

import codecs
import json
from pathlib import Path
from typing import Any, Final, TextIO, cast

import click
import orjson

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.runtime import require_database, run_on_database
from graph_service.errors import InvalidInput
from graph_service.settings import Settings

MAX_TEXT: Final = 2**21  # characters of the document, bytes of the variables: what the service accepts in a request
READ_SIZE: Final = MAX_TEXT + 1
MAX_SHOWN: Final = 200  # characters of a value in an error
NO_STATEMENT: Final = "The operation selects no field that is read or computed."


@command("explain", "data", variables=(*EXTERNAL_NEO4J, *LOCAL_NEO4J))
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--variables", metavar="JSON|FILE", help="The variables: a JSON object, or a file that contains one.")
@click.option("--operation", metavar="NAME", help="The operation to explain, if the document has several.")
@click.option("--no-run", is_flag=True, help="Do not run the statements: Neo4j only plans them, and the rows of its plan are estimates.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def explain(settings: Settings, *, file: TextIO, variables: str | None, operation: str | None, no_run: bool, as_json: bool) -> None:
    """Explains how the service executes a GraphQL query, and what the query costs.

    Reads the document from FILE, or from standard input if FILE is `-`. For each root field, prints where its statement starts and the rejected
    alternatives, with estimated rows and cost (1 is about the cost of reading one node), then the Cypher statement and Neo4j's plan with rows and
    database hits. The statements are run; they only read. Uses the database at NEO4J_URI if that is set, otherwise the local Neo4j.

    \b
    Example:
      graph-service explain query.graphql --variables '{"id": "d1"}'
      graph-service explain - --no-run < query.graphql
    """
    from graph_service.api.profiling import explain as explain_operation
    from graph_service.api.profiling import prepare_query
    from graph_service.api.schema import schema

    prepared = prepare_query(schema.operations, _read(file), operation)
    values = _read_variables(variables)
    require_database(settings)
    fields = run_on_database(settings, lambda graph: explain_operation(graph, prepared, values, run=not no_run))
    click.echo(json.dumps(fields, indent=2) if as_json else "\n\n".join(map(_as_text, fields)) or NO_STATEMENT)


def _read(file: TextIO) -> str:
    """The document. Raises InvalidInput if it is not UTF-8 text, or too large."""
    try:
        text = file.read(READ_SIZE)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file.name} is not UTF-8 text.") from error
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"{file.name} has more than {MAX_TEXT:,} characters; the service accepts no larger document.")
    return text


def _read_variables(text: str | None) -> dict[str, Any]:
    """Raises InvalidInput if the text is neither a JSON object nor the name of a file with one."""
    if not text:
        return {}
    content = text.encode(errors="surrogateescape") if text.lstrip().startswith(("{", "[")) else _read_file(text)
    try:
        values = orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"--variables is not valid JSON: {error}.") from error
    if not isinstance(values, dict):
        raise InvalidInput("--variables must be a JSON object.")
    return cast("dict[str, Any]", values)


def _read_file(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            content = file.read(READ_SIZE)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise InvalidInput(f"--variables: {name[:MAX_SHOWN]} cannot be read: {getattr(error, 'strerror', error)}.") from error
    if len(content) > MAX_TEXT:
        raise InvalidInput(f"--variables: {name} is larger than {MAX_TEXT:,} bytes; the service accepts no larger request.")
    return content


def _as_text(field: dict[str, Any]) -> str:
    title = click.style(field["field"], bold=True)
    if "statement" not in field:
        return f"{title}: computed by the service; it has no statement of its own."
    decisions = [line for decision in field["decisions"] for line in _decision_rows(decision)]
    steps = [("  " * step["depth"] + step["operator"], f"{step['rows']:,}", f"{step['hits']:,}") for step in field["steps"]]
    tables = [_table(("decision", "estimated rows", "estimated cost"), decisions)] if decisions else []
    return "\n\n".join([title, *tables, field["statement"], _table(("Neo4j's plan", "rows", "database hits"), steps)])


def _decision_rows(decision: dict[str, Any]) -> list[tuple[str, str, str]]:
    """A line for the part of the statement, then one for each option; `*` marks the chosen one."""
    options = [("*", decision["chosen"]), *((" ", option) for option in decision["alternatives"])]
    rows = [(f"{mark} {option['way']}", f"{option['estimated_rows']:,.4g}", f"{option['estimated_cost']:,.4g}") for mark, option in options]
    return [(f"{decision['part']}:", "", ""), *rows]


def _table(header: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> str:
    lines = [header, *rows]
    first, *others = (max(len(line[column]) for line in lines) for column in range(3))
    return "\n".join(f"{a.ljust(first)}  {b.rjust(others[0])}  {c.rjust(others[1])}".rstrip() for a, b, c in lines)
