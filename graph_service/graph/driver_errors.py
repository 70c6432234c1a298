"""Translates errors of Neo4j and its driver into GraphServiceError: what the caller should do, without internal details."""

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
from graph_service.graph.bookmarks import INVALID_BOOKMARKS
from graph_service.logs import redact

LOG = logging.getLogger(__name__)
# What the driver raises. It raises the last two for a value that Bolt cannot encode: a lone surrogate, a number beyond 64 bits.
DRIVER_ERRORS = (Neo4jError, DriverError, UnicodeEncodeError, OverflowError)
# Without the address: it may contain a password.
INVALID_URI = "NEO4J_URI is not a valid Neo4j address. Examples: neo4j://host:7687, bolt://host:7687."
BOOKMARK_TIMEOUT_CODE = "Neo.TransientError.Transaction.BookmarkTimeout"
BOOKMARK_TIMEOUT = (
    "The database has not yet applied the transactions of the bookmarks in this request. Try again in a moment, or without bookmarks if "
    "the database was restored from an older copy."
)
NO_RESPONSE = "Neo4j has not responded in time. Try again in a moment; if the problem persists, check that Neo4j is running."
# Neo4j can neither begin nor commit transactions: its disk is full, or the database is still stopped after the disk was full.
TRANSACTION_FAILED_CODE = "Neo.DatabaseError.Transaction."
TRANSACTION_FAILED = (
    "Neo4j cannot run transactions. Check that its disk has free space; the log of Neo4j has the reason. You may have to restart Neo4j "
    "afterwards."
)
# The limits dbms.memory.transaction.total.max, of all transactions, and db.memory.transaction.max, of each.
OUT_OF_MEMORY_CODES = ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "Neo.TransientError.General.TransactionOutOfMemoryError")
OUT_OF_MEMORY = (
    "Neo4j has too little memory for this query and those that run at the same time. Request fewer rows at once, try again in a moment, or "
    "raise db.memory.transaction.max and dbms.memory.transaction.total.max in neo4j.conf."
)
TRANSACTION_TIMEOUT_CODE = "Neo.ClientError.Transaction.TransactionTimedOut"
UNAVAILABLE = {
    BOOKMARK_TIMEOUT_CODE: BOOKMARK_TIMEOUT,
    **dict.fromkeys(OUT_OF_MEMORY_CODES, OUT_OF_MEMORY),
    "Neo.ClientError.Database.DatabaseNotFound": "Neo4j has no database of that name. Check NEO4J_DATABASE.",
    "Neo.ClientError.Security.CredentialsExpired": "The password of NEO4J_USERNAME has expired and must be changed first. "
    "Log in with Neo4j Browser, which asks for a new one, then set NEO4J_PASSWORD.",
    "Neo.ClientError.Security.AuthenticationRateLimit": "Neo4j received too many wrong passwords and refuses all logins for a few seconds. "
    "Check NEO4J_PASSWORD, then wait.",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "This database is read-only. "
    "Remove it from server.databases.read_only in neo4j.conf, or choose another with NEO4J_DATABASE.",
    "Neo.ClientError.Security.Forbidden": "NEO4J_USERNAME does not have permission for this. "
    "Give that user a role that may read, write and change the schema.",
    "Neo.ClientError.Transaction.Terminated": "The transaction was terminated in the database. Try again in a moment.",
}


def is_retryable(error: Exception) -> bool:
    """True when the same call may succeed a moment later: a lost connection, a deadlock, a change of leader."""
    if isinstance(error, Neo4jError) and error.code in {BOOKMARK_TIMEOUT_CODE, *OUT_OF_MEMORY_CODES}:
        return False  # Neo4j has already waited for half a minute, or would fill its memory again
    return isinstance(error, Neo4jError | DriverError) and error.is_retryable()


def is_lost_race(error: Exception) -> bool:
    """Whether another transaction may have created the same node, constraint or index, so that a retry would find it."""
    code = str(error.code) if isinstance(error, Neo4jError) else ""
    return isinstance(error, ConstraintError) or (code.startswith("Neo.ClientError.Schema.") and code.endswith("AlreadyExists"))


def is_unreachable(error: GraphServiceError) -> bool:
    """True when the driver could not open a connection: wrong host or port, a firewall, or something other than Neo4j."""
    return isinstance(error.__cause__, ServiceUnavailable)


def is_temporary(error: GraphServiceError) -> bool:
    """True when waiting may help: the database does not respond, is starting, or is busy."""
    return isinstance(error, Timeout) or isinstance(error.__cause__, ServiceUnavailable | SessionExpired | TransientError)


def translate_driver_error(error: Exception) -> GraphServiceError:
    """The error to raise from this one. An error that only a change to the service can correct is logged here, once.

    A statement that fails on a value (month 13, a text instead of a number) is such an error: values are validated before they get here,
    and Neo4j neither names the input nor has a code of its own for it (a bad date is a SyntaxError).
    """
    match error:
        case ConstraintError():
            return Conflict("A node with this id, e-mail address or key already exists.")
        case ConfigurationError():
            return InvalidInput(INVALID_URI, field="NEO4J_URI")
        case UnicodeEncodeError() | OverflowError():
            return InvalidInput("A value cannot be stored: a text with a lone surrogate (half a character), or a number beyond 64 bits.")
        case AuthError():
            return Unavailable("Neo4j rejected the user or the password. Check NEO4J_USERNAME and NEO4J_PASSWORD (or NEO4J_PASSWORD_FILE).")
        case Neo4jError(code=str(code)) if code.startswith("Neo.ClientError.Transaction.InvalidBookmark"):
            return InvalidInput(INVALID_BOOKMARKS)
        case Neo4jError(code=str(code)) if text := _reason_unavailable(code):
            return Unavailable(text)
        case TransientError():
            return Unavailable("Neo4j is too busy, starting or stopping. Try again in a moment.")
        case ServiceUnavailable() | SessionExpired():
            return Unavailable(
                "Neo4j does not respond. Check that it is running and that NEO4J_URI is its address. `graph-service up` starts a local Neo4j."
            )
        case Neo4jError(code=str(code)) if code.startswith(TRANSACTION_TIMEOUT_CODE):
            return Timeout("The query took longer than the database allows. Request less, or raise GRAPH_SERVICE_READ_TIMEOUT.")
        case _:
            LOG.error("The database could not run a statement.", exc_info=redact(error))
            return Internal("The database could not run a statement. The log has the reason.")


def _reason_unavailable(code: str) -> str | None:
    return TRANSACTION_FAILED if code.startswith(TRANSACTION_FAILED_CODE) else UNAVAILABLE.get(code)
