"""Spans for OpenTelemetry: a request, a statement, an answer of the network. Nothing at all where OpenTelemetry isn't installed.

The service makes spans and leaves to whoever runs it where they go: `opentelemetry-instrument graph-service serve` reads the usual OTEL_
variables. A span holds no value that somebody sent: statements are told by their text, in which values are only named.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

try:
    from opentelemetry.trace import get_tracer
except ImportError:  # the extra `telemetry` brings it
    get_tracer = None

NOTHING: Final = nullcontext()


def span(name: str, attributes: Mapping[str, str]) -> AbstractContextManager[Any]:
    """A span around what is done within; what is entered is the span, or None."""
    if get_tracer is None:
        return NOTHING
    return get_tracer("graph_service").start_as_current_span(name, attributes=dict(attributes))
