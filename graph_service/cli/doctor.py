"""`doctor`: prints what was found."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command import LOCAL_NEO4J, OWN_NEO4J, command
from graph_service.cli.runtime import console, on_database
from graph_service.health.check import Check, State
from graph_service.health.environment import examine_settings
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph

COLOURS = {State.OK: "green", State.NOTE: "yellow", State.WRONG: "red", State.UNCHECKED: "bright_black"}
MARKS = {State.OK: "ok", State.NOTE: "note", State.WRONG: "WRONG", State.UNCHECKED: "?"}
INDENT = " " * (max(map(len, MARKS.values())) + 2)
VERSIONS = {"version", "Neo4j"}


@command(
    "doctor",
    "data",
    "port",
    "bolt_port",
    "browser_port",
    "host",
    "tokens_file",
    variables=(*OWN_NEO4J, *LOCAL_NEO4J, "min_group"),
    read=examine_settings,
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def doctor(settings: tuple[Settings, list[Check]], *, as_json: bool) -> None:
    """Says what is wrong and what to do about it.

    Looks at versions, settings, Java and ports for the local Neo4j, tokens, the connection, what the user may do there, constraints and indexes,
    what is in the graph, and whether the network can be read. ok: in order. note: worth a look. WRONG: has to be put right. ?: could not
    be looked at. Ends with exit code 1 when something is wrong. Changes nothing; a local Neo4j that does not run is started for the time of it.

    \b
    Example:
      graph-service doctor --json | jq '.checks[] | select(.state == "wrong")'
    """
    from graph_service.health.doctor import run_checks

    read, checks = settings
    checks += run_checks(read, partial(_on_database, read))
    click.echo(json.dumps(as_dict(checks), indent=2) if as_json else as_text(checks))
    if any(check.state is State.WRONG for check in checks):
        raise click.exceptions.Exit(1)


def _on_database(settings: Settings, check: "Callable[[Graph], Awaitable[list[Check]]]") -> list[Check]:
    async def check_with_status(graph: "Graph") -> list[Check]:
        with console.status("Checking the database"):
            return await check(graph)

    return on_database(settings, check_with_status)


def as_dict(checks: list[Check]) -> dict[str, Any]:
    """For scripts: every check, and the figures that are asked for most by names of their own."""
    figures = {check.name: check.figures for check in checks}
    return {
        "versions": {name: version for check in checks if check.name in VERSIONS for name, version in check.figures.items()},
        "counts": figures["contents"],
        "unattributed": figures["departments"],
        "faults": [f"{check.found} {check.todo}".strip() for check in checks if check.state is State.WRONG],
        "checks": [asdict(check) for check in checks],
    }


def as_text(checks: list[Check]) -> str:
    """For people: a line a finding, what to do on a line below it, and how many there are of those to look at."""
    width = max(len(check.name) for check in checks)
    wrong, notes = (sum(check.state is state for check in checks) for state in (State.WRONG, State.NOTE))
    end = f"{wrong or 'Nothing'} wrong, {notes or 'nothing'} to note."
    return "\n".join([*(_line(check, width) for check in checks), "", end])


def _line(check: Check, width: int) -> str:
    mark = click.style(MARKS[check.state].ljust(len(INDENT)), fg=COLOURS[check.state], bold=check.state is State.WRONG)
    todo = f"\n{INDENT}{' ' * width}  -> {check.todo}" if check.todo else ""
    return f"{mark}{check.name.ljust(width)}  {check.found}{todo}"
