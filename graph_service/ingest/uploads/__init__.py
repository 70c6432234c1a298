"""Imports of uploaded files: jobs in the data directory, their check and their load. The dashboard's import page uses them."""

from graph_service.ingest.uploads.answers import parse_answers
from graph_service.ingest.uploads.job import Job, JobState
from graph_service.ingest.uploads.runner import UploadRunner
from graph_service.ingest.uploads.store import MAX_FILE_SIZE, MAX_FILES, UploadStore

__all__ = ["MAX_FILES", "MAX_FILE_SIZE", "Job", "JobState", "UploadRunner", "UploadStore", "parse_answers"]
