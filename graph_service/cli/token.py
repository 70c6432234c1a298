"""`token`: issues access tokens."""

from pathlib import Path

import click

from graph_service.cli.command_group import command
from graph_service.errors import InvalidInput
from graph_service.settings import Settings

ROLES = ("reader", "contributor", "curator", "administrator")


@command("token", "tokens_file")
@click.argument("role", type=click.Choice(ROLES))
@click.argument("name")
def token(settings: Settings, *, role: str, name: str) -> None:
    """Creates an access token for a person or a program.

    Prints the token once; the tokens file stores only its digest. Readers can query; contributors can also record lessons and reuses;
    curators can also publish lessons and maintain projects and topics; administrators can also maintain departments and people. Restart the
    service to activate the token. To revoke a token, delete its line from the file and restart the service.

    \b
    Example:
      graph-service token reader grafana --tokens-file tokens
    """
    from graph_service.access import Role, create_token, read_tokens

    file = settings.tokens_file
    if file is None:
        raise InvalidInput("No tokens file: use --tokens-file FILE or set GRAPH_SERVICE_TOKENS_FILE.", field="GRAPH_SERVICE_TOKENS_FILE")
    if file.exists():
        read_tokens(file)  # refuses to append to a file of another kind
    new_token, line = create_token(Role[role.upper()], name)
    _append(file, line)
    click.echo(new_token)


def _append(file: Path, line: str) -> None:
    try:
        file.touch(mode=0o600)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{line}\n")
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}.", field="GRAPH_SERVICE_TOKENS_FILE") from error
