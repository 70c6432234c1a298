"""`token`: who may come in."""

from pathlib import Path

import click

from graph_service.cli.command import command
from graph_service.errors import InvalidInput
from graph_service.settings import Settings

ROLES = ("reader", "contributor", "curator", "administrator")


@command("token", "tokens_file")
@click.argument("role", type=click.Choice(ROLES))
@click.argument("name")
def token(settings: Settings, *, role: str, name: str) -> None:
    """Makes a token for somebody, or for a program.

    Prints the token, once: the file keeps only a digest of it. Readers ask; contributors also record lessons and reuses; curators
    also publish lessons and keep projects and topics; administrators also keep departments and people. A service that runs takes
    note when it is started again. To take a token back, delete its line.

    \b
    Example:
      graph-service token reader grafana --tokens-file tokens
    """
    from graph_service.access import Role, create_token, read_tokens

    file = settings.tokens_file
    if file is None:
        raise InvalidInput("Say in which file: --tokens-file FILE, or GRAPH_SERVICE_TOKENS_FILE.", field="GRAPH_SERVICE_TOKENS_FILE")
    if file.exists():
        read_tokens(file)  # nothing is added to a file that is something else
    made, line = create_token(Role[role.upper()], name)
    _append(file, line)
    click.echo(made)


def _append(file: Path, line: str) -> None:
    try:
        file.touch(mode=0o600)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{line}\n")
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}.", field="GRAPH_SERVICE_TOKENS_FILE") from error
