"""Turns a proposed table into drafts: one for each import table that it feeds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from heapq import merge
from itertools import chain
from pathlib import Path

from graph_service.ingest.conversion.drafts import Choices, Draft, list_first
from graph_service.ingest.conversion.lesson_texts import lesson_texts
from graph_service.ingest.matching.headers import header_name
from graph_service.ingest.matching.table_proposal import ColumnProposal, TableProposal
from graph_service.ingest.matching.vocabulary import RESULT_ID, TARGETS_BY_KIND, header_key
from graph_service.ingest.readers.raw_table import NoticeKind
from graph_service.ingest.source_files import SourceRow, stored_source_rows
from graph_service.ingest.stored_rows import StoredRows, stored_tuples
from graph_service.ingest.tables import EXTRA, TABLE_SPECS
from graph_service.ingest.values.choice_words import is_no_value, read_direction
from graph_service.ingest.values.names import full_name, slug
from graph_service.ingest.values.numbers import split_money
from graph_service.name_values import MAX_TEXT, MAX_VALUE, Pairs, bound_pairs, parse_pairs

PATH = " > "  # between the levels of a department
PERIODIC = re.compile(
    r"\(\d+\)|\bcopy\b|\b(?:v|ver|version|rev|revision|q|fy)[\s._-]*\d+\b|\b\d{4}(?:[-_. ]\d{1,2}){0,2}\b|\b(?:final|draft)\b",
    re.IGNORECASE,
)
KNOWN_ID = "known id"  # what an earlier import wrote into the row
UNITS = ("learnedIn", "department", "owner")
NO_UNIT = frozenset({"eliminated", "vacant", "xx"})
Record = dict[str, str]
Records = Sequence[tuple[int, Record]]


def expand(proposal: TableProposal, choices: Choices) -> list[Draft]:
    """The drafts of a proposed table. Rows that could not be read are in the first one, with what is wrong with them."""
    records = stored_tuples((row.line, _record(proposal, row.cells)) for row in proposal.table.rows if not row.fault)
    if proposal.is_exact or proposal.kind not in TARGETS_BY_KIND:
        drafts = [_draft(proposal, proposal.kind, records)]
    else:
        drafts = _EXPANSIONS[proposal.kind](proposal, records, choices)
    for row in proposal.table.rows:
        if row.fault:
            drafts[0].faults[row.line, ""] = row.fault
    if unread := [SourceRow(row.line, None) for row in proposal.table.rows if row.fault]:
        drafts[0].rows = stored_source_rows(merge(drafts[0].rows, unread, key=lambda row: row.line))
    _note_odd_units(proposal, drafts[0])
    drafts[0].notices += proposal.table.notices
    _note_unread(proposal, drafts[0])
    return drafts


def _record(proposal: TableProposal, cells: Sequence[str]) -> Record:
    """The cells of a row by target. Several columns of a list are joined with line breaks, the levels of a path with PATH."""
    record: Record = {}
    extra = Pairs()
    known = next((column.index for column in proposal.columns if header_key(column.header) == RESULT_ID), None)
    if known is not None and cells[known].strip():
        record[KNOWN_ID] = cells[known].strip()
    for column in proposal.columns:
        if column.target is None:
            continue
        if column.target == EXTRA:
            extra += _extra_pairs(column.header, cells[column.index])
            continue
        text = cells[column.index].strip()
        if column.target in UNITS and text.casefold() in NO_UNIT:
            text = ""
        old = record.get(column.target, "")
        separator = PATH if column.target in ("learnedIn", "department") and not proposal.is_exact else "\n"
        record[column.target] = f"{old}{separator}{text}" if old and text else old or text
    if extra:
        record[EXTRA] = bound_pairs(extra)[0]
    return record


def _extra_pairs(header: str, text: str) -> Pairs:
    """A column that no property takes, with its header; the column of an export holds pairs already."""
    try:
        return parse_pairs(text) if header_key(header) == EXTRA and text.strip() else [(header_name(header), text)]
    except ValueError:
        return [(header, text)]


def _draft(
    proposal: TableProposal, kind: str, records: Iterable[tuple[int, Mapping[str, str]]], rename: Mapping[str, str] | None = None
) -> Draft:
    rows = records if isinstance(records, StoredRows) else list(records)
    present = {key for _, record in rows for key in record} or {column.target for column in proposal.columns}
    columns = [column.name for column in TABLE_SPECS[kind].columns if column.name in present]
    sources = {target: column.header for column in reversed(proposal.columns) if (target := column.target)}
    headers = {column: sources.get((rename or {}).get(column, column), column) if column != EXTRA else EXTRA for column in columns}
    table = proposal.table
    lines = stored_source_rows(SourceRow(line, [record.get(column, "") for column in columns]) for line, record in rows)
    return Draft(kind, table.file, table.sheet, columns, lines, proposal.is_exact, headers, origins=table.origins)


def _note_odd_units(proposal: TableProposal, draft: Draft) -> None:
    units = [column.index for column in proposal.columns if column.target in UNITS]
    odd = {text for index in units for text in proposal.table.values(index) if text.casefold() in NO_UNIT}
    if odd:
        draft.note(NoticeKind.LEFT_OUT, f"not read as departments: {', '.join(sorted(odd))}; the level above is used instead")


def _note_unread(proposal: TableProposal, draft: Draft) -> None:
    if kept := _names(column for column in proposal.columns if column.target == EXTRA and header_key(column.header) != EXTRA):
        draft.note(NoticeKind.NOTE, f"kept as additional fields: {', '.join(kept)}")
    if names := _names(column for column in proposal.columns if column.target is None):
        verb = "columns are" if len(names) > 1 else "column is"
        draft.note(NoticeKind.LEFT_OUT, f"{len(names)} {verb} not read: {', '.join(names)}")
    _note_shortened(proposal, draft)
    personal = {target.name for target in TARGETS_BY_KIND.get(proposal.kind, ()) if target.personal}
    kept_out = [column.header for column in proposal.columns if column.target in personal]
    if kept_out:
        draft.note(NoticeKind.LEFT_OUT, f"personal data is not read: {', '.join(map(repr, kept_out))}")


def _names(columns: Iterable[ColumnProposal]) -> list[str]:
    """The headers, each with the property that it resembles most."""
    return list(dict.fromkeys(f"{each.header!r}" + (f" (like {each.alternatives[0]})" if each.alternatives else "") for each in columns))


def _note_shortened(proposal: TableProposal, draft: Draft) -> None:
    """Says which cells are too long for additional fields, with the line of the first."""
    columns = [column for column in proposal.columns if column.target == EXTRA]
    rows = ((row.line, [(column.header, row.cells[column.index]) for column in columns]) for row in proposal.table.rows if not row.fault)
    shortened = [(line, names) for line, pairs in rows if pairs and (names := bound_pairs(pairs)[1])]
    if shortened:
        line, names = shortened[0]
        draft.note(
            NoticeKind.LEFT_OUT,
            f"additional fields are cut after {MAX_VALUE:,} characters each and {MAX_TEXT:,} together: in {len(shortened):,} rows, first in line {line} ({names[0]})",
        )


def _lessons(proposal: TableProposal, records: Records, choices: Choices) -> list[Draft]:
    prefix = source_name(proposal.table.file, proposal.mapping or choices.source)
    ids = (id_ for _, record in records if (id_ := record.get("id")) and KNOWN_ID not in record)
    first = next(ids, "")
    if first and all(number.isdigit() and len(number) <= 6 for number in chain([first], ids)):
        records = stored_tuples((line, record | {"id": record["id"] and f"{prefix}-{record['id']}"}) for line, record in records)
    if any(KNOWN_ID in record for _, record in records):  # the file came back from an earlier import, whatever its name is now
        records = stored_tuples((line, record | {"id": record.get(KNOWN_ID) or record.get("id", "")}) for line, record in records)
    draft = _draft(proposal, "lessons", stored_tuples((line, lesson_texts(record)) for line, record in records))
    directions = dict.fromkeys(record["direction"] for _, record in records if record.get("direction"))
    if directions:
        read = ", ".join(f"{text} as {read_direction(text) or 'context'}" for text in list(directions)[:8])
        draft.note(NoticeKind.NOTE, f"the direction column decides what the text is: {read}", "direction")
    return [draft]


def source_name(file: str, mapping: str) -> str:
    """The name of a source, which begins the ids of its numbered rows: that of the mapping, else of the file without dates and versions."""
    stem = Path(file).stem.replace("_", " ")
    return slug(mapping or PERIODIC.sub(" ", stem)) or slug(stem) or "row"


def _people(proposal: TableProposal, records: Records, _: Choices) -> list[Draft]:
    kept: list[tuple[int, Record]] = []
    vacant = 0
    named: list[str] = []
    for line, record in records:
        name = " ".join(filter(None, (record.get("firstName"), record.get("lastName")))) or record.get("name", "")
        if not name and record.get("email"):
            name = record["email"].partition("@")[0].replace(".", " ").title()
            named.append(f"{record['email']} as {name}")
        if is_no_value(name) or not name:
            vacant += 1
            continue
        kept.append((line, record | {"name": full_name(name)}))
    people = _draft(proposal, "people", kept)
    if named:
        people.note(NoticeKind.NOTE, f"{len(named):,} without a name, which is made of the address: {list_first(named)}", "name")
    if vacant:
        people.note(
            NoticeKind.LEFT_OUT, f"rows that name no person, such as vacant posts: {vacant}; only their departments are read", "name"
        )
    drafts = [people]
    if any("department" in record for _, record in records):
        keys = ("department", "from", "to")
        rows = [
            (line, {"person": _person_key(record)} | {key: record.get(key, "") for key in keys})
            for line, record in kept
            if record.get("department")
        ]
        drafts.append(_draft(proposal, "memberships", rows))
        others = dict.fromkeys(record["department"] for _, record in records if record.get("department"))
        drafts.append(_draft(proposal, "departments", [(records[0][0], {"name": path}) for path in others]))
    return drafts


def _person_key(record: Mapping[str, str]) -> str:
    return record.get("id") or record.get("email") or record["name"]


def _projects(proposal: TableProposal, records: Records, _: Choices) -> list[Draft]:
    drafts = [_draft(proposal, "projects", records)]
    for target, role in (("manager", "project manager"), ("sponsor", "sponsor")):
        rows = [
            (line, {"person": record[target], "project": record.get("id") or record["name"], "role": role})
            for line, record in records
            if record.get(target) and not is_no_value(record[target])
        ]
        if rows:
            drafts.append(_draft(proposal, "assignments", rows, {"person": target}))
    return drafts


def _plain(proposal: TableProposal, records: Records, _: Choices) -> list[Draft]:
    return [_draft(proposal, proposal.kind, records)]


def _reuses(proposal: TableProposal, records: Records, _: Choices) -> list[Draft]:
    return [_draft(proposal, "reuses", stored_tuples((line, _split_amount(record)) for line, record in records))]


def _split_amount(record: Record) -> Record:
    """The record with the currency that is written with the amount in a column of its own."""
    amount, currency = split_money(record["costAvoided"]) if record.get("costAvoided") else ("", "")
    return record | {"costAvoided": amount, "currency": record.get("currency") or currency} if currency else record


_EXPANSIONS = {"lessons": _lessons, "people": _people, "projects": _projects, "departments": _plain, "topics": _plain, "reuses": _reuses}
