"""Tables in: checked row by row, compared with the graph, loaded in batches."""

from graph_service.ingest.importer import import_folder
from graph_service.ingest.report import Reason, Refusal, Report, TableReport

__all__ = ["Reason", "Refusal", "Report", "TableReport", "import_folder"]
