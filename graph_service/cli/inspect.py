"""`connection` and `schema`: looking, and changing nothing."""

import asyncio
import json
from dataclasses import asdict

import click

from graph_service.cli.command import command
from graph_service.errors import NotFound
from graph_service.settings import Settings


@command("connection", "data")
def connection(settings: Settings) -> None:
    """Prints how to log in to the local Neo4j.

    As JSON, for Neo4j Browser, cypher-shell or a notebook: bolt, browser, user, password.

    \b
    Example:
      graph-service connection | jq -r .password
    """
    from graph_service.graph.local import locate_data_directory
    from graph_service.graph.local.ports import accepts_connections

    folder = locate_data_directory(settings.data)
    running = folder.running()
    if running is None or not asyncio.run(accepts_connections(running.bolt_port)):
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
