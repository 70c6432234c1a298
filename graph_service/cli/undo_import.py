"""`undo-import`: undoes a whole import."""

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from graph_service.cli.command_group import command
from graph_service.cli.data import DATABASE, show_waiting
from graph_service.cli.progress import show_step
from graph_service.cli.runtime import run_on_database
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.ingest.undo import LoggedImport, UndoneImport


@command("undo-import", "data", variables=DATABASE)
@click.argument("number", required=False, type=click.IntRange(min=1))
def undo_import_(settings: Settings, *, number: int | None) -> None:
    """Undoes a whole import: what it created is removed, and what it changed is restored to its earlier values and links.

    NUMBER is the number that `import` printed at its end. Without it, the imports of the last 24 hours are listed. An import can be undone
    for 24 hours, as long as nothing that was changed later depends on it; otherwise the command names the later change, who made it and when,
    and changes nothing. If it is stopped, run the same command to continue.

    \b
    Example:
      graph-service undo-import
      graph-service undo-import 1234
    """
    if number is None:
        _print_imports(run_on_database(settings, _list))
        return
    undone = run_on_database(settings, lambda graph: _undo(graph, number))
    click.echo(f"Import {number} is undone: {undone.removed:,} nodes removed, {undone.restored:,} restored.")


async def _list(graph: "Graph") -> "list[LoggedImport]":
    from graph_service.ingest.undo import list_imports

    return await list_imports(graph)


async def _undo(graph: "Graph", number: int) -> "UndoneImport":
    from graph_service.ingest.undo import undo_import

    with show_step(f"Undoing import {number}") as step:
        step.update("looking for later changes that depend on it")
        return await undo_import(
            graph,
            number,
            progress=lambda done, total: step.update(f"{done:,} of {total:,} batches", done=done, total=total),
            on_wait=show_waiting(step),
        )


def _print_imports(imports: "list[LoggedImport]") -> None:
    if not imports:
        click.echo("Nothing has been imported in the last 24 hours.")
        return
    output = Table("number", "began", "by", "can be undone")
    for each in imports:
        who = "this machine" if each.caller in ("", None) else each.caller
        output.add_row(str(each.number), f"{each.at[:16].replace('T', ' ')} UTC", who, each.why_not_undoable(None) or "yes")
    Console().print(output)
