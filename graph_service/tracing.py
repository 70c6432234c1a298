"""Spans for OpenTelemetry: a request, a statement, an answer of the network. Nothing at all where OpenTelemetry isn't installed.

The service makes spans and leaves to whoever runs it where they go: `opentelemetry-instrument graph-service serve` reads the usual OTEL_
variables. A span holds no value that somebody sent: statements are told by their text, in which values are only named.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

try:
    from opentelemetry import trace
except ImportError:  # the extra `telemetry` brings it
    trace = None

NOTHING: Final = nullcontext()


def span(name: str, attributes: Mapping[str, str]) -> AbstractContextManager[Any]:
    """A span around what is done within; what is entered is the span, or None where nobody collects spans."""
    if trace is None or isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return NOTHING
    return trace.get_tracer("graph_service").start_as_current_span(name, attributes=dict(attributes))
