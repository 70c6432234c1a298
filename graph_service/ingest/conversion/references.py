"""Finds the nodes that cells name, and proposes new ones for names that nobody has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph_service.ingest.conversion.departments import find_department, split_path
from graph_service.ingest.conversion.directory import Directory
from graph_service.ingest.conversion.drafts import CREATABLE, Choices, Draft
from graph_service.ingest.conversion.expansion import PATH
from graph_service.ingest.conversion.ids import new_id
from graph_service.ingest.readers.raw_table import NoticeKind
from graph_service.ingest.source_files import SourceRow, stored_source_rows
from graph_service.ingest.specification import ColumnSpec
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.values.choice_words import is_no_value
from graph_service.ingest.values.names import STRONG, UNREADABLE, full_name, split_address, split_list, split_names
from graph_service.model.enums import ProjectStatus
from graph_service.model.labels import ENTITIES

WRONG_ENCODING = "it contains bytes that are not in the encoding of the file; save the file as UTF-8 and import it again"
INITIALS = re.compile(r"[A-Z]{2,3}\.?")
PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")
LOGIN = re.compile(r"@?[a-z0-9]+(?:[._-][a-z0-9]+)+")
SINGULAR = {label.plural: label.singular for label in ENTITIES}
CREATED_COLUMNS: Mapping[str, Sequence[str]] = {
    "people": ("id", "name", "email"),
    "departments": ("id", "name", "partOf"),
    "projects": ("id", "name", "status"),
    "topics": ("id", "name"),
}


@dataclass(slots=True)
class Resolver:
    """Replaces names in drafts by ids. `rules` maps a kind and a text to why it stays unknown; `created` holds drafts of proposed nodes;
    `ambiguous` the ids of the people whom a text may mean.
    """

    directory: Directory
    choices: Choices
    rules: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    created: list[Draft] = field(default_factory=list[Draft])
    ambiguous: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def resolve(self, draft: Draft) -> None:
        """Replaces the names in all reference columns of a draft."""
        for column, kind in self._columns_with_names(draft):
            self._resolve_column(draft, column, kind)

    def _columns_with_names(self, draft: Draft) -> list[tuple[ColumnSpec, str]]:
        """The reference columns with a text that is no known id, with the kind that they refer to."""
        columns = [column for column in TABLE_SPECS[draft.kind].columns if column.references and column.name in draft.columns]
        unread = {
            column.name: (column, draft.columns.index(column.name), self.directory.of(column.references or "").ids) for column in columns
        }
        for row in draft.rows:
            cells = row.cells or ()
            for column, position, known in list(unread.values()) if cells else ():
                if not _are_ids(cells[position], known, is_list=column.is_list):
                    del unread[column.name]
        return [(column, column.references) for column in columns if column.references and column.name not in unread]

    def add_departments(self, draft: Draft) -> None:
        """Adds the departments of a draft that holds only their paths."""
        for line, record in draft.records():
            self._department(draft, line, record["name"])

    def _resolve_column(self, draft: Draft, column: ColumnSpec, kind: str) -> None:
        known = self.directory.of(kind).ids
        cache: dict[str, str] = {}
        empty: dict[str, None] = {}

        def convert(row: SourceRow, text: str) -> str:
            if text in known:
                return text
            if text not in cache:
                cache[text] = self._cell(draft, row.line, column, kind, text.strip(), empty)
            return cache[text]

        draft.replace(column.name, convert)
        if empty:
            draft.note(NoticeKind.NOTE, f"read as empty: {', '.join(empty)}", column.name)

    def _cell(self, draft: Draft, line: int, column: ColumnSpec, kind: str, text: str, empty: dict[str, None]) -> str:
        if not text or text in self.directory.of(kind).ids:
            return text
        if is_no_value(text) and not column.required and not self.directory.find(kind, text):
            empty[text] = None
            return ""
        if not column.is_list:
            return self._one(draft, line, kind, text)
        return "|".join(dict.fromkeys(self._one(draft, line, kind, part) for part in self._split(kind, text)))

    def _split(self, kind: str, text: str) -> list[str]:
        def is_known(part: str) -> bool:
            return bool(self.directory.find(kind, part))

        if kind == "people":
            return [name for name in split_names(text, is_known) if not is_no_value(name)]
        if kind == "departments":
            return [part for part in STRONG.split(text) if part]
        return split_list(text, is_known) if kind == "topics" else [part for part in re.split(r"\s*[;,|\n]\s*", text) if part]

    def _one(self, draft: Draft, line: int, kind: str, text: str) -> str:
        if UNREADABLE.search(text):
            text = UNREADABLE.sub("\ufffd", text)
            self.rules[kind, text] = WRONG_ENCODING
            return text
        found = self.directory.find(kind, text)
        if not found and kind == "people":  # "Ana Lopez (PM)"
            found = self.directory.find(kind, PARENTHESES.sub("", text).strip())
        if len(found) == 1:
            return next(iter(found))
        if len(found) > 1:
            if kind == "people":
                self.ambiguous[text] = found
            options = ", ".join(sorted(found)[:5])
            self.rules[kind, text] = f"several {kind} have this name; write the id of one of them: {options}"
            return text
        if kind == "departments":
            return self._department(draft, line, text) or text
        if self._may_create(draft, kind) and not (kind == "people" and INITIALS.fullmatch(text)):
            return self._create(draft, line, kind, text)
        self.rules[kind, text] = self._unknown(kind, text)
        return text

    def _unknown(self, kind: str, text: str) -> str:
        near = self.directory.of(kind).near(text)
        advice = f"; --create {kind} creates it" if kind in CREATABLE else ""
        meant = f"; did you mean {' or '.join(near)}?" if near else advice
        return f"no {SINGULAR[kind]} has this id or name{meant}"

    def _may_create(self, draft: Draft, kind: str) -> bool:
        return kind in CREATABLE and (kind in self.choices.create or (self.choices.accept and not draft.is_exact))

    def _create(self, draft: Draft, line: int, kind: str, text: str) -> str:
        entries = self.directory.of(kind)
        if kind == "people":
            name, address = split_address(text)
            id_ = text.removeprefix("@") if LOGIN.fullmatch(text) else new_id(full_name(name), entries.names)
            record = {"id": id_, "name": full_name(name), "email": address or (text if "@" in text[1:] else "")}
            entries.add(id_, record["name"], record["email"], person=True)
        else:
            id_ = new_id(text, entries.names)
            record = {"id": id_, "name": text, "status": ProjectStatus.RUNNING.value}
            entries.add(id_, text)
        self._add_created(draft, line, kind, record)
        return id_

    def _department(self, draft: Draft, line: int, text: str) -> str | None:
        def create(id_: str, name: str, parent: str | None) -> None:
            self._add_created(draft, line, "departments", {"id": id_, "name": name, "partOf": parent or ""})

        levels = split_path(text) if PATH in text or not self.directory.find("departments", text) else [text]
        id_ = find_department(self.directory, levels, create if self._may_create(draft, "departments") else None)
        if id_ is None:
            self.rules["departments", text] = self._unknown("departments", text)
        return id_

    def _add_created(self, draft: Draft, line: int, kind: str, record: Mapping[str, str]) -> None:
        target = next((other for other in self.created if (other.kind, other.file, other.sheet) == (kind, draft.file, draft.sheet)), None)
        if target is None:
            target = Draft(kind, draft.file, draft.sheet, list(CREATED_COLUMNS[kind]), stored_source_rows(), is_exact=False)
            self.created.append(target)
        target.rows.append(SourceRow(line, [record.get(column, "") for column in target.columns]))


def _are_ids(text: str, known: set[str], *, is_list: bool) -> bool:
    """Whether a cell is empty or holds only known ids."""
    if text in known:
        return True
    entries = text.split("|") if is_list else [text]
    return all(not (id_ := entry.strip()) or id_ in known for entry in entries)
