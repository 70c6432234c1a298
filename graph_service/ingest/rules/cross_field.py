"""Rules for single rows: between the columns of a row, and between a row and the rows it refers to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from graph_service.domain.money import parse_money
from graph_service.errors import InvalidInput
from graph_service.ingest.report import Reason
from graph_service.ingest.staged_table import Fault, Row, Sheet
from graph_service.ingest.staging import Draft

ENDS_BEFORE_IT_BEGAN = "the last day is not before the first"
EMAIL_TAKEN = "an e-mail address belongs to one person"
ONLY_RETIRED = "only a RETIRED lesson has a retiredOn"
NEVER_PUBLISHED = "a DRAFT has no publishedOn"
REUSED_DRAFT = "a DRAFT cannot be reused"
REUSED_EARLIER = "a lesson is learned no later than it was first reused"
BEFORE_LESSON = "a reuse is dated on or after the day its lesson was learned"
OWN_CONFIRMATION = "a reuse is confirmed by someone other than the person who reused"
UNCONFIRMED = "confirmedAt needs confirmedBy"
MONEY = "an amount is 0 or more, with a currency of ISO 4217 like EUR and no more decimals than it has"
AMOUNT_STAYS = "a currency changes only together with costAvoided"


def check_days(draft: Draft, sheet: Sheet, first: str, last: str) -> None:
    """Refuses rows whose last day is before their first day."""

    def find(row: Row) -> Fault | None:
        begins, ends = draft.value(sheet.noun.table, row, first), draft.value(sheet.noun.table, row, last)
        return Fault(last, ends, ENDS_BEFORE_IT_BEGAN) if begins and ends and ends < begins else None

    sheet.sift(Reason.BROKEN_RULE, find)


def check_emails(draft: Draft, sheet: Sheet) -> None:
    """Refuses rows with an e-mail address that an earlier row uses, or that still belongs to a person outside the accepted rows.

    An address may move between two people if both rows are accepted. A refused row leaves the stored address in place, so the check
    repeats until no more rows are refused.
    """
    while sheet.has("email"):
        before = len(sheet.rows)
        given = {row.values["id"] for row in sheet.rows}
        taken = {email: owner for email, owner in draft.stored.emails.items() if owner not in given}

        def find(row: Row, taken: dict[str, str] = taken) -> Fault | None:
            email = row.values["email"]
            if email is not None and taken.setdefault(email, row.values["id"]) != row.values["id"]:
                return Fault("email", email, EMAIL_TAKEN)
            return None

        sheet.sift(Reason.BROKEN_RULE, find)
        if len(sheet.rows) == before:
            return


def check_lessons(draft: Draft, sheet: Sheet) -> None:
    """Refuses lessons whose dates contradict their status, and reused lessons that become a DRAFT or are learned after a stored reuse."""
    reuses = draft.sheets.get("reuses")
    moved = {row.values["id"]: row.get("reusedOn") for row in reuses.rows} if reuses else {}

    def find(row: Row) -> Fault | None:
        status = row.get("status")
        if row.get("retiredOn") is not None and status in ("DRAFT", "PUBLISHED"):
            return Fault("retiredOn", row.get("retiredOn"), ONLY_RETIRED)
        if row.get("publishedOn") is not None and status == "DRAFT":
            return Fault("publishedOn", row.get("publishedOn"), NEVER_PUBLISHED)
        return _find_reuse_before(row, draft.stored_row("lessons", row), moved)

    sheet.sift(Reason.BROKEN_RULE, find)


def _find_reuse_before(row: Row, stored: dict[str, Any] | None, moved: dict[str, date | None]) -> Fault | None:
    if stored is None or not stored["reuses"]:
        return None
    if row.get("status") == "DRAFT":
        return Fault("status", "DRAFT", REUSED_DRAFT)
    first = min((moved.get(reuse["id"]) or date.fromisoformat(reuse["reusedOn"])) for reuse in stored["reuses"])
    learned = row.get("learnedOn")
    return Fault("learnedOn", learned, REUSED_EARLIER) if learned is not None and learned > first else None


def check_amounts(draft: Draft, sheet: Sheet) -> None:
    """Refuses amounts that are invalid in their currency; converts the others to integers in its minor unit."""
    if not sheet.has("costAvoided") and not sheet.has("currency"):
        return

    def find(row: Row) -> Fault | None:
        amount, currency = row.get("costAvoided"), draft.value("reuses", row, "currency")
        if not sheet.has("costAvoided"):
            stored = draft.stored_row("reuses", row) or {}
            kept = stored.get("costAvoided") is None if currency is None else currency == stored.get("currency")
            return None if kept else Fault("currency", currency, AMOUNT_STAYS)
        if not sheet.has("currency") and amount is None:
            row.values["currency"] = currency = None
        try:
            money = parse_money(amount, currency)
        except InvalidInput as error:
            return Fault(error.field or "costAvoided", currency if error.field == "currency" else amount, MONEY)
        row.values["costAvoided"] = money and money.minor
        return None

    sheet.sift(Reason.BAD_VALUE, find)


def check_reuses(draft: Draft, sheet: Sheet) -> None:
    """Refuses reuses of a DRAFT, reuses dated before their lesson, self-confirmed reuses, and confirmedAt without confirmedBy."""
    learned_on, status = lesson_values(draft, "learnedOn"), lesson_values(draft, "status")

    def find(row: Row) -> Fault | None:
        lesson = draft.value("reuses", row, "lesson")
        reused_on = draft.value("reuses", row, "reusedOn")
        person, confirmer = draft.value("reuses", row, "person"), draft.value("reuses", row, "confirmedBy")
        if lesson is not None and reused_on < learned_on(lesson):
            return Fault("reusedOn", reused_on, BEFORE_LESSON)
        if lesson is not None and status(lesson) == "DRAFT":
            return Fault("lesson", lesson, REUSED_DRAFT)
        if confirmer is not None and confirmer == person:
            return Fault("confirmedBy", confirmer, OWN_CONFIRMATION)
        if confirmer is None and draft.value("reuses", row, "confirmedAt") is not None:
            return Fault("confirmedAt", draft.value("reuses", row, "confirmedAt"), UNCONFIRMED)
        return None

    sheet.sift(Reason.BROKEN_RULE, find)


def lesson_values(draft: Draft, column: str) -> Callable[[str], Any]:
    """Returns a function from a known lesson id to the value of the column after the import."""
    sheet = draft.sheets.get("lessons")
    given = {row.values["id"]: row for row in sheet.rows if column in row.values} if sheet else {}
    stored = draft.stored.lessons
    return lambda id_: given[id_].values[column] if id_ in given else stored[id_][column]
