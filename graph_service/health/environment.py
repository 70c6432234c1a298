"""Checks the environment variables: invalid values, variables without effect, and probable misspellings."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from graph_service.errors import InvalidInput
from graph_service.health.check import Check, State, failed_check
from graph_service.settings import (
    EXTERNAL_NEO4J_SETTINGS,
    LOCAL_NEO4J_SETTINGS,
    LOGIN_SETTINGS,
    PREFIXES,
    Settings,
    parse_setting,
    read_settings,
)

SIMILARITY = 0.6  # how similar an unknown variable must be to one of ours, without prefixes, to count as a misspelling (difflib's ratio)
FIELDS = {f.metadata["variable"]: f for f in fields(Settings)}


def check_environment(environment: Mapping[str, str] = os.environ, **overrides: Any) -> tuple[Settings, list[Check]]:
    """The settings, with defaults in place of invalid values, and what is wrong or worth knowing about the variables."""
    values, checks = _valid_values(environment)
    settings = read_settings(values, **overrides)
    checks += [*_without_effect(values.keys(), settings), *_unknown(environment)]
    checks += [
        Check("settings", State.NOTE, f"{variable} is empty, which counts as not set.", "Give it a value, or unset it.")
        for variable in FIELDS
        if environment.get(variable) == ""
    ]
    summary = f"Set: {', '.join(values)}." if values else "No variable is set: the defaults apply."
    return settings, checks or [Check("settings", State.OK, summary)]


def _valid_values(environment: Mapping[str, str]) -> tuple[dict[str, str], list[Check]]:
    values = {variable: environment[variable] for variable in FIELDS if environment.get(variable)}
    checks: list[Check] = []
    for variable, text in list(values.items()):
        try:
            parse_setting(FIELDS[variable], text)
        except InvalidInput as error:
            del values[variable]
            checks.append(replace(failed_check("settings", error), remedy=f"Correct {variable}; until then commands do not run."))
    return values, checks


def _without_effect(variables: Collection[str], settings: Settings) -> Iterator[Check]:
    """Variables that have no effect because of another one."""
    if settings.neo4j_uri is not None:
        if local := _variables_of(LOCAL_NEO4J_SETTINGS, variables):
            message = f"{local} has no effect: NEO4J_URI is set, so no local Neo4j is started."
            yield Check("settings", State.NOTE, message, "Unset one or the other.")
    elif external := _variables_of(EXTERNAL_NEO4J_SETTINGS, variables):
        message = f"{external} has no effect: without NEO4J_URI the local Neo4j is used, which has its own login."
        yield Check("settings", State.NOTE, message, "Set NEO4J_URI to the address of your Neo4j, or unset these.")
    if settings.login_issuer is None and (login := _variables_of(LOGIN_SETTINGS, variables)):
        message = f"{login} has no effect: GRAPH_SERVICE_LOGIN_ISSUER is not set, so there is no company login."
        yield Check("settings", State.NOTE, message, "Set it to the issuer of your provider, or unset these.")
    for secret in ("NEO4J_PASSWORD", "GRAPH_SERVICE_LOGIN_CLIENT_SECRET"):
        if {secret, f"{secret}_FILE"} <= set(variables):
            message = f"{secret} has no effect: {secret}_FILE takes precedence."
            yield Check("settings", State.NOTE, message, "Unset one of them.")


def _variables_of(names: Collection[str], variables: Collection[str]) -> str:
    return ", ".join(variable for variable, f in FIELDS.items() if f.name in names and variable in variables)


def _unknown(variables: Collection[str]) -> Iterator[Check]:
    """Variables with our prefixes that we do not read. Some may belong to another program, so they are only reported."""
    for variable in sorted(set(variables) - FIELDS.keys()):
        prefix = next((prefix for prefix in PREFIXES if variable.startswith(prefix)), None)
        if prefix is None:
            continue
        known = [name.removeprefix(prefix) for name in FIELDS if name.startswith(prefix)]
        similar = get_close_matches(variable.removeprefix(prefix), known, 1, SIMILARITY)
        remedy = f"Did you mean {prefix}{similar[0]}?" if similar else "Unset it, unless another program reads it."
        yield Check("settings", State.NOTE, f"{variable} is not a setting of graph-service.", remedy)
