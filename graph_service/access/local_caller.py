"""Who local callers say they are: without tokens the service cannot verify it, and the log marks it so."""

from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from starlette.datastructures import Headers

from graph_service.callers import LOCAL_CALLER, Caller

NAME_HEADER: Final = "Graph-Caller-Name"
PERSON_HEADER: Final = "Graph-Caller-Person"
MAX_LENGTH: Final = 200  # characters of a name or an id; a longer one is ignored


def read_local_caller(headers: Headers) -> Caller:
    """LOCAL_CALLER with the name and the person that the headers state, percent-encoded. Both are optional."""
    return replace(LOCAL_CALLER, name=_read(headers, NAME_HEADER) or "", person=_read(headers, PERSON_HEADER))


def _read(headers: Headers, name: str) -> str | None:
    text = unquote(headers.get(name, "")).strip()
    return text if text and len(text) <= MAX_LENGTH and text.isprintable() else None
