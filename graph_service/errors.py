"""The errors that callers see: one base class, one subclass per code. A message says what is wrong, with which value, and what to do."""

from math import ceil
from typing import ClassVar, Final

# Values of `extensions.classification`, as other GraphQL servers name them. BAD_REQUEST and INTERNAL_SERVER_ERROR are codes of Apollo
# Server, by which Schemathesis tells errors of clients and of servers apart; UNAUTHORIZED and FORBIDDEN are classifications of Spring for
# GraphQL.
BAD_REQUEST: Final = "BAD_REQUEST"
SERVER_ERROR: Final = "INTERNAL_SERVER_ERROR"
INTERNAL_MESSAGE: Final = "An internal error occurred. The service's log has the details under this request id."


class GraphServiceError(Exception):
    """The base class. code: for programs. classification: whether the client or the service caused it. field: the name of the invalid
    input, if there is one."""

    code: ClassVar[str] = "INTERNAL"
    classification: ClassVar[str] = BAD_REQUEST

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
    classification = "UNAUTHORIZED"


class Forbidden(GraphServiceError):
    """The caller does not have permission."""

    code = "FORBIDDEN"
    classification = "FORBIDDEN"


class TooCostly(GraphServiceError):
    """The request exceeds a limit."""

    code = "TOO_COSTLY"


class RateLimited(GraphServiceError):
    """The caller has sent too much within a minute. retry_after: whole seconds after which to try again."""

    code = "RATE_LIMITED"

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.retry_after = max(1, ceil(seconds))


class Timeout(GraphServiceError):
    """The database did not finish in time."""

    code = "TIMEOUT"
    classification = SERVER_ERROR


class Unavailable(GraphServiceError):
    """The database cannot be reached or cannot answer now."""

    code = "UNAVAILABLE"
    classification = SERVER_ERROR


class Internal(GraphServiceError):
    """A fault of the service. The message contains no details; the log does."""

    code = "INTERNAL"
    classification = SERVER_ERROR
