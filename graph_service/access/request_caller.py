"""The caller of a request."""

from collections.abc import Mapping
from typing import Any

from graph_service.callers import LOCAL_CALLER, Caller, Role

__all__ = ["LOCAL_CALLER", "Caller", "Role", "get_caller"]


def get_caller(scope: Mapping[str, Any]) -> Caller:
    """The caller of an authenticated request. Raises KeyError if the request is not authenticated."""
    caller: Caller = scope["state"]["caller"]
    return caller
