"""From matched tables to rows of the import tables: values, references, ids, and everything that one file may feed."""

from graph_service.ingest.conversion.drafts import CREATABLE, Choices
from graph_service.ingest.conversion.preparation import PreparedImport, prepare

__all__ = ["CREATABLE", "Choices", "PreparedImport", "prepare"]
