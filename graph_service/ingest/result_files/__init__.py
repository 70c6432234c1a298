"""Copies of imported files with the result of each row in added columns: its id, status and errors, and how its lesson was reused."""

from graph_service.ingest.result_files.lesson_reuses import LessonReuses, Reuses, read_lesson_reuses
from graph_service.ingest.result_files.row_results import TableResults, describe_rows
from graph_service.ingest.result_files.writing import is_delimited, write_delimited, write_result_file

__all__ = [
    "LessonReuses",
    "Reuses",
    "TableResults",
    "describe_rows",
    "is_delimited",
    "read_lesson_reuses",
    "write_delimited",
    "write_result_file",
]
