"""Callers of the service and their roles. Every layer may import this module; `access` finds out who the caller of a request is."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from graph_service.errors import Forbidden


class Role(IntEnum):
    """What a caller may do. Each role includes the permissions of the ones before it."""

    description: str

    READER = 1, "Reads everything."
    CONTRIBUTOR = 2, "Records their own lessons and reuses as well."
    CURATOR = 3, "Publishes lessons, records for others, and maintains projects and topics as well."
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
    """The sender of a request.

    subject: identifies the caller and never changes: "token:NAME", "oidc:ISSUER|SUBJECT", or "local". name: what people read. person: the id of
    the caller's node in the graph; None if it is not known. verified: False if nothing proves who it is: a local request without tokens.
    publishes: whether contributors may publish their own lessons (GRAPH_SERVICE_PUBLISHING_ROLE).
    """

    subject: str
    name: str
    person: str | None
    role: Role
    verified: bool = True
    publishes: bool = False

    @property
    def may_publish(self) -> bool:
        """Whether the caller may publish lessons; contributors only their own."""
        return self.role >= (Role.CONTRIBUTOR if self.publishes else Role.CURATOR)

    def require(self, role: Role, action: str) -> None:
        """Raises Forbidden when the caller's role is lower than this role, which `action` requires."""
        if self.role < role:
            raise Forbidden(f"{action} requires the role {role}; you have the role {self.role}.")


LOCAL_CALLER: Final = Caller("local", "", None, Role.ADMINISTRATOR, verified=False)
"""The caller of a local request while there are no tokens: everyone on the service's machine may do everything."""
