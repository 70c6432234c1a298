"""Profiles of slow queries: with `"extensions": {"receipt": true}` in the request, an administrator gets the time of each step and the
database hits of each statement in the response's `extensions.receipt`.
"""

from collections.abc import Generator
from dataclasses import asdict
from time import perf_counter
from typing import Any

from strawberry.extensions import SchemaExtension

from graph_service.access import Role
from graph_service.api.context import Context


class ProfilingExtension(SchemaExtension):
    """Times the steps of a request and profiles its statements, if the request asks for it."""

    def __init__(self) -> None:
        self._enabled = False
        self._milliseconds: dict[str, float] = {}

    def on_operation(self) -> Generator[None]:
        """Times the whole operation, and enables profiling for an administrator who requests it."""
        request_extensions = self.execution_context.operation_extensions or {}
        if request_extensions.get("receipt") is True:
            context: Context = self.execution_context.context
            self._enabled = context.caller.role is Role.ADMINISTRATOR  # a profile shows internals
            context.profiles = [] if self._enabled else None
        yield from self._time("whole")

    def on_parse(self) -> Generator[None]:
        """Times parsing."""
        yield from self._time("parsing")

    def on_validate(self) -> Generator[None]:
        """Times validation against the schema."""
        yield from self._time("validation")

    def on_execute(self) -> Generator[None]:
        """Times compilation, reading and completion."""
        yield from self._time("execution")

    def get_results(self) -> dict[str, Any]:
        """Called by Strawberry for the response's `extensions`."""
        if not self._enabled:
            return {}
        context: Context = self.execution_context.context
        return {"receipt": {"milliseconds": self._milliseconds, "reads": [asdict(profile) for profile in context.profiles or ()]}}

    def _time(self, step: str) -> Generator[None]:
        start = perf_counter()
        yield
        self._milliseconds[step] = round((perf_counter() - start) * 1000, 3)
