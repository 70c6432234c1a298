"""Warnings about reuses that are possible but unlikely. The rows are loaded."""

from itertools import chain
from typing import Any

from graph_service.domain.plausibility import find_unlikely_values
from graph_service.ingest.rules.duplicates import find_repeated
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea

COLUMNS = ("lesson", "person", "project", "reusedOn")
REPEATED_REUSE = "another row or reuse has the same person, lesson, project and day"


def warn_of_unlikely_values(staging: StagingArea, table: StagedTable) -> None:
    """Warns about reuses before the publication of the lesson or the start of the project, and about very many hours."""
    published_on, started_on = staging.node_values("lessons", "publishedOn"), staging.node_values("projects", "startedOn")

    def warn(row: StagedRow) -> None:
        lesson, project = staging.value_after_import(table, row, "lesson"), staging.value_after_import(table, row, "project")
        for unlikely in find_unlikely_values(
            reused_on=staging.value_after_import(table, row, "reusedOn"),
            published_on=published_on(lesson),
            project_started_on=started_on(project),
            hours_saved=row.get("hoursSaved"),
        ):
            table.record_warning(row, Violation(unlikely.field, unlikely.value, unlikely.rule))

    table.change_rows(warn)


def warn_of_repeated_reuses(staging: StagingArea, table: StagedTable) -> None:
    """Warns about the second and each further reuse of a lesson by the same person on the same project and day."""

    def key_of(row: StagedRow) -> tuple[Any, ...]:
        return tuple(staging.value_after_import(table, row, name) for name in COLUMNS)

    seen: dict[tuple[Any, ...], str] = {tuple(reuse[name] for name in COLUMNS): reuse["id"] for reuse in staging.existing.reuses_of_lessons}
    repeated = find_repeated(chain(map(hash, seen), (hash(key_of(row)) for row in table.rows)))

    def warn(row: StagedRow) -> None:
        key = key_of(row)
        if hash(key) in repeated and key[1] is not None and seen.setdefault(key, row.values["id"]) != row.values["id"]:
            table.record_warning(row, Violation("reusedOn", key[3], REPEATED_REUSE))

    if repeated:
        table.change_rows(warn)
