"""`doctor`, `connection` and `schema`: looking, and changing nothing."""

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from graph_service.cli.command import LOCAL_NEO4J, OWN_NEO4J, command
from graph_service.cli.running import on_database
from graph_service.errors import NotFound
from graph_service.files import find_folder
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.knowledge.diagnosis import Diagnosis


@command("doctor", "data", variables=(*OWN_NEO4J, *LOCAL_NEO4J))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def doctor(settings: Settings, *, as_json: bool) -> None:
    """Says whether the graph is in order.

    Shows versions, what is in the graph, and faults: constraints and indexes that are missing or not online, relationships that somebody
    wrote by hand between the wrong nodes. Lessons and reuses are unattributed when no department is known for them. Ends with exit code 1 when something is wrong, and says
    what to do about it.

    \b
    Example:
      graph-service doctor --json | jq .counts
    """
    from graph_service.graph.local import find_folder as find_data
    from graph_service.knowledge.diagnosis import diagnose

    if settings.neo4j_uri is None and not (folder := find_data(settings.data)).has_data:
        raise NotFound(f"There is no database in {folder.path} yet. Start one with `graph-service up`, or set NEO4J_URI.")
    diagnosis = on_database(settings, lambda graph: diagnose(graph, find_folder("schema")))
    if as_json:
        click.echo(json.dumps(diagnosis.as_dict(), indent=2))
    else:
        print_diagnosis(diagnosis)
    if diagnosis.faults:
        raise click.exceptions.Exit(1)


@command("connection", "data")
def connection(settings: Settings) -> None:
    """Prints how to log in to the local Neo4j.

    As JSON, for Neo4j Browser, cypher-shell or a notebook: bolt, browser, user, password.

    \b
    Example:
      graph-service connection | jq -r .password
    """
    from graph_service.graph.local import find_folder as find_data
    from graph_service.graph.local.ports import answers

    folder = find_data(settings.data)
    running = folder.running()
    if running is None or not asyncio.run(answers(running.bolt_port)):
        raise NotFound(f"No Neo4j runs in {folder.path}. Start it with `graph-service up`, or name its directory with --data DIR.")
    click.echo(json.dumps(asdict(folder.connection(running.bolt_port, running.browser_port)), indent=2))


@command("schema")
def schema(_: Settings) -> None:
    """Prints the GraphQL schema (SDL). Needs no database.

    \b
    Example:
      graph-service schema > schema.graphql
    """
    from graph_service.api.schema import schema as built

    click.echo(built.as_str())


def print_diagnosis(diagnosis: "Diagnosis") -> None:
    """For people."""
    table = Table(show_header=False, box=None)
    for name, version in diagnosis.versions.items():
        table.add_row(name, version)
    for label, count in diagnosis.counts.items():
        table.add_row(label, f"{count:,}")
    for what, count in diagnosis.unattributed.items():
        table.add_row(f"unattributed {what}", f"{count:,}")
    Console().print(table)
    click.echo(
        "\n".join(f"- {fault}" for fault in diagnosis.faults) or "Constraints and indexes are online, relationships join what they should."
    )
