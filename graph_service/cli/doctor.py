"""`doctor`: runs the checks of health/ and prints the results."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.progress import QUIET, show_step
from graph_service.cli.runtime import run_on_database
from graph_service.health.check import Check, State
from graph_service.health.environment import check_environment
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph

COLOURS = {State.OK: "green", State.NOTE: "yellow", State.WRONG: "red", State.UNCHECKED: "bright_black"}
MARKS = {State.OK: "ok", State.NOTE: "note", State.WRONG: "WRONG", State.UNCHECKED: "?"}
INDENT = " " * (max(map(len, MARKS.values())) + 2)
VERSION_CHECKS = {"version", "Neo4j"}


@command(
    "doctor",
    "data",
    "port",
    "bolt_port",
    "browser_port",
    "host",
    "tokens_file",
    "service",
    variables=(*EXTERNAL_NEO4J, *LOCAL_NEO4J, "min_group", "doctor_token", "doctor_token_file"),
    read=check_environment,
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, for scripts.")
@click.option("--repair", is_flag=True, help="Delete duplicate relationships, keeping one of each, and correct who may read what.")
def doctor(settings: tuple[Settings, list[Check]], *, as_json: bool, repair: bool) -> None:
    """Finds problems and says how to fix them.

    Checks versions, settings, the Java and ports of the local Neo4j, tokens, the connection, the permissions of the database user,
    constraints and indexes, the contents of the graph (such as duplicate relationships and overlapping memberships), whether the network
    snapshot can be loaded, and whether every worker of the running service holds the same snapshot. Each result is marked ok, note (worth a
    look), WRONG (must be fixed) or ? (could not be checked). The exit code is 1 if something is wrong. The command changes nothing unless
    --repair is given. It starts the local Neo4j if it is not running, and stops it at the end.

    \b
    Example:
      graph-service doctor --repair
      graph-service doctor --json | jq '.checks[] | select(.state == "wrong")'
    """
    from graph_service.health.doctor import run_checks

    values, checks = settings
    checks += run_checks(values, partial(_run_with_status, values), repair=repair)
    click.echo(json.dumps(as_dict(checks), indent=2) if as_json else as_text(checks))
    if any(check.state is State.WRONG for check in checks):
        raise click.exceptions.Exit(1)


def _run_with_status(settings: Settings, check: "Callable[[Graph], Awaitable[list[Check]]]") -> list[Check]:
    async def check_with_status(graph: "Graph") -> list[Check]:
        with show_step("Checking the database", delay=QUIET):
            return await check(graph)

    return run_on_database(settings, check_with_status, read_timeout=settings.read_timeout)  # as the service would read


def as_dict(checks: list[Check]) -> dict[str, Any]:
    """The JSON output: every check, and the most used figures under keys of their own."""
    figures = {check.name: check.figures for check in checks}
    return {
        "versions": {name: version for check in checks if check.name in VERSION_CHECKS for name, version in check.figures.items()},
        "counts": figures["contents"],
        "unattributed": figures["departments"],
        "faults": [f"{check.message} {check.remedy}".strip() for check in checks if check.state is State.WRONG],
        "checks": [
            {"name": check.name, "state": check.state, "found": check.message, "todo": check.remedy, "figures": check.figures}
            for check in checks
        ],
    }


def as_text(checks: list[Check]) -> str:
    """The terminal output: one line per check with its remedy on the next line, then the number of faults and notes."""
    width = max(len(check.name) for check in checks)
    wrong, notes = (sum(check.state is state for check in checks) for state in (State.WRONG, State.NOTE))
    summary = f"{wrong or 'Nothing'} wrong, {notes or 'nothing'} to note."
    return "\n".join([*(_line(check, width) for check in checks), "", summary])


def _line(check: Check, width: int) -> str:
    mark = click.style(MARKS[check.state].ljust(len(INDENT)), fg=COLOURS[check.state], bold=check.state is State.WRONG)
    remedy = f"\n{INDENT}{' ' * width}  -> {check.remedy}" if check.remedy else ""
    return f"{mark}{check.name.ljust(width)}  {check.message}{remedy}"
