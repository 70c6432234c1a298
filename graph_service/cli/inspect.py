"""`connection` and `schema`: commands that print information and change nothing."""

import asyncio
import json
from dataclasses import asdict

import click

from graph_service.cli.command_group import command
from graph_service.errors import NotFound
from graph_service.settings import Settings


@command("connection", "data")
def connection(settings: Settings) -> None:
    """Prints the address and the login of the local Neo4j.

    The output is JSON, for Neo4j Browser, cypher-shell or a notebook: bolt, browser, user, password.

    \b
    Example:
      graph-service connection | jq -r .password
    """
    from graph_service.graph.local import locate_data_directory
    from graph_service.graph.local.ports import accepts_connections

    directory = locate_data_directory(settings.data)
    server = directory.running()
    if server is None or not asyncio.run(accepts_connections(server.bolt_port)):
        raise NotFound(
            f"No Neo4j is running in {directory.path}. Start it with `graph-service up`, or choose another data directory with --data DIR."
        )
    click.echo(json.dumps(asdict(directory.connection(server.bolt_port, server.browser_port)), indent=2))


@command("schema")
def schema(_: Settings) -> None:
    """Prints the GraphQL schema (SDL).

    No database is needed.

    \b
    Example:
      graph-service schema > schema.graphql
    """
    from graph_service.api.schema import schema as graphql_schema

    click.echo(graphql_schema.as_str())
