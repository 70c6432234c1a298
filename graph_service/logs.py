"""Log output. Each line carries the id of its request, and no line contains a value that a client sent."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TypeAlias
from uuid import uuid4

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""The id of the current request; empty outside a request. The error responses of the request carry it too."""

ERROR_CODE: Final = re.compile(r"[\w.]+", re.ASCII)
ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def current_request_id() -> str:
    """The id of the current request, or a new id outside a request."""
    return REQUEST_ID.get() or uuid4().hex


class LoggedError(Exception):
    """Replaces an error in the log. Its text is the error's type and code; see `redact`."""


def redact(error: BaseException) -> LoggedError:
    """A copy of an error and its causes for the log, with their stacks but without their texts.

    The texts of unforeseen errors quote values: Neo4j's quote parameters and statements, Python's quote the text that could not be parsed.
    """
    if isinstance(error, LoggedError):
        return error
    code = getattr(error, "code", None)
    suffix = f" ({code})" if isinstance(code, str) and ERROR_CODE.fullmatch(code) else ""
    copy = LoggedError(f"{type(error).__module__}.{type(error).__qualname__}{suffix}")
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    copy.__cause__ = None if cause is None else redact(cause)  # which also hides its context, the original error
    return copy.with_traceback(error.__traceback__)


class RedactingFormatter(logging.Formatter):
    """Formats a record as text. Tracebacks do not contain the texts of errors, also those that other packages log."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is logging's
        """The stack with the type and code of each error."""
        error = ei[1]
        return "" if error is None else super().formatException((LoggedError, redact(error), error.__traceback__))


class JsonFormatter(RedactingFormatter):
    """Formats a record as one line of JSON: time, level, logger, message; request, fields (`extra={"fields": {...}}`) and traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request"] = request_id
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def logging_configuration(*, terminal: bool) -> dict[str, Any]:
    """The argument of logging.config.dictConfig: everything to standard error.

    terminal: warnings and errors as text, for a person. Otherwise also one line for each request, as JSON, for a log collector.
    """
    formatter = {"()": RedactingFormatter, "format": "%(levelname)s: %(message)s"} if terminal else {"()": JsonFormatter}
    level = "WARNING" if terminal else "INFO"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"graph_service": {"level": level}, "uvicorn": {"level": level}},
    }
