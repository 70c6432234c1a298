"""The command group and the decorator for its commands. Options and the help on variables come from the table of settings."""

import functools
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click

from graph_service.errors import GraphServiceError
from graph_service.settings import EXTERNAL_NEO4J_SETTINGS, SWITCH, Settings, read_settings

FIELDS: dict[str, Field[Any]] = {field.name: field for field in fields(Settings)}
# Variables that the help of a command lists: of a Neo4j of the user's own, and of the one that the service starts.
EXTERNAL_NEO4J = ("neo4j_uri", *EXTERNAL_NEO4J_SETTINGS)
LOCAL_NEO4J = ("neo4j_version", "java_home")


class SettingsCommand(click.Command):
    """A command whose help ends with the environment variables that it reads."""

    variables: tuple[str, ...] = ()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_variables(formatter, self.variables)


class SettingsGroup(click.Group):
    """The command group. A GraphServiceError is printed as one line, with exit code 1."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_variables(formatter, tuple(FIELDS))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraphServiceError as error:
            raise click.ClickException(error.message) from error


def write_variables(formatter: click.HelpFormatter, names: tuple[str, ...]) -> None:
    """Writes the help section about the environment variables of these settings."""
    if names:
        with formatter.section("Environment variables"):
            formatter.write_dl([(FIELDS[name].metadata["variable"], _describe(FIELDS[name])) for name in names])


@click.group(cls=SettingsGroup)
@click.version_option(package_name="graph-service")
def main() -> None:
    """The PMO's knowledge graph: who learned what on which project, and who reused it.

    \b
    graph-service up              start the service with a local Neo4j and a demonstration organisation
    graph-service import DIR      load your own tables
    graph-service COMMAND --help  describe a command, with an example
    """


def command(
    name: str,
    *options: str,
    variables: tuple[str, ...] = (),
    read: Callable[..., Any] = read_settings,
    group: click.Group = main,
) -> Callable[[Callable[..., None]], click.Command]:
    """Turns a function into a command. Its first argument is the Settings: from the environment, `options` also from the command line.

    variables: further settings to list in its help. read: creates the first argument; receives the options as keywords. group: the group that
    the command belongs to.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def call(**arguments: Any) -> None:
            function(read(**{option: arguments.pop(option) for option in options}), **arguments)

        callback: Callable[..., None] = call
        for option in reversed(options):
            callback = _option(FIELDS[option])(callback)
        result = click.command(name, cls=SettingsCommand)(callback)
        result.variables = variables
        group.add_command(result)
        return result

    return decorate


def _option(field: Field[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    limits = field.metadata["limits"]
    help_text = f"{_describe(field)}  [{field.metadata['variable']}]"
    name = f"--{field.name.replace('_', '-')}"
    if field.metadata["choices"] == SWITCH:
        return click.option(name, field.name, is_flag=True, flag_value="on", default=None, help=help_text)
    kind = click.Path(path_type=Path) if limits is None and field.type == Path | None else click.STRING
    return click.option(name, field.name, type=click.IntRange(*limits) if limits else kind, default=None, help=help_text)


def _describe(field: Field[Any]) -> str:
    text: str = field.metadata["help"]
    return text if field.default in (None, ()) else f"{text} Default: {field.default}."
