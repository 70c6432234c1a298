"""Returns an imported file with columns added at the right: the id and status of each row, its errors, and how its lesson was reused."""

from graph_service.ingest.returned.files import is_delimited, return_file, write_delimited
from graph_service.ingest.returned.lesson_reuses import LessonReuses, Reuses, read_lesson_reuses
from graph_service.ingest.returned.rows import ReturnedTable, describe_rows

__all__ = [
    "LessonReuses",
    "ReturnedTable",
    "Reuses",
    "describe_rows",
    "is_delimited",
    "read_lesson_reuses",
    "return_file",
    "write_delimited",
]
