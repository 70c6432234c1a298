"""Logs as lines of JSON, one an event, for machines to collect. Each names the request it belongs to, and none a value somebody sent."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request", default="")
"""The id of the request that is being answered, which its errors carry too."""


def current_request_id() -> str:
    """That of the request that is being answered; a new one for what comes by another way."""
    return REQUEST_ID.get() or uuid4().hex


class JsonFormatter(logging.Formatter):
    """time, level, logger, message; request where there is one; what the line was given as `extra={"told": {...}}`; a traceback at its end."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST_ID.get():
            line["request"] = request
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


# As logging.config takes it: everything of ours and of the server's, to the standard error output.
CONFIGURATION: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonFormatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {"graph_service": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
}
