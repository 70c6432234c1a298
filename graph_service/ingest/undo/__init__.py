"""Undo of a whole import: each batch keeps what it created and what it changed, and is compensated by a change of its own."""

from graph_service.ingest.undo.command import UndoneImport, undo_import
from graph_service.ingest.undo.imports import LoggedImport, list_imports

__all__ = ["LoggedImport", "UndoneImport", "list_imports", "undo_import"]
