"""Memberships from HR lists and registers: first days that are missing, memberships that follow each other, and those of new learners."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from graph_service.ingest.conversion.drafts import Choices, Draft
from graph_service.ingest.readers.raw_table import NoticeKind
from graph_service.ingest.source_files import SourceRow, stored_source_rows
from graph_service.model.days import FIRST_DAY

FILE_DAY = re.compile(r"(20\d{2})[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])")


def complete_memberships(draft: Draft, choices: Choices) -> None:
    """Gives memberships without a first day the chosen one, and ends each at the beginning of the next one of the same person."""
    if "from" not in draft.columns:
        draft.add_column("from", lambda _: "")
    if "to" not in draft.columns:
        draft.add_column("to", lambda _: "")
    missing = sum(not text for text in draft.cells("from"))
    if missing:
        _fill_first_day(draft, choices, missing)
    _end_before_next(draft)


def _fill_first_day(draft: Draft, choices: Choices, missing: int) -> None:
    match = FILE_DAY.search(draft.file)
    proposed = date(*map(int, match.groups())) if match else FIRST_DAY
    if choices.since is None and not choices.accept:
        later = "; lessons before that day would count for no department" if match else ""
        text = f"people with a department but no first day in it: {missing}. --since {proposed} is proposed{later}; --since always leaves no such gap"
        draft.note(NoticeKind.QUESTION, text)
        return
    day = (choices.since or proposed).isoformat()
    draft.replace("from", lambda _, text: text or day)
    draft.note(NoticeKind.NOTE, f"memberships without a first day: {missing}; they begin on {day} (--since chooses another day)")


def _end_before_next(draft: Draft) -> None:
    by_person: dict[str, list[tuple[str, int]]] = {}
    for line, record in draft.records():
        by_person.setdefault(record["person"], []).append((record["from"], line))
    ends = {line: later for periods in by_person.values() for (_, line), (later, _) in pairwise(sorted(periods))}
    if ends:
        draft.replace("to", lambda row, text: text or ends.get(row.line, ""))
        several = sum(len(periods) > 1 for periods in by_person.values())
        draft.note(NoticeKind.NOTE, f"people in several rows: {several}; each of their memberships ends when the next one begins")


def memberships_of_learners(lessons: Draft, new_people: Iterable[str]) -> Draft | None:
    """Memberships of people who are created because a register names them as learners: in the department of their first lesson, from its day on."""
    if not {"learnedBy", "learnedIn", "learnedOn"} <= set(lessons.columns):
        return None
    new = set(new_people)
    first: dict[str, tuple[str, str, int]] = {}
    for line, record in lessons.records():
        learners = [person for person in record["learnedBy"].split("|") if person in new]
        if record["learnedIn"] and "|" not in record["learnedIn"] and _is_day(record["learnedOn"]):
            for person in learners:
                first[person] = min(first.get(person, ("9999", "", 0)), (record["learnedOn"], record["learnedIn"], line))
    if not first:
        return None
    rows = stored_source_rows(SourceRow(line, [person, department, day]) for person, (day, department, line) in first.items())
    draft = Draft("memberships", lessons.file, lessons.sheet, ["person", "department", "from"], rows, is_exact=False)
    draft.note(NoticeKind.NOTE, f"new people belong to the department of their first lesson, from its day on: {len(first)}")
    return draft


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None


def merge_people(draft: Draft) -> None:
    """Makes one row of the rows with the same id; later values that are not empty win."""
    records: dict[str, tuple[int, dict[str, str]]] = {}
    for line, record in draft.records():
        if record["id"] in records:
            first, old = records[record["id"]]
            records[record["id"]] = first, old | _filled(record)
        else:
            records[record["id"]] = line, record
    faulty = [row for row in draft.rows if row.cells is None]
    draft.rows = stored_source_rows(
        [*faulty, *(SourceRow(line, [record[column] for column in draft.columns]) for line, record in records.values())]
    )


def _filled(record: Mapping[str, str]) -> dict[str, str]:
    return {column: value for column, value in record.items() if value}
