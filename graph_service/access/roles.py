"""Who asks, and what that lets them do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from graph_service.errors import Forbidden


class Role(IntEnum):
    """What somebody may do; each may do what those before it may."""

    READER = 1
    CONTRIBUTOR = 2
    CURATOR = 3
    ADMINISTRATOR = 4

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who came in: the name their token was given to, and their role."""

    name: str
    role: Role

    def require(self, role: Role, what: str) -> None:
        """Forbidden when they may not do `what`, for which this role is needed."""
        if self.role < role:
            raise Forbidden(f"{what} needs the role {role}; this token has the role {self.role}.")


# Without tokens the service listens to its own machine alone: whoever works there may do all.
LOCAL_CALLER: Final = Caller("", Role.ADMINISTRATOR)


def get_caller(scope: Mapping[str, Any]) -> Caller:
    """Who sent a request that the guard let in."""
    caller: Caller = scope.get("state", {}).get("caller", LOCAL_CALLER)
    return caller
