"""Derived values of accepted rows: status and dates of lessons, and the departments of lessons and reuses without a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph_service.ingest.staged_table import StagedRow, StagedTable
from graph_service.ingest.staging import StagingArea
from graph_service.language.lesson_stems import STEMS, language_after, recognise
from graph_service.model.enums import UNPUBLISHED_STATUSES, Audience, LessonStatus

RESTRICTIONS = ("audience", "restrictedToPeople", "restrictedToDepartments")


def derive_lesson_status(staging: StagingArea, table: StagedTable) -> None:
    """Sets status, publishedOn, retiredOn, audience and language of each row, and retires lessons that the file supersedes but does not contain.

    The default status is PUBLISHED, or RETIRED if the row has a retiredOn. publishedOn defaults to learnedOn; a DRAFT, SUBMITTED or
    RETURNED lesson has none, nor has a RETIRED lesson with recordedAt and an empty publishedOn. A superseded lesson is RETIRED; its
    retiredOn defaults to the later of its own learnedOn and the learnedOn of the earliest lesson that supersedes it. A RETIRED lesson that
    is not superseded has no default retiredOn, because the date is unknown.
    """
    superseding = _superseding_days(staging, table)
    in_file = {id_ for row in table.rows if (id_ := row.values["id"]) in superseding} if superseding else set[str]()

    def derive(row: StagedRow) -> None:
        row.values.update(_status_and_dates(staging, table, row, superseding.get(row.values["id"], [])))
        _set_audience(staging, table, row)
        _set_language(staging, table, row)

    table.change_rows(derive)
    existing = staging.existing.nodes["lessons"]
    staging.retirements = [
        {"id": id_, "retiredOn": max(existing[id_]["learnedOn"], min(days))}
        for id_, days in sorted(superseding.items())
        if id_ not in in_file
        if existing[id_]["status"] != LessonStatus.RETIRED or existing[id_]["retiredOn"] is None
    ]


def _superseding_days(staging: StagingArea, table: StagedTable) -> dict[str, list[date]]:
    """Maps each lesson to the learnedOn dates of the lessons that supersede it after the import."""
    others = {other["id"] for row in table.rows for other in (row.existing or {}).get("supersededBy", ())}
    imported = (row for row in table.rows if row.values["id"] in others) if others else ()
    learned_on = {row.values["id"]: staging.value_after_import(table, row, "learnedOn") for row in imported}
    days: dict[str, list[date]] = {}
    for row in table.rows:
        id_ = row.values["id"]
        for target in row.get("supersedes") or ():
            days.setdefault(target, []).append(staging.value_after_import(table, row, "learnedOn"))
        for other in (row.existing or {}).get("supersededBy", ()):
            if not table.has("supersedes") or other["id"] not in learned_on:
                days.setdefault(id_, []).append(learned_on.get(other["id"]) or date.fromisoformat(other["learnedOn"]))
    return days


def _status_and_dates(staging: StagingArea, table: StagedTable, row: StagedRow, superseding: Sequence[date]) -> dict[str, Any]:
    status, learned_on, published_on, retired_on = (
        staging.value_after_import(table, row, column) for column in ("status", "learnedOn", "publishedOn", "retiredOn")
    )
    status = status or (LessonStatus.RETIRED if row.get("retiredOn") else LessonStatus.PUBLISHED)
    existing = staging.existing_row(table, row) or {}
    # If the file lacks the column, an existing date that equals the derived one is derived again; any other was set explicitly.
    if "publishedOn" not in row.values and published_on == existing.get("learnedOn"):
        published_on = None
    if "retiredOn" not in row.values and retired_on == _derived_retirement(existing):
        retired_on = None
    published_on = None if status in UNPUBLISHED_STATUSES or _was_never_published(row, status) else published_on or learned_on
    if superseding:
        status, retired_on = LessonStatus.RETIRED, retired_on or max(learned_on, min(superseding))
    return {"publishedOn": published_on, "status": status, "retiredOn": retired_on if status == LessonStatus.RETIRED else None}


def _was_never_published(row: StagedRow, status: Any) -> bool:
    """Whether an exported row says that the lesson was retired as a draft. recordedAt tells such a row from imported history."""
    return status == LessonStatus.RETIRED and row.get("recordedAt") is not None and row.values.get("publishedOn", row) is None


def _set_audience(staging: StagingArea, table: StagedTable, row: StagedRow) -> None:
    """Sets who may read a lesson, if the file has a column about it.

    A lesson that names people or departments is restricted to them, whatever its audience column says. One that was never published is for
    its authors: a draft, also one in review, always, a retired one if its audience says so.
    """
    if any(column in row.values for column in RESTRICTIONS):
        audience, *named = (staging.value_after_import(table, row, column) for column in RESTRICTIONS)
        if audience == Audience.NAMED or any(named):
            row.values["audience"] = Audience.NAMED.value
        else:
            is_draft = row.values["status"] in UNPUBLISHED_STATUSES or (audience is not None and row.values["publishedOn"] is None)
            row.values["audience"] = Audience.AUTHORS.value if is_draft else None


def _set_language(staging: StagingArea, table: StagedTable, row: StagedRow) -> None:
    """Recognises the language of a lesson, unless the row states it. Without the column, a language that somebody has corrected stays."""
    if row.values.get("language") is None:
        before = staging.existing_row(table, row) or {}
        after = {name: staging.value_after_import(table, row, name) for name in STEMS}
        if "language" in row.values:
            row.values["language"] = recognise(after)
        elif any(before.get(name) != text for name, text in after.items()):
            row.values["language"] = language_after(before, after)


def _derived_retirement(existing: Mapping[str, Any]) -> date | None:
    days = [date.fromisoformat(other["learnedOn"]) for other in existing.get("supersededBy", ())]
    return max(existing["learnedOn"], min(days)) if days else None


def remove_derived_departments(staging: StagingArea, table: StagedTable, people: str, departments: str) -> None:
    """Keeps the departments column only in rows without a person.

    With a person, departments are derived, so the column is removed from the row. If the row removes the existing person and the file has
    no departments column, the derived departments are cleared.
    """
    empty = table.spec.column(departments).empty_value

    def remove(row: StagedRow) -> None:
        if staging.value_after_import(table, row, people):
            row.values.pop(departments, None)
        elif departments not in row.values and (staging.existing_row(table, row) or {}).get(people):
            row.values[departments] = empty

    table.change_rows(remove)
