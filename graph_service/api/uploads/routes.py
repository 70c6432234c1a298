"""The import of files by the dashboard: routes below /imports. Each job belongs to its caller; others do not find it."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

import orjson
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph_service.access import Role, get_caller
from graph_service.api.context import Resources
from graph_service.api.http.json_routes import NO_STORE, Handler, respond_json, with_errors
from graph_service.errors import Forbidden, InvalidInput, NotFound
from graph_service.graph import Graph
from graph_service.ingest.uploads import MAX_FILE_SIZE, MAX_FILES, Job, UploadRunner
from graph_service.ingest.uploads.answers import TARGETS
from graph_service.ingest.uploads.corrections import describe_mappings, forget_mapping
from graph_service.ingest.uploads.permission import require_importer

MAX_ANSWERS: Final = 1_000_000  # bytes


def upload_routes(runner: UploadRunner, middleware: Sequence[Middleware]) -> list[BaseRoute]:
    """The routes of imports, each behind the middleware."""
    handlers = UploadHandlers(runner)

    def route(path: str, handler: Handler, *methods: str) -> Route:
        return Route(path, with_errors(handler), methods=methods, middleware=middleware)

    return [
        route("/imports", handlers.describe, "GET"),
        route("/imports/new", handlers.create, "POST"),
        route("/imports/mappings/{name}/forget", handlers.forget_mapping, "POST"),
        route("/imports/undo/{number}", handlers.undo_logged, "POST"),
        route("/imports/{job}", handlers.show, "GET"),
        route("/imports/{job}/files", handlers.receive, "POST"),
        route("/imports/{job}/check", handlers.check, "POST"),
        route("/imports/{job}/load", handlers.load, "POST"),
        route("/imports/{job}/undo", handlers.undo, "POST"),
        route("/imports/{job}/stop", handlers.stop, "POST"),
        route("/imports/{job}/files/{number}", handlers.send_file, "GET"),
        route("/imports/{job}/remove", handlers.remove, "POST"),
    ]


class UploadHandlers:
    """The handlers of the routes below /imports."""

    def __init__(self, runner: UploadRunner) -> None:
        self._runner, self._store = runner, runner.store

    async def describe(self, request: Request) -> Response:
        """What the caller may import, the limits, the caller's imports of the last day, and the saved column mappings, which everybody shares."""
        caller = get_caller(request.scope)
        why = _import_refusal(request)
        jobs = [] if why else await asyncio.to_thread(self._store.list_jobs, caller)
        return respond_json(
            {
                "mayImport": not why,
                "why": why,
                "mayImportAll": caller.role >= Role.ADMINISTRATOR,
                "maxFiles": MAX_FILES,
                "maxFileSize": MAX_FILE_SIZE,
                "targets": TARGETS,
                "jobs": [_summary(job) for job in jobs],
                "mappings": [] if why else await asyncio.to_thread(describe_mappings, self._runner.mappings),
            }
        )

    async def create(self, request: Request) -> Response:
        """Begins an import."""
        require_importer(caller := get_caller(request.scope))
        job = await asyncio.to_thread(self._store.create, caller)
        return respond_json(self._describe(job), 201)

    async def show(self, request: Request) -> Response:
        """The state of an import, with its review."""
        job = await self._find(request)
        return respond_json(await asyncio.to_thread(self._describe, job))

    async def receive(self, request: Request) -> Response:
        """Receives one file, whose name is the parameter `name`: the body of the request, which is written to disk as it arrives."""
        job = await self._find(request)
        name = request.query_params.get("name", "")
        with self._store.receive(job, name) as file:
            size = 0
            async for part in request.stream():
                size += len(part)
                if size > MAX_FILE_SIZE:
                    raise InvalidInput(
                        f"{name[:200]} is larger than {MAX_FILE_SIZE // 1_000_000} MB. Split it, or import it with `graph-service import`."
                    )
                await asyncio.to_thread(file.write, part)
        return respond_json(self._describe(job), 201)

    async def check(self, request: Request) -> Response:
        """Begins the check, with the answers as a JSON object."""
        job = await self._find(request)
        await self._runner.check(_graph(request), job, get_caller(request.scope), await _read_json(request))
        return respond_json(self._describe(job), 202)

    async def load(self, request: Request) -> Response:
        """Begins to write what was reviewed."""
        job = await self._find(request)
        await self._runner.load(_graph(request), job, get_caller(request.scope))
        return respond_json(self._describe(job), 202)

    async def undo(self, request: Request) -> Response:
        """Begins to undo an import."""
        job = await self._find(request)
        await self._runner.undo(_graph(request), job, get_caller(request.scope))
        return respond_json(self._describe(job), 202)

    async def stop(self, request: Request) -> Response:
        """Asks the worker to stop a check, an import or an undo. It stops within seconds, an import or undo between two batches."""
        job = await self._find(request)
        await asyncio.to_thread(self._store.request_stop, job)
        return respond_json(self._describe(job), 202)

    async def undo_logged(self, request: Request) -> Response:
        """Begins to undo the import with this number in the log, whoever imported it and how. Its state is that of a new job without files."""
        require_importer(caller := get_caller(request.scope))
        number = _number(request.path_params["number"])
        job = await asyncio.to_thread(self._store.create, caller)
        job.number, job.is_undoable = number, True
        await self._runner.undo(_graph(request), job, caller)
        return respond_json(self._describe(job), 202)

    async def send_file(self, request: Request) -> Response:
        """An imported file with columns added: the id, status and errors of each row, and how its lesson was reused."""
        job = await self._find(request)
        name, content = await self._runner.write_result_file(_graph(request), job, _position(request.path_params["number"]))
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return Response(content, headers={**NO_STORE, "Content-Disposition": disposition}, media_type="application/octet-stream")

    async def remove(self, request: Request) -> Response:
        """Removes an import with its files. What it wrote stays."""
        job = await self._find(request)
        await asyncio.to_thread(self._store.remove, job)
        return respond_json({})

    async def forget_mapping(self, request: Request) -> Response:
        """Removes a saved column mapping."""
        require_importer(get_caller(request.scope))
        await asyncio.to_thread(forget_mapping, self._runner.mappings, request.path_params["name"])
        return respond_json({})

    async def _find(self, request: Request) -> Job:
        require_importer(caller := get_caller(request.scope))
        return await asyncio.to_thread(self._store.find, request.path_params["job"], caller)

    def _describe(self, job: Job) -> dict[str, Any]:
        progress = self._store.progress(job) | {"started": job.started} if job.state.is_running else None
        return _summary(job) | {"answers": job.answers, "review": job.review, "progress": progress}


def _summary(job: Job) -> dict[str, Any]:
    files = [{"name": name, "size": size} for name, size in job.files]
    undo = {"number": job.number, "isUndoable": job.is_undoable}
    return {"id": job.id, "created": job.created, "state": job.state, "files": files, "error": job.error} | undo


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise NotFound("The log has no import with this number.")
    return int(text)


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise NotFound("There is no such file.")
    return int(text)


def _import_refusal(request: Request) -> str:
    try:
        require_importer(get_caller(request.scope))
    except Forbidden as error:
        return error.message
    return ""


def _graph(request: Request) -> Graph:
    resources: Resources = request.app.state.resources
    return resources.graph


async def _read_json(request: Request) -> Any:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_ANSWERS:
            raise InvalidInput(f"The answers are larger than {MAX_ANSWERS:,} bytes.")
    try:
        return orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"The answers are not valid JSON: {error}.") from error
