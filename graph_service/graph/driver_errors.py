"""Errors of the driver and of Neo4j, put once into ours: what the caller should do, never what the inside looks like."""

import logging

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_service.errors import Conflict, GraphServiceError, Internal, InvalidInput, Timeout, Unavailable
from graph_service.graph.bookmarks import NO_BOOKMARKS

LOG = logging.getLogger(__name__)
# What the driver raises. The last two when it cannot pack a value: a text with half a character, a number beyond 64 bits.
DRIVER_ERRORS = (Neo4jError, DriverError, UnicodeEncodeError, OverflowError)
# The address is not repeated: it may hold a password.
BAD_ADDRESS = "NEO4J_URI is not an address of a Neo4j. One looks like neo4j://host:7687 or bolt://host:7687."
NOT_REACHED = "Neo.TransientError.Transaction.BookmarkTimeout"
BEHIND = (
    "The database has not come as far as the bookmarks of this request. Try again in a moment, or without them: it may be an older copy."
)
TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
UNAVAILABLE = {
    NOT_REACHED: BEHIND,
    "Neo.ClientError.Database.DatabaseNotFound": "Neo4j has no database of that name. Check NEO4J_DATABASE.",
    "Neo.ClientError.Security.CredentialsExpired": "Neo4j wants a new password for NEO4J_USERNAME before it lets that user do anything. "
    "Log in with Neo4j Browser, which asks for one, then set NEO4J_PASSWORD.",
    "Neo.ClientError.Security.AuthenticationRateLimit": "Neo4j was given wrong passwords and refuses all for some seconds. "
    "Check NEO4J_PASSWORD, then wait.",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "Neo4j lets this database be read only. "
    "Take it out of server.databases.read_only in neo4j.conf, or name another with NEO4J_DATABASE.",
    "Neo.ClientError.Security.Forbidden": "Neo4j does not let NEO4J_USERNAME do this. "
    "Give that user a role that may read, write and change the schema.",
    "Neo.ClientError.Transaction.Terminated": "Somebody ended this in the database. Try again in a moment.",
}


def is_retryable_error(fault: Exception) -> bool:
    """True when the same call may well succeed a moment later: a lost connection, a deadlock, a change of leader."""
    if isinstance(fault, Neo4jError) and fault.code == NOT_REACHED:
        return False  # it has waited half a minute
    return isinstance(fault, Neo4jError | DriverError) and fault.is_retryable()


def is_lost_race(fault: Exception) -> bool:
    """True when somebody else may have made the same thing in between, which MERGE or IF NOT EXISTS will find the second time."""
    code = str(fault.code) if isinstance(fault, Neo4jError) else ""
    return isinstance(fault, ConstraintError) or (code.startswith("Neo.ClientError.Schema.") and code.endswith("AlreadyExists"))


def is_unreachable(error: GraphServiceError) -> bool:
    """True when the driver could not open a connection: wrong host or port, a firewall, or something other than Neo4j."""
    return isinstance(error.__cause__, ServiceUnavailable)


def translate_driver_error(fault: Exception) -> GraphServiceError:
    """The error to raise instead, `from` the one given. What only a change of ours can put right is logged here, once.

    A statement that fails on a value (a 13th month, a text for a number) counts as our fault: values are checked before they get here,
    and Neo4j neither names the input nor has a code of its own for it (a bad date is a SyntaxError).
    """
    match fault:
        case ConstraintError():
            return Conflict("Something with this id, e-mail address or key exists already.")
        case ConfigurationError():
            return InvalidInput(BAD_ADDRESS, field="NEO4J_URI")
        case UnicodeEncodeError() | OverflowError():
            return InvalidInput("A value cannot be stored: a text with half a character (a lone surrogate), or a number beyond 64 bits.")
        case AuthError():
            return Unavailable("Neo4j refuses the user or the password. Check NEO4J_USERNAME and NEO4J_PASSWORD (or NEO4J_PASSWORD_FILE).")
        case Neo4jError(code=str(code)) if code.startswith("Neo.ClientError.Transaction.InvalidBookmark"):
            return InvalidInput(NO_BOOKMARKS)
        case Neo4jError(code=str(code)) if code in UNAVAILABLE:
            return Unavailable(UNAVAILABLE[code])
        case TransientError():
            return Unavailable("Neo4j is too busy for this now, or starting or stopping. Try again in a moment.")
        case ServiceUnavailable() | SessionExpired():
            return Unavailable("Neo4j does not answer. Is it running, and is NEO4J_URI its address? `graph-service up` starts a local one.")
        case Neo4jError(code=str(code)) if code.startswith(TIMED_OUT):
            return Timeout("The database took longer than it was given. Ask for less, or raise GRAPH_SERVICE_READ_TIMEOUT.")
        case _:
            LOG.error("The database could not carry out a statement.", exc_info=fault)
            return Internal("The database could not carry this out. The log says why.")
