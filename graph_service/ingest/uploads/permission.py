"""Permissions for imports: an import may write what the commands of the caller's role write."""

from collections.abc import Iterable
from typing import LiteralString

from graph_service.callers import Caller, Role
from graph_service.errors import Forbidden
from graph_service.graph import Graph
from graph_service.ingest.source_files import SourceFile

CURATOR_TABLES = frozenset({"lessons", "topics", "projects", "ownerships"})
# Lessons that only named people read: an import would show and replace their texts.
RESTRICTED_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
USING INDEX SEEK lesson:Lesson(id)
WHERE lesson.audience = 'NAMED'
RETURN count(lesson)
"""


def require_importer(caller: Caller) -> None:
    """Raises Forbidden if the caller may import nothing."""
    caller.require(Role.CURATOR, "An import")


async def require_tables(graph: Graph, caller: Caller, files: Iterable[SourceFile]) -> None:
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
    ids = [id_ for file in files if file.table == "lessons" for id_ in _ids(file)]
    if await graph.read(RESTRICTED_QUERY, {"ids": ids}):
        raise Forbidden("The files contain lessons that only named people may read. Only an administrator can import them.")


def _ids(file: SourceFile) -> list[str]:
    position = file.columns.index("id") if "id" in file.columns else None
    return [] if position is None else [row.cells[position].strip() for row in file.rows if row.cells is not None]
