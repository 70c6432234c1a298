"""Table import: validates each row, compares it with the graph and loads the differences in batches."""

from graph_service.ingest.importer import import_files, import_folder
from graph_service.ingest.lease import OtherImport
from graph_service.ingest.report import Reason, Refusal, Report, RowWarning, TableReport

__all__ = ["OtherImport", "Reason", "Refusal", "Report", "RowWarning", "TableReport", "import_files", "import_folder"]
