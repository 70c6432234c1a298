"""Every error a caller may see: one base, one subclass per code. The text says what is wrong, with which value, and what to do."""

from typing import ClassVar


class GraphServiceError(Exception):
    """The base. `code` is what clients switch on; `field` names the input that is at fault, where one is."""

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(GraphServiceError):
    """Something was asked for by an id that is not there."""

    code = "NOT_FOUND"


class InvalidInput(GraphServiceError):
    """A value breaks a rule that can be seen from the value alone."""

    code = "INVALID_INPUT"


class Conflict(GraphServiceError):
    """A value breaks a rule because of what the graph holds now."""

    code = "CONFLICT"


class Unauthenticated(GraphServiceError):
    """Nobody knows who this is."""

    code = "UNAUTHENTICATED"


class Forbidden(GraphServiceError):
    """This person may not do this."""

    code = "FORBIDDEN"


class TooCostly(GraphServiceError):
    """More is asked for at once than is answered."""

    code = "TOO_COSTLY"


class Timeout(GraphServiceError):
    """The database took longer than it was given."""

    code = "TIMEOUT"


class Unavailable(GraphServiceError):
    """The database cannot be reached, or not now."""

    code = "UNAVAILABLE"


class Internal(GraphServiceError):
    """A fault of ours. The text says nothing about the inside; the log does."""

    code = "INTERNAL"
