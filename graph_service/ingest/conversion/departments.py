"""Departments by name or by path, such as "Marine > Quays > Piling"."""

import re
from collections.abc import Callable, Sequence

from graph_service.ingest.conversion.directory import Directory
from graph_service.ingest.conversion.expansion import PATH
from graph_service.ingest.values.names import slug

SEPARATORS = re.compile(r"\s*[>»→\\]\s*|\s+/\s+")


def split_path(text: str) -> list[str]:
    """The levels of a path that is written in one cell. A slash without blanks belongs to a name, such as IT/IS."""
    parts = text.split(PATH) if PATH in text else SEPARATORS.split(text)
    return [part.strip() for part in parts if part.strip()]


def find_department(directory: Directory, levels: Sequence[str], create: Callable[[str, str, str | None], None] | None) -> str | None:
    """The id of the department at the end of a path. `create` receives id, name and parent of each missing one; None if one is missing without it."""
    entries = directory.of("departments")
    parent: str | None = None
    for depth, name in enumerate(levels):
        found = entries.find(name)
        if depth:
            found = {id_ for id_ in found if directory.parents.get(id_) == parent}
        if len(found) == 1:
            parent = next(iter(found))
            continue
        if create is None or len(found) > 1:
            return None
        id_ = _free_id(directory, levels[: depth + 1])
        entries.add(id_, name)
        if parent is not None:
            directory.parents[id_] = parent
        create(id_, name, parent)
        parent = id_
    return parent


def _free_id(directory: Directory, levels: Sequence[str]) -> str:
    base = slug(" ".join(levels)) or "department"
    number, id_ = 1, base
    while id_ in directory.of("departments").ids:
        number += 1
        id_ = f"{base}-{number}"
    return id_
