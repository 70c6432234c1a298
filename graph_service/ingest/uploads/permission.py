"""Permissions for imports: an import may write what the commands of the caller's role write."""

from collections.abc import Iterable

from graph_service.callers import Caller, Role
from graph_service.errors import Forbidden
from graph_service.ingest.source_files import SourceFile

CURATOR_TABLES = frozenset({"lessons", "topics", "projects", "ownerships"})


def require_importer(caller: Caller) -> None:
    """Raises Forbidden if the caller may import nothing."""
    caller.require(Role.CURATOR, "An import")


def require_tables(caller: Caller, files: Iterable[SourceFile]) -> None:
    """Raises Forbidden if the caller may not write all of these tables."""
    require_importer(caller)
    if caller.role >= Role.ADMINISTRATOR:
        return
    files = list(files)
    if others := [file.table for file in files if file.table not in CURATOR_TABLES and file.rows]:
        raise Forbidden(
            f"The files would write {', '.join(others)}. As a curator you import only lessons, topics and projects; an administrator imports "
            "the rest. Leave these tables out, or do not create unknown people and departments."
        )
