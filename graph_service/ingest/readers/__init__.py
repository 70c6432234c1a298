"""Readers: turn a file of any usual kind into raw tables of text, and say what could not be read."""

from graph_service.ingest.readers.files import Contents, read_file, read_paths
from graph_service.ingest.readers.markdown import merge_documents
from graph_service.ingest.readers.raw_table import Notice, NoticeKind, RawRow, RawTable

__all__ = ["Contents", "Notice", "NoticeKind", "RawRow", "RawTable", "merge_documents", "read_file", "read_paths"]
