"""Rules between the columns of a row, and between a row and the rows that it refers to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph_service.domain.money import parse_money
from graph_service.errors import InvalidInput
from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus

ENDS_BEFORE_START = "the last day must not be before the first day"
RETIRED_ON_NEEDS_RETIRED = "only a lesson with status RETIRED can have a retiredOn"
UNPUBLISHED_DAY = "a lesson with status DRAFT, SUBMITTED or RETURNED cannot have a publishedOn"
UNPUBLISHED_REUSED = "a lesson with status DRAFT, SUBMITTED or RETURNED cannot be reused"
NAMES_IN_PUBLISHED = "a lesson with status PUBLISHED cannot have a projectText or learnersText"
LEARNED_AFTER_REUSE = "learnedOn must not be later than the first reuse of the lesson"
REUSED_BEFORE_LESSON = "reusedOn must not be before the learnedOn of the lesson"
RECURRENCE_OF_LATER_LESSON = "recurrenceOf must not contain a lesson that was learned later"
CONFIRMED_BY_REPORTER = "confirmedBy must be someone other than the person who reused the lesson"
TALKED_WITH_ONESELF = "with must be someone other than heldBy"
CONFIRMED_AT_NEEDS_CONFIRMER = "confirmedAt requires confirmedBy"
VALID_MONEY = "costAvoided must be 0 or more, with a currency of ISO 4217 such as EUR and no more decimals than the currency has"
CURRENCY_NEEDS_AMOUNT = "currency can change only together with costAvoided"


def check_day_order(staging: StagingArea, table: StagedTable, first: str, last: str) -> None:
    """Refuses rows whose last day is before their first day."""

    def find_violation(row: StagedRow) -> Violation | None:
        start, end = staging.value_after_import(table, row, first), staging.value_after_import(table, row, last)
        return Violation(last, end, ENDS_BEFORE_START) if start and end and end < start else None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def check_emails(staging: StagingArea, table: StagedTable) -> None:
    """Refuses rows with an e-mail address that an earlier row uses, or that still belongs to a person outside the accepted rows.

    The refusal names the other person: imports are for curators, who may read every name and address.

    An address may move between two people if both rows are accepted. A refused row leaves the existing address in place, so the check
    repeats until no more rows are refused.
    """
    while table.has("email"):
        before = len(table.rows)
        imported_ids = {row.values["id"] for row in table.rows}
        owners = {email: owner for email, owner in staging.existing.email_owners.items() if owner[0] not in imported_ids}

        def find_violation(row: StagedRow, owners: dict[str, tuple[str, str]] = owners) -> Violation | None:
            id_, email = row.values["id"], row.values["email"]
            if email is None:
                return None
            owner, name = owners.setdefault(email, (id_, row.get("name") or (row.existing or {}).get("name") or id_))
            return None if owner == id_ else Violation("email", email, f"{name} ({owner}) already has this e-mail address")

        table.refuse_rows(Reason.BROKEN_RULE, find_violation)
        if len(table.rows) == before:
            return


def check_lessons(staging: StagingArea, table: StagedTable) -> None:
    """Refuses lessons whose dates contradict their status, and reused lessons that become unpublished or were learned after a reuse."""

    def find_violation(row: StagedRow) -> Violation | None:
        status = row.get("status")
        if row.get("retiredOn") is not None and status in (*UNPUBLISHED_STATUSES, LessonStatus.PUBLISHED):
            return Violation("retiredOn", row.get("retiredOn"), RETIRED_ON_NEEDS_RETIRED)
        if row.get("publishedOn") is not None and status in UNPUBLISHED_STATUSES:
            return Violation("publishedOn", row.get("publishedOn"), UNPUBLISHED_DAY)
        for name in ("projectText", "learnersText") if status == LessonStatus.PUBLISHED else ():
            if kept := staging.value_after_import(table, row, name):
                return Violation(name, kept, NAMES_IN_PUBLISHED)
        return _find_reuse_violation(row, staging)

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def _find_reuse_violation(row: StagedRow, staging: StagingArea) -> Violation | None:
    """Compares a lesson with its existing reuses, which may get other days by the import."""
    existing = row.existing
    if existing is None or existing["firstReusedOn"] is None:
        return None
    if row.get("status") in UNPUBLISHED_STATUSES:
        return Violation("status", row.get("status"), UNPUBLISHED_REUSED)
    first_reuse = staging.existing.first_reuses.get(row.values["id"]) or date.fromisoformat(existing["firstReusedOn"])
    learned_on = row.get("learnedOn")
    return Violation("learnedOn", learned_on, LEARNED_AFTER_REUSE) if learned_on is not None and learned_on > first_reuse else None


def refuse_later_recurrences(staging: StagingArea, table: StagedTable) -> None:
    """Refuses entries of recurrenceOf that refer to a lesson learned later than the lesson of the row; the rest of the row is loaded."""
    if not table.has("recurrenceOf"):
        return
    learned_on = staging.node_values("lessons", "learnedOn")

    def refuse(row: StagedRow) -> None:
        if row.values["recurrenceOf"]:
            day = staging.value_after_import(table, row, "learnedOn")
            later = [target for target in row.values["recurrenceOf"] if learned_on(target) > day]
            if later:
                table.refuse_entries(row, "recurrenceOf", later, lambda _: RECURRENCE_OF_LATER_LESSON, Reason.BROKEN_RULE)

    table.change_rows(refuse)


def check_amounts(staging: StagingArea, table: StagedTable) -> None:
    """Refuses amounts that are invalid in their currency; converts the others to integers in its minor unit."""

    def find_violation(row: StagedRow) -> Violation | None:
        if not table.has("costAvoided"):
            return _find_currency_violation(row, staging.existing_row(table, row) or {})
        if not table.has("currency") and row.values["costAvoided"] is None:
            row.values["currency"] = None
        amount, currency = row.values["costAvoided"], staging.value_after_import(table, row, "currency")
        try:
            money = parse_money(amount, currency)
        except InvalidInput as error:
            return Violation(error.field or "costAvoided", currency if error.field == "currency" else amount, VALID_MONEY)
        row.values["costAvoided"] = money and money.minor
        return None

    if table.has("costAvoided") or table.has("currency"):
        table.refuse_rows(Reason.BAD_VALUE, find_violation)


def _find_currency_violation(row: StagedRow, existing: Mapping[str, Any]) -> Violation | None:
    """Checks a row without an amount: its currency must be that of the existing amount, or empty if the reuse has no amount."""
    currency = row.get("currency")
    unchanged = existing.get("costAvoided") is None if currency is None else currency == existing.get("currency")
    return None if unchanged else Violation("currency", currency, CURRENCY_NEEDS_AMOUNT)


def check_reuses(staging: StagingArea, table: StagedTable) -> None:
    """Refuses reuses of unpublished lessons, reuses dated before their lesson, self-confirmed reuses, and confirmedAt without confirmedBy."""
    learned_on, status = staging.node_values("lessons", "learnedOn"), staging.node_values("lessons", "status")

    def find_violation(row: StagedRow) -> Violation | None:
        lesson, reused_on, person, confirmer, confirmed_at = (
            staging.value_after_import(table, row, column) for column in ("lesson", "reusedOn", "person", "confirmedBy", "confirmedAt")
        )
        if lesson is not None and reused_on < learned_on(lesson):
            return Violation("reusedOn", reused_on, REUSED_BEFORE_LESSON)
        if lesson is not None and status(lesson) in UNPUBLISHED_STATUSES:
            return Violation("lesson", lesson, UNPUBLISHED_REUSED)
        if confirmer is not None and confirmer == person:
            return Violation("confirmedBy", confirmer, CONFIRMED_BY_REPORTER)
        if confirmer is None and confirmed_at is not None:
            return Violation("confirmedAt", confirmed_at, CONFIRMED_AT_NEEDS_CONFIRMER)
        return None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def check_conversations(staging: StagingArea, table: StagedTable) -> None:
    """Refuses conversations of a person with themselves."""

    def find_violation(row: StagedRow) -> Violation | None:
        other, person = (staging.value_after_import(table, row, column) for column in ("with", "heldBy"))
        return Violation("with", other, TALKED_WITH_ONESELF) if other is not None and other == person else None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)
