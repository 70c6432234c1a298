"""An import of uploaded files: its state, which is kept in one folder, so that every worker finds it."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    UPLOADING = "uploading"
    CHECKING = "checking"
    CHECKED = "checked"
    LOADING = "loading"
    LOADED = "loaded"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"

    @property
    def is_running(self) -> bool:
        """Whether a worker is working on it."""
        return self in (JobState.CHECKING, JobState.LOADING, JobState.UNDOING)


@dataclass(slots=True)
class Job:
    """One import of a caller. files: names and sizes in bytes, in the order of the upload. answers: see answers.py; review: see review.py.

    started: when the current check or load began, in seconds since 1970. error: why the last step failed. number: that of the import in the
    log, None if nothing was written; is_undoable: whether it can be undone, as far as is known; is_partial: whether it was stopped before
    everything was written.
    """

    id: str
    subject: str
    created: float
    state: JobState = JobState.UPLOADING
    files: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    review: dict[str, Any] | None = None
    error: str = ""
    started: float = 0.0
    number: int | None = None
    is_undoable: bool = False
    is_partial: bool = False

    @property
    def state_with_import(self) -> JobState:
        """The state while what the import wrote is in the graph."""
        return JobState.FAILED if self.is_partial else JobState.LOADED

    @classmethod
    def of(cls, value: dict[str, Any]) -> "Job":
        """The job in a JSON value. Raises KeyError, TypeError or ValueError if it is none."""
        job = cls(**value)
        job.state = JobState(value["state"])
        job.files = [(name, size) for name, size in value["files"]]
        return job

    def to_json(self) -> dict[str, Any]:
        """The job as a JSON value."""
        return asdict(self)
