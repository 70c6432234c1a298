"""The uploads in the data directory: one folder per job, with its files and its state.

They are not in the graph, because backups would contain people's files, nor in memory, because other workers could not see them.
"""

import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from graph_service.callers import Caller
from graph_service.errors import Conflict, InvalidInput, NotFound
from graph_service.ingest.result_files import TableResults
from graph_service.ingest.uploads.job import Job, JobState

MAX_FILES = 100  # a folder of retrospectives has many
MAX_FILE_SIZE = 25_000_000  # bytes
MAX_TOTAL_SIZE = 250_000_000  # bytes of all files of an import, which are read at once
MAX_UNPACKED = 300_000_000  # bytes of a workbook; the service has other work at the same time
MAX_JOBS = 100
MAX_AGE_SECONDS = 24 * 3600.0  # after which a job with its files is removed
MAX_SILENCE_SECONDS = 30.0  # without a heartbeat, after which a running job counts as interrupted
ID = re.compile(r"[0-9a-f]{32}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
STOPPED_CHECK = "You stopped the check. Nothing was written."
STOPPED_LOAD = (
    "You stopped the import. What was written until then is complete and stays. Check and import the files again to write the rest."
)
STOPPED_UNDO = "You stopped the undo. Part of the import is undone. Undo it again to undo the rest."
INTERRUPTED_CHECK = "The service was stopped while it checked the files. Nothing was written. Check them again."
INTERRUPTED_LOAD = (
    "The service was stopped while it wrote. What was written until then is complete and stays. Import again to write the rest."
)
INTERRUPTED_UNDO = "The service was stopped while it undid the import. Part of it is undone. Undo it again to undo the rest."


class UploadStore:
    """The jobs in a folder. Its methods read and write files: call them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steps: dict[str, tuple[str, float]] = {}  # by job: the step that this worker is at, and its beginning

    def create(self, caller: Caller) -> Job:
        """A new job of the caller. Removes jobs that have expired. Raises Conflict if there are too many."""
        if self._remove_expired() >= MAX_JOBS:
            raise Conflict(f"There are already {MAX_JOBS} imports of the last 24 hours. Remove one that is no longer needed.")
        job = Job(uuid4().hex, caller.subject, time.time())
        try:
            self.path(job).mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise Conflict(f"The data directory of the service cannot be written: {error.strerror}.") from error
        self.save(job)
        return job

    def find(self, id_: str, caller: Caller) -> Job:
        """The caller's job with this id. A job whose worker has ended counts as failed. Raises NotFound."""
        job = self._read(self._folder / id_) if ID.fullmatch(id_) else None
        if job is not None and job.state.is_running and self._is_silent(job):
            job = self._read(self._folder / id_)  # a worker may just have ended it
        if job is None or job.subject != caller.subject:
            raise NotFound("There is no such import, or it is older than 24 hours. Choose the files again.")
        if job.state.is_running and self._is_silent(job):
            _fail(job)
        return job

    def list_jobs(self, caller: Caller) -> list[Job]:
        """The jobs of the caller that have files or are the undo of an import, the newest first."""
        jobs = [self.find(path.name, caller) for path in self._paths() if (job := self._read(path)) and job.subject == caller.subject]
        return sorted((job for job in jobs if job.files or job.number), key=lambda job: job.created, reverse=True)

    def save(self, job: Job) -> None:
        """Writes the state of a job."""
        _write(self.path(job) / "job.json", job.to_json())

    def remove(self, job: Job) -> None:
        """Removes a job with its files. Raises Conflict while a worker works on it."""
        if job.state.is_running:
            raise Conflict("The import is running. Wait until it has finished.")
        shutil.rmtree(self.path(job), ignore_errors=True)

    @contextmanager
    def receive(self, job: Job, name: str) -> Generator[BinaryIO]:
        """The file to write an uploaded file to. It belongs to the job at the end of the block, if nothing was raised and it is not too large."""
        name = CONTROL.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()[:200]
        if job.state.is_running or job.number is not None or job.state is JobState.LOADED:
            raise Conflict("The files of this import have been read already. Begin a new one.")
        if not name:
            raise InvalidInput("The file has no name.", field="name")
        if len(job.files) >= MAX_FILES:
            raise InvalidInput(f"{name} is one file too many: at most {MAX_FILES} are imported at once.")
        path = self.path(job) / f"file-{len(job.files)}"
        try:
            with path.open("wb") as file:
                yield file
            if sum(size for _, size in job.files) + path.stat().st_size > MAX_TOTAL_SIZE:
                raise InvalidInput(
                    f"With {name}, the files have more than {MAX_TOTAL_SIZE // 1_000_000} MB together. Import them in parts."
                )
            _refuse_large_workbook(name, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        job.files.append((name, path.stat().st_size))
        self.save(job)

    def read_files(self, job: Job) -> list[tuple[str, bytes]]:
        """The names and contents of the files."""
        return [self.read_file(job, number) for number in range(len(job.files))]

    def read_file(self, job: Job, number: int) -> tuple[str, bytes]:
        """The name and content of one file."""
        return job.files[number][0], (self.path(job) / f"file-{number}").read_bytes()

    def save_rows(self, job: Job, tables: Iterable[TableResults]) -> None:
        """Stores the result of each row."""
        _write(self.path(job) / "rows.json", {"tables": [table.to_json() for table in tables]})

    def read_rows(self, job: Job) -> list[TableResults]:
        """The result of each row of a loaded job."""
        value = json.loads((self.path(job) / "rows.json").read_text(encoding="utf-8", errors="surrogatepass"))
        return [TableResults.of(table) for table in value["tables"]]

    def begin(self, job: Job, state: JobState) -> None:
        """Marks a job as running in this worker. Raises Conflict if another worker was first."""
        mark = self.path(job) / "running"
        if mark.exists() and self._is_silent(job):
            mark.unlink(missing_ok=True)
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            raise Conflict("The import is already running.") from None
        (self.path(job) / "stop").unlink(missing_ok=True)
        job.state, job.started, job.error = state, time.time(), ""
        self.report(job, "waiting for other imports", 0, 0)
        self.save(job)

    def end(self, job: Job) -> None:
        """Writes the state in which a job ended, and lets other workers work on it."""
        self.save(job)
        self._steps.pop(job.id, None)
        (self.path(job) / "running").unlink(missing_ok=True)

    def end_interrupted(self, job: Job) -> None:
        """Ends a job because its worker stops, or because its caller stopped it."""
        _fail(job, stopped=self.is_stop_requested(job))
        self.end(job)

    def request_stop(self, job: Job) -> None:
        """Asks the worker of a running job, which may be another one, to stop it. Raises Conflict if the job is not running."""
        if not job.state.is_running:
            raise Conflict("Nothing is running that could be stopped: the import has ended already.")
        (self.path(job) / "stop").touch()

    def is_stop_requested(self, job: Job) -> bool:
        """Whether the caller has asked to stop the job since it began."""
        return (self.path(job) / "stop").exists()

    def report(self, job: Job, step: str, done: int, total: int) -> None:
        """Writes the progress of a running job, with the time at which the step began, in seconds since 1970."""
        known = self._steps.get(job.id)
        since = known[1] if known and known[0] == step else time.time()
        self._steps[job.id] = step, since
        _write(self.path(job) / "progress.json", {"step": step, "done": done, "total": total, "since": since})

    def keep_alive(self, job: Job) -> None:
        """The heartbeat of a running job, which counts as interrupted without it."""
        with suppress(OSError):
            os.utime(self.path(job) / "running")

    def progress(self, job: Job) -> dict[str, Any]:
        """The step of a running job, and how much of it is done."""
        try:
            return json.loads((self.path(job) / "progress.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"step": "", "done": 0, "total": 0, "since": job.started}

    def path(self, job: Job) -> Path:
        """The folder of a job."""
        return self._folder / job.id

    def _is_silent(self, job: Job) -> bool:
        try:
            return time.time() - (self.path(job) / "running").stat().st_mtime > MAX_SILENCE_SECONDS
        except OSError:
            return True

    def _paths(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if ID.fullmatch(path.name)] if self._folder.is_dir() else []

    def _read(self, path: Path) -> Job | None:
        try:
            return Job.of(json.loads((path / "job.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _remove_expired(self) -> int:
        """Returns how many jobs are left."""
        paths = self._paths()
        expired = [path for path in paths if time.time() - path.stat().st_mtime > MAX_AGE_SECONDS]
        for path in expired:
            shutil.rmtree(path, ignore_errors=True)
        return len(paths) - len(expired)


def _fail(job: Job, *, stopped: bool = False) -> None:
    """Sets the state of a job that ended early. stopped: by its caller; otherwise with the service."""
    match job.state:
        case JobState.UNDOING:
            job.error, job.state = STOPPED_UNDO if stopped else INTERRUPTED_UNDO, job.state_with_import
        case JobState.LOADING:
            job.error, job.state = STOPPED_LOAD if stopped else INTERRUPTED_LOAD, JobState.FAILED
        case _:
            job.error, job.state = STOPPED_CHECK if stopped else INTERRUPTED_CHECK, JobState.FAILED


def _refuse_large_workbook(name: str, path: Path) -> None:
    if not path.stat().st_size:
        raise InvalidInput(f"{name} is empty.")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise InvalidInput(
                f"{name} unpacks to {unpacked:,} bytes; the page imports at most {MAX_UNPACKED:,}. Import it with `graph-service import`, "
                "or save the sheet that you need as CSV."
            )


def _write(path: Path, value: dict[str, Any]) -> None:
    new = path.with_name(f"{path.name}.{uuid4().hex}")
    new.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
    new.replace(path)
