"""The imported file back, with columns added at the right: id and status of each row, what is wrong, and what became of its lesson."""

from graph_service.ingest.returned.files import return_file
from graph_service.ingest.returned.later import Later, read_later
from graph_service.ingest.returned.rows import ReturnedTable, describe_rows

__all__ = ["Later", "ReturnedTable", "describe_rows", "read_later", "return_file"]
