"""OpenTelemetry spans for requests, statements and network measures. Without the extra `telemetry` they do nothing.

Where spans are sent is the operator's choice: `opentelemetry-instrument graph-service serve` reads the usual OTEL_ variables. A span
contains no value that a client sent: statements contain only the names of their parameters, and errors are recorded by type.
"""

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

try:
    from opentelemetry import trace
except ImportError:  # the extra `telemetry` is not installed
    trace = None

NO_SPAN: Final = nullcontext()


def span(name: str, attributes: Mapping[str, str]) -> AbstractContextManager[Any]:
    """A span around the body of a `with` statement. Its value is the span, or None where spans are not collected."""
    if trace is None or isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return NO_SPAN
    return _record_span(trace.get_tracer("graph_service"), name, attributes)


@contextmanager
def _record_span(tracer: Any, name: str, attributes: Mapping[str, str]) -> Generator[Any]:
    # OpenTelemetry's own recording of errors is off: it copies their texts, which may quote values.
    with tracer.start_as_current_span(name, attributes=dict(attributes), record_exception=False, set_status_on_exception=False) as current:
        try:
            yield current
        except Exception as error:
            record_error(current, error)
            raise


def record_error(current: Any, error: Exception) -> None:
    """Marks a span as failed. current: a span, or None."""
    if current is not None and trace is not None:
        current.set_attribute("error.type", type(error).__qualname__)
        current.set_status(trace.StatusCode.ERROR)
