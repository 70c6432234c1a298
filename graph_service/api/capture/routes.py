"""`POST /capture`: a sentence from a chat tool, a mail or a script becomes a draft.

The body is JSON, a form, or plain text, which is the lesson itself. All parameters can also be in the query string.
"""

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, cast
from urllib.parse import parse_qsl, quote

import orjson
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from graph_service.access import get_caller
from graph_service.api.context import Context, Resources
from graph_service.api.http.json_routes import NO_STORE, respond_json, with_errors
from graph_service.api.mutations import NO_LONGER_READABLE
from graph_service.api.nodes.lessons import Lesson
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.capture.meeting import CaptureMeeting, capture_meeting
from graph_service.domain.commands import CommandResult
from graph_service.domain.parsing import parse_boolean
from graph_service.errors import InvalidInput, NotFound
from graph_service.graph import WriteTransaction
from graph_service.unicode import normalize, normalize_json

MAX_BODY: Final = 500_000  # bytes: 100,000 characters of notes, escaped
MAX_FIELDS: Final = 100  # of a form: chat tools send a dozen besides the text
IDEMPOTENCY_HEADER: Final = "idempotency-key"
COST_IN_ROWS: Final = 1  # of a request, besides the lessons in its response
PARAMETERS: Final = ("text", "project", "learnedOn", "learner", "createProject", "split", "idempotencyKey")
TITLES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN lesson.id AS id, lesson.title AS title
"""


def capture_routes(middleware: Sequence[Middleware]) -> list[BaseRoute]:
    """The route, behind the middleware. Its GET is a page of the dashboard."""
    return [Route("/capture", with_errors(capture), methods=["POST"], middleware=middleware)]


async def capture(request: Request) -> Response:
    """Records a draft or, with `split`, one for each lesson in the text. Responds with 201 and the drafts, also for a repetition."""
    values = _parse_query(request.scope["query_string"]) | await _read_body(request)
    key = values.get("idempotencyKey") or request.headers.get(IDEMPOTENCY_HEADER)
    resources: Resources = request.app.state.resources
    handler, command = _to_command(values)
    caller = get_caller(request.scope)
    resources.spent.add(caller.subject, COST_IN_ROWS)
    options = {"idempotency_key": key, "read_node": _read_titles, "caller": caller}
    result: CommandResult = await handler(resources.graph, command, **options)
    resources.spent.add(caller.subject, len(result.node))
    if result.repeated:
        await _require_readable(Context(resources, caller), [result.id, *result.others])
    return _respond(request, result)


def _to_command(values: Mapping[str, Any]) -> tuple[Any, CaptureLesson | CaptureMeeting]:
    """The command and its handler."""
    text, project, day, learner = (values.get(name) for name in ("text", "project", "learnedOn", "learner"))
    create, split = (parse_boolean(values.get(name) or False, name) for name in ("createProject", "split"))
    if not isinstance(text, str):
        raise InvalidInput("text is required, as a string: what did you learn?", field="text")
    if split:
        learners = [learner] if learner else []
        return capture_meeting, CaptureMeeting(notes=text, project=project, held_on=day, learners=learners, create_project=create)
    return capture_lesson, CaptureLesson(text=text, project=project, learned_on=day, learner=learner, create_project=create)


async def _require_readable(context: Context, lessons: Sequence[str]) -> None:
    """Raises NotFound if the caller may no longer read one of the lessons, because it has been restricted since."""
    if await readable_ids(context, Lesson, lessons) != set(lessons):
        raise NotFound(NO_LONGER_READABLE, field="idempotencyKey")


async def _read_titles(tx: WriteTransaction, result: CommandResult) -> list[dict[str, str]]:
    return await tx.run(TITLES_QUERY, {"ids": [result.id, *result.others]})


def _respond(request: Request, result: CommandResult) -> Response:
    """JSON, whose `text` chat tools show, or plain text if the client asks for it."""
    lessons = [{**row, "url": f"{str(request.base_url).rstrip('/')}/lessons/{quote(row['id'], safe='')}"} for row in result.node]
    lines = [f"Saved as a draft: {each['title']}\n{each['url']}" for each in lessons]
    text = "\n".join([*lines, *result.warnings])
    if request.headers.get("accept", "").startswith("text/plain"):
        return PlainTextResponse(text, 201, NO_STORE)
    return respond_json({"text": text, "lessons": lessons, "warnings": result.warnings, "activity": result.seq}, 201)


async def _read_body(request: Request) -> dict[str, Any]:
    """The parameters in the body. Raises InvalidInput if it is too large, or not what its Content-Type says."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise InvalidInput(f"The text is larger than {MAX_BODY // 1000} kB. Send it in several parts.", field="text")
    body = body.removeprefix(BOM_UTF8)  # of an editor on Windows
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    match media_type:
        case "application/json":
            return _parse_json(body)
        case "application/x-www-form-urlencoded":
            return _parse_query(body)
        case "text/plain" | "":
            return {"text": normalize(_decode(body))}
        case _:
            raise InvalidInput(
                f"The Content-Type is {media_type[:100]!r}, but must be application/json, application/x-www-form-urlencoded or text/plain."
            )


def _parse_json(body: bytes) -> dict[str, Any]:
    try:
        values = orjson.loads(normalize_json(body))
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"The body is not JSON: {error}.") from error
    if not isinstance(values, dict):
        raise InvalidInput('The body must be a JSON object, such as {"text": "Order early."}.')
    return {name: value for name, value in cast("dict[str, Any]", values).items() if name in PARAMETERS and value is not None}


def _parse_query(text: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(_decode(text), max_num_fields=MAX_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The form or the address is not UTF-8, or has more than {MAX_FIELDS} fields.") from error
    return {name: normalize(value) for name, value in pairs if name in PARAMETERS}


def _decode(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput("The text is not UTF-8. Send it as UTF-8.", field="text") from error
