"""The errors that callers see: one base class, one subclass per code. A message says what is wrong, with which value, and what to do."""

from typing import ClassVar


class GraphServiceError(Exception):
    """The base class. code: for programs. field: the name of the invalid input, if there is one."""

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(GraphServiceError):
    """There is nothing with this id or name."""

    code = "NOT_FOUND"


class InvalidInput(GraphServiceError):
    """A value is invalid by itself, whatever the graph contains."""

    code = "INVALID_INPUT"


class Conflict(GraphServiceError):
    """A value contradicts the current contents of the graph."""

    code = "CONFLICT"


class ConfirmationRequired(GraphServiceError):
    """A value is possible but unlikely: the caller must confirm it."""

    code = "CONFIRMATION_REQUIRED"


class Unauthenticated(GraphServiceError):
    """The request has no valid token."""

    code = "UNAUTHENTICATED"


class Forbidden(GraphServiceError):
    """The caller does not have permission."""

    code = "FORBIDDEN"


class TooCostly(GraphServiceError):
    """The request exceeds a limit."""

    code = "TOO_COSTLY"


class Timeout(GraphServiceError):
    """The database did not finish in time."""

    code = "TIMEOUT"


class Unavailable(GraphServiceError):
    """The database cannot be reached or cannot answer now."""

    code = "UNAVAILABLE"


class Internal(GraphServiceError):
    """A fault of the service. The message contains no details; the log does."""

    code = "INTERNAL"
