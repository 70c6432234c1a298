"""What is to be said about the environment variables that are set."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from graph_service.errors import InvalidInput
from graph_service.health.check import Check, State, failed
from graph_service.settings import OF_LOCAL_NEO4J, OF_OWN_NEO4J, PREFIXES, Settings, convert_text, read_settings

ALIKE = 0.6  # how much of a name, its prefix aside, must be that of a variable for somebody to have meant it


def examine_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> tuple[Settings, list[Check]]:
    """The settings, defaults in place of values that do not fit, and what is to be said about the variables that are set."""
    ours = {f.metadata["variable"]: f for f in fields(Settings)}
    given = {variable: environment[variable] for variable in ours if environment.get(variable)}
    checks: list[Check] = []
    for variable, text in list(given.items()):
        try:
            convert_text(variable, ours[variable].type, text, ours[variable].metadata["between"])
        except InvalidInput as error:
            del given[variable]
            checks.append(replace(failed("settings", error), todo=f"Correct {variable}; until then commands refuse to run."))
    settings = read_settings(given, **overrides)
    checks += [*_idle(given.keys(), settings), *_meaningless([name for name in environment if name not in ours])]
    checks += [
        Check("settings", State.NOTE, f"{variable} is empty, which counts as not set.", "Give it a value, or unset it.")
        for variable in ours
        if environment.get(variable) == ""
    ]
    known = f"Set: {', '.join(given)}." if given else "No variable is set: the defaults hold."
    return settings, checks or [Check("settings", State.OK, known)]


def _idle(given: Collection[str], settings: Settings) -> Iterator[Check]:
    """Variables of ours that others keep from having an effect."""
    if settings.neo4j_uri is not None:
        local = _variables(OF_LOCAL_NEO4J, given)
        if local:
            found = f"Nothing comes of {local}: NEO4J_URI is set, so that no local Neo4j is started."
            yield Check("settings", State.NOTE, found, "Unset one or the other.")
    elif own := _variables(OF_OWN_NEO4J, given):
        found = f"Nothing comes of {own}: without NEO4J_URI the local Neo4j is used, with a login of its own."
        yield Check("settings", State.NOTE, found, "Set NEO4J_URI to the address of your Neo4j, or unset these.")
    if {"NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE"} <= set(given):
        yield Check("settings", State.NOTE, "Nothing comes of NEO4J_PASSWORD: NEO4J_PASSWORD_FILE goes before it.", "Unset one of them.")


def _variables(names: Collection[str], given: Collection[str]) -> str:
    return ", ".join(f.metadata["variable"] for f in fields(Settings) if f.name in names and f.metadata["variable"] in given)


def _meaningless(others: Collection[str]) -> Iterator[Check]:
    """Variables that begin like ours. Some are another program's, which only a person can tell."""
    for name in sorted(others):
        prefix = next((prefix for prefix in PREFIXES if name.startswith(prefix)), None)
        if prefix is None:
            continue
        rests = [f.metadata["variable"].removeprefix(prefix) for f in fields(Settings) if f.metadata["variable"].startswith(prefix)]
        alike = get_close_matches(name.removeprefix(prefix), rests, 1, ALIKE)
        todo = (
            f"Is {prefix}{alike[0]} meant?"
            if alike
            else "Unset it, unless another program reads it; the README lists those that are heeded."
        )
        yield Check("settings", State.NOTE, f"{name} means nothing to graph-service.", todo)
