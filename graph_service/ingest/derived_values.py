"""Derived values of accepted rows: status and dates of lessons, and the departments of lessons and reuses without a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph_service.ingest.staged_table import Row, Sheet
from graph_service.ingest.staging import Draft
from graph_service.model.enums import LessonStatus


def derive_lessons(draft: Draft, sheet: Sheet) -> None:
    """Sets status, publishedOn and retiredOn of each row, and retires lessons that the file supersedes but does not contain.

    The default status is PUBLISHED, or RETIRED if the row has a retiredOn. publishedOn defaults to learnedOn; a DRAFT has none. A
    superseded lesson is RETIRED; its retiredOn defaults to the later of its own learnedOn and the learnedOn of the earliest lesson that
    supersedes it. A RETIRED lesson that is not superseded has no default retiredOn, because the date is unknown.
    """
    superseding = _superseding_days(draft, sheet)
    for row in sheet.rows:
        row.values.update(_settled(draft, row, superseding.pop(row.values["id"], [])))
    stored = draft.stored.lessons
    draft.retired = [
        {"id": id_, "retiredOn": max(stored[id_]["learnedOn"], min(days))}
        for id_, days in sorted(superseding.items())
        if stored[id_]["status"] != LessonStatus.RETIRED or stored[id_]["retiredOn"] is None
    ]


def _superseding_days(draft: Draft, sheet: Sheet) -> dict[str, list[date]]:
    """Maps each lesson to the learnedOn dates of the lessons that supersede it after the import."""
    learned_on = {row.values["id"]: draft.value("lessons", row, "learnedOn") for row in sheet.rows}
    days: dict[str, list[date]] = {}
    for row in sheet.rows:
        id_ = row.values["id"]
        for target in row.get("supersedes") or ():
            days.setdefault(target, []).append(learned_on[id_])
        for other in (draft.stored_row("lessons", row) or {}).get("supersededBy", ()):
            if not sheet.has("supersedes") or other["id"] not in learned_on:
                days.setdefault(id_, []).append(learned_on.get(other["id"]) or date.fromisoformat(other["learnedOn"]))
    return days


def _settled(draft: Draft, row: Row, superseding: list[date]) -> dict[str, Any]:
    status = draft.value("lessons", row, "status") or (LessonStatus.RETIRED if row.get("retiredOn") else LessonStatus.PUBLISHED)
    learned = draft.value("lessons", row, "learnedOn")
    stored = draft.stored_row("lessons", row) or {}
    published, retired = draft.value("lessons", row, "publishedOn"), draft.value("lessons", row, "retiredOn")
    # If the file has no such column, a stored date that equals the derived one is derived again; any other stored date was set explicitly.
    if "publishedOn" not in row.values and published == stored.get("learnedOn"):
        published = None
    if "retiredOn" not in row.values and retired == _derived_retirement(stored):
        retired = None
    return {
        "publishedOn": None if status == LessonStatus.DRAFT else published or learned,
        "status": LessonStatus.RETIRED if superseding else status,
        "retiredOn": (retired or max(learned, min(superseding))) if superseding else retired if status == LessonStatus.RETIRED else None,
    }


def _derived_retirement(stored: Mapping[str, Any]) -> date | None:
    days = [date.fromisoformat(other["learnedOn"]) for other in stored.get("supersededBy", ())]
    return max(stored["learnedOn"], min(days)) if days else None


def settle_departments(draft: Draft, sheet: Sheet, people: str, departments: str) -> None:
    """Keeps the departments column only in rows without a person.

    With a person, departments are derived, so the column is removed from the row. If the row removes the stored person and the file has no
    departments column, the derived departments are cleared.
    """
    empty = sheet.noun.column(departments).default
    for row in sheet.rows:
        if draft.value(sheet.noun.table, row, people):
            row.values.pop(departments, None)
        elif departments not in row.values and (draft.stored_row(sheet.noun.table, row) or {}).get(people):
            row.values[departments] = empty
