"""Callers and their roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from graph_service.errors import Forbidden


class Role(IntEnum):
    """What a caller may do. Each role includes the permissions of the ones before it."""

    description: str

    READER = 1, "Reads everything."
    CONTRIBUTOR = 2, "Records lessons and reuses as well."
    CURATOR = 3, "Publishes lessons and maintains projects and topics as well."
    ADMINISTRATOR = 4, "Maintains departments and people as well."

    def __new__(cls, value: int, description: str) -> "Role":
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Caller:
    """The sender of a request: the name in their token's line, and their role."""

    name: str
    role: Role

    def require(self, role: Role, action: str) -> None:
        """Raises Forbidden when the caller's role is lower than this role, which `action` requires."""
        if self.role < role:
            raise Forbidden(f"{action} requires the role {role}; this token has the role {self.role}.")


LOCAL_CALLER: Final = Caller("", Role.ADMINISTRATOR)
"""The caller of a local request while there are no tokens: everyone on the service's machine may do everything."""


def get_caller(scope: Mapping[str, Any]) -> Caller:
    """The caller of an authenticated request. Raises KeyError if the request is not authenticated."""
    caller: Caller = scope["state"]["caller"]
    return caller
