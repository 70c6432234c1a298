"""Errors of the driver and of Neo4j, put once into ours: what the caller should do, never what the inside looks like."""

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_service.errors import Conflict, GraphServiceError, Internal, InvalidInput, Timeout, Unavailable

TIMEOUTS = ("Neo.ClientError.Transaction.TransactionTimedOut", "Neo.TransientError.Transaction.TransactionTimedOut")


def translate(error: Neo4jError | DriverError) -> GraphServiceError:
    """The error to raise instead, `from` the one given."""
    match error:
        case AuthError():
            return Unavailable("Neo4j refuses the user or the password. Check NEO4J_USERNAME and NEO4J_PASSWORD (or NEO4J_PASSWORD_FILE).")
        case ConstraintError():
            return Conflict("Something with this id, e-mail address or key exists already.")
        case ConfigurationError():
            return InvalidInput("NEO4J_URI is not an address the driver understands; it looks like neo4j://host:7687 or bolt://host:7687.")
        case Neo4jError(code=str(code)) if code.startswith(TIMEOUTS):
            return Timeout("The database took longer than it was given. Ask for less, or raise GRAPH_SERVICE_READ_TIMEOUT.")
        case ClientError(code="Neo.ClientError.Database.DatabaseNotFound"):
            return Unavailable("Neo4j has no database of that name. Check NEO4J_DATABASE.")
        case ServiceUnavailable() | SessionExpired() | TransientError():
            return Unavailable("Neo4j does not answer. Is it running, and is NEO4J_URI its address? `graph-service up` starts a local one.")
        case _:
            return Internal("The database could not carry this out. The log says why.")
