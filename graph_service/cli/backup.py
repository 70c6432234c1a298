"""`backup` and `restore`: the whole graph as one archive."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.data import show_waiting
from graph_service.cli.progress import show_step
from graph_service.cli.runtime import require_database, run_on_database
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.backup import Backup, Restored
    from graph_service.graph import Graph

DATABASE = (*EXTERNAL_NEO4J, *LOCAL_NEO4J)


@command("backup", "data", variables=DATABASE)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def backup(settings: Settings, *, file: Path) -> None:
    """Writes the whole graph, with the log of changes, to one archive.

    The service can keep running: the archive shows one state of the graph. If the graph changes while it is read, it is read again; on
    the third attempt, changes wait. The file appears when it is complete, and an existing file is not overwritten. Uses the database at NEO4J_URI
    if that is set, otherwise the local Neo4j, and changes nothing in it.

    \b
    Example:
      graph-service backup pmo-2026-11-29.zip
    """
    require_database(settings)
    result = run_on_database(settings, lambda graph: _back_up(graph, file))
    manifest = result.manifest
    nodes, links = sum(manifest.nodes.values()), sum(manifest.relationships.values())
    click.echo(f"{file}: {nodes:,} nodes and {links:,} relationships, everything up to change {manifest.lastActivity:,}.")
    if result.unknown_nodes or result.unknown_relationships:
        click.echo(
            f"Left out: {result.unknown_nodes:,} nodes and {result.unknown_relationships:,} relationships that graph-service does not know. "
            "They were written by hand; a dump by Neo4j's own tools contains them.",
            err=True,
        )


@command("restore", "data", variables=DATABASE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--replace", is_flag=True, help="Delete everything in the graph first.")
def restore(settings: Settings, *, file: Path, replace: bool) -> None:
    """Restores the graph from an archive that `backup` wrote.

    The archive is checked first: its files against their digests, and its version. The graph must be empty, unless --replace is given. An
    archive of an older version is brought up to date. Changes by others wait until it has finished. If it is interrupted, the graph is
    incomplete: run it again with --replace. Uses the database at NEO4J_URI if that is set, otherwise the local Neo4j.

    \b
    Example:
      graph-service restore pmo-2026-11-29.zip --replace
    """
    result = run_on_database(settings, lambda graph: _restore(graph, file, replace=replace))
    manifest = result.manifest
    if result.deleted:
        click.echo(f"Deleted: {result.deleted:,} nodes.")
    nodes, links = sum(manifest.nodes.values()), sum(manifest.relationships.values())
    click.echo(f"Restored the backup of {manifest.createdAt}: {nodes:,} nodes and {links:,} relationships.")
    if result.migrations:
        click.echo(f"Brought up to date: {', '.join(result.migrations)} of schema/.")


async def _back_up(graph: "Graph", file: Path) -> "Backup":
    from graph_service.backup import back_up

    with show_step("Backing up") as step:
        return await back_up(
            graph,
            file,
            progress=lambda label, done, total: step.update(f"{label.plural}, {done:,} of {total:,}", done=done, total=total),
            on_wait=show_waiting(step),
        )


async def _restore(graph: "Graph", file: Path, *, replace: bool) -> "Restored":
    from graph_service.backup import restore as restore_archive

    with show_step("Restoring") as step:
        step.update("checking the archive")
        return await restore_archive(
            graph,
            file,
            find_package_data("schema"),
            replace=replace,
            progress=lambda what, done, total: step.update(f"{what}, {done:,} of {total:,}", done=done, total=total),
            on_wait=show_waiting(step),
        )
