"""The receipt: what a query took, step by step, for whoever wonders why it is slow. Asked for by `"extensions": {"receipt": true}` in the request."""

from collections.abc import Generator
from dataclasses import asdict
from time import perf_counter
from typing import Any

from strawberry.extensions import SchemaExtension

from graph_service.access import Role
from graph_service.api.context import Context


class WrittenReceipt(SchemaExtension):
    """Has every read of the request profiled, and says what each took."""

    def __init__(self) -> None:
        self._wanted = False
        self._milliseconds: dict[str, float] = {}

    def on_operation(self) -> Generator[None]:
        """The whole of it."""
        asked = self.execution_context.operation_extensions or {}
        self._wanted = asked.get("receipt") is True
        if self._wanted:
            context: Context = self.execution_context.context
            self._wanted = context.caller.role is Role.ADMINISTRATOR  # it shows how the inside works
            context.receipts = [] if self._wanted else None
        yield from self._timed("whole")

    def on_parse(self) -> Generator[None]:
        """The document is read."""
        yield from self._timed("parsing")

    def on_validate(self) -> Generator[None]:
        """The document is held against the schema."""
        yield from self._timed("validation")

    def on_execute(self) -> Generator[None]:
        """The statements are written and run, and the response put together."""
        yield from self._timed("execution")

    def get_results(self) -> dict[str, Any]:
        """For the response's `extensions`."""
        if not self._wanted:
            return {}
        context: Context = self.execution_context.context
        return {"receipt": {"milliseconds": self._milliseconds, "reads": [asdict(receipt) for receipt in context.receipts or ()]}}

    def _timed(self, step: str) -> Generator[None]:
        begun = perf_counter()
        yield
        self._milliseconds[step] = round((perf_counter() - begun) * 1000, 3)
