"""Checks and loads jobs in the background of a worker, one at a time, so that other requests are answered meanwhile."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from graph_service.callers import Caller
from graph_service.errors import GraphServiceError, InvalidInput, NotFound
from graph_service.graph import Graph
from graph_service.ingest.conversion import PreparedImport, prepare
from graph_service.ingest.importer import import_files
from graph_service.ingest.input_files import read_mappings, read_upload
from graph_service.ingest.lease import OtherImport
from graph_service.ingest.matching import TableProposal
from graph_service.ingest.report import Report
from graph_service.ingest.result_files import describe_rows, read_lesson_reuses, write_result_file
from graph_service.ingest.undo import undo_import
from graph_service.ingest.undo.recorder import Recorder
from graph_service.ingest.uploads.answers import Answers, apply_answers, parse_answers
from graph_service.ingest.uploads.corrections import complete_choices, save_corrections
from graph_service.ingest.uploads.job import Job, JobState
from graph_service.ingest.uploads.permission import require_tables
from graph_service.ingest.uploads.review import describe_notices, describe_report, describe_tables, replace_unreadable
from graph_service.ingest.uploads.store import UploadStore

logger = logging.getLogger(__name__)
READ_TIMEOUT = 600.0  # seconds
HEARTBEAT_SECONDS = 1.0  # between two heartbeats; at each, the job stops if its caller has asked for it
UNEXPECTED = "An internal error occurred. The service's log has the details."


class UploadRunner:
    """The checks and loads of one worker. mappings: the folder of the saved column mappings."""

    def __init__(self, store: UploadStore, mappings: Path) -> None:
        self.store, self.mappings = store, mappings
        self._turn = asyncio.Lock()
        self._tasks = set[asyncio.Task[None]]()

    async def check(self, graph: Graph, job: Job, caller: Caller, answers: dict[str, Any]) -> None:
        """Begins to read the files and to compare them with the graph. Raises InvalidInput for invalid answers, Conflict if the job is running."""
        parse_answers(answers)
        if not job.files:
            raise InvalidInput("Choose at least one file.")
        if job.state in (JobState.LOADED, JobState.UNDONE):
            raise InvalidInput("These files have been imported. Begin a new import.")
        job.answers = answers
        await self._begin(job, JobState.CHECKING, lambda: self._check(graph, job, caller))

    async def load(self, graph: Graph, job: Job, caller: Caller) -> None:
        """Begins to write what was reviewed. Raises InvalidInput while questions are open, Conflict if the job is running."""
        if job.state is not JobState.CHECKED or not job.review or not job.review["mayLoad"]:
            raise InvalidInput("The files must be checked, and all questions answered, before they are imported.")
        await self._begin(job, JobState.LOADING, lambda: self._load(graph, job, caller))

    async def undo(self, graph: Graph, job: Job, caller: Caller) -> None:
        """Begins to undo the import of a job. Raises InvalidInput if it wrote nothing, Conflict if the job is running."""
        if job.number is None or job.state.is_running or job.state is JobState.UNDONE:
            raise InvalidInput("There is nothing to undo: nothing was imported, or it was undone.")
        number = job.number
        await self._begin(job, JobState.UNDOING, lambda: self._undo(graph, job, caller, number))

    async def write_result_file(self, graph: Graph, job: Job, number: int) -> tuple[str, bytes]:
        """The name and content of an imported file with the results of its rows in added columns. Raises NotFound, InvalidInput."""
        if job.state is not JobState.LOADED or number >= len(job.files):
            raise NotFound("There is no such file, or it has not been imported yet.")
        name, data = await asyncio.to_thread(self.store.read_file, job, number)
        tables = [table for table in await asyncio.to_thread(self.store.read_rows, job) if table.file == name]
        reuses = await read_lesson_reuses(graph, (id_ for table in tables if table.kind == "lessons" for id_ in table.ids))
        async with self._turn:
            return await asyncio.to_thread(write_result_file, name, data, tables, reuses)

    async def close(self) -> None:
        """Stops what is running: a load stops between two batches."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _begin(self, job: Job, state: JobState, work: Callable[[], Awaitable[JobState]]) -> None:
        await asyncio.to_thread(self.store.begin, job, state)
        task = asyncio.create_task(self._run(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, job: Job, work: Callable[[], Awaitable[JobState]]) -> None:
        try:
            async with self._alive(job), self._turn:
                job.state = await work()
        except GraphServiceError as error:
            job.state, job.error = JobState.FAILED, error.message
        except asyncio.CancelledError:
            self.store.end_interrupted(job)
            raise
        except Exception:
            logger.exception("import %s failed", job.id)
            job.state, job.error = JobState.FAILED, UNEXPECTED
        with suppress(OSError):
            await asyncio.to_thread(self.store.end, job)

    @asynccontextmanager
    async def _alive(self, job: Job) -> AsyncGenerator[None]:
        working = asyncio.current_task()

        async def beat() -> None:
            while True:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await asyncio.to_thread(self.store.keep_alive, job)
                if working and await asyncio.to_thread(self.store.is_stop_requested, job):
                    working.cancel()
                    return

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()

    async def _check(self, graph: Graph, job: Job, caller: Caller) -> JobState:
        answers = parse_answers(job.answers)
        self.store.report(job, "reading the files", 0, 0)
        chosen, prepared, review = await self._prepare(graph, job, caller, answers)
        if prepared is not None and prepared.files:
            self.store.report(job, "comparing with what is already there", 0, 0)
            report = await import_files(
                graph.with_read_timeout(at_least=READ_TIMEOUT),
                prepared.files,
                dry_run=True,
                clear=answers.clear,
                unknown=prepared.rules,
                caller=caller,
            )
            review |= await asyncio.to_thread(lambda: describe_report(prepared, prepared.locate(report), list(filter(None, chosen))))
            changes = sum(table.loaded for table in report.tables)
            review["mayLoad"] = not review["questions"] and bool(changes)
            review["isNothingNew"] = not changes
        job.review = replace_unreadable(review)
        return JobState.CHECKED if review["tables"] else JobState.FAILED

    async def _prepare(
        self, graph: Graph, job: Job, caller: Caller, answers: Answers
    ) -> tuple[list[TableProposal | None], PreparedImport | None, dict[str, Any]]:
        """The tables as they were chosen, None for those that are left out; their rows, None if no table was found; and the review."""
        files = await asyncio.to_thread(self.store.read_files, job)
        mappings = await asyncio.to_thread(read_mappings, self.mappings)
        input_files = await asyncio.to_thread(lambda: read_upload(files, mappings=mappings))
        chosen = await asyncio.to_thread(apply_answers, input_files.proposals, answers)
        review: dict[str, Any] = {
            "tables": describe_tables(input_files.proposals, chosen),
            "notices": describe_notices(input_files.notices),
            "questions": [],
            "mayLoad": False,
        }
        if input_files.is_empty:
            job.error = "No table was found in these files."
            return [], None, review
        kept = [proposal for proposal in chosen if proposal is not None]
        choices = complete_choices(answers.choices, mappings, kept)
        reader = graph.with_read_timeout(at_least=READ_TIMEOUT)
        prepared = await prepare(reader, input_files.exact, kept, choices, caller)
        require_tables(caller, prepared.files)
        review["questions"] = describe_notices(prepared.questions)
        review["notices"] = describe_notices(
            [*input_files.notices, *(notice for notice in prepared.notices if notice not in prepared.questions)]
        )
        return chosen, prepared, review

    async def _load(self, graph: Graph, job: Job, caller: Caller) -> JobState:
        answers = parse_answers(job.answers)
        self.store.report(job, "checking the rows again", 0, 0)
        chosen, prepared, review = await self._prepare(graph, job, caller, answers)
        if prepared is None or review["questions"]:
            raise InvalidInput("The graph has changed since the check, and a question is open. Check the files again.")

        def show(table: str, done: int, total: int) -> None:
            self.store.report(job, f"writing {table}", done, total)

        def wait(other: OtherImport) -> None:
            self.store.report(job, f"waiting for another import ({other.importer})", 0, 0)

        recorder = Recorder()
        try:
            report = await import_files(
                graph.with_read_timeout(at_least=READ_TIMEOUT),
                prepared.files,
                clear=answers.clear,
                unknown=prepared.rules,
                progress=show,
                on_wait=wait,
                caller=caller,
                recorder=recorder,
            )
        except BaseException:
            if recorder.number is not None:  # what was written until then can be undone
                job.number, job.is_undoable, job.is_partial = recorder.number, recorder.is_complete, True
            raise
        kept = [proposal for proposal in chosen if proposal is not None]
        await asyncio.to_thread(self._keep_result, job, review, kept, prepared, report)
        try:
            await asyncio.to_thread(save_corrections, self.mappings, chosen, answers)
        except InvalidInput as error:
            job.error = f"The files are imported, but your corrections are not kept. {error.message}"
        return JobState.LOADED

    async def _undo(self, graph: Graph, job: Job, caller: Caller, number: int) -> JobState:
        self.store.report(job, "looking for later changes that depend on the import", 0, 0)
        try:
            await undo_import(
                graph.with_read_timeout(at_least=READ_TIMEOUT),
                number,
                caller=caller,
                progress=lambda done, total: self.store.report(job, "undoing the import", done, total),
                on_wait=lambda other: self.store.report(job, f"waiting for another import ({other.importer})", 0, 0),
            )
        except GraphServiceError as error:
            job.error = error.message
            return job.state_with_import
        return JobState.UNDONE

    def _keep_result(self, job: Job, review: dict[str, Any], kept: list[TableProposal], prepared: PreparedImport, report: Report) -> None:
        located = prepared.locate(report)
        job.review = replace_unreadable(review | describe_report(prepared, located, kept))
        job.number, job.is_undoable, job.is_partial = report.number, report.is_undoable, False
        self.store.save_rows(job, describe_rows(kept, prepared, located))
