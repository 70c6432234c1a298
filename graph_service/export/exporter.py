"""Exports the whole graph into a folder: every table of the import, and the activity log."""

import hashlib
import json
import shutil
from asyncio import to_thread
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graph_service.domain.existence import count_nodes_by_label
from graph_service.export.activity_log import LOG_COLUMNS, read_log
from graph_service.export.consistency import read_one_state
from graph_service.export.folder import GRAPHML, LOG_FOLDER, MANIFEST, WORKBOOK, completed_folder, require_replaceable
from graph_service.export.graphml import GraphMLWriter
from graph_service.export.tables import Row, exported_columns, read_ahead, read_first_ids, read_table
from graph_service.export.text_files import CsvWriter, JsonLinesWriter, Writer
from graph_service.export.workbook import WorkbookWriter
from graph_service.graph import Graph
from graph_service.ingest.batches import source_label
from graph_service.ingest.lease import OtherImport
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.model.labels import Label

Progress = Callable[[str, int, int], None]


class Format(StrEnum):
    """The file format of an export."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    GRAPHML = "graphml"


@dataclass(frozen=True, slots=True)
class Export:
    """What was exported: the number of rows of each table, of log entries, and the position of the log, up to which everything is in it."""

    rows: dict[str, int]
    activities: int
    position: int
    rounds: int


async def export_graph(
    graph: Graph,
    folder: Path,
    file_format: Format = Format.CSV,
    *,
    progress: Progress = lambda table, done, total: None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
) -> Export:
    """Writes every table and the activity log into a new folder, which takes its name when it is complete.

    The export shows one state of the graph (see read_one_state). `progress` is called with the table, the number of its nodes read so far
    and their total. `on_wait` is called while an import runs that the export waits for.

    Raises Conflict if the folder contains anything but an earlier export.
    """
    require_replaceable(folder)
    with completed_folder(folder) as partial:

        async def read(position: int, number: int) -> Export:
            return await _write(graph, partial, file_format, position, number, progress)

        export = await read_one_state(graph, read, on_wait)
        await to_thread(_write_manifest, partial, export, file_format)
    return export


async def _write(graph: Graph, folder: Path, file_format: Format, position: int, number: int, progress: Progress) -> Export:
    shutil.rmtree(folder)  # what an earlier round wrote
    (folder / LOG_FOLDER).mkdir(parents=True)
    totals, first = await count_nodes_by_label(graph), await read_first_ids(graph)
    rows: dict[str, int] = {}
    with _writer(folder, file_format) as writer:
        for spec in TABLE_SPECS.values():
            columns = [column.name for column in exported_columns(spec)]
            label = source_label(spec)
            pages = read_table(graph, spec, first[label])
            rows[spec.name] = await _write_table(writer, spec.name, columns, pages, totals[label], progress)
    with _writer(folder / LOG_FOLDER, Format.JSONL if file_format is Format.JSONL else Format.CSV) as writer:
        activities = await _write_table(writer, "activities", LOG_COLUMNS, read_log(graph), totals[Label.ACTIVITY], progress)
    return Export(rows, activities, position, number)


def _writer(folder: Path, file_format: Format) -> Writer:
    match file_format:
        case Format.CSV:
            return CsvWriter(folder)
        case Format.JSONL:
            return JsonLinesWriter(folder)
        case Format.XLSX:
            return WorkbookWriter(folder / WORKBOOK)
        case Format.GRAPHML:
            return GraphMLWriter(folder / GRAPHML)


async def _write_table(
    writer: Writer, name: str, columns: Sequence[str], pages: AsyncGenerator[tuple[int, list[Row]]], total: int, progress: Progress
) -> int:
    """Returns the number of rows."""
    progress(name, 0, total)
    writer.start(name, columns)
    nodes = count = 0
    async for size, rows in read_ahead(pages):
        await to_thread(writer.write, rows)
        nodes, count = nodes + size, count + len(rows)
        progress(name, nodes, max(total, nodes))
    return count


def _write_manifest(partial: Path, export: Export, file_format: Format) -> None:
    """Adds the file that marks the folder as a complete export."""
    files = sorted(path for path in partial.rglob("*") if path.is_file())
    manifest: dict[str, Any] = {
        "graphService": version("graph-service"),
        "format": file_format.value,
        "exportedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "lastActivity": export.position,
        "rows": export.rows | {"activities": export.activities},
        "sha256": {path.relative_to(partial).as_posix(): digest(path) for path in files},
    }
    (partial / LOG_FOLDER / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
