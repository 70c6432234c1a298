"""Reads the parameters of a GraphQL request from HTTP: from the body of a POST or the address of a GET."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from graph_service.api.http.media_types import JSON
from graph_service.errors import GraphServiceError, InvalidInput, NotFound
from graph_service.unicode import normalize, normalize_json

MAX_BODY: Final = 2**21  # bytes. A list of a million ids (11 MB) exhausts the heap of the local Neo4j, which then stops
MAX_PARAMETERS: Final = 100  # in an address
MAX_SHOWN: Final = 200  # characters of a value in an error
AUTOMATIC_PERSISTENCE: Final = "persistedQuery"  # the extension of Apollo's protocol, which registers documents by request
NOT_SUPPORTED: Final = "PersistedQueryNotSupported"  # with this message, Apollo Client and urql send the document instead
CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})
IDENTITY: Final = "identity"  # as Content-Encoding: not compressed
JSON_PARAMETERS: Final = ("variables", "extensions")
TYPES: Final[Mapping[str, tuple[type, str]]] = {
    "query": (str, "a string"),
    "documentId": (str, "a string"),
    "operationName": (str, "a string"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
}


class RequestError(Exception):
    """The request is not executed. Has the status and headers of the response, and the error in its body."""

    def __init__(self, status: int, error: GraphServiceError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error.message)
        self.status = status
        self.error = error
        self.headers = headers


def request_error(status: int, message: str, **headers: str) -> RequestError:
    """The exception for an invalid request, with this status and these headers."""
    return RequestError(status, InvalidInput(message), headers)


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A well-formed request; its document may still be invalid. is_get: whether it was sent by GET, so that it must not be a mutation."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any] | None
    is_get: bool


async def read_request(request: Request, documents: Mapping[str, str]) -> GraphQLRequest:
    """Reads the request, with its document from `query` or from the persisted documents. Raises RequestError if it is not well-formed.

    Unknown parameters are ignored.
    """
    is_get = request.method == "GET"
    parameters = _parse_query_string(request.scope["query_string"]) if is_get else await _parse_body(request)
    for name, (kind, noun) in TYPES.items():
        value = parameters.get(name)
        if value is not None and not isinstance(value, kind):
            raise request_error(400, f"`{name}` must be {noun} or null.")
    document = parameters.get("query") or _find_document(parameters, documents)
    name = parameters.get("operationName")
    return GraphQLRequest(document, parameters.get("variables"), name, parameters.get("extensions"), is_get)


async def _parse_body(request: Request) -> dict[str, Any]:
    content_type = request.headers.get("content-type", "")
    media_type, *others = (part.strip().lower() for part in content_type.split(";"))
    if media_type != JSON:
        shown = content_type[:MAX_SHOWN] or "missing"
        raise request_error(415, f"The Content-Type of a POST must be {JSON}; it is {shown}.")
    charset = next((other.removeprefix("charset=").strip('"') for other in others if other.startswith("charset=")), "utf-8")
    if charset not in CHARSETS:
        raise request_error(415, f"JSON is sent as UTF-8; the Content-Type has the charset {charset[:MAX_SHOWN]!r}.")
    encoding = request.headers.get("content-encoding", IDENTITY)
    if encoding.lower() != IDENTITY:
        raise request_error(
            415, f"The body has the Content-Encoding {encoding[:MAX_SHOWN]}; send it without one.", **{"Accept-Encoding": IDENTITY}
        )
    try:
        parameters = orjson.loads(normalize_json((await request.body()).removeprefix(BOM_UTF8)))
    except orjson.JSONDecodeError as error:
        raise request_error(400, f"The body of the request is not JSON: {error}.") from error
    if not isinstance(parameters, dict):
        raise request_error(400, "A GraphQL request must be a JSON object. Batches of requests are not supported.")
    return cast("dict[str, Any]", parameters)


def _parse_query_string(query_string: bytes) -> dict[str, Any]:
    """The parameters of an address. Empty parameters count as missing; if a name is repeated, the last value counts."""
    try:
        pairs = parse_qsl(query_string.decode("latin-1"), max_num_fields=MAX_PARAMETERS)
    except ValueError as error:
        raise request_error(400, f"The address has more than {MAX_PARAMETERS} parameters.") from error
    texts = {name: text for name, text in pairs if name in TYPES}
    return {name: _parse_json(name, text) if name in JSON_PARAMETERS else normalize(text) for name, text in texts.items()}


def _parse_json(name: str, text: str) -> Any:
    try:
        return orjson.loads(normalize_json(text.encode()))
    except orjson.JSONDecodeError as error:
        raise request_error(400, f"`{name}` is not JSON: {error}.") from error


def _find_document(parameters: Mapping[str, Any], documents: Mapping[str, str]) -> str:
    document_id: str | None = parameters.get("documentId")
    if not document_id:
        if AUTOMATIC_PERSISTENCE in (parameters.get("extensions") or ()):
            raise request_error(400, NOT_SUPPORTED)
        raise request_error(400, "The request has no `query` and no `documentId`.")
    if (document := documents.get(document_id)) is None:
        reason = "the service has no persisted documents" if not documents else "the service has no persisted document with this id"
        raise RequestError(404, NotFound(f"`documentId` is {document_id[:MAX_SHOWN]!r}, and {reason}.", field="documentId"))
    return document
