"""`token`: creates, lists and revokes access tokens."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, command, main
from graph_service.cli.runtime import run_on_database
from graph_service.errors import InvalidInput, NotFound, Unavailable
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.access import Token
    from graph_service.graph import Graph

ROLES: Final = ("reader", "contributor", "curator", "administrator")
MAX_DAYS: Final = 3650
COLUMNS: Final = ("NAME", "ROLE", "PERSON", "CREATED", "LAST DAY", "LAST USED")


@main.group("token")
def token() -> None:
    """Creates, lists and revokes access tokens.

    The tokens file stores only a digest of each token. The service notices a change of the file within a second. Readers can query;
    contributors can also record their own lessons and reuses; curators can also publish lessons, record for others, and maintain projects and
    topics; administrators can also maintain departments and people.

    \b
    Example:
      graph-service token create maria --role contributor --person maria-lopez --expires 90d --tokens-file tokens
      graph-service token list --tokens-file tokens
      graph-service token revoke maria --tokens-file tokens
    """


@command("create", "tokens_file", "data", variables=EXTERNAL_NEO4J, group=token)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the token allows.")
@click.option("--person", help="ID of the person in the graph who uses the token. A contributor cannot record anything without it.")
@click.option(
    "--expires", help="The last day on which the token works (UTC), such as 2027-03-31, or the number of days that it works, such as 90d."
)
def create(settings: Settings, *, name: str, role: str, person: str | None, expires: str | None) -> None:
    """Creates an access token for a person or a program, and prints it once.

    The person is looked up in the graph if Neo4j can be reached.

    \b
    Example:
      graph-service token create maria --role contributor --person maria-lopez --expires 90d --tokens-file tokens
      graph-service token create grafana --role reader --tokens-file tokens
    """
    from graph_service.access import Role, add_token, create_token

    file, today = _tokens_file(settings), datetime.now(UTC).date()
    secret, new = create_token(Role[role.upper()], name, person, None if expires is None else _parse_expiry(expires, today), today)
    if person is not None:
        _check_person(settings, person)
    add_token(file, new)
    if person is None and role == "contributor":
        click.echo("Without --person this token can only read: a contributor records for themselves.", err=True)
    click.echo(secret)


@command("list", "tokens_file", group=token)
def list_tokens(settings: Settings) -> None:
    """Lists the tokens: names, roles, persons, and when they were created, end and were last used.

    \b
    Example:
      graph-service token list --tokens-file tokens
    """
    from graph_service.access import read_tokens, read_uses, usage_file

    file = _tokens_file(settings)
    tokens, today = read_tokens(file), datetime.now(UTC).date()
    try:
        uses = read_uses(usage_file(file))
    except (OSError, ValueError) as error:
        click.echo(f"{usage_file(file)} cannot be read: {error}.", err=True)
        uses = {}
    rows = [COLUMNS, *(_row(each, uses.get(each.name), today) for each in tokens)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@command("revoke", "tokens_file", group=token)
@click.argument("name")
def revoke(settings: Settings, *, name: str) -> None:
    """Revokes the token with this name.

    \b
    Example:
      graph-service token revoke maria --tokens-file tokens
    """
    from graph_service.access import revoke_token

    revoke_token(_tokens_file(settings), name)
    click.echo(f"The token {name} no longer works.")


def _tokens_file(settings: Settings) -> Path:
    if settings.tokens_file is None:
        raise InvalidInput("No tokens file: use --tokens-file FILE or set GRAPH_SERVICE_TOKENS_FILE.", field="GRAPH_SERVICE_TOKENS_FILE")
    return settings.tokens_file


def _parse_expiry(text: str, today: date) -> date:
    """The last day: a date, or a number of days from today. Raises InvalidInput."""
    days = re.fullmatch(r"([0-9]{1,5})d", text)
    try:
        last = today + timedelta(days=int(days[1])) if days else date.fromisoformat(text)
    except ValueError:
        last = today
    if today < last <= today + timedelta(days=MAX_DAYS):
        return last
    raise InvalidInput(
        f"--expires is {text[:50]!r}. Write a day after today like {today + timedelta(days=90)}, or a number of days like 90d, at most {MAX_DAYS}.",
        field="expires",
    )


def _check_person(settings: Settings, person: str) -> None:
    """Raises NotFound if the graph has no such person. Says so if it cannot be looked up."""
    from graph_service.graph.local import locate_data_directory
    from graph_service.health.tokens import unknown_people

    async def look_up(graph: "Graph") -> bool:
        return not await unknown_people(graph, [person])

    try:
        if settings.neo4j_uri is None and locate_data_directory(settings.data).running() is None:
            raise Unavailable("The local Neo4j is not running.")
        known = run_on_database(settings, look_up)
    except Unavailable as error:
        click.echo(f"Whether the graph has a person {person!r} was not checked. {error.message}", err=True)
        return
    if not known:
        raise NotFound(f"--person is {person[:200]!r}, but the graph has no person with this ID.", field="person")


def _row(token: "Token", used: date | None, today: date) -> tuple[str, ...]:
    last_used = used if used is None or token.created is None or token.created <= used else None  # that of an earlier token of this name
    expires = f"{token.expires} (expired)" if token.is_expired(today) else str(token.expires or "")
    return token.name, str(token.role), token.person or "", str(token.created or ""), expires, str(last_used or "")
