"""The enums of the model and the roles as GraphQL enums. Import them from here: Strawberry must know an enum before a type mentions it."""

import inspect
from typing import Any

import strawberry

from graph_service.access import Role
from graph_service.model.enums import (
    Audience,
    Decision,
    DescribedEnum,
    Finding,
    GateCheck,
    InboxKind,
    LessonStatus,
    Outcome,
    Phase,
    ProjectStatus,
    ReuseScope,
    ReviewDecision,
)

__all__ = [
    "Audience",
    "Decision",
    "Finding",
    "GateCheck",
    "InboxKind",
    "LessonStatus",
    "Outcome",
    "Phase",
    "ProjectStatus",
    "ReuseScope",
    "ReviewDecision",
    "Role",
]


def define_enum(enum: type[DescribedEnum | Role], name: str | None = None) -> None:
    """Makes the enum a GraphQL enum: described by its docstring, each value by its description. `name`: the GraphQL name, if it differs."""
    defined: Any = strawberry.enum(enum, name=name, description=" ".join((inspect.getdoc(enum) or "").split()))
    for value in defined.__strawberry_definition__.values:
        value.description = enum[value.name].description


for enum in (Audience, Decision, Finding, GateCheck, InboxKind, LessonStatus, Outcome, Phase, ProjectStatus, ReuseScope, ReviewDecision):
    define_enum(enum)
define_enum(Role, "AccessRole")
