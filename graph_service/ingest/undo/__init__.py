"""Undo of a whole import: each batch stores what it created and changed, and is undone by a compensating change in the log."""

from graph_service.ingest.undo.command import UndoneImport, undo_import
from graph_service.ingest.undo.imports import LoggedImport, list_imports

__all__ = ["LoggedImport", "UndoneImport", "list_imports", "undo_import"]
