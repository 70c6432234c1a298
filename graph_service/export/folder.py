"""The folder of an export: it appears under its name only when everything is in it."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from graph_service.errors import Conflict, InvalidInput
from graph_service.ingest.tables import TABLE_SPECS

LOG_FOLDER: Final = "log"
MANIFEST: Final = "export.json"
TABLE_SUFFIXES: Final = (".csv", ".jsonl")
WORKBOOK: Final = "graph.xlsx"
GRAPHML: Final = "graph.graphml"


def require_replaceable(folder: Path) -> None:
    """Raises Conflict if the folder contains anything but an earlier export, and InvalidInput if it cannot be made."""
    if not folder.exists():
        if not folder.absolute().parent.is_dir():
            raise InvalidInput(f"{folder} cannot be created, because {folder.absolute().parent} is not a folder. Create that folder first.")
        return
    if not folder.is_dir():
        raise Conflict(f"{folder} is a file. Choose the name of a new folder.")
    contents = sorted(path.name for path in folder.iterdir())
    if contents and not (folder / LOG_FOLDER / MANIFEST).is_file():
        raise Conflict(f"{folder} is not empty and contains no earlier export ({contents[0]}). Choose a new or empty folder.")
    ours = {f"{table}{suffix}" for table in TABLE_SPECS for suffix in TABLE_SUFFIXES} | {LOG_FOLDER, WORKBOOK, GRAPHML}
    others = [name for name in contents if name not in ours]
    if others:
        raise Conflict(f"{folder} contains other files than an earlier export, such as {others[0]}. Choose a new or empty folder.")


@contextmanager
def completed_folder(folder: Path) -> Generator[Path]:
    """A new folder beside `folder` that takes its name at the end, in place of an earlier export; removed if the block fails."""
    target = folder.resolve()
    partial = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        partial.mkdir()
    except OSError as error:
        raise InvalidInput(f"{target.parent} cannot be written: {error.strerror}. Choose another folder.") from error
    try:
        yield partial
        _replace(target, partial)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replace(target: Path, partial: Path) -> None:
    earlier = target.with_name(f"{partial.name}.old")
    if target.exists():
        os.replace(target, earlier)  # noqa: PTH105 - a folder, which Path.replace does not promise
    partial.rename(target)
    shutil.rmtree(earlier, ignore_errors=True)
