"""How a command is made: its options and the variables its help tells of come from the table of settings."""

import functools
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click

from graph_service.errors import GraphServiceError
from graph_service.settings import OF_OWN_NEO4J, Settings, read_settings

TABLE: dict[str, Field[Any]] = {field.name: field for field in fields(Settings)}
OWN_NEO4J = ("neo4j_uri", *OF_OWN_NEO4J)
LOCAL_NEO4J = ("neo4j_version", "java_home")


class SettingsCommand(click.Command):
    """A command whose help ends with the environment variables it reads."""

    variables: tuple[str, ...] = ()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_variables(formatter, self.variables)


class SettingsGroup(click.Group):
    """The commands together. An error of ours is one line and exit code 1."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_variables(formatter, tuple(TABLE))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraphServiceError as error:
            raise click.ClickException(error.message) from error


def write_variables(formatter: click.HelpFormatter, names: tuple[str, ...]) -> None:
    """The named settings with what they are for."""
    if names:
        with formatter.section("Environment variables"):
            formatter.write_dl([(TABLE[name].metadata["variable"], _describe(TABLE[name])) for name in names])


@click.group(cls=SettingsGroup)
@click.version_option(package_name="graph-service")
def main() -> None:
    """The PMO's knowledge graph: who learned what on which project, and who reused it.

    \b
    graph-service up              a service with a Neo4j of its own, and a demonstration organisation
    graph-service import DIR      your own tables into it
    graph-service COMMAND --help  what a command does, with an example
    """


def command(
    name: str, *options: str, variables: tuple[str, ...] = (), read: Callable[..., Any] = read_settings
) -> Callable[[Callable[..., None]], click.Command]:
    """Makes a function a command. It is handed the Settings: from the environment, `options` of them also from the command line.

    `variables` are the further settings that its help tells of. What is handed to it is what `read` gives.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def called(**given: Any) -> None:
            function(read(**{option: given.pop(option) for option in options}), **given)

        made: Callable[..., None] = called
        for option in reversed(options):
            made = _option(TABLE[option])(made)
        result = click.command(name, cls=SettingsCommand)(made)
        result.variables = variables
        main.add_command(result)
        return result

    return decorate


def _option(field: Field[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    between = field.metadata["between"]
    kind = click.Path(path_type=Path) if between is None and field.type == Path | None else click.STRING
    help_text = f"{_describe(field)}  [{field.metadata['variable']}]"
    return click.option(
        f"--{field.name.replace('_', '-')}", field.name, type=click.IntRange(*between) if between else kind, default=None, help=help_text
    )


def _describe(field: Field[Any]) -> str:
    text: str = field.metadata["help"]
    return text if field.default is None else f"{text} Default: {field.default}."
